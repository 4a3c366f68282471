//! The files that a command was given: folders and archives searched, standard input taken, in one
//! order. A file inside an archive has the path of the archive before its own.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::archive::Archive;
use crate::document::sidecar::{self, Sidecar};

/// Files larger than this are not read: no document that holds text is.
pub const MAX_FILE: u64 = 64 << 20;

/// Archives larger than this are not searched.
const MAX_ARCHIVE: u64 = 512 << 20;

/// Folders deeper than this are not searched.
const MAX_DEPTH: usize = 64;

/// Archives inside archives, at most.
const MAX_NESTING: usize = 3;

/// Finds the files that `paths` name, in the order of their paths, each once. In folders and
/// archives, hidden files, `README` files and sidecars are left out: they are about the others.
/// `-` is standard input.
pub fn find(paths: &[PathBuf], problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.insert("-".to_owned());
            continue;
        }
        let mut search = Search { found: &mut found, problems, visited: BTreeSet::new() };
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => search.folder(path, 0),
            Ok(_) => search.file(path),
            Err(error) => problems.push(Diagnostic::error(name(path), reason(&error))),
        }
    }
    found.into_iter().collect()
}

/// Reads one file that [`find`] found. Standard input is read once and remembered.
///
/// # Errors
/// Why it cannot be read, in words for people.
pub fn read(path: &str) -> Result<Vec<u8>, Diagnostic> {
    if path == "-" {
        let read = STANDARD_INPUT.get_or_init(|| {
            let mut bytes = Vec::new();
            let result = std::io::stdin().lock().take(MAX_FILE + 1).read_to_end(&mut bytes);
            result.map(|_| bytes).map_err(|error| reason(&error))
        });
        let bytes = read.clone().map_err(|reason| Diagnostic::error(path, reason))?;
        return if bytes.len() as u64 > MAX_FILE {
            Err(too_large(path, MAX_FILE))
        } else {
            Ok(bytes)
        };
    }
    match split(path) {
        None => read_file(path, MAX_FILE),
        Some((archive, inner)) => read_inside(path, archive, inner),
    }
}

/// Reads the sidecar of a file that [`find`] found, if it has one: its text and what it says.
///
/// # Errors
/// Why it cannot be read, or its first mistake with its line.
pub fn sidecar(path: &str) -> Result<Option<(String, Warned<Sidecar>)>, Diagnostic> {
    for candidate in sidecar::names(path) {
        let is_there = match split(&candidate) {
            None => Path::new(&candidate).is_file(),
            Some((archive, inner)) => {
                with_archive(archive, |archive| archive.has(inner)).unwrap_or(false)
            }
        };
        if is_there && path != "-" {
            let bytes = read(&candidate)?;
            let read = sidecar::read(&candidate, &bytes)?;
            // What was read is UTF-8.
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), read)));
        }
    }
    Ok(None)
}

/// The bytes of standard input, or why it could not be read.
static STANDARD_INPUT: OnceLock<Result<Vec<u8>, String>> = OnceLock::new();

/// The archive that was read last: its files are read one after the other.
static LAST_ARCHIVE: Mutex<Option<(String, Archive<Vec<u8>>)>> = Mutex::new(None);

fn read_file(path: &str, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let problem = |error: std::io::Error| Diagnostic::error(path, reason(&error));
    // Asked before it is opened: opening a pipe waits for somebody to write into it.
    let metadata = fs::metadata(path).map_err(problem)?;
    if !metadata.is_file() {
        return Err(Diagnostic::error(path, "this is not a regular file"));
    }
    if metadata.len() > limit {
        return Err(too_large(path, limit));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(problem)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(problem)?;
    if bytes.len() as u64 > limit { Err(too_large(path, limit)) } else { Ok(bytes) }
}

fn too_large(path: &str, limit: u64) -> Diagnostic {
    Diagnostic::error(path, format!("the file is larger than {} MiB", limit >> 20))
        .with_hint("split it into documents")
}

/// An archive's path and the path inside it: the first folder of the path that is a file ends the
/// former.
fn split(path: &str) -> Option<(&str, &str)> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    ends.into_iter()
        .filter(|at| is_archive(&path[..*at]))
        .find(|at| Path::new(&path[..*at]).is_file())
        .map(|at| (&path[..at], &path[at + 1..]))
}

