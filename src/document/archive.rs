//! ZIP archives, read within bounds: folders of documents, and the inside of DOCX and EPUB files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ReadError;

/// Most entries of one archive. More is no collection of documents that a person made.
pub const MAX_ENTRIES: usize = 10_000;

/// Most bytes that all entries read from one archive may unfold to, together.
pub const MAX_UNFOLDED: u64 = 256 << 20;

/// An archive in memory. What it unfolds to is counted over its whole life, so that many small
/// entries cannot do what one large one may not.
pub struct Archive<B> {
    zip: ZipArchive<Cursor<B>>,
    /// From the path of each file inside to its number.
    files: BTreeMap<String, usize>,
    /// Numbers of the files that were unfolded: reading one again costs nothing more.
    unfolded: BTreeSet<usize>,
    budget: u64,
}

impl<B: AsRef<[u8]>> Archive<B> {
    /// Opens an archive by its directory; unfolds nothing.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when it has no readable directory (it was cut off),
    /// [`ReadError::TooMuch`] when it has more than [`MAX_ENTRIES`] entries.
    pub fn open(bytes: B) -> Result<Self, ReadError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| told(&error))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ReadError::TooMuch(format!(
                "an archive of {} entries; the limit is {MAX_ENTRIES}",
                zip.len()
            )));
        }
        let mut files = BTreeMap::new();
        for index in 0..zip.len() {
            let Ok(entry) = zip.by_index_raw(index) else { continue };
            let Some(path) = entry.enclosed_name().filter(|_| entry.is_file()) else { continue };
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            // Of two entries of one name, the first is read: so do most programs.
            files.entry(parts.join("/")).or_insert(index);
        }
        Ok(Self { zip, files, unfolded: BTreeSet::new(), budget: MAX_UNFOLDED })
    }

    /// Paths of the files inside, sorted, with `/` between folders. What would lead out of the
    /// archive (`..`, an absolute path, a link) is left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Says whether there is a file of the path.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Unfolds one file.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when there is none of the path or its bytes are broken,
    /// [`ReadError::Protected`] when it needs a password, and [`ReadError::TooMuch`] when it has
    /// more than `limit` bytes, or the archive has used up [`MAX_UNFOLDED`].
    pub fn read(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let missing = || ReadError::Damaged(format!("it has no part `{name}`"));
        let index = *self.files.get(name).ok_or_else(missing)?;
        let entry = self.zip.by_index(index).map_err(|error| told(&error))?;
        if entry.encrypted() {
            return Err(ReadError::Protected);
        }
        let is_new = !self.unfolded.contains(&index);
        let limit = if is_new { limit.min(self.budget) } else { limit };
        let too_much = || {
            let message = format!("`{name}` unfolds to more than {} MiB", limit >> 20);
            Err(ReadError::TooMuch(message))
        };
        // The size that the directory states is a claim: it saves work, but counts for nothing.
        if entry.size() > limit {
            return too_much();
        }
        let mut bytes = Vec::new();
        let damaged = |error| ReadError::Damaged(format!("`{name}`: {error}"));
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 > limit {
            return too_much();
        }
        if self.unfolded.insert(index) {
            self.budget -= bytes.len() as u64;
        }
        Ok(bytes)
    }
}

/// What the crate complains of, in words for people.
fn told(error: &ZipError) -> ReadError {
    match error {
        ZipError::InvalidPassword => ReadError::Protected,
        ZipError::UnsupportedArchive(reason) if reason.contains("assword") => ReadError::Protected,
        ZipError::InvalidArchive(_) | ZipError::Io(_) => {
            ReadError::Damaged("its directory cannot be read: was it cut off?".to_owned())
        }
        other => ReadError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use super::*;

    /// An archive of these files, for the tests of everything that is one.
    pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn files_are_found_and_paths_out_of_the_archive_are_not() {
        let bytes = zipped(&[("b/c.txt", b"two"), ("a.txt", b"one"), ("../../etc/x", b"out")]);
        let mut archive = Archive::open(&bytes[..]).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a.txt", "b/c.txt"]);
        assert_eq!(archive.read("b/c.txt", 10).unwrap(), b"two");
        assert!(matches!(archive.read("c.txt", 10), Err(ReadError::Damaged(_))));
        assert!(matches!(archive.read("a.txt", 2), Err(ReadError::TooMuch(_))));
    }

    #[test]
    fn bombs_and_stumps_are_refused() {
        let zeros = vec![0; 40 << 20];
        let bytes = zipped(&[("a", &zeros), ("b", &zeros), ("c", &zeros)]);
        assert!(bytes.len() < 1 << 18);
        let mut archive = Archive::open(&bytes[..]).unwrap();
        archive.budget = 100 << 20;
        assert!(archive.read("a", 64 << 20).is_ok() && archive.read("b", 64 << 20).is_ok());
        assert!(matches!(archive.read("c", 64 << 20), Err(ReadError::TooMuch(_))));
        for len in [0, 4, 100, bytes.len() / 2, bytes.len() - 10] {
            assert!(matches!(Archive::open(&bytes[..len]), Err(ReadError::Damaged(_))), "{len}");
        }
    }
}
