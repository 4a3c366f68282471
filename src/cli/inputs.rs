//! The files that a command was given: folders searched, standard input taken, in one order.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

/// Files larger than this are not read: no text of one document is.
pub const MAX_FILE: u64 = 16 << 20;

/// Folders deeper than this are not searched.
const MAX_DEPTH: usize = 64;

/// Finds the files that `paths` name, in the order of their paths, each once. In folders, hidden
/// files and `README` files are left out: they are about the folder. `-` is standard input.
pub fn find(paths: &[PathBuf], problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.insert("-".to_owned());
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let mut search = Search { found: &mut found, problems, visited: BTreeSet::new() };
                search.folder(path, 0);
            }
            Ok(_) => {
                found.insert(name(path));
            }
            Err(error) => problems.push(Diagnostic::error(name(path), reason(&error))),
        }
    }
    found.into_iter().collect()
}

/// Reads one file that [`find`] found.
///
/// # Errors
/// Why it cannot be read, in words for people.
pub fn read(path: &str) -> Result<Vec<u8>, Diagnostic> {
    let problem = |error: std::io::Error| Diagnostic::error(path, reason(&error));
    let too_large = || {
        Diagnostic::error(path, format!("the file is larger than {} MiB", MAX_FILE >> 20))
            .with_hint("split it into documents")
    };
    let mut bytes = Vec::new();
    if path == "-" {
        std::io::stdin().lock().take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(problem)?;
    } else {
        let file = fs::File::open(path).map_err(problem)?;
        let metadata = file.metadata().map_err(problem)?;
        if !metadata.is_file() {
            return Err(Diagnostic::error(path, "this is not a regular file"));
        }
        if metadata.len() > MAX_FILE {
            return Err(too_large());
        }
        file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(problem)?;
    }
    if bytes.len() as u64 > MAX_FILE { Err(too_large()) } else { Ok(bytes) }
}

struct Search<'s> {
    found: &'s mut BTreeSet<String>,
    problems: &'s mut Vec<Diagnostic>,
    /// Real paths of the folders on the way, so that a link cannot lead round in a circle.
    visited: BTreeSet<PathBuf>,
}

impl Search<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) {
        let mut fail = |error: &std::io::Error| {
            self.problems.push(Diagnostic::error(name(folder), reason(error)));
        };
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return fail(&error),
        };
        if depth > MAX_DEPTH || !self.visited.insert(real) {
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return fail(&error),
        };
        let mut paths: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let file_name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            if file_name.starts_with('.') || file_name.starts_with("README") {
                continue;
            }
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => self.folder(&path, depth + 1),
                Ok(_) => {
                    self.found.insert(name(&path));
                }
                Err(error) => self.problems.push(Diagnostic::error(name(&path), reason(&error))),
            }
        }
    }
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
        _ => error.to_string(),
    }
}
