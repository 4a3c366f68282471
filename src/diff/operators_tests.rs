//! Edits as people make them, over a text whose claims are known: each must be told as what it is.

use super::*;
use crate::extract::{Polarity, Realis};
use crate::graph::record::Object;
use crate::graph::sample_claims::{claim, literal, node, number};

/// A sentence with what it says.
#[derive(Clone)]
struct Said {
    sentence: String,
    claims: Vec<ClaimRecord>,
}

fn said(sentence: &str, claims: Vec<ClaimRecord>) -> Said {
    Said { sentence: sentence.to_owned(), claims }
}

fn fact(subject: &str, predicate: &str, object: &str) -> ClaimRecord {
    let mut record = claim(subject, predicate, object, "");
    record.evidence.clear();
    record
}

fn measure(of: &str, value: &str, date: &str) -> ClaimRecord {
    let mut record = fact("Country/Kazakhstan", "amount", "A/B");
    record.object = number(value);
    record.with("of", literal(of)).with("date", literal(date)).with("unit", literal("USD"))
}

fn document() -> Vec<Said> {
    let planned = |record: ClaimRecord| record.status(Polarity::Affirmed, Realis::Planned, None);
    vec![
        said(
            "Kazakhstan joined the Steppe Water Council in 2004.",
            vec![
                fact("Country/Kazakhstan", "memberOf", "Organization/Steppe Water Council")
                    .with("start", literal("2004")),
            ],
        ),
        said(
            "Uzbekistan has belonged to the Steppe Water Council since 2006.",
            vec![
                fact("Country/Uzbekistan", "memberOf", "Organization/Steppe Water Council")
                    .with("start", literal("2006")),
            ],
        ),
        said(
            "Turkmenistan sits on the Steppe Water Council as an observer.",
            vec![
                fact("Country/Turkmenistan", "memberOf", "Organization/Steppe Water Council")
                    .with("role", literal("observer")),
            ],
        ),
        said(
            "Trade in grain was worth 12 million dollars in 2019.",
            vec![measure("grain trade", "12000000", "2019")],
        ),
        said(
            "Rail freight brought in 90 million dollars during 2020.",
            vec![measure("rail freight", "90000000", "2020")],
        ),
        said(
            "A summit on the river is to be held in Osh.",
            vec![planned(fact("Event/River Summit", "heldIn", "Place/Osh"))],
        ),
        said(
            "Aigul Serikova leads the Aral Institute.",
            vec![fact("Person/Aigul Serikova", "leaderOf", "Organization/Aral Institute")],
        ),
        said(
            "Serikova studied at Tashkent Polytechnic.",
            vec![fact("Person/Serikova", "educatedAt", "Organization/Tashkent Polytechnic")],
        ),
        said(
            "Dam engineers visited Naryn in May 2021.",
            vec![
                fact("Organization/Dam Engineers", "visited", "Place/Naryn")
                    .with("date", literal("2021-05")),
            ],
        ),
        said(
            "Kyrgyzstan borders Tajikistan.",
            vec![fact("Country/Kyrgyzstan", "borders", "Country/Tajikistan")],
        ),
        said(
            "The Aral Institute was founded in 1993.",
            vec![fact("Organization/Aral Institute", "foundedOn", "1993")],
        ),
        said(
            "Tajikistan supports the canal.",
            vec![fact("Country/Tajikistan", "supported", "Project/Canal")],
        ),
    ]
}

/// Writes the sentences as paragraphs, and sets each claim's passage to its sentence.
fn write(version: &str, said: &[Said]) -> (String, Vec<ClaimRecord>) {
    let (mut text, mut records): (String, Vec<ClaimRecord>) = Default::default();
    for Said { sentence, claims } in said {
        let start = text.chars().count() as u32;
        for record in claims {
            // A claim that is said twice is one claim with two passages.
            let known = records.iter().position(|known| known.iri == record.iri);
            let mut record = known.map_or_else(|| record.clone(), |slot| records.remove(slot));
            record.cite(sentence, start);
            records.push(record.inside(version, "report"));
        }
        text.push_str(sentence);
        text.push_str("\n\n");
    }
    (text, records)
}

