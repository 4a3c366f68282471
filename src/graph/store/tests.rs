//! Tests of the store.

use std::cell::Cell;

use super::*;
use crate::extract::Facts;
use crate::graph::{lift, sample};

fn fingerprint(rules: &str) -> Fingerprint {
    Fingerprint::from([("ontology".to_owned(), rules.to_owned())])
}

/// What a build hands over for a text, read under this id.
fn read(id: &str, text: &str) -> Built {
    let hash = sha256(text.as_bytes());
    let doc = sample::document(id, &hash[..12], text);
    let quads = lift(&doc, &Facts::default(), sample::ontology());
    Built::new(&doc, &quads, text.as_bytes().to_vec())
}

fn inputs(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let path = |id: &str| format!("texts/{id}.txt");
    files.iter().map(|(id, text)| (path(id), sha256(text.as_bytes()))).collect()
}

/// Builds a store from these files, id and text of each, and returns the jobs it took.
fn build(store: &mut Store, files: &[(&str, &str)], rules: &str) -> Vec<(String, JobReason)> {
    let plan = store.plan(inputs(files), fingerprint(rules));
    let built = carry_out(store, &plan, files);
    store.commit(&plan, &built).unwrap();
    plan.jobs.into_iter().map(|job| (job.path, job.reason)).collect()
}

fn carry_out(store: &Store, plan: &Plan, files: &[(&str, &str)]) -> Vec<Built> {
    let id = |path: &str| path["texts/".len()..path.len() - ".txt".len()].to_owned();
    (plan.jobs.iter())
        .map(|job| match job.reason {
            JobReason::RereadOld => {
                let text = String::from_utf8(store.source(&job.sha256).unwrap()).unwrap();
                read(&id(&job.path), &text)
            }
            _ => {
                let id = id(&job.path);
                let (_, text) = files.iter().find(|(own, _)| *own == id).unwrap();
                read(&id, text)
            }
        })
        .collect()
}

fn chain(store: &Store, id: &str) -> Vec<String> {
    let versions = &store.manifest().document(id).unwrap().versions;
    (versions.iter())
        .map(|one| String::from_utf8(store.source(&one.source).unwrap()).unwrap())
        .collect()
}

