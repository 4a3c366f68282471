//! Rules that the code itself keeps. Most are absences, which nobody can see by reading.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::support::{files, name, root};

/// A source file below `src`.
struct Source {
    /// Its path below the repository, with `/`.
    path: String,
    /// The module of `src/lib.rs` that it belongs to.
    module: String,
    /// All of it.
    text: String,
    /// Its lines of code with their 1-based numbers: no comments, no tests.
    code: Vec<(usize, String)>,
}

/// Modules that stand side by side and may not use each other.
const SIBLINGS: &[&str] = &["query", "diff", "export"];

/// Files longer than this do more than one thing.
const MAX_LINES: usize = 600;

#[test]
fn modules_use_only_what_stands_above_them() {
    let order = modules();
    assert!(order.len() > 10, "src/lib.rs lists its modules one a line: {order:?}");
    let rank: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(rank, name)| (name.as_str(), rank)).collect();
    let mut faults = Vec::new();
    for file in sources().iter().filter(|file| file.module != "lib" && file.module != "main") {
        // Tests too: a test that reaches down ties the modules together as much as code does.
        for (number, line) in file.text.lines().enumerate() {
            for used in uses(line) {
                let place = format!("{}:{}", file.path, number + 1);
                let Some(used_rank) = rank.get(used.as_str()) else {
                    faults.push(format!("{place}: `crate::{used}` is no module of src/lib.rs"));
                    continue;
                };
                if used == file.module {
                    continue;
                }
                let are_siblings = [&used, &file.module].map(|it| SIBLINGS.contains(&it.as_str()));
                if are_siblings == [true, true] {
                    faults.push(format!("{place}: `{}` and `{used}` stand apart", file.module));
                } else if *used_rank > rank[file.module.as_str()] {
                    faults.push(format!("{place}: `{used}` stands below `{}`", file.module));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn only_the_command_line_prints() {
    absent(&["println!", "eprintln!", "print!(", "eprint!(", "dbg!", "io::stdout"], |file| {
        file.module != "cli" && file.module != "main"
    });
}

#[test]
fn only_project_store_and_command_line_touch_files() {
    absent(&["std::fs", "fs::", "File::open", "File::create"], |file| {
        let may = ["cli", "project", "main"].contains(&file.module.as_str());
        !may && !file.path.starts_with("src/graph/store/")
    });
}

#[test]
fn only_graph_and_query_know_the_database() {
    absent(&["oxigraph::store", "SparqlEvaluator"], |file| {
        file.module != "graph" && file.module != "query"
    });
}

#[test]
fn text_knows_no_ontology() {
    absent(&["ontology::", "Ontology"], |file| file.module == "text");
}

#[test]
fn no_stage_reads_the_clock() {
    absent(&["SystemTime", "Instant::"], |file| file.path != "src/query/limit.rs");
}

#[test]
fn no_output_depends_on_a_hasher_or_on_chance() {
    absent(&["RandomState", "DefaultHasher", "rand::"], |_| true);
}

#[test]
fn every_file_says_what_it_is_for() {
    let faults: Vec<String> = rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| format!("{path}:1: the first line is not a `//!` comment"))
        .collect();
    report(&faults);
}

#[test]
fn no_file_is_long() {
    let faults: Vec<String> = rust_files()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, n_lines)| *n_lines > MAX_LINES)
        .map(|(path, n_lines)| format!("{path}: {n_lines} lines; {MAX_LINES} is the most"))
        .collect();
    report(&faults);
}

#[test]
fn nothing_is_called_by_a_word_that_says_nothing() {
    let mut faults = Vec::new();
    for (path, text) in rust_files() {
        let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        let declared = text.lines().filter_map(|line| {
            let line = line.trim_start().trim_start_matches("pub(crate) ");
            let line = line.trim_start_matches("pub(super) ").trim_start_matches("pub ");
            let rest = ["struct ", "enum ", "trait ", "mod ", "fn "]
                .iter()
                .find_map(|keyword| line.strip_prefix(keyword))?;
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
        });
        for word in declared.chain([stem]) {
            let lower = word.to_lowercase();
            if ["util", "helper", "manager"].iter().any(|empty| lower.contains(empty)) {
                faults.push(format!("{path}: `{word}`"));
            }
        }
    }
    report(&faults);
}

#[test]
fn every_test_file_is_run() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).expect("main.rs is there");
    let mut forgotten = Vec::new();
    for path in files(&root().join("tests/it")) {
        let stem = name(&path).trim_end_matches(".rs").to_owned();
        if stem != "main" && !main.lines().any(|line| line.starts_with(&format!("mod {stem};"))) {
            forgotten.push(format!("tests/it/main.rs does not list {stem}"));
        }
    }
    // A Rust file straight below `tests` would be a second test binary.
    let entries = fs::read_dir(root().join("tests")).expect("tests is a folder").flatten();
    for path in entries.map(|entry| entry.path()).filter(|path| path.is_file()) {
        if path.extension().is_some_and(|extension| extension == "rs") {
            forgotten.push(format!("{}: belongs to tests/it", path.display()));
        }
    }
    report(&forgotten);
}