fn compare(old: &[Said], new: &[Said]) -> ClaimDiff {
    let ((before, olds), (after, news)) = (write("one", old), write("two", new));
    let side = |records, version, text| Side {
        records,
        texts: BTreeMap::from([(version, text)]),
        reader: Some("1"),
        articles: Vec::new(),
    };
    let (one, two) = ("https://w3id.org/saiga/doc/one/v", "https://w3id.org/saiga/doc/two/v");
    claims(&side(&olds, one, &before), &side(&news, two, &after), &Options::default())
}

fn codes(diff: &ClaimDiff) -> Vec<String> {
    let entities = diff.entities.iter().map(|change| format!("{:?}", change.kind));
    let mut codes: Vec<String> =
        diff.entries.iter().map(|entry| entry.change().code().to_owned()).chain(entities).collect();
    codes.sort();
    codes
}

/// An edit of the document, and the codes that tell it.
type Operator = (&'static str, fn(&mut Vec<Said>), &'static [&'static str]);

/// Replaces words in one sentence and its one claim.
fn edit(said: &mut Said, from: &str, to: &str, change: impl FnOnce(ClaimRecord) -> ClaimRecord) {
    assert!(said.sentence.contains(from), "{from}");
    said.sentence = said.sentence.replace(from, to);
    let claim = said.claims.remove(0);
    said.claims.insert(0, change(claim));
}

fn rename(document: &mut [Said], from: &str, to: &str) {
    for Said { sentence, claims } in document {
        *sentence = sentence.replace(from, to);
        for claim in claims {
            let (old, new) =
                (node(&format!("Organization/{from}")), node(&format!("Organization/{to}")));
            let mut record = claim.clone();
            if record.subject == old {
                record.subject = new.clone();
            }
            if record.object == Object::Entity(old) {
                record.object = Object::Entity(new);
            }
            *claim = record.status(claim.polarity, claim.realis, None);
        }
    }
}

const OPERATORS: &[Operator] = &[
    (
        "a number",
        |d| {
            edit(&mut d[3], "12 million", "14 million", |_| {
                measure("grain trade", "14000000", "2019")
            });
        },
        &["~v"],
    ),
    (
        "the date of a number",
        |d| edit(&mut d[4], "2020", "2021", |_| measure("rail freight", "90000000", "2021")),
        &["~t"],
    ),
    (
        "a date",
        |d| {
            edit(&mut d[0], "2004", "May 2004", |c| {
                ClaimRecord { qualifiers: BTreeMap::new(), ..c }.with("start", literal("2004-05"))
            });
        },
        &["~t"],
    ),
    (
        "a plan is carried out",
        |d| {
            edit(&mut d[5], "is to be held", "was held", |c| {
                c.status(Polarity::Affirmed, Realis::Actual, None)
            });
        },
        &["~m"],
    ),
    (
        "said by a source",
        |d| {
            edit(&mut d[9], "Kyrgyzstan", "According to Ivan, Kyrgyzstan", |c| {
                c.status(Polarity::Affirmed, Realis::Actual, Some("Person/Ivan"))
            });
        },
        &["~m"],
    ),
    (
        "denied",
        |d| {
            edit(&mut d[11], "supports", "does not support", |c| {
                c.status(Polarity::Negated, Realis::Actual, None)
            });
        },
        &["~n"],
    ),
    ("paraphrased", |d| edit(&mut d[6], "leads", "is the head of", |c| c), &["=e"]),
    (
        "moved",
        |d| {
            let first = d.remove(9);
            d.insert(1, first);
        },
        &["=l"],
    ),
    ("renamed", |d| rename(d, "Steppe Water Council", "Forum for Rivers"), &["Rename"]),
    ("renamed, one claim", |d| rename(d, "Aral Institute", "House of Waters"), &["Rename"]),
    (
        "two people merged",
        |d| {
            for said in d.iter_mut() {
                for claim in &mut said.claims {
                    if claim.subject == node("Person/Serikova") {
                        claim.subject = node("Person/Aigul Serikova");
                        *claim = claim.clone().status(claim.polarity, claim.realis, None);
                    }
                }
            }
        },
        &["Merge"],
    ),
    ("deleted", |d| drop(d.remove(7)), &["-"]),
    (
        "a new section",
        |d| {
            d.push(said(
                "The canal links Osh and Naryn.",
                vec![fact("Project/Canal", "locatedIn", "Place/Osh")],
            ));
        },
        &["+"],
    ),
    (
        "a qualifier",
        |d| {
            edit(&mut d[2], "an observer", "a full member", |c| {
                ClaimRecord { qualifiers: BTreeMap::new(), ..c }.with("role", literal("member"))
            });
        },
        &["~q"],
    ),
    (
        "a second passage",
        |d| {
            let again = Said {
                sentence: "It was 1993 when the Aral Institute was founded.".to_owned(),
                ..d[10].clone()
            };
            d.push(again);
        },
        &["=s"],
    ),
    (
        "another founding year",
        |d| {
            edit(&mut d[10], "1993", "1994", |_| {
                fact("Organization/Aral Institute", "foundedOn", "1994")
            });
        },
        &["~v"],
    ),
    (
        "another member in the same place",
        |d| {
            edit(&mut d[1], "Steppe Water Council", "Border Forum", |_| {
                fact("Country/Uzbekistan", "memberOf", "Organization/Border Forum")
                    .with("start", literal("2006"))
            });
        },
        &["+", "-"],
    ),
];

#[test]
fn each_edit_is_told_as_what_it_is() {
    for (name, operator, expected) in OPERATORS {
        let old = document();
        let mut new = document();
        operator(&mut new);
        let diff = compare(&old, &new);
        assert_eq!(codes(&diff), *expected, "{name}: {}", report::text(&diff, false));
        assert!(diff.drift.is_empty(), "{name}");
    }
}

#[test]
fn edits_do_not_disturb_one_another() {
    let old = document();
    for (first, (name, one, of_one)) in OPERATORS.iter().enumerate() {
        for (other, two, of_two) in &OPERATORS[first + 1..] {
            let touches = |name: &str| {
                match name {
                    "a date" | "a qualifier" | "another member in the same place" | "renamed" => {
                        "council"
                    }
                    "another founding year" | "a second passage" | "renamed, one claim" => {
                        "founding"
                    }
                    "paraphrased" => "founding",
                    // These two shift the sentences by which the others find theirs.
                    "moved" | "deleted" => "order",
                    "said by a source" | "denied" | "two people merged" => "order",
                    name => name,
                }
                .to_owned()
            };
            if touches(name) == touches(other)
                || touches(name) == "order"
                || touches(other) == "order"
            {
                continue;
            }
            let mut new = document();
            one(&mut new);
            two(&mut new);
            let mut expected: Vec<&str> = of_one.iter().chain(*of_two).copied().collect();
            expected.sort_unstable();
            let diff = compare(&old, &new);
            assert_eq!(codes(&diff), expected, "{name}, {other}: {}", report::text(&diff, false));
        }
    }
}

#[test]
fn what_only_the_program_changed_is_kept_apart() {
    let (text, olds) = write("one", &document());
    let mut renamed = document();
    for said in &mut renamed {
        for claim in &mut said.claims {
            if claim.predicate.ends_with("supported") {
                claim.predicate = claim.predicate.replace("supported", "backs");
                claim.predicate_label = "backs".to_owned();
            }
        }
    }
    // The new program also reads a date that the old one missed, and misses a visit.
    let visit = renamed.iter().position(|said| said.sentence.contains("visited")).unwrap();
    renamed[visit].claims.clear();
    let (_, news) = write("one", &renamed);
    let side = |records, reader| Side {
        records,
        texts: BTreeMap::from([("https://w3id.org/saiga/doc/one/v", text.as_str())]),
        reader: Some(reader),
        articles: Vec::new(),
    };
    let diff = claims(&side(&olds, "1"), &side(&news, "2"), &Options::default());
    assert_eq!(codes(&diff), ["O"]);
    let drift: Vec<&str> = diff.drift.iter().map(|entry| entry.change().code()).collect();
    assert_eq!(drift, ["-"]);
    assert!(diff.says_the_same() && !diff.is_empty());
}
