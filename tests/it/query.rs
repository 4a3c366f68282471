//! Questions to the sample documents and to the real pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::support::{PROJECT, Workdir, shared};

/// A store of the sample documents, built once for all questions.
static SAMPLES: LazyLock<Workdir> = LazyLock::new(|| {
    let work = Workdir::with_samples();
    work.ok(&["build", "documents", "--quiet"]);
    work
});

/// A store of the real pages, where they are.
static PAGES: LazyLock<Option<Workdir>> = LazyLock::new(|| {
    let pages = shared()?.join("seeds");
    let work = Workdir::new();
    work.ok(&["build", &pages.to_string_lossy(), "--quiet"]);
    Some(work)
});

/// The answer to a ready-made question: each row from column to cell, with IRIs cut to their end.
fn ask(work: &Workdir, question: &str, parameters: &[&str]) -> Vec<BTreeMap<String, String>> {
    let mut args = vec!["query", "--format", "csv", "--name", question];
    for parameter in parameters {
        args.extend(["--param", parameter]);
    }
    let table = work.ok(&args);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().expect("an answer has a header").clone();
    let short = |cell: &str| match cell.strip_prefix("http") {
        Some(_) => cell.rsplit(['/', '#']).next().unwrap_or_default().to_owned(),
        None => cell.to_owned(),
    };
    let row = |row: csv::StringRecord| {
        headers.iter().map(str::to_owned).zip(row.iter().map(short)).collect()
    };
    reader.records().map(|found| row(found.expect("answers are CSV"))).collect()
}

/// What some columns hold, row by row, each combination once.
fn columns<const N: usize>(
    rows: &[BTreeMap<String, String>],
    names: [&str; N],
) -> BTreeSet<[String; N]> {
    rows.iter().map(|row| names.map(|name| row[name].clone())).collect()
}

#[test]
fn every_question_can_be_asked() {
    let listed = SAMPLES.ok(&["query", "--list"]);
    for (path, text) in PROJECT.texts("ontology/queries") {
        let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rq");
        assert!(listed.contains(name), "{name} is not listed");
        let needs_nothing = text
            .lines()
            .filter(|line| line.starts_with("#+ param:"))
            .all(|line| line.split('|').nth(2).is_some_and(|default| !default.trim().is_empty()));
        if needs_nothing {
            ask(&SAMPLES, name, &[]);
        }
    }
}

#[test]
fn members_of_an_organization() {
    let rows = ask(&SAMPLES, "members", &["organization=CSTO"]);
    let members: BTreeSet<String> = rows
        .iter()
        .filter(|row| row["membership"] == "member" && row["status"] == "actual")
        .map(|row| row["member"].clone())
        .collect();
    for country in ["armenia", "belarus", "kazakhstan", "kyrgyzstan", "russia", "tajikistan"] {
        assert!(members.contains(country), "{country} is missing among {members:?}");
    }
    assert!(!members.contains("serbia"), "the text denies it");
}

#[test]
fn every_row_has_its_quote_and_the_quote_its_document() {
    for (question, parameters) in [
        ("members", &["organization=CSTO"][..]),
        ("figures-between", &["a=China", "b=Kazakhstan"]),
        ("confucius-institutes", &[]),
        ("plans", &[]),
    ] {
        let rows = ask(&SAMPLES, question, parameters);
        assert!(!rows.is_empty(), "{question}");
        for row in rows {
            // Words stand apart by one space in quotes of wrapped text, or as they stood.
            let text = std::fs::read(SAMPLES.path(&row["document"])).expect("sources are there");
            assert!(!row["quote"].is_empty() && !text.is_empty(), "{question}: {row:?}");
        }
    }
}

#[test]
fn figures_between_two_countries_keep_source_and_date() {
    let rows = ask(&SAMPLES, "figures-between", &["a=China", "b=Kazakhstan"]);
    let figures = columns(&rows, ["value", "date", "status"]);
    let has = |value: &str, date: &str, status: &str| {
        figures.contains(&[value, date, status].map(str::to_owned))
    };
    assert!(has("43800000000", "2024", "actual"), "{figures:?}");
    assert!(rows.iter().any(|row| row["value"] == "41000000000" && !row["said_by"].is_empty()));
}

#[test]
fn sparql_formats_agree() {
    let query = "SELECT ?c WHERE { ?c a gp:Country } ORDER BY ?c";
    let csv = SAMPLES.ok(&["query", query, "--format", "csv"]);
    let n_rows = csv.lines().count() - 1;
    assert!(n_rows > 10);
    let json: serde_json::Value =
        serde_json::from_str(&SAMPLES.ok(&["query", query, "--format", "json"])).expect("JSON");
    assert_eq!(json["results"]["bindings"].as_array().map(Vec::len), Some(n_rows));
    let xml = SAMPLES.ok(&["query", query, "--format", "xml"]);
    assert_eq!(xml.matches("<result>").count(), n_rows);
}

#[test]
fn the_five_confucius_institutes_of_kazakhstan() {
    let Some(pages) = &*PAGES else { return };
    let rows = ask(pages, "confucius-institutes", &["country=Kazakhstan"]);
    let hosts = columns(&rows, ["host", "city"]);
    let expected = [
        ["al-farabi-kazakh-national-university", "almaty"],
        ["k-zhubanov-aktobe-regional-university", "aktobe"],
        ["karaganda-technical-university", "karaganda"],
        ["kazakh-ablai-khan-university-of-international-relations-and-world-languages", "almaty"],
        ["l-n-gumilyov-eurasian-national-university", "astana"],
    ];
    assert_eq!(hosts, expected.map(|row| row.map(str::to_owned)).into());
    let institutes = columns(&rows, ["institute"]);
    assert_eq!(institutes.len(), 5, "{institutes:?}");
}

#[test]
fn the_six_members_of_the_csto_and_the_one_that_left() {
    let Some(pages) = &*PAGES else { return };
    let rows = ask(pages, "members", &["organization=CSTO"]);
    let of = |membership: &str| -> BTreeSet<&str> {
        rows.iter()
            .filter(|row| row["membership"] == membership && row["status"] == "actual")
            .map(|row| row["member"].as_str())
            .collect()
    };
    let six = ["armenia", "belarus", "kazakhstan", "kyrgyzstan", "russia", "tajikistan"];
    assert_eq!(of("member"), six.into());
    assert_eq!(of("former member"), ["uzbekistan"].into());
}

#[test]
fn trade_of_china_and_kazakhstan_with_its_plan() {
    let Some(pages) = &*PAGES else { return };
    let rows = ask(pages, "figures-between", &["a=China", "b=Kazakhstan"]);
    let figures = columns(&rows, ["value", "status"]);
    let has = |value: &str, status: &str| figures.contains(&[value.to_owned(), status.to_owned()]);
    assert!(has("31000000000", "actual"), "{figures:?}");
    assert!(has("40000000000", "planned") && !has("40000000000", "actual"), "{figures:?}");
    assert!(has("19.2", "actual"), "{figures:?}");
    let sourced = |value: &str| {
        let mut with = rows.iter().filter(|row| row["value"] == value);
        with.clone().count() > 0 && with.all(|row| !row["document"].is_empty())
    };
    assert!(sourced("40000000000") && sourced("19.2"));
}

#[test]
fn an_entity_is_explained_with_its_quotes() {
    let text = SAMPLES.ok(&["explain", "CSTO"]);
    assert!(text.contains("Collective Security Treaty Organization"), "{text}");
    assert!(text.contains('“'), "there are quotes:\n{text}");
    let run = SAMPLES.saiga(&["explain", "Zembla"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("Zembla"), "{}", run.err);
}