#[test]
fn nothing_is_left_lying_about() {
    let leftovers = [".orig", ".rej", ".bak", "~", ".swp", ".tmp", ".pyc"];
    let folders = ["src", "tests", "ontology", "seeds", "exports", "benches", "docs"];
    let faults: Vec<String> = folders
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
        .filter(|path| leftovers.iter().any(|ending| name(path).ends_with(ending)))
        .map(|path| path.display().to_string())
        .collect();
    report(&faults);
}

/// The modules of `src/lib.rs`, in its order.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs is there");
    (lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.split_once(';')))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Every file below `src`.
fn sources() -> Vec<Source> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("source files are UTF-8");
        let path = below_root(&path);
        let module = path["src/".len()..].split(['/', '.']).next().unwrap_or_default().to_owned();
        let code = if is_test_file(&path) { Vec::new() } else { code(&text) };
        Source { path, module, text, code }
    };
    files(&root().join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(read)
        .collect()
}

/// Every Rust file of the repository, as path and text.
fn rust_files() -> Vec<(String, String)> {
    ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (below_root(&path), fs::read_to_string(&path).expect("Rust files are UTF-8")))
        .collect()
}

fn below_root(path: &std::path::Path) -> String {
    let below = path.strip_prefix(root()).expect("files of the repository are below its root");
    below.to_string_lossy().replace('\\', "/")
}

/// Says whether the file is compiled for tests only: its module is declared under `cfg(test)`.
fn is_test_file(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.trim_end_matches(".rs");
    let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs"), format!("{folder}/lib.rs")];
    parents.iter().any(|parent| {
        let text = fs::read_to_string(root().join(parent)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.windows(2).any(|pair| {
            let declared = pair[1].trim_start_matches("pub(crate) ").trim_start_matches("pub ");
            pair[0] == "#[cfg(test)]" && declared.starts_with(&format!("mod {stem};"))
        })
    })
}

/// The lines of code before the tests of a file.
fn code(text: &str) -> Vec<(usize, String)> {
    let tests = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    (text[..tests].lines().enumerate())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (index + 1, line.split(" // ").next().unwrap_or(line).to_owned()))
        .collect()
}

/// The modules that a line names as `crate::…`.
fn uses(line: &str) -> Vec<String> {
    if line.trim_start().starts_with("//") {
        return Vec::new();
    }
    let named = line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        // `crate::{a, b}` gives an empty name, which is no module: one line each, please.
        rest[..end].to_owned()
    });
    named.collect()
}

/// Fails where the code of a file that `is_meant` holds one of the words, as a word of its own.
fn absent(words: &[&str], is_meant: impl Fn(&Source) -> bool) {
    let mut faults = Vec::new();
    for file in sources().iter().filter(|file| is_meant(file)) {
        for (number, line) in &file.code {
            for word in words.iter().filter(|word| has_word(line, word)) {
                faults.push(format!("{}:{number}: `{word}` has no place here", file.path));
            }
        }
    }
    report(&faults);
}

/// Says whether `word` stands in the line and does not only end a longer name.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    })
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_rules_see_what_they_look_for() {
    assert_eq!(uses("use crate::graph::iri; let x = crate::date::Date;"), ["graph", "date"]);
    assert_eq!(uses("use crate::{graph, date};"), [""]);
    assert!(uses("/// See [`crate::graph`].").is_empty());
    assert!(has_word("    fs::write(path)", "fs::") && !has_word("prefs::write()", "fs::"));
    let text = "//! One.\nfn f() {} // std::fs\n#[cfg(test)]\nmod tests { use std::fs; }\n";
    assert_eq!(code(text), [(2, "fn f() {}".to_owned())]);
    assert!(is_test_file("src/project/tests.rs") && !is_test_file("src/project.rs"));
}