fn is_archive(path: &str) -> bool {
    let end = path.len().saturating_sub(4);
    path.get(end..).is_some_and(|end| end.eq_ignore_ascii_case(".zip"))
}

/// Reads a file inside an archive; `inner` may lead into archives inside it.
fn read_inside(path: &str, archive: &str, inner: &str) -> Result<Vec<u8>, Diagnostic> {
    let outer = inner.match_indices('/').map(|(at, _)| at).find(|at| is_archive(&inner[..*at]));
    match outer {
        None => with_archive(archive, |archive| archive.read(inner, MAX_FILE))
            .and_then(|read| read.map_err(|error| Diagnostic::error(path, error.to_string()))),
        Some(at) => {
            let mut bytes = read_inside(path, archive, &inner[..at])?;
            let mut rest = &inner[at + 1..];
            loop {
                let mut archive = Archive::open(bytes)
                    .map_err(|error| Diagnostic::error(path, error.to_string()))?;
                let next =
                    rest.match_indices('/').map(|(at, _)| at).find(|at| is_archive(&rest[..*at]));
                let name = next.map_or(rest, |at| &rest[..at]);
                bytes = archive
                    .read(name, MAX_FILE)
                    .map_err(|error| Diagnostic::error(path, error.to_string()))?;
                match next {
                    Some(at) => rest = &rest[at + 1..],
                    None => return Ok(bytes),
                }
            }
        }
    }
}

/// Runs `work` on the archive at `path`, opening it unless it is the last one.
fn with_archive<T>(
    path: &str,
    work: impl FnOnce(&mut Archive<Vec<u8>>) -> T,
) -> Result<T, Diagnostic> {
    // A panic while the archive was used leaves it as it was: it only counts what it unfolds.
    let mut last = LAST_ARCHIVE.lock().unwrap_or_else(PoisonError::into_inner);
    if last.as_ref().is_none_or(|(name, _)| name != path) {
        let bytes = read_file(path, MAX_ARCHIVE)?;
        let archive =
            Archive::open(bytes).map_err(|error| Diagnostic::error(path, error.to_string()))?;
        *last = Some((path.to_owned(), archive));
    }
    let (_, archive) = last.as_mut().expect("it was opened above");
    Ok(work(archive))
}

struct Search<'s> {
    found: &'s mut BTreeSet<String>,
    problems: &'s mut Vec<Diagnostic>,
    /// Real paths of the folders on the way, so that a link cannot lead round in a circle.
    visited: BTreeSet<PathBuf>,
}

impl Search<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) {
        let mut tell = |problem: Diagnostic| self.problems.push(problem);
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return tell(Diagnostic::error(name(folder), reason(&error))),
        };
        if depth > MAX_DEPTH {
            let message =
                format!("folders inside folders, more than {MAX_DEPTH} deep, are not searched");
            return tell(Diagnostic::error(name(folder), message));
        }
        if self.visited.contains(&real) {
            let message = "this link leads back to a folder that is searched already";
            return tell(Diagnostic::warning(name(folder), message));
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return tell(Diagnostic::error(name(folder), reason(&error))),
        };
        self.visited.insert(real);
        let mut paths: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let file_name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            if is_left_out(&file_name) {
                continue;
            }
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => self.folder(&path, depth + 1),
                Ok(_) => self.file(&path),
                Err(error) => self.problems.push(Diagnostic::error(name(&path), reason(&error))),
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let name = name(path);
        if !is_archive(&name) {
            self.found.insert(name);
            return;
        }
        let opened = with_archive(&name, |archive| {
            let files: Vec<String> = archive.names().map(str::to_owned).collect();
            let mut inner = Vec::new();
            for file in files.iter().filter(|file| is_archive(file) && !is_hidden(file)) {
                inner.push((file.clone(), archive.read(file, MAX_FILE)));
            }
            (files, inner)
        });
        match opened {
            Err(problem) => self.problems.push(problem),
            Ok((files, inner)) => {
                let n_before = self.found.len();
                self.inside(&name, files);
                for (file, bytes) in inner {
                    self.nested(&format!("{name}/{file}"), bytes, 1);
                }
                if self.found.len() == n_before {
                    let message = "nothing in this archive can be read as a document";
                    self.problems.push(Diagnostic::warning(name, message));
                }
            }
        }
    }

    fn inside(&mut self, archive: &str, files: Vec<String>) {
        let files = files.into_iter().filter(|file| !is_hidden(file) && !is_archive(file));
        self.found.extend(files.map(|file| format!("{archive}/{file}")));
    }

    fn nested(
        &mut self,
        name: &str,
        bytes: Result<Vec<u8>, crate::document::ReadError>,
        depth: usize,
    ) {
        let mut tell = |message: String| self.problems.push(Diagnostic::error(name, message));
        if depth > MAX_NESTING {
            return tell(format!(
                "archives inside archives, more than {MAX_NESTING} deep, are not searched"
            ));
        }
        let mut archive = match bytes.and_then(Archive::open) {
            Ok(archive) => archive,
            Err(error) => return tell(error.to_string()),
        };
        let files: Vec<String> = archive.names().map(str::to_owned).collect();
        for file in files.iter().filter(|file| is_archive(file) && !is_hidden(file)) {
            let bytes = archive.read(file, MAX_FILE);
            self.nested(&format!("{name}/{file}"), bytes, depth + 1);
        }
        self.inside(name, files);
    }
}

