//! The laws of the diff, and one example of each category.

use proptest::prelude::*;

use super::*;
use crate::extract::{Polarity, Realis};
use crate::graph::record::Object;
use crate::graph::sample_claims::{claim, literal, node, number};

fn diff(old: &[ClaimRecord], new: &[ClaimRecord]) -> ClaimDiff {
    let side = |records| Side { records, ..Side::default() };
    claims(&side(old), &side(new), &Options::default())
}

fn codes(diff: &ClaimDiff) -> Vec<&'static str> {
    diff.entries.iter().map(|entry| entry.change().code()).collect()
}

fn member(quote: &str) -> ClaimRecord {
    claim("Country/Armenia", "memberOf", "Organization/CSTO", quote)
}

fn trade(value: &str, date: &str, quote: &str) -> ClaimRecord {
    let mut record = claim("Country/Kazakhstan", "amount", "A/B", quote);
    record.object = number(value);
    record.with("of", literal("trade")).with("date", literal(date))
}

#[test]
fn each_category_has_its_code() {
    let plan = |quote: &str| member(quote).status(Polarity::Affirmed, Realis::Planned, None);
    let denied = member("x").status(Polarity::Negated, Realis::Actual, None);
    let said = member("x").status(Polarity::Affirmed, Realis::Actual, Some("Person/Ivan"));
    let mut twice = member("x");
    twice.cite("y", 100);
    let cases: Vec<(&str, Vec<ClaimRecord>, Vec<ClaimRecord>)> = vec![
        ("+", vec![], vec![member("x")]),
        ("-", vec![member("x")], vec![]),
        ("~n", vec![member("x")], vec![denied]),
        ("~m", vec![plan("it will")], vec![member("it did")]),
        ("~m", vec![said], vec![member("x")]),
        ("~t", vec![member("x")], vec![member("x").with("start", literal("2002"))]),
        ("~q", vec![member("x")], vec![member("x").with("role", literal("observer"))]),
        ("~v", vec![trade("31", "2022", "x")], vec![trade("41", "2022", "x")]),
        ("=s", vec![member("x")], vec![twice]),
        ("=e", vec![member("x")], vec![member("in other words")]),
    ];
    for (code, old, new) in cases {
        assert_eq!(codes(&diff(&old, &new)), [code]);
    }
}

#[test]
fn a_number_for_another_year_is_another_fact() {
    let old = [trade("31", "2022", "Trade was 31 in 2022.")];
    let new =
        [trade("31", "2022", "Trade was 31 in 2022."), trade("41", "2023", "It is 41 in 2023.")];
    assert_eq!(codes(&diff(&old, &new)), ["+"]);
    let replaced = [trade("41", "2023", "Something else entirely.")];
    assert_eq!(codes(&diff(&old, &replaced)), ["-", "+"]);
    let corrected = [trade("31", "2021", "Trade was 31 in 2021.")];
    assert_eq!(codes(&diff(&old, &corrected)), ["~t"]);
}

#[test]
fn strict_matches_equal_content_only() {
    let (old, new) = ([member("x")], [member("x").with("role", literal("observer"))]);
    let side = |records| Side { records, ..Side::default() };
    let options = Options { strict: true, ..Options::default() };
    assert_eq!(codes(&claims(&side(&old), &side(&new), &options)), ["+", "-"]);
}

#[test]
fn a_renamed_entity_is_told_once() {
    let states = ["A", "B", "C"];
    let side = |name: &str| -> Vec<ClaimRecord> {
        let made = |state: &&str| {
            let (state, name) = (format!("Country/{state}"), format!("Organization/{name}"));
            claim(&state, "memberOf", &name, &format!("{state} is in {name}."))
        };
        states.iter().map(made).collect()
    };
    let mut new = side("Silk Road Union");
    new[2] = new[2].clone().with("role", literal("observer"));
    let diff = diff(&side("Silk Road Forum"), &new);
    assert_eq!(diff.entities.len(), 1);
    assert_eq!((diff.entities[0].kind, diff.entities[0].claims.len()), (EntityKind::Rename, 2));
    assert_eq!(codes(&diff), ["~q"]);
    assert_eq!(diff.entries[0].matched, Match::Entity);
}

