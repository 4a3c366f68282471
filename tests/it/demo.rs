//! `exports/demo` is what the program makes of the sample documents today, byte for byte.
//! `SAIGA_BLESS=1` makes it anew; `exports/demo/README.md` says which command makes which file.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Run, Workdir, check, files, is_blessing, name, program, root, run};

/// The files, and the arguments that make them; an answer of `diff` ends with 1.
const MADE: &[(&str, &[&str])] = &[
    ("graph.gexf", &["export", "--format", "gexf"]),
    ("graph.ttl", &["export", "--format", "turtle"]),
    ("facts.jsonl", &["extract", "seeds/documents", "--format", "jsonl"]),
    (
        "csto-membership.diff.md",
        &["diff", "csto-membership@v1", "csto-membership@v2", "--format", "markdown"],
    ),
    (
        "members.csv",
        &["query", "--name", "members", "--param", "organization=CSTO", "--format", "csv"],
    ),
    (
        "figures-between.csv",
        &[
            "query",
            "--name",
            "figures-between",
            "--param",
            "a=China",
            "--param",
            "b=Kazakhstan",
            "--format",
            "csv",
        ],
    ),
    ("confucius-institutes.csv", &["query", "--name", "confucius-institutes", "--format", "csv"]),
];

/// Tables of `export --format csv` that are part of the demo.
const TABLES: &[&str] = &["nodes.csv", "edges.csv"];

/// The demo is looked at in a browser: no more than this many bytes in all.
const MAX_BYTES: u64 = 1_300_000;

#[test]
fn the_demo_is_up_to_date() {
    let demo = root().join("exports/demo");
    let work = Workdir::new();
    let store = work.path("store").to_string_lossy().into_owned();
    let saiga = |args: &[&str]| -> Run {
        let mut command = program();
        // The documents are named as the README names them, so that the quotes name them so too.
        command.current_dir(root()).args(args).args(["--store", &store, "--quiet"]);
        run(command)
    };
    let built = saiga(&["build", "seeds/documents"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    for (file, args) in MADE {
        let made = saiga(args);
        assert!(made.code == Some(0) || args[0] == "diff" && made.code == Some(1), "{}", made.err);
        check(&demo.join(file), &made.out);
    }
    let tables = work.path("tables");
    let made = saiga(&["export", "--format", "csv", "--output", &tables.to_string_lossy()]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    for table in TABLES {
        check(&demo.join(table), &fs::read_to_string(tables.join(table)).expect("it was made"));
    }
}

#[test]
fn the_demo_holds_nothing_else() {
    if is_blessing() {
        return;
    }
    let found: BTreeSet<String> =
        files(&root().join("exports/demo")).iter().map(|path| name(path)).collect();
    let made = MADE.iter().map(|(file, _)| *file).chain(TABLES.iter().copied());
    let expected: BTreeSet<String> = made.chain(["README.md"]).map(str::to_owned).collect();
    assert_eq!(found, expected);
    let readme = fs::read_to_string(root().join("exports/demo/README.md")).expect("it is there");
    for file in &expected {
        assert!(file == "README.md" || readme.contains(file.as_str()), "README.md: no {file}");
    }
}

#[test]
fn the_demo_is_small() {
    let size = |path: &std::path::PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
    let total: u64 = files(&root().join("exports/demo")).iter().map(size).sum();
    assert!(total <= MAX_BYTES, "{total} bytes");
}
