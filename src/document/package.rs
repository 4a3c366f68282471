//! Packed formats: tells what a ZIP archive holds by the parts inside, never by its file name.

use super::archive::Archive;
use super::xml::{Step, walk};
use super::{Format, ReadError};

/// Most bytes of one part of a packed document.
pub const MAX_PART: u64 = 64 << 20;

/// Most bytes of a part that only leads to others.
const MAX_INDEX: u64 = 1 << 20;

/// Opens a packed document. The path is that of its main part (DOCX) or its list of parts (EPUB).
///
/// # Errors
/// [`ReadError`] when the archive is damaged or no format that is read.
pub fn open(bytes: &[u8]) -> Result<(Format, String, Archive<&[u8]>), ReadError> {
    let mut archive = Archive::open(bytes)?;
    if archive.has("META-INF/container.xml") && archive.has("mimetype") {
        let list = pointed(&mut archive, "META-INF/container.xml", "rootfile", "full-path")?;
        if let Some(path) = list.first() {
            return Ok((Format::Epub, path.clone(), archive));
        }
    }
    if archive.has("[Content_Types].xml") {
        let main = main_part(&mut archive)?;
        match main.as_deref().and_then(|path| path.split('/').next()) {
            Some("word") => return Ok((Format::Docx, main.unwrap_or_default(), archive)),
            Some("xl") => return Err(ReadError::Unsupported("a spreadsheet".to_owned())),
            Some("ppt") => return Err(ReadError::Unsupported("a presentation".to_owned())),
            _ => return Err(ReadError::Unsupported("an unknown office document".to_owned())),
        }
    }
    let kind = match archive.names().count() {
        0 => "an empty ZIP archive",
        _ if archive.has("content.xml") && archive.has("mimetype") => "an OpenDocument file",
        _ => "a ZIP archive",
    };
    Err(ReadError::Unsupported(kind.to_owned()))
}

/// The main part of an office document (ECMA-376 part 2, "Open Packaging Conventions": the target
/// of the relationship whose type ends with `/officeDocument`).
fn main_part(archive: &mut Archive<&[u8]>) -> Result<Option<String>, ReadError> {
    let mut found = None;
    if archive.has("_rels/.rels") {
        let part = archive.read("_rels/.rels", MAX_INDEX)?;
        walk("_rels/.rels", &part, |step| {
            if let Step::Start(tag) = step
                && tag.name() == "Relationship"
                && tag.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                found = tag.get("Target").map(|path| path.trim_start_matches('/').to_owned());
            }
        })?;
    }
    Ok(found.or_else(|| archive.has("word/document.xml").then(|| "word/document.xml".to_owned())))
}

/// The values of one attribute of all elements of a name.
fn pointed(
    archive: &mut Archive<&[u8]>,
    part: &str,
    element: &str,
    attribute: &str,
) -> Result<Vec<String>, ReadError> {
    let bytes = archive.read(part, MAX_INDEX)?;
    let mut found = Vec::new();
    walk(part, &bytes, |step| {
        if let Step::Start(tag) = step
            && tag.name() == element
        {
            found.extend(tag.get(attribute));
        }
    })?;
    Ok(found)
}