#[test]
fn causes_come_from_the_texts() {
    let old_text = "A joined B. C joined D in 2001. E joined F. G stays.";
    let new_text = "C joined X in 2001. E joined F. G stays.";
    let at = |subject: &str, object: &str, quote: &str| {
        let mut record = claim(
            &format!("Country/{subject}"),
            "joined",
            &format!("Organization/{object}"),
            quote,
        );
        record.evidence.clear();
        record.cite(quote, old_text.find(quote).unwrap() as u32);
        record.inside("old", "a")
    };
    let old = [
        at("A", "B", "A joined B."),
        at("C", "D", "C joined D in 2001."),
        at("E", "F", "E joined F."),
    ];
    let kept = claim("Country/G", "stays", "Place/G", "G stays.").inside("new", "a");
    let version = |record: &ClaimRecord| record.version.clone();
    let (before, after) = (version(&old[0]), version(&kept));
    let new = [kept];
    let compare = |old_reader, new_reader| {
        let side = |records, version, text, reader| Side {
            records,
            texts: BTreeMap::from([(version, text)]),
            reader: Some(reader),
            articles: Vec::new(),
        };
        let old = side(&old[..], before.as_str(), old_text, old_reader);
        let new = side(&new[..], after.as_str(), new_text, new_reader);
        claims(&old, &new, &Options::default())
    };
    let causes = |diff: &ClaimDiff| -> Vec<Change> {
        diff.entries.iter().map(|entry| entry.change().clone()).collect()
    };
    let same = compare("1", "1");
    let removed = |cause| Change::Removed(cause);
    assert_eq!(
        causes(&same)[..3],
        [removed(Cause::Text), removed(Cause::Edited), removed(Cause::Context)]
    );
    assert!(same.drift.is_empty());
    let other = compare("1", "2");
    assert_eq!(causes(&other)[..2], [removed(Cause::Text), removed(Cause::Edited)]);
    assert!(other.drift.iter().any(|entry| entry.claim().subject.label == "E"), "{other:#?}");
}

#[test]
fn the_same_words_elsewhere_are_moved() {
    let (first, second) = ("A joined B. Then nothing happened.", "C left D. It was a Monday.");
    let (old_text, new_text) = (format!("{first}\n{second}\n"), format!("{second}\n{first}\n"));
    let at = |text: &str, document: &str| {
        let mut record = claim("Country/A", "joined", "Organization/B", "A joined B.");
        record.evidence.clear();
        record.cite("A joined B.", text.find("A joined B.").unwrap() as u32);
        record.inside(document, "a")
    };
    let other = |text: &str, document: &str| {
        let mut record = claim("Country/C", "left", "Organization/D", "C left D.");
        record.evidence.clear();
        record.cite("C left D.", text.find("C left D.").unwrap() as u32);
        record.inside(document, "a")
    };
    let old = [at(&old_text, "old"), other(&old_text, "old")];
    let new = [at(&new_text, "new"), other(&new_text, "new")];
    let before = Side {
        records: &old,
        texts: BTreeMap::from([(old[0].version.as_str(), old_text.as_str())]),
        reader: None,
        articles: Vec::new(),
    };
    let after = Side {
        records: &new,
        texts: BTreeMap::from([(new[0].version.as_str(), new_text.as_str())]),
        reader: None,
        articles: Vec::new(),
    };
    let diff = claims(&before, &after, &Options::default());
    assert_eq!(codes(&diff), ["=l"], "one of the two blocks moved");
    assert!(diff.says_the_same() && !diff.is_empty());
}

