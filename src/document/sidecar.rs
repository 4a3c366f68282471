//! What a person says of a document in a file beside it, `NAME.meta.toml`: it wins over what the
//! document says of itself.

use super::Metadata;
use super::date_line::date_value;
use crate::diagnostic::{Diagnostic, Warned};
use crate::span::line_at;

/// The end of the name of every sidecar.
pub const SUFFIX: &str = ".meta.toml";

/// Most bytes of a sidecar.
pub const MAX_BYTES: usize = 64 << 10;

/// Names and metadata that are given, not found. All are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    /// The document's id over all its versions.
    pub id: Option<String>,
    /// The version's label.
    pub version: Option<String>,
    /// Everything else.
    pub metadata: Metadata,
}

/// The names that a sidecar of the file at `path` may have, the one that is looked for first
/// first: `report.pdf.meta.toml`, `report.meta.toml`.
pub fn names(path: &str) -> Vec<String> {
    let (folder, file) = match path.rfind('/') {
        Some(at) => path.split_at(at + 1),
        None => ("", path),
    };
    let mut names = vec![format!("{path}{SUFFIX}")];
    if let Some((stem, _)) = file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        names.push(format!("{folder}{stem}{SUFFIX}"));
    }
    names
}

/// Says whether a file is a sidecar by its name, and so no document.
pub fn is_sidecar(path: &str) -> bool {
    path.ends_with(SUFFIX)
}

/// Reads a sidecar, a TOML table with the keys `id`, `version`, `title`, `author` or `authors`,
/// `publisher`, `date`, `language` and `url`. An unknown key is a warning: it is probably a
/// misspelled one.
///
/// # Errors
/// One [`Diagnostic`] with the line, when it is no TOML or a value cannot be what it should be.
pub fn read(path: &str, bytes: &[u8]) -> Result<Warned<Sidecar>, Diagnostic> {
    let error = |message: String| Diagnostic::error(path, message);
    if bytes.len() > MAX_BYTES {
        return Err(error(format!("a sidecar of more than {} KiB", MAX_BYTES >> 10)));
    }
    let text = str::from_utf8(bytes).map_err(|_| error("not UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = text.parse::<toml::Table>().map_err(|fault| {
        let line = fault.span().map_or(1, |span| line_at(text, span.start));
        let reason = fault.message().lines().next().unwrap_or_default().to_owned();
        error(reason).at_line(line).with_hint("write `key = \"value\"`")
    })?;
    let mut sidecar = Sidecar::default();
    let mut warnings = Vec::new();
    for (key, value) in table {
        let at = text.lines().position(|line| line.trim_start().starts_with(&key));
        let line = at.map_or(1, |at| at as u64 + 1);
        let values = match value {
            toml::Value::Array(items) => items.iter().map(plain).collect(),
            other => vec![plain(&other)],
        };
        let shown = values.join(", ");
        match sidecar.set(&key, values) {
            Said::Known => {}
            Said::Unknown => warnings.push(
                Diagnostic::warning(path, format!("unknown key `{key}`")).at_line(line).with_hint(
                    "known are id, version, title, authors, publisher, date, language, url",
                ),
            ),
            Said::Bad => {
                return Err(error(format!("`{key}` cannot be {shown:?}"))
                    .at_line(line)
                    .with_hint("dates are written 2024-05-14, 2024-05 or 2024"));
            }
        }
    }
    Ok(Warned { output: sidecar, warnings })
}

/// What became of a key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It was taken.
    Known,
    /// The key is none that is known.
    Unknown,
    /// The value cannot be that of its key.
    Bad,
}

impl Sidecar {
    /// Takes the value or values of a key; empty ones say nothing.
    pub fn set(&mut self, key: &str, values: Vec<String>) -> Said {
        let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
        let first = values.first().cloned();
        let metadata = &mut self.metadata;
        match key.to_lowercase().as_str() {
            "id" => self.id = first,
            "version" => self.version = first,
            "title" => metadata.title = first,
            "author" | "authors" | "by" => metadata.authors = values,
            "publisher" | "site" => metadata.publisher = first,
            "date" | "published" => {
                metadata.date = first
                    .as_deref()
                    .and_then(|first| first.parse().ok().or_else(|| date_value(first)));
                if metadata.date.is_none() && first.is_some() {
                    return Said::Bad;
                }
            }
            "language" | "lang" => metadata.language = first,
            "url" | "source" | "link" => metadata.url = first,
            _ => return Said::Unknown,
        }
        Said::Known
    }
}

impl Metadata {
    /// Takes over everything that `given` says.
    pub(super) fn overwrite(&mut self, given: &Self) {
        fn take<T: Clone>(from: &Option<T>, to: &mut Option<T>) {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        take(&given.title, &mut self.title);
        take(&given.publisher, &mut self.publisher);
        take(&given.date, &mut self.date);
        take(&given.language, &mut self.language);
        take(&given.url, &mut self.url);
        if !given.authors.is_empty() {
            self.authors.clone_from(&given.authors);
        }
    }
}

/// A TOML value as text.
pub(super) fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_file() {
        assert_eq!(names("in/a.b/r.pdf"), ["in/a.b/r.pdf.meta.toml", "in/a.b/r.meta.toml"]);
        assert_eq!(names("in.d/r"), ["in.d/r.meta.toml"]);
        assert!(is_sidecar("r.pdf.meta.toml") && !is_sidecar("meta.toml"));
    }

    #[test]
    fn keys_are_read_and_unknown_ones_told() {
        let source = b"id = \"water\"\nauthors = [\"Ann Lee\", \"Bo Ray\"]\ndate = 2024-05-14\ntitel = \"x\"\n";
        let read = read("r.meta.toml", source).unwrap();
        assert_eq!(read.output.id.as_deref(), Some("water"));
        assert_eq!(read.output.metadata.authors.len(), 2);
        assert_eq!(read.output.metadata.date.unwrap().to_string(), "2024-05-14");
        assert!(read.warnings[0].to_string().starts_with("r.meta.toml:4: unknown key `titel`"));
    }

    #[test]
    fn mistakes_have_their_line() {
        for (source, start) in [
            (&b"id = \"a\"\ntitle = \n"[..], "r.meta.toml:2: "),
            (b"id = \"a\"\ndate = \"soon\"\n", "r.meta.toml:2: `date` cannot be \"soon\""),
            (b"\xff\xfe", "r.meta.toml: not UTF-8"),
        ] {
            let told = read("r.meta.toml", source).unwrap_err().to_string();
            assert!(told.starts_with(start), "{told}");
        }
    }
}
