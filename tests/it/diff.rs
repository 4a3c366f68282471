//! What the second versions changed: in the sample documents, and on a real page.

use serde_json::Value;

use crate::support::{Workdir, program, root, run, seed};

/// The changes between two files of the repository, as JSON. They differ.
fn changes(old: &str, new: &str) -> Value {
    let mut command = program();
    command.current_dir(root()).args(["diff", old, new, "--format", "json"]);
    let run = run(command);
    assert_eq!(run.code, Some(1), "{}", run.err);
    serde_json::from_str(&run.out).expect("the report is JSON")
}

/// The changes of a sample document from its first to its second version.
fn sample(name: &str, suffix: &str) -> Value {
    let path = |version: &str| format!("seeds/documents/{name}/{version}.{suffix}");
    changes(&path("v1"), &path("v2"))
}

fn entries(report: &Value) -> Vec<&Value> {
    report["entries"].as_array().expect("a report has entries").iter().collect()
}

/// Entries of a kind whose claim on the side says this relation.
fn of_kind<'r>(report: &'r Value, change: &str, relation: &str) -> Vec<&'r Value> {
    let is_meant = |entry: &&Value| {
        let side = if entry["new"].is_null() { &entry["old"] } else { &entry["new"] };
        let predicate = side["predicate"].as_str().unwrap_or_default();
        entry["change"] == change && predicate.ends_with(&format!("#{relation}"))
    };
    entries(report).into_iter().filter(is_meant).collect()
}

/// The quote of a side of an entry.
fn quote<'r>(entry: &'r Value, side: &str) -> &'r str {
    entry[side]["evidence"][0]["quote"].as_str().unwrap_or_default()
}

#[test]
fn a_corrected_figure_is_one_changed_value() {
    let report = sample("china-kazakhstan-trade", "md");
    let amounts = of_kind(&report, "value", "amount");
    assert!(
        amounts.iter().any(|it| quote(it, "old").contains("$31.2 billion in 2022")
            && quote(it, "new").contains("$41.0 billion in 2023")),
        "{amounts:#?}"
    );
    let reworded = of_kind(&report, "reworded", "memberOf");
    assert!(
        reworded.iter().any(|it| quote(it, "new").contains("remains a member")),
        "joining and being a member since then is the same fact: {reworded:#?}"
    );
    assert_eq!(report["same_facts"], false);
}

#[test]
fn a_plan_that_was_carried_out_is_more_certain() {
    let report = sample("csto-membership", "txt");
    let certain = of_kind(&report, "certainty", "heldIn");
    assert!(
        certain.iter().any(|it| quote(it, "old").contains("will be held in Minsk")
            && quote(it, "new").contains("was held in Minsk")),
        "{certain:#?}"
    );
    let added = of_kind(&report, "added", "heldIn");
    assert!(added.iter().any(|it| quote(it, "new").contains("Astana")), "{added:#?}");
    let members = of_kind(&report, "removed", "memberOf");
    assert!(members.is_empty(), "nobody left between the versions: {members:#?}");
}

#[test]
fn pages_are_compared_without_their_furniture() {
    let report = sample("regional-page", "html");
    let added = of_kind(&report, "added", "heldIn");
    assert!(
        added.iter().any(|it| quote(it, "new").contains("second China–Central Asia Summit")),
        "{added:#?}"
    );
    for entry in entries(&report) {
        for side in ["old", "new"] {
            let text = quote(entry, side);
            assert!(
                !["Latest", "mins ago", "hours ago", "Terms"]
                    .iter()
                    .any(|word| text.contains(word)),
                "teasers are no news: {text}"
            );
        }
    }
    let hosts = of_kind(&report, "removed", "hosts");
    assert!(hosts.is_empty(), "the institutes were reworded, not closed: {hosts:#?}");
}

#[test]
fn versions_of_the_store_compare_like_files() {
    let work = Workdir::with_samples();
    work.ok(&["build", "documents", "--quiet"]);
    let args = ["csto-membership@v1", "csto-membership@v2", "--format", "json"];
    let run = work.saiga(&[&["diff"][..], &args].concat());
    assert_eq!(run.code, Some(1), "{}", run.err);
    let stored: Value = serde_json::from_str(&run.out).expect("the report is JSON");
    let read = sample("csto-membership", "txt");
    assert_eq!(stored["summary"], read["summary"]);
    assert_eq!(
        stored["entries"].as_array().map(Vec::len),
        read["entries"].as_array().map(Vec::len)
    );
}

#[test]
fn a_version_does_not_differ_from_itself() {
    let work = Workdir::with_samples();
    let file = "documents/csto-membership/v1.txt";
    let run = work.saiga(&["diff", file, file]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(run.out.contains("+0 -0 ~0"), "{}", run.out);
}

#[test]
fn there_and_back_are_mirror_images() {
    let path = |version: &str| format!("seeds/documents/csto-membership/{version}.txt");
    let (there, back) = (changes(&path("v1"), &path("v2")), changes(&path("v2"), &path("v1")));
    assert_eq!(there["summary"]["added"], back["summary"]["removed"]);
    assert_eq!(there["summary"]["removed"], back["summary"]["added"]);
    assert_eq!(there["summary"]["changed"], back["summary"]["changed"]);
    assert_eq!(there["summary"]["unchanged"], back["summary"]["unchanged"]);
}

/// The article is on two pages, two years apart; the later adds who its author is.
#[test]
fn an_article_found_again_adds_only_its_authors_biography() {
    let (Some(old), Some(new)) = (seed("001_"), seed("000_")) else { return };
    let report = changes(&old.to_string_lossy(), &new.to_string_lossy());
    let title = "The Effectiveness of Confucius Institutes";
    let is_inside = |entry: &&Value| {
        ["old", "new"].iter().all(|side| {
            let claim = &entry[side];
            claim.is_null() || claim["article_title"].as_str().unwrap_or("").starts_with(title)
        })
    };
    let inside: Vec<&Value> = entries(&report).into_iter().filter(is_inside).collect();
    let said: Vec<String> = inside
        .iter()
        .map(|entry| {
            format!("{}: {} / {}", entry["change"], quote(entry, "old"), quote(entry, "new"))
        })
        .collect();
    assert!(inside.iter().all(|entry| entry["change"] == "added"), "{said:#?}");
    let mut relations: Vec<&str> = inside
        .iter()
        .filter_map(|entry| entry["new"]["predicate"].as_str()?.rsplit('#').next())
        .collect();
    relations.sort_unstable();
    relations.dedup();
    assert_eq!(relations, ["affiliatedWith", "author", "educatedAt", "partOf"], "{said:#?}");
}
