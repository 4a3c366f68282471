//! Versions in the store: chains, the store as it was, history, patches; and everything that can be
//! compared.

use std::process::Command;

use oxigraph::io::{RdfFormat, RdfParser};
use serde_json::Value;

use crate::support::{Workdir, run};

const OLD: &str = "Members of the council\n\n3 March 2021\n\n\
    India joined the Shanghai Cooperation Organisation in 2017. The summit of that year was the \
    first one that its president took part in as a member, and the flags of two new states were \
    raised in front of the hall.\n\n\
    Tajikistan borders Afghanistan. Traders on both sides of the river know each other well.\n";

/// The same report, two years on: one sentence more, one less, one date corrected.
fn later() -> String {
    OLD.replace("3 March 2021", "4 May 2023").replace("in 2017", "in June 2017").replace(
        "Tajikistan borders Afghanistan.",
        "Belarus joined the Shanghai Cooperation Organisation in 2023.",
    )
}

/// A folder with a store that has read both states of the report from one file.
fn store() -> Workdir {
    let work = Workdir::new();
    work.write("documents/report.txt", OLD);
    work.ok(&["build", "documents", "--quiet"]);
    work.write("documents/report.txt", later());
    work.ok(&["build", "documents", "--quiet"]);
    work
}

fn versions(work: &Workdir) -> Vec<(String, Vec<(String, bool)>)> {
    let listed = work.ok(&["list", "documents", "--json"]);
    let document = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("each line is JSON");
        let versions = value["versions"].as_array().cloned().unwrap_or_default();
        let version = |one: &Value| {
            let path = one["path"].as_str().unwrap_or_default().to_owned();
            (path, one["superseded"] == true)
        };
        let id = value["id"].as_str().unwrap_or_default().to_owned();
        (id, versions.iter().map(version).collect())
    };
    listed.lines().map(document).collect()
}

#[test]
fn an_edited_copy_is_a_version_and_no_document() {
    let work = Workdir::new();
    work.write("documents/report.txt", OLD);
    work.write("documents/other.txt", "Serbia borders Hungary. The two share a river.\n");
    work.ok(&["build", "documents", "--quiet"]);
    work.write("documents/report-final.txt", later());
    let told = work.ok(&["build", "documents"]);
    assert!(told.contains("report-final.txt: a version of `report` (an edited copy)"), "{told}");
    let path = |name: &str| format!("documents/{name}.txt");
    let both = vec![(path("report"), false), (path("report-final"), false)];
    let other = ("other".to_owned(), vec![(path("other"), false)]);
    assert_eq!(versions(&work), [other.clone(), ("report".to_owned(), both)]);
    // The later one counts, whichever way round they came.
    let members = work.ok(&["export", "--format", "nquads"]);
    assert!(members.contains("country/belarus") && !members.contains("country/afghanistan"));

    // The first file goes, and stays as the older version of the second.
    std::fs::remove_file(work.path("documents/report.txt")).expect("it is there");
    work.ok(&["build", "documents", "--quiet"]);
    let fresh = Workdir::new();
    fresh.write("documents/report.txt", OLD);
    fresh.ok(&["build", "documents", "--quiet"]);
    std::fs::remove_file(fresh.path("documents/report.txt")).expect("it is there");
    fresh.write("documents/renamed.txt", later());
    let told = fresh.ok(&["build", "documents"]);
    assert!(told.contains(" 0 removed"), "{told}");
    let chain = vec![(path("report"), true), (path("renamed"), false)];
    assert_eq!(versions(&fresh), [("report".to_owned(), chain)]);
    fresh.ok(&["verify"]);
    assert_eq!(versions(&work)[0], other);
}

#[test]
fn a_copy_is_read_once_and_stays_read() {
    let work = Workdir::new();
    work.write("documents/report.txt", OLD);
    work.write("documents/again/copy.txt", OLD);
    work.ok(&["build", "documents", "--quiet"]);
    assert_eq!(versions(&work).len(), 1);
    let told = work.ok(&["build", "documents"]);
    assert!(told.contains("0 documents read") && told.contains("2 unchanged"), "{told}");
    std::fs::remove_file(work.path("documents/again/copy.txt")).expect("it is there");
    work.ok(&["build", "documents", "--quiet"]);
    assert_eq!(versions(&work).len(), 1);
}