/// Every file below the folder but the lock, with its content.
fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in [dir.to_owned(), dir.join(SEGMENTS), dir.join(SOURCES)] {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_file() && entry.file_name() != LOCK {
                let name = entry.path().strip_prefix(dir).unwrap().to_owned();
                found.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_build_reads_only_what_changed() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create_or_open(dir.path()).unwrap();
    let path = |id: &str| format!("texts/{id}.txt");
    assert_eq!(
        build(&mut store, &[("a", "one\n"), ("b", "two\n")], "1"),
        [(path("a"), JobReason::New), (path("b"), JobReason::New)]
    );
    let before = files(dir.path());
    assert_eq!(build(&mut store, &[("b", "two\n"), ("a", "one\n")], "1"), []);
    assert_eq!(files(dir.path()), before);

    // A changed file is a new version; the old one stays, and reads back.
    assert_eq!(
        build(&mut store, &[("a", "uno\n"), ("b", "two\n")], "1"),
        [(path("a"), JobReason::Changed)]
    );
    assert_eq!(chain(&store, "a"), ["one\n", "uno\n"]);
    let (_, latest) = store.find("a").unwrap();
    assert_eq!(latest.source, sha256(b"uno\n"));

    // Other rules: everything is read again, the old version from the store's copy.
    assert_eq!(
        build(&mut store, &[("a", "uno\n"), ("b", "two\n")], "2"),
        [
            (path("a"), JobReason::RereadOld),
            (path("a"), JobReason::Reread),
            (path("b"), JobReason::Reread)
        ]
    );
    assert_eq!(chain(&store, "a"), ["one\n", "uno\n"]);
    assert_eq!(build(&mut store, &[("a", "uno\n"), ("b", "two\n")], "2"), []);

    // A file that is as it once was is the latest again.
    build(&mut store, &[("a", "one\n"), ("b", "two\n")], "2");
    assert_eq!(chain(&store, "a"), ["uno\n", "one\n"]);

    // A removed file takes its versions with it, and their files.
    build(&mut store, &[("b", "two\n")], "2");
    assert!(store.manifest().document("a").is_none());
    assert_eq!(files(dir.path()).len(), 3);
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_last_version() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create_or_open(dir.path()).unwrap();
    build(&mut store, &[("a", "one\n")], "1");
    let plan = store.plan(inputs(&[("a", "\0\0")]), fingerprint("2"));
    store.commit(&plan, &[]).unwrap();
    assert_eq!(chain(&store, "a"), ["one\n"]);
    // It counts as read by the old rules, so the next build tries again.
    assert_eq!(build(&mut store, &[("a", "one\n")], "2").len(), 1);
}

#[test]
fn the_order_of_reading_does_not_show() {
    let texts = [("a", "one\n"), ("b", "two\n"), ("c", "three\n")];
    let stores = [texts.to_vec(), texts.iter().rev().copied().collect()].map(|order| {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create_or_open(dir.path()).unwrap();
        let plan = store.plan(inputs(&order), fingerprint("1"));
        let built: Vec<_> = order.iter().map(|(id, text)| read(id, text)).collect();
        store.commit(&plan, &built).unwrap();
        files(dir.path())
    });
    assert_eq!(stores[0], stores[1]);
}

#[test]
fn labelled_versions_stand_in_the_order_of_their_labels() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create_or_open(dir.path()).unwrap();
    let version = |label: &str| {
        let text = format!("text of {label}\n");
        let mut doc = sample::document("a", label, &text);
        doc.path = format!("texts/a.{label}.txt");
        let quads = lift(&doc, &Facts::default(), sample::ontology());
        (doc.path.clone(), Built::new(&doc, &quads, text.into_bytes()))
    };
    let mut all = Vec::new();
    for label in ["v10", "v2", "v9"] {
        let (path, built) = version(label);
        all.push((path, built.source_name().to_owned()));
        let plan = store.plan(all.clone(), fingerprint("1"));
        store.commit(&plan, &[built]).unwrap();
    }
    let labels: Vec<_> = store.manifest().versions().map(|(_, one)| one.version.as_str()).collect();
    assert_eq!(labels, ["v2", "v9", "v10"]);
    assert_eq!(store.find("a@v9").unwrap().1.path, "texts/a.v9.txt");
    assert!(store.find("a@v3").unwrap_err().to_string().ends_with("its versions are v2, v9, v10"));
    let graph: Vec<_> = store.manifest().quads().iter().map(ToString::to_string).collect();
    assert!(
        graph.contains(
            &"<https://w3id.org/saiga/doc/a/v10> <http://www.w3.org/ns/prov#wasRevisionOf> \
          <https://w3id.org/saiga/doc/a/v9> <https://w3id.org/saiga/graph/documents>"
                .to_owned()
        )
    );
}

/// A disk that dies after some steps: the step it dies in is done by half, those after not at all.
struct Dying {
    steps_left: Cell<usize>,
}

impl Dying {
    fn step(&self) -> io::Result<()> {
        let left = self.steps_left.get();
        self.steps_left.set(left.saturating_sub(1));
        if left > 0 { Ok(()) } else { Err(io::Error::other("the machine died")) }
    }
}

impl Disk for Dying {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        disk::Machine.create_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let is_last = self.steps_left.get() == 1;
        self.step()?;
        let part = if is_last { bytes.len() / 2 } else { bytes.len() };
        disk::Machine.write(path, &bytes[..part])?;
        if is_last { Err(io::Error::other("the machine died")) } else { Ok(()) }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        disk::Machine.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        disk::Machine.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        disk::Machine.sync_folder(path)
    }
}

#[test]
fn a_build_that_dies_anywhere_leaves_the_old_state_or_the_new() {
    let (old, new) = ([("a", "one\n"), ("b", "two\n")], [("a", "uno\n"), ("c", "three\n")]);
    let (mut seen_old, mut seen_new) = (0, 0);
    for steps in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create_or_open(dir.path()).unwrap();
        build(&mut store, &old, "1");
        let plan = store.plan(inputs(&new), fingerprint("1"));
        let built = carry_out(&store, &plan, &new);
        let dying = Dying { steps_left: Cell::new(steps) };
        let result = store.commit_on(&dying, &plan, &built);
        drop(store);

        let found = Store::open(dir.path()).unwrap();
        let ids: Vec<_> = found.manifest().documents.iter().map(|one| one.id.as_str()).collect();
        match ids.as_slice() {
            ["a", "b"] => seen_old += 1,
            ["a", "c"] => seen_new += 1,
            other => panic!("after {steps} steps: {other:?}"),
        }
        assert!(!found.all_versions().unwrap().is_empty());
        for (_, version) in found.manifest().versions() {
            assert_eq!(sha256(&found.source(&version.source).unwrap()), version.source);
        }
        // The next build ends in the state that an undisturbed one gives.
        let mut store = Store::create_or_open(dir.path()).unwrap();
        build(&mut store, &new, "1");
        assert_eq!(chain(&store, "a"), ["one\n", "uno\n"]);
        if result.is_ok() && dying.steps_left.get() > 0 {
            break;
        }
    }
    assert!(seen_old > 5 && seen_new > 1, "{seen_old} {seen_new}");
}

