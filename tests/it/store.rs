//! Builds on disk: what is read again, what becomes a version, what goes, and what is verified.

use crate::support::Workdir;

/// What `saiga build` says that it did.
#[derive(Debug, PartialEq, Eq)]
struct Built {
    read: usize,
    unchanged: usize,
    removed: usize,
}

/// Builds the folder `documents` and reads the summary.
fn build(work: &Workdir) -> Built {
    let line = work.ok(&["build", "documents"]);
    let number = |before: &str| {
        let (left, _) =
            line.split_once(before).unwrap_or_else(|| panic!("no `{before}` in {line}"));
        let word = left.split_whitespace().last().unwrap_or_default();
        word.parse().unwrap_or_else(|_| panic!("no number before `{before}` in {line}"))
    };
    Built {
        read: number(" document"),
        unchanged: number(" unchanged"),
        removed: number(" removed"),
    }
}

/// A document that says one thing.
fn note(work: &Workdir, name: &str, sentence: &str) {
    work.write(&format!("documents/{name}.txt"), format!("A note\n\n{sentence}\n"));
}

/// A copy of the project in the folder, for tests that change it.
fn own_project(work: &Workdir) {
    for part in ["ontology", "seeds/lexicon", "seeds/language"] {
        let folder = crate::support::root().join(part);
        for file in crate::support::files(&folder) {
            let below = file.strip_prefix(crate::support::root()).expect("below the root");
            work.write(&below.to_string_lossy(), std::fs::read(&file).expect("seeds can be read"));
        }
    }
}

/// The members of an organization, as the latest versions have it.
fn members(work: &Workdir, organization: &str) -> Vec<String> {
    let query = format!(
        "SELECT DISTINCT ?member WHERE {{ ?member gp:memberOf id:organization/{organization} }} ORDER BY ?member"
    )
    .replace("id:organization/", "<https://w3id.org/saiga/id/organization/")
    .replace(" } ORDER", "> } ORDER");
    let table = work.ok(&["query", &query, "--format", "csv"]);
    let name = |line: &str| line.rsplit('/').next().unwrap_or_default().to_owned();
    table.lines().skip(1).map(name).collect()
}

const SCO: &str = "shanghai-cooperation-organization";

#[test]
fn an_unchanged_document_is_not_read_again() {
    let work = Workdir::with_samples();
    let first = build(&work);
    assert_eq!((first.unchanged, first.removed), (0, 0));
    assert!(first.read >= 12);
    assert_eq!(build(&work), Built { read: 0, unchanged: first.read, removed: 0 });
}

#[test]
fn a_sidecar_names_a_document_and_a_changed_one_is_read_again() {
    let work = Workdir::new();
    note(&work, "one", "India joined the Shanghai Cooperation Organisation in 2017.");
    work.write("documents/one.txt.meta.toml", "id = \"the-note\"\ntitle = \"Old\"\n");
    assert_eq!(build(&work), Built { read: 1, unchanged: 0, removed: 0 });
    assert!(work.ok(&["list", "documents"]).contains("the-note"));
    assert_eq!(build(&work), Built { read: 0, unchanged: 1, removed: 0 });
    work.write("documents/one.txt.meta.toml", "id = \"the-note\"\ntitle = \"New\"\n");
    assert_eq!(build(&work), Built { read: 1, unchanged: 0, removed: 0 });
    let listed = work.ok(&["list", "documents"]);
    assert!(listed.contains("New") && !listed.contains("Old"), "{listed}");
    work.write("documents/one.txt.meta.toml", "title = \n");
    let failed = work.saiga(&["build", "documents"]);
    assert_eq!(failed.code, Some(2));
    assert!(failed.err.contains("one.txt.meta.toml:1: "), "{}", failed.err);
}

#[test]
fn a_changed_document_becomes_a_new_version() {
    let work = Workdir::new();
    note(&work, "one", "India joined the Shanghai Cooperation Organisation in 2017.");
    note(&work, "two", "Belarus joined the Shanghai Cooperation Organisation in 2024.");
    build(&work);
    assert_eq!(members(&work, SCO), ["belarus", "india"]);

    note(&work, "one", "Iran joined the Shanghai Cooperation Organisation in 2023.");
    assert_eq!(build(&work), Built { read: 1, unchanged: 1, removed: 0 });
    assert_eq!(members(&work, SCO), ["belarus", "iran"], "only the latest version counts");

    let listed = work.ok(&["list", "documents"]);
    assert_eq!(listed.matches("one.txt").count(), 2, "the old version is kept:\n{listed}");
    assert_eq!(listed.matches("superseded").count(), 1, "{listed}");

    let old = work.ok(&["query", "--all-versions", "--format", "csv", &asked("india")]);
    assert!(old.contains("india"), "older versions can be asked: {old}");
}

/// Asks which organizations a country is a member of.
fn asked(country: &str) -> String {
    format!(
        "SELECT ?m ?o WHERE {{ ?m gp:memberOf ?o FILTER(?m = <https://w3id.org/saiga/id/country/{country}>) }}"
    )
}

