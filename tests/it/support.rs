//! What the integration tests share: the project, temporary folders, expected files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use saiga::pipeline::Pipeline;
use saiga::project::Project;
use saiga::text::Language;

/// The repository's own `ontology/` and `seeds/`.
pub static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    Project::open(&root()).unwrap_or_else(|faults| panic!("the project is broken: {faults:#?}"))
});

static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| PROJECT.language().expect("the project's language can be read"));

static PIPELINE: LazyLock<Pipeline<'static>> = LazyLock::new(|| Pipeline::new(&PROJECT, &LANGUAGE));

/// All stages with the repository's own rules.
pub fn pipeline() -> &'static Pipeline<'static> {
    &PIPELINE
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder with reference data beside the repository. `None`, said plainly, where it is
/// missing; a failure in CI, so that nobody takes a skipped test for a passed one.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn shared() -> Option<PathBuf> {
    let folder = root().join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!in_ci, "{} is missing", folder.display());
    println!("skipped: {} is missing", folder.display());
    None
}

/// The real page whose file name begins with `start`; see [`shared`].
pub fn seed(start: &str) -> Option<PathBuf> {
    let folder = shared()?.join("seeds");
    let found = files(&folder).into_iter().find(|path| name(path).starts_with(start));
    Some(found.unwrap_or_else(|| panic!("no file {start}… in {}", folder.display())))
}

/// Says whether expected output is to be rewritten.
pub fn is_blessing() -> bool {
    std::env::var("SAIGA_BLESS").is_ok_and(|value| value == "1")
}

/// Compares output with the committed file at `path`, which it replaces when blessing.
pub fn check(path: &Path, got: &str) {
    if is_blessing() {
        let folder = path.parent().expect("an expected file stands in a folder");
        fs::create_dir_all(folder).expect("the folder can be made");
        fs::write(path, got).expect("the expected file can be written");
        return;
    }
    let expected = fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}; SAIGA_BLESS=1 makes it", path.display()));
    if expected != got {
        let shown = difference(&expected, got);
        panic!("{} is not what came out:\n{shown}\n(SAIGA_BLESS=1 accepts it)", path.display());
    }
}

/// The lines that differ, `-` expected and `+` got, each with its line number; at most 40.
pub fn difference(expected: &str, got: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    let mut shown = Vec::new();
    for step in similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        if step.tag() == similar::DiffTag::Equal {
            continue;
        }
        shown.extend(step.old_range().map(|line| format!("{:>5} - {}", line + 1, old[line])));
        shown.extend(step.new_range().map(|line| format!("{:>5} + {}", line + 1, new[line])));
    }
    if shown.is_empty() {
        return "only line ends differ".to_owned();
    }
    let n_more = shown.len().saturating_sub(40);
    shown.truncate(40);
    if n_more > 0 {
        shown.push(format!("      … and {n_more} more lines"));
    }
    shown.join("\n")
}

/// All files below a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A temporary folder in which the program runs; gone when the test ends.
pub struct Workdir(tempfile::TempDir);

/// How a run of the program ended.
pub struct Run {
    /// The exit code; `None` when it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Workdir {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    /// A folder with a copy of the sample documents in `documents`.
    pub fn with_samples() -> Self {
        let work = Self::new();
        let samples = root().join("seeds/documents");
        for file in files(&samples) {
            let below = file.strip_prefix(&samples).expect("files of a folder are below it");
            work.write(
                &format!("documents/{}", below.display()),
                fs::read(&file).expect("samples can be read"),
            );
        }
        work
    }

    /// A path in the folder.
    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Writes a file, with the folders on its way.
    pub fn write(&self, below: &str, content: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }

    /// Reads a file of the folder.
    pub fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap_or_else(|error| panic!("{below}: {error}"))
    }

    /// Runs the program in the folder, with the repository's ontology and seeds.
    pub fn saiga(&self, args: &[&str]) -> Run {
        self.saiga_with(args, &[])
    }

    /// Runs the program in the folder with more environment variables.
    pub fn saiga_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = program();
        command.current_dir(self.0.path()).args(args).envs(variables.iter().copied());
        run(command)
    }

    /// Runs the program, which must end well, and returns its output.
    pub fn ok(&self, args: &[&str]) -> String {
        let run = self.saiga(args);
        assert_eq!(run.code, Some(0), "saiga {args:?}: {}", run.err);
        run.out
    }
}

/// The program, with the repository's ontology and seeds.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saiga"));
    command.env("SAIGA_HOME", root()).env_remove("RAYON_NUM_THREADS");
    command
}

/// Runs a command to its end.
pub fn run(mut command: Command) -> Run {
    let output = command.output().expect("the program can be started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn a_difference_is_shown_by_line() {
    assert_eq!(difference("a\nb\nc\n", "a\nx\nc\nd\n"), "    2 - b\n    2 + x\n    4 + d");
    assert_eq!(difference("a\n", "a"), "only line ends differ");
}