/// Claims over a small world, so that keys collide often.
fn record() -> impl Strategy<Value = ClaimRecord> {
    let ends = ("[A-C]", "[D-F]", 0..3_usize, 0..3_usize);
    let rest = (0..3_usize, 0..2_usize, "[a-c]( [a-c]){0,3}", 0..2_usize);
    (ends, rest).prop_map(|((subject, object, predicate, kind), (date, status, quote, article))| {
        let predicate = ["memberOf", "amount", "visited"][predicate];
        let mut record = claim(
            &format!("Country/{subject}"),
            predicate,
            &format!("Organization/{object}"),
            &quote,
        );
        if predicate == "amount" {
            record.object = number(["1", "2", "30"][kind]);
        }
        if date > 0 {
            record = record.with("date", literal(["", "2022", "2022-05"][date]));
        }
        let realis = [Realis::Actual, Realis::Planned][status];
        let article = ["x", "y"][article];
        record.status(Polarity::Affirmed, realis, None).inside(article, article)
    })
}

fn side_of() -> impl Strategy<Value = Vec<ClaimRecord>> {
    proptest::collection::vec(record(), 0..12)
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(records in side_of()) {
        prop_assert!(diff(&records, &records).is_empty());
    }

    #[test]
    fn the_inverse_is_the_way_back(old in side_of(), new in side_of()) {
        prop_assert_eq!(diff(&old, &new).inverse(), diff(&new, &old));
    }

    #[test]
    fn order_does_not_matter(old in side_of(), new in side_of()) {
        let reversed = |records: &[ClaimRecord]| records.iter().rev().cloned().collect::<Vec<_>>();
        prop_assert_eq!(diff(&old, &new), diff(&reversed(&old), &reversed(&new)));
    }

    #[test]
    fn every_claim_is_in_exactly_one_place(old in side_of(), new in side_of()) {
        let diff = diff(&old, &new);
        let distinct = |records: &[ClaimRecord]| records.iter().cloned().collect::<BTreeSet<_>>().len();
        let of_entities: usize = diff.entities.iter().map(|change| change.claims.len()).sum();
        let entries = || diff.parts().into_iter().flat_map(|(_, _, entries)| entries);
        let olds = entries().filter(|entry| entry.old.is_some()).count();
        let news = entries().filter(|entry| entry.new.is_some()).count();
        prop_assert_eq!(distinct(&old), diff.unchanged + of_entities + olds);
        prop_assert_eq!(distinct(&new), diff.unchanged + of_entities + news);
    }
}

#[test]
fn what_tells_nameless_things_apart_is_no_name() {
    let held = |year: &str| {
        let event = format!("Event/summit ({year})");
        let quote = format!("A summit was held in Osh in {year}.");
        claim(&event, "heldIn", "Place/Osh", &quote).with("date", literal(year))
    };
    let diff = diff(&[held("2022")], &[held("2023")]);
    assert_eq!(codes(&diff), ["~t"], "{diff:#?}");
    assert!(diff.entities.is_empty());
}

#[test]
fn a_class_change_is_a_retype() {
    let old = claim("Country/A", "supports", "Organization/Belt", "A backs Belt.");
    let mut new = old.clone();
    new.object = Object::Entity(node("Programme/Belt"));
    new.iri = "other".to_owned();
    let diff = diff(&[old], &[new]);
    assert_eq!(
        diff.entities.iter().map(|change| change.kind).collect::<Vec<_>>(),
        [EntityKind::Retype]
    );
    assert!(diff.entries.is_empty(), "{:#?}", diff.entries);
}

#[test]
fn claims_of_different_articles_are_no_edits_of_one_another() {
    let old = member("Armenia is in it.").with("role", literal("member")).inside("d", "one");
    let new = member("Armenia watches it.").with("role", literal("observer")).inside("d", "two");
    let other = diff(std::slice::from_ref(&old), std::slice::from_ref(&new));
    assert_eq!(codes(&other), ["-", "+"]);
    assert_eq!(other.articles.len(), 2);
    let same = diff(&[old], &[new.inside("e", "one")]);
    assert_eq!(codes(&same), ["~q"]);
}
