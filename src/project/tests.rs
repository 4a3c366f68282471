//! Tests of reading projects, from the program and from folders.

use super::*;

/// Writes files into a new folder.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

const MODEL: &[u8] = include_bytes!("../../ontology/saiga.ttl");
const SHIPS: &[u8] = b"@prefix sg: <https://w3id.org/saiga/ns#> . @prefix e: <http://e/> .\n\
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
    e:Ship a owl:Class ; rdfs:subClassOf sg:Entity ; rdfs:label \"ship\"@en .\n";

/// The word lists name classes of the built-in domain, so that another domain brings its own.
const WORDS: (&str, &[u8]) = ("seeds/language/en/people.csv", b"form\nsailor\n");

#[test]
fn the_built_in_project_and_the_folder_it_is_made_of_are_the_same() {
    let built_in = Project::builtin().unwrap();
    let folder = Project::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(built_in.fingerprint(), folder.fingerprint());
    assert!(built_in.files().eq(folder.files()));
    assert!(built_in.language().is_ok());
    assert!(built_in.lexicon.find("Kazakhstan").next().is_some());
}

#[test]
fn the_built_in_project_agrees_with_itself() {
    let found = Project::builtin().unwrap().check();
    let errors: Vec<String> = (found.iter())
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert_eq!(errors, [""; 0]);
}

/// With `SAIGA_BLESS=1` rewrites the lexicons in canonical form instead.
#[test]
fn the_lexicons_are_in_canonical_form() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::open(root).unwrap();
    for (path, text) in project.texts("seeds/lexicon") {
        let canonical = crate::ontology::lexicon::canonical(path, text).unwrap();
        if std::env::var_os("SAIGA_BLESS").is_some() && canonical != text {
            fs::write(root.join(path), canonical).unwrap();
        } else {
            assert!(canonical == text, "{path}: run the tests again with SAIGA_BLESS=1");
        }
    }
}

#[test]
fn every_term_that_graphs_are_written_in_is_declared() {
    let declared: String = ["saiga.ttl", "geopolitics.ttl"]
        .map(|name| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology").join(name);
            fs::read_to_string(path).unwrap()
        })
        .concat();
    let mut n_terms = 0;
    for quoted in include_str!("../graph/vocab.rs").split('"').skip(1).step_by(2) {
        let term =
            match quoted.strip_prefix("https://w3id.org/saiga/").and_then(|r| r.split_once('#')) {
                Some(("ns", name)) if !name.is_empty() => format!("sg:{name} a "),
                Some(("geopolitics", name)) if !name.is_empty() => format!("gp:{name} a "),
                _ => continue,
            };
        n_terms += 1;
        assert!(declared.contains(&format!("\n{term}")), "`{term}` begins no line of the ontology");
    }
    assert!(n_terms > 30, "found only {n_terms} terms");
}

#[test]
fn a_folder_needs_an_ontology_and_nothing_else() {
    let files = [("ontology/saiga.ttl", MODEL), ("ontology/ships.ttl", SHIPS), WORDS];
    let dir = folder(&files);
    let project = Project::open(dir.path()).unwrap();
    assert_eq!(project.ontology.class_names.keys().collect::<Vec<_>>(), ["Entity", "Ship"]);
    assert!(project.lexicon.entries.is_empty() && project.decisions.is_empty());
    let empty = folder(&[]);
    let errors = Project::open(empty.path()).unwrap_err();
    assert!(errors[0].message.contains("no folder `ontology`"), "{}", errors[0]);
}

#[test]
fn errors_name_the_file_as_the_user_finds_it() {
    let dir = folder(&[
        ("ontology/saiga.ttl", MODEL),
        ("ontology/ships.ttl", SHIPS),
        ("seeds/decisions.csv", b"action,item,value,note\nburn,ship/a,,\n"),
        ("seeds/lexicon/ships.csv", b"name\n"),
        WORDS,
    ]);
    let errors = Project::open(dir.path()).unwrap_err();
    let path = |end: &str| dir.path().join(end).display().to_string();
    assert_eq!(
        errors.iter().map(|one| (one.path.clone(), one.line)).collect::<Vec<_>>(),
        [(path("seeds/decisions.csv"), Some(2)), (path("seeds/lexicon/ships.csv"), Some(1))]
    );
    let dir = folder(&[("ontology/saiga.ttl", MODEL), ("ontology/a.ttl", b"# one\n# tw\xff\n")]);
    let errors = Project::open(dir.path()).unwrap_err();
    assert_eq!((errors[0].line, &*errors[0].message), (Some(2), "this line is not UTF-8"));
}

#[test]
fn each_part_has_its_own_fingerprint() {
    let mut files = vec![("ontology/saiga.ttl", MODEL), ("ontology/ships.ttl", SHIPS), WORDS];
    let before = Project::open(folder(&files).path()).unwrap().fingerprint();
    files.push(("ontology/queries/all.rq", b"ASK {}"));
    assert_eq!(Project::open(folder(&files).path()).unwrap().fingerprint(), before);
    files.push(("seeds/decisions.csv", b"action,item,value,note\nreject,ship/a,,\n"));
    let after = Project::open(folder(&files).path()).unwrap().fingerprint();
    let changed: Vec<_> = after.iter().filter(|(part, hash)| before[*part] != **hash).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0, "decisions");
    assert_eq!(before["ontology"].len(), 64);
}