/// Says whether a file of this name is about the others in its folder.
fn is_left_out(file_name: &str) -> bool {
    file_name.starts_with('.')
        || file_name.starts_with("README")
        || sidecar::is_sidecar(file_name)
        || file_name == "__MACOSX"
}

/// The same for a path inside an archive.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(is_left_out)
}

/// A path as text, with `/` between folders and no `./` before it.
fn name(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or_else(|| text.clone(), str::to_owned)
}

/// What the operating system says, in words for people.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "reading is not permitted".to_owned(),
        // Its kind (`FilesystemLoop`) is not stable yet.
        _ if error.raw_os_error() == Some(40) => "this link leads back to itself".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn archives_are_searched_like_folders() {
        let dir = tempfile::tempdir().unwrap();
        let inner = zipped(&[("deep.txt", b"deep"), ("x/y.zip", &zipped(&[("z.txt", b"zed")]))]);
        let outer = zipped(&[
            ("a.txt", b"one"),
            ("a.txt.meta.toml", b"title = \"One\"\n"),
            ("README.txt", b"about"),
            ("__MACOSX/a.txt", b"junk"),
            ("sub/inner.zip", &inner),
        ]);
        fs::write(dir.path().join("in.zip"), outer).unwrap();
        let mut problems = Vec::new();
        let found = find(&[dir.path().to_owned()], &mut problems);
        let root = name(dir.path());
        let short: Vec<&str> =
            found.iter().filter_map(|path| path.strip_prefix(&format!("{root}/"))).collect();
        let expected =
            ["in.zip/a.txt", "in.zip/sub/inner.zip/deep.txt", "in.zip/sub/inner.zip/x/y.zip/z.txt"];
        assert_eq!(short, expected);
        assert_eq!(problems, []);
        let texts: Vec<Vec<u8>> = found.iter().map(|path| read(path).unwrap()).collect();
        assert_eq!(texts, [&b"one"[..], b"deep", b"zed"]);
        let (_, said) = sidecar(&found[0]).unwrap().unwrap();
        assert_eq!(said.output.metadata.title.as_deref(), Some("One"));
        assert!(sidecar(&found[1]).unwrap().is_none());
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_and_pipes_are_told_and_never_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("sub")).unwrap();
        fs::write(dir.path().join("sub/a.txt"), "a").unwrap();
        std::os::unix::fs::symlink("..", dir.path().join("sub/up")).unwrap();
        std::os::unix::fs::symlink("self", dir.path().join("self")).unwrap();
        let mut problems = Vec::new();
        let found = find(&[dir.path().to_owned()], &mut problems);
        assert_eq!(found.len(), 1);
        let told: Vec<String> = problems.iter().map(|problem| problem.message.clone()).collect();
        assert_eq!(
            told,
            [
                "this link leads back to itself",
                "this link leads back to a folder that is searched already"
            ]
        );
        assert!(read(&name(dir.path())).unwrap_err().message.contains("regular file"));
    }
}
