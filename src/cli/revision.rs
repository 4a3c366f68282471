//! Documents as they stand in a revision of a Git repository, read through the program `git`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use super::inputs::MAX_FILE;
use crate::diagnostic::Diagnostic;

/// At most so many bytes are read of one revision.
const MAX_BYTES: u64 = 1 << 30;

/// Reads the documents of `REVISION` or `REVISION:PATH`, where the path is a file or a folder as
/// seen from here, in the order of their paths. Nothing is checked out and no hook is run. Hidden
/// files, links and `README` files are left out, as in folders.
///
/// # Errors
/// When there is no `git`, no repository, or no such revision or path in it.
pub fn files(name: &str, problems: &mut Vec<Diagnostic>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let (revision, path) = name.split_once(':').unwrap_or((name, "."));
    if revision.is_empty() || path.is_empty() {
        bail!("git:{name}: expected git:REVISION or git:REVISION:PATH");
    }
    let (folder, below) = place(Path::new(path));
    let fail = || format!("git:{name}");
    let listing = git(
        &folder,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{revision}^{{commit}}"),
        ],
        b"",
    )
    .map_err(|_| {
        anyhow::anyhow!(
            "git:{name}: there is no revision `{revision}` (or no repository) at {}",
            folder.display()
        )
    })?;
    let commit = String::from_utf8_lossy(&listing).trim().to_owned();
    let below = below.to_string_lossy();
    let tree = git(&folder, &["ls-tree", "-r", "-l", "-z", &commit, "--", &below], b"")
        .with_context(fail)?;
    let (mut found, mut total) = (Vec::new(), 0_u64);
    for line in tree.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let Some((about, file)) = line.split_once('\t') else { continue };
        let mut about = about.split_whitespace();
        let (mode, object) = (about.next().unwrap_or_default(), about.nth(1).unwrap_or_default());
        let size: u64 = about.next().and_then(|size| size.parse().ok()).unwrap_or(u64::MAX);
        let path = match folder.as_os_str().is_empty() || folder == Path::new(".") {
            true => file.to_owned(),
            false => format!("{}/{file}", folder.display()),
        };
        // Links and submodules are no documents.
        if !mode.starts_with("100") || is_left_out(file) {
            continue;
        }
        if size > MAX_FILE {
            let message = format!("the file is larger than {} MiB", MAX_FILE >> 20);
            problems.push(Diagnostic::error(path, message));
            continue;
        }
        total += size;
        found.push((path, object.to_owned(), size));
    }
    if found.is_empty() {
        bail!("git:{name}: no documents in this revision at `{path}`");
    }
    if total > MAX_BYTES {
        bail!("git:{name}: more than {} MiB of documents", MAX_BYTES >> 20);
    }
    found.sort();
    let asked: String = found.iter().map(|(_, object, _)| format!("{object}\n")).collect();
    let answer = git(&folder, &["cat-file", "--batch"], asked.as_bytes()).with_context(fail)?;
    split(&answer, &found).with_context(|| format!("git:{name}: git gave another number of bytes"))
}

/// Cuts the answer of `cat-file --batch`: for each object a line, its bytes, and a line end.
fn split(answer: &[u8], found: &[(String, String, u64)]) -> Option<Vec<(String, Vec<u8>)>> {
    let (mut files, mut rest) = (Vec::new(), answer);
    for (path, _, size) in found {
        let start = rest.iter().position(|byte| *byte == b'\n')? + 1;
        let end = start + usize::try_from(*size).ok()?;
        files.push((path.clone(), rest.get(start..end)?.to_vec()));
        rest = rest.get(end + 1..)?;
    }
    Some(files)
}

/// The nearest folder that is there today, and what of the path lies below it.
fn place(path: &Path) -> (PathBuf, PathBuf) {
    let mut folder = path;
    while !folder.is_dir() {
        match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => folder = parent,
            _ => return (PathBuf::from("."), path.to_owned()),
        }
    }
    let below = path.strip_prefix(folder).unwrap_or(Path::new(""));
    let below = if below.as_os_str().is_empty() { Path::new(".") } else { below };
    (folder.to_owned(), below.to_owned())
}

fn is_left_out(file: &str) -> bool {
    let is_hidden = file.split('/').any(|part| part.starts_with('.'));
    is_hidden || file.rsplit('/').next().is_some_and(|name| name.starts_with("README"))
}

/// Runs git in a folder and returns what it prints. It fetches nothing and asks nobody.
fn git(folder: &Path, args: &[&str], input: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["--literal-pathspecs", "-c", "core.quotePath=false"])
        .args(args)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run `git`, which reads revisions; install it")?;
    let mut stdin = child.stdin.take().context("git takes no input")?;
    let input = input.to_vec();
    // Written beside the reading: a long answer and a long question would wait for one another.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output()?;
    let written = writer.join();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}", said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: "));
    }
    if !matches!(written, Ok(Ok(()))) {
        bail!("git did not read what it was asked");
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_cut_by_sizes() {
        let found = [("a".to_owned(), "1".to_owned(), 3), ("b".to_owned(), "2".to_owned(), 0)];
        let answer = b"1 blob 3\nx\ny\n2 blob 0\n\n";
        let files = split(answer, &found).unwrap();
        assert_eq!(files, [("a".to_owned(), b"x\ny".to_vec()), ("b".to_owned(), Vec::new())]);
        assert!(split(b"1 blob 3\nx", &found).is_none());
    }

    #[test]
    fn what_folders_leave_out_is_left_out() {
        assert!(is_left_out("a/.hidden/b.txt") && is_left_out("README.md"));
        assert!(!is_left_out("a/b.txt"));
    }
}