#[test]
fn a_first_build_that_dies_leaves_an_empty_store() {
    for steps in 0..8 {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create_or_open(dir.path()).unwrap();
        let plan = store.plan(inputs(&[("a", "one\n")]), fingerprint("1"));
        let built = [read("a", "one\n")];
        let dying = Dying { steps_left: Cell::new(steps) };
        assert!(store.commit_on(&dying, &plan, &built).is_err());
        drop(store);
        assert_eq!(Store::open(dir.path()).unwrap().manifest().documents, []);
        assert_eq!(
            build(&mut Store::create_or_open(dir.path()).unwrap(), &[("a", "one\n")], "1").len(),
            1
        );
    }
}

#[test]
fn two_builds_do_not_write_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let first = Store::create_or_open(dir.path()).unwrap();
    assert!(matches!(Store::create_or_open(dir.path()), Err(StoreError::Busy { .. })));
    drop(first);
    assert!(Store::create_or_open(dir.path()).is_ok());
}

#[test]
fn errors_name_the_path_on_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("store");
    let message = |error: StoreError| {
        let message = error.to_string();
        assert!(
            message.starts_with(home.to_str().unwrap()) && !message.contains('\n'),
            "{message}"
        );
        message
    };
    assert!(message(Store::open(&home).unwrap_err()).contains("no store here"));
    fs::create_dir(&home).unwrap();
    fs::write(home.join("letter.txt"), "dear all").unwrap();
    assert!(message(Store::open(&home).unwrap_err()).contains("not a saiga store"));
    assert!(message(Store::create_or_open(&home).unwrap_err()).contains("not a saiga store"));
    assert_eq!(fs::read_dir(&home).unwrap().count(), 1);
    fs::remove_file(home.join("letter.txt")).unwrap();

    let mut store = Store::create_or_open(&home).unwrap();
    build(&mut store, &[("a", "one\n")], "1");
    let manifest = fs::read_to_string(home.join(MANIFEST)).unwrap();
    fs::write(home.join(MANIFEST), "{\"format\": 7}").unwrap();
    assert!(message(Store::open(&home).unwrap_err()).contains("format 7"));
    fs::write(home.join(MANIFEST), &manifest[..manifest.len() / 2]).unwrap();
    assert!(message(Store::open(&home).unwrap_err()).contains("line"));
    fs::write(home.join(MANIFEST), &manifest).unwrap();

    let store = Store::open(&home).unwrap();
    let segment = store.segment_path(&store.manifest().latest().next().unwrap().1.segment);
    fs::write(&segment, "tampered").unwrap();
    assert!(message(store.latest().unwrap_err()).contains("changed or damaged"));
    fs::remove_file(&segment).unwrap();
    assert!(message(store.latest().unwrap_err()).contains("missing"));
    fs::write(home.join(MANIFEST), manifest.replace("\"1\"", "\"2\"")).unwrap();
    assert!(message(store.latest().unwrap_err()).contains("run the command again"));
}

#[test]
fn files_of_one_name_in_two_folders_are_both_current() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create_or_open(dir.path()).unwrap();
    let file = |folder: &str, text: &str| {
        let mut doc = sample::document("news", &sha256(text.as_bytes())[..12], text);
        doc.path = format!("{folder}/news.txt");
        let quads = lift(&doc, &Facts::default(), sample::ontology());
        ((doc.path.clone(), doc.sha256.clone()), Built::new(&doc, &quads, text.into()))
    };
    let mut commit = |files: Vec<((String, String), Built)>| {
        let (inputs, built): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        let plan = store.plan(inputs, fingerprint("1"));
        store.commit(&plan, &built).unwrap();
        let latest = store.manifest().latest();
        latest.map(|(_, one)| (one.path.clone(), one.source.clone())).collect::<Vec<_>>()
    };
    let mut latest = commit(vec![file("a", "one\n"), file("b", "two\n")]);
    latest.sort();
    assert_eq!(latest, [file("a", "one\n").0, file("b", "two\n").0]);
    let mut latest = commit(vec![file("a", "uno\n"), file("b", "two\n")]);
    latest.sort();
    assert_eq!(latest, [file("a", "uno\n").0, file("b", "two\n").0]);
}