#[test]
fn every_reading_command_shows_the_store_as_it_was() {
    let work = store();
    let at = |date: &str, args: &[&str]| work.ok(&[args, &["--as-of", date]].concat());
    for (date, then, now) in [("2022", true, false), ("2023-05-04", false, true)] {
        let ask = |country: &str| {
            let iri = format!("https://w3id.org/saiga/id/country/{country}");
            at(date, &["query", &format!("ASK {{ <{iri}> ?p ?o }}")]).contains("yes")
        };
        assert_eq!((ask("tajikistan"), ask("belarus")), (then, now), "{date}");
        let quads = at(date, &["export", "--format", "nquads"]);
        assert_eq!(
            (quads.contains("country/tajikistan"), quads.contains("country/belarus")),
            (then, now)
        );
        let entities = at(date, &["list", "entities"]);
        assert_eq!((entities.contains("Tajikistan"), entities.contains("Belarus")), (then, now));
        let known = work.saiga(&["explain", "Belarus", "--as-of", date]).code == Some(0);
        assert_eq!(known, now);
    }
    // Before anything was published there is nothing, and that is no error.
    assert_eq!(at("2020", &["export", "--format", "nquads"]), "");
    let run = work.saiga(&["list", "entities", "--as-of", "report@nowhere"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("report@"), "the versions that there are: {}", run.err);
    // What has no date is left out, and that is told.
    work.write("documents/undated.txt", "Serbia borders Hungary.\n");
    work.ok(&["build", "documents", "--quiet"]);
    let run = work.saiga(&["list", "entities", "--as-of", "2023"]);
    assert!(
        run.err.contains("1 document without a date") && run.err.contains("undated"),
        "{}",
        run.err
    );
}

#[test]
fn states_of_a_store_compare_like_versions() {
    let work = store();
    let summary = |args: &[&str]| -> Value {
        let run = work.saiga(&[&["diff"][..], args, &["--format", "json"]].concat());
        assert_eq!(run.code, Some(1), "{args:?}: {}", run.err);
        let report: Value = serde_json::from_str(&run.out).expect("the report is JSON");
        report["summary"].clone()
    };
    let expected = summary(&["report@2021-03-03", "report"]);
    assert_eq!((&expected["added"], &expected["removed"]), (&1.into(), &1.into()));
    assert_eq!(expected["changed"], 1, "{expected}");
    for args in [
        &["report"][..],
        &["--as-of", "2022"],
        &["report", "--as-of", "2022"],
        &["@2022", "@"],
        &["@2022", "saiga.store"],
        &["saiga.store@2022", "saiga.store@2023"],
        &["report@2021-03-03", "documents/report.txt"],
        &["@2022", "documents"],
    ] {
        assert_eq!(summary(args), expected, "{args:?}");
    }
    let run = work.saiga(&["diff", "report@2022", "report@2021-12"]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    let run = work.saiga(&["diff"]);
    assert_eq!(run.code, Some(2));
}

#[test]
fn folders_and_revisions_compare() {
    let work = Workdir::new();
    work.write("texts/report.txt", OLD);
    work.write("texts/README.md", "About the folder: Serbia borders Hungary.\n");
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(work.path("")).args(["-c", "user.name=a", "-c", "user.email=a@b"]);
        command.args(args).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        assert_eq!(run(command).code, Some(0), "git {args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "texts"]);
    git(&["commit", "--quiet", "--message", "one"]);
    work.write("texts/report.txt", later());
    work.write("old/report.txt", OLD);
    let stat = |old: &str, new: &str| {
        let run = work.saiga(&["diff", old, new, "--stat"]);
        assert_eq!(run.code, Some(1), "{old} {new}: {}", run.err);
        run.out
    };
    let folders = stat("old", "texts");
    assert!(folders.contains("+1 -1 ~1"), "{folders}");
    assert_eq!(stat("git:HEAD:texts", "texts"), folders);
    assert_eq!(stat("git:HEAD:texts/report.txt", "texts/report.txt"), folders);
    git(&["commit", "--quiet", "--all", "--message", "two"]);
    assert_eq!(stat("git:HEAD~1:texts", "git:HEAD:texts"), folders);
    for wrong in ["git:HEAD~7", "git:--help", "git:HEAD:nowhere", "git:"] {
        let run = work.saiga(&["diff", wrong, "texts"]);
        assert_eq!(run.code, Some(2), "{wrong}");
        assert_eq!(run.err.lines().count(), 1, "{wrong}: {}", run.err);
    }
}

#[test]
fn every_format_can_be_read() {
    let work = store();
    let diff = |format: &str| {
        let run = work.saiga(&["diff", "report", "--format", format]);
        assert_eq!(run.code, Some(1), "{format}: {}", run.err);
        run.out
    };
    let n_lines =
        diff("jsonl").lines().map(serde_json::from_str::<Value>).map(Result::unwrap).count();
    let report: Value = serde_json::from_str(&diff("json")).unwrap();
    assert_eq!(report["entries"].as_array().map(Vec::len), Some(n_lines));
    assert_eq!(diff("csv").lines().count(), n_lines + 1);
    for (name, format) in [("turtle", RdfFormat::Turtle), ("nquads", RdfFormat::NQuads)] {
        let text = diff(name);
        let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
        let quads: Vec<_> = quads.collect::<Result<_, _>>().expect("the report is RDF");
        let kinds = quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#kind"));
        assert_eq!(kinds.count(), n_lines, "{text}");
    }
    let gexf = diff("gexf");
    assert!(
        ["added", "removed", "changed"]
            .iter()
            .all(|mark| gexf.contains(&format!("value=\"{mark}\""))),
        "{gexf}"
    );
    assert!(diff("markdown").contains("`-` "));
    assert!(diff("html").starts_with("<!DOCTYPE html>"));
    assert!(diff("stat").ends_with('\n') && diff("text").contains("{+June +}"));
    work.saiga(&["diff", "report", "--output", "change.json"]);
    assert_eq!(serde_json::from_str::<Value>(&work.read("change.json")).unwrap(), report);
}

#[test]
fn a_patch_makes_the_one_store_of_the_other() {
    let work = Workdir::new();
    work.write("one/report.txt", OLD);
    work.write("one/gone.txt", "Serbia borders Hungary. The two share a river.\n");
    work.write("two/report.txt", later());
    work.write("two/new.txt", "Mongolia borders China. Trains cross once a day.\n");
    for name in ["one", "two"] {
        work.ok(&["build", name, "--store", &format!("{name}.store"), "--quiet"]);
    }
    let quads = |store: &str| work.ok(&["export", "--format", "nquads", "--store", store]);
    let (one, two) = (quads("one.store"), quads("two.store"));
    for format in ["rdf-patch", "sparql-update"] {
        for (from, to) in [("one.store", "two.store"), ("two.store", "one.store")] {
            work.saiga(&[
                "diff",
                from,
                to,
                "--format",
                format,
                "--output",
                &format!("{from}.{format}"),
            ]);
        }
        let patch = format!("one.store.{format}");
        work.ok(&["apply", &patch, "--store", "one.store", "--dry-run"]);
        assert_eq!(quads("one.store"), one);
        work.ok(&["apply", &patch, "--store", "one.store"]);
        assert_eq!(quads("one.store"), two, "{format}");
        // Applied twice it does not fit, and nothing happens.
        let run = work.saiga(&["apply", &patch, "--store", "one.store"]);
        assert_eq!(run.code, Some(2));
        assert!(run.err.contains("does not fit"), "{}", run.err);
        assert_eq!(quads("one.store"), two);
        work.ok(&["apply", &format!("two.store.{format}"), "--store", "one.store"]);
        assert_eq!(quads("one.store"), one, "and back");
    }
    assert_eq!(
        work.saiga(&["diff", "one.store", "one.store", "--format", "rdf-patch"]).code,
        Some(0)
    );
    work.write("bad.rdfp", "TX .\nA <http://example.org/s> <http://example.org/p> \"o\" .\nTC .\n");
    let run = work.saiga(&["apply", "bad.rdfp", "--store", "one.store"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("not the graph of a document version"), "{}", run.err);
}

#[test]
fn files_of_rdf_compare_as_graphs() {
    let work = Workdir::new();
    work.write("a.nq", "<urn:a> <urn:p> \"\\u0041\" <urn:g> .\n<urn:a> <urn:p> <urn:b> .\n");
    work.write("b.trig", "<urn:a> <urn:p> <urn:b> . <urn:g> { <urn:a> <urn:p> \"A\" }\n");
    let run = work.saiga(&["diff", "a.nq", "b.trig", "--format", "rdf-patch"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    work.write("c.ttl", "<urn:a> <urn:p> [] .\n");
    let run = work.saiga(&["diff", "a.nq", "c.ttl", "--format", "rdf-patch"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("blank node"), "{}", run.err);
}

#[test]
fn history_is_told_by_version() {
    let work = store();
    let log = work.ok(&["log", "report"]);
    let heads: Vec<&str> = log.lines().filter(|line| line.starts_with("20")).collect();
    assert!(
        heads[0].starts_with("2021-03-03  report@") && heads[0].contains("first seen: +"),
        "{log}"
    );
    assert!(heads[1].starts_with("2023-05-04  report@") && heads[1].contains("+1 -1 ~1"), "{log}");
    let log = work.ok(&["log", "India"]);
    assert!(log.contains("~t India member of") && !log.contains("Belarus member of"), "{log}");
    let blame = work.ok(&["blame", "India", "memberOf"]);
    let at = |start: &str| {
        blame.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_default()
    };
    assert!(
        at("first said").contains("(2021-03-03)") && at("last said").contains("(2023-05-04)"),
        "{blame}"
    );
    assert!(at("changed").contains("(2023-05-04)") && blame.contains("still said"), "{blame}");
    let json: Value = serde_json::from_str(&work.ok(&["blame", "Afghanistan", "--json"])).unwrap();
    assert_eq!(json[0]["ended"]["date"], "2023-05-04");
    assert_eq!(json[0]["links"].as_array().map(Vec::len), Some(1));
    assert_eq!(work.saiga(&["blame", "Atlantis"]).code, Some(2));
    assert_eq!(work.saiga(&["log", "Atlantis"]).code, Some(2));
}
