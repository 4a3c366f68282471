//! Runs `tests/cli/*.trycmd`: commands with the output and the exit code that they must have.
//! `TRYCMD=overwrite` rewrites them.

use crate::support::{Workdir, files, name, root};

#[test]
fn commands_print_what_they_must() {
    let cases = trycmd::TestCases::new();
    // Widths and colours do not depend on who runs the tests.
    cases.env("COLUMNS", "100").env("NO_COLOR", "1").env("SAIGA_HOME", root().to_string_lossy());
    cases.case("tests/cli/*.trycmd");
    cases.run();
}

#[test]
fn every_command_explains_itself() {
    let shown: String = files(&root().join("tests/cli"))
        .iter()
        .filter(|path| name(path).ends_with(".trycmd"))
        .map(|path| std::fs::read_to_string(path).expect("command files are UTF-8"))
        .collect();
    for command in saiga::cli::command().get_subcommands() {
        let asked = format!("$ saiga {} --help", command.get_name());
        assert!(shown.contains(&asked), "no test runs `{asked}`");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let work = Workdir::with_samples();
    work.ok(&["build", "documents", "--quiet"]);
    let mut command = crate::support::program();
    command
        .current_dir(work.path(""))
        .args(["export", "--format", "nquads"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// A copy of the project in a folder of its own, to break.
fn project() -> Workdir {
    let work = Workdir::new();
    for part in ["ontology", "seeds/lexicon", "seeds/language"] {
        for file in files(&root().join(part)) {
            let below = file.strip_prefix(root()).expect("files of the repository are below it");
            work.write(&below.to_string_lossy(), std::fs::read(&file).expect("seeds can be read"));
        }
    }
    work
}

/// Each kind of project file, broken: one line that names the file and the line, exit code 2.
#[test]
fn a_broken_project_is_told_by_file_and_line() {
    let work = project();
    for (file, broken, line) in [
        (
            "ontology/geopolitics.ttl",
            "@prefix gp: <https://w3id.org/saiga/geopolitics#> .\ngp:a gp:b\n",
            2,
        ),
        ("ontology/patterns/member-of.toml", "relation = \"memberOf\"\n[[pattern\n", 2),
        ("ontology/patterns/member-of.toml", "relation = \"belongsTogether\"\n", 1),
        ("seeds/lexicon/media.csv", "name,aliases\n", 1),
        (
            "seeds/lexicon/media.csv",
            "name,aliases,adjectives,class,located_in,capital_of,wikidata,source\nThe Steppe Herald,\n",
            2,
        ),
    ] {
        let whole = work.read(file);
        work.write(file, broken);
        let run = work.saiga(&["check", "--project", "."]);
        assert_eq!(run.code, Some(2), "{file}: {}{}", run.out, run.err);
        let place = format!("{file}:{line}");
        // A parser may only see at the end of the file that something is missing.
        let after = format!("{file}:{}", line + 1);
        assert!(
            run.err.lines().any(|told| told.starts_with("saiga: error:")
                && (told.contains(&place) || told.contains(&after))),
            "{place}: {}",
            run.err
        );
        work.write(file, whole);
    }
    let questions = "ontology/queries/members.rq";
    let whole = work.read(questions);
    work.write(questions, whole.replace("SELECT", "SELEKT"));
    let run = work.saiga(&["check", "--project", "."]);
    assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
    assert!(run.err.contains(questions), "{}", run.err);
}

/// What is wrong with one input file keeps no other from being read.
#[test]
fn a_bad_document_is_told_and_the_others_are_read() {
    let work = Workdir::new();
    work.write("documents/empty.txt", "");
    work.write("documents/image.txt", [0x89, b'P', b'N', b'G', 0, 0, 0, 13, 0, 0, 1, 0]);
    work.write("documents/good.txt", "Armenia joined the CSTO in 2002.\n");
    let run = work.saiga(&["build", "documents", "no-such-folder"]);
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("1 document read with"), "{}", run.out);
    for path in ["documents/empty.txt", "documents/image.txt", "no-such-folder"] {
        assert_eq!(run.err.matches(path).count(), 1, "{}", run.err);
    }
    assert!(!run.err.contains("good.txt"), "{}", run.err);
}