#[test]
fn a_removed_document_is_gone() {
    let work = Workdir::new();
    note(&work, "one", "India joined the Shanghai Cooperation Organisation in 2017.");
    note(&work, "two", "Belarus joined the Shanghai Cooperation Organisation in 2024.");
    build(&work);
    std::fs::remove_file(work.path("documents/one.txt")).expect("the file was just written");
    assert_eq!(build(&work), Built { read: 0, unchanged: 1, removed: 1 });
    assert_eq!(members(&work, SCO), ["belarus"]);
    assert!(!work.ok(&["list", "documents"]).contains("one.txt"));
    assert!(!work.ok(&["export", "--format", "nquads"]).contains("country/india"));
}

#[test]
fn what_is_put_back_is_as_it_was() {
    let work = Workdir::with_samples();
    build(&work);
    let before = work.ok(&["export", "--format", "nquads"]);
    let text = work.read("documents/csto-chronology.txt");
    std::fs::remove_file(work.path("documents/csto-chronology.txt")).expect("it is there");
    build(&work);
    assert_ne!(work.ok(&["export", "--format", "nquads"]), before);
    work.write("documents/csto-chronology.txt", text);
    assert_eq!(build(&work).read, 1);
    assert_eq!(work.ok(&["export", "--format", "nquads"]), before);
}

#[test]
fn a_new_word_list_reads_everything_again() {
    let work = Workdir::new();
    own_project(&work);
    note(&work, "one", "Belarus joined the Shanghai Cooperation Organisation in 2024.");
    let build = || work.ok(&["build", "documents", "--project", "."]);
    assert!(build().contains("1 document read"));
    assert!(build().contains("0 documents read"));
    let cities = work.read("seeds/lexicon/cities.csv");
    let header = cities.lines().next().expect("a list has a header");
    let only_header = format!("{header}\n");
    work.write("seeds/lexicon/cities.csv", only_header);
    let line = work.saiga(&["build", "documents", "--project", "."]).out;
    // A capital that is no longer listed may make the project unusable, but never silently.
    assert!(line.is_empty() || line.contains("1 document read"), "{line}");
}

#[test]
fn what_the_last_build_knew_of_the_patterns_changes_no_fact() {
    let work = Workdir::new();
    own_project(&work);
    note(&work, "one", "Belarus enrolled itself in the Shanghai Cooperation Organisation.");
    let build = |store: &str| {
        let said = work.ok(&["--store", store, "build", "documents", "--project", "."]);
        assert!(said.contains("1 document read"), "{said}");
    };
    build("saiga.store");
    let patterns = work.read("ontology/patterns/member-of.toml");
    let pattern = "[[pattern]]\ntext = \"{Country} enrolled itself in {Organization}\"\n\n";
    let with = patterns.replacen("[[example]]", &format!("{pattern}[[example]]"), 1);
    work.write("ontology/patterns/member-of.toml", with);
    // With what is known, with nothing, and with what was damaged: the same store.
    build("saiga.store");
    build("fresh.store");
    let known = work.read("saiga.store/readings");
    assert!(known.contains("enrolled itself"), "the new pattern is kept");
    assert_eq!(known, work.read("fresh.store/readings"));
    work.write("ontology/patterns/member-of.toml", patterns);
    work.write("saiga.store/readings", known.replace(" 0 root", " 9 root"));
    build("saiga.store");
    build("other.store");
    assert_eq!(work.read("saiga.store/manifest.json"), work.read("other.store/manifest.json"));
    assert_eq!(work.read("saiga.store/readings"), work.read("other.store/readings"));
    assert_eq!(members(&work, SCO), Vec::<String>::new());
}

#[test]
fn a_build_with_nothing_to_read_clears_what_a_killed_one_left() {
    let work = Workdir::with_samples();
    build(&work);
    for name in ["manifest.tmp", "readings.tmp"] {
        work.write(&format!("saiga.store/{name}"), "not whole");
    }
    build(&work);
    for name in ["manifest.tmp", "readings.tmp"] {
        assert!(!work.path(&format!("saiga.store/{name}")).exists(), "{name} is left");
    }
    assert!(work.path("saiga.store/readings").exists());
}

#[test]
fn every_quote_is_found_again() {
    let work = Workdir::with_samples();
    build(&work);
    let said = work.ok(&["verify"]);
    assert!(said.contains(" 0 missing"), "{said}");
    assert!(!said.contains(" 0 found"), "{said}");
}

#[test]
fn a_quote_that_is_gone_from_its_source_is_noticed() {
    let work = Workdir::new();
    note(&work, "one", "India joined the Shanghai Cooperation Organisation in 2017.");
    build(&work);
    let manifest = crate::support::files(&work.path("saiga.store"));
    // Somebody edits a stored fact by hand: the quote says more than the text does.
    let segment = manifest
        .iter()
        .find(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("in 2017.\"")))
        .expect("some segment has the quote");
    let text = std::fs::read_to_string(segment).expect("it was just read");
    std::fs::write(segment, text.replace("in 2017.\"", "in 2016.\"")).expect("it can be written");
    let run = work.saiga(&["verify"]);
    assert_ne!(run.code, Some(0), "{}{}", run.out, run.err);
}
