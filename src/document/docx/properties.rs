//! What a DOCX file says of itself: the properties beside its text.

use crate::document::date_line::date_value;
use crate::document::xml::{Step, walk};
use crate::document::{Metadata, ReadError};

/// Names that programs put where the author's should stand.
const NO_AUTHOR: [&str; 9] = [
    "python-docx",
    "microsoft office user",
    "microsoft account",
    "windows user",
    "unknown author",
    "administrator",
    "admin",
    "user",
    "author",
];

/// Reads `docProps/core.xml` (Dublin Core) and `docProps/app.xml`.
///
/// The date is that of the last change, where it is another than that of the making: files that a
/// program wrote in one go often carry the two dates of its template.
///
/// # Errors
/// [`ReadError::Damaged`] when one is not well-formed.
pub fn read(core: Option<&[u8]>, app: Option<&[u8]>) -> Result<Metadata, ReadError> {
    let mut metadata = Metadata::default();
    let (mut created, mut modified) = (String::new(), String::new());
    each_value("docProps/core.xml", core, |name, value| match name {
        "title" => metadata.title = Some(value.to_owned()),
        "creator" => metadata.authors = authors(value),
        "language" => metadata.language = Some(value.to_owned()),
        "created" => value.clone_into(&mut created),
        "modified" => value.clone_into(&mut modified),
        _ => {}
    })?;
    if !created.is_empty() && created != modified {
        metadata.date = date_value(&modified).or_else(|| date_value(&created));
    }
    each_value("docProps/app.xml", app, |name, value| {
        if name == "Company" {
            metadata.publisher = Some(value.to_owned());
        }
    })?;
    Ok(metadata)
}

/// Calls `each` with the name and the text of every element that has text.
fn each_value(
    part: &str,
    bytes: Option<&[u8]>,
    mut each: impl FnMut(&str, &str),
) -> Result<(), ReadError> {
    let mut text = String::new();
    walk(part, bytes.unwrap_or(b"<none/>"), |step| match step {
        Step::Start(_) => text.clear(),
        Step::Text(part) => text.push_str(part),
        Step::End(name) => {
            let value = text.trim();
            if !value.is_empty() {
                each(name, value);
            }
            text.clear();
        }
    })
}

/// Several authors are parted by semicolons; a name of one word is a login, not a name.
pub fn authors(value: &str) -> Vec<String> {
    let names = value.split([';', '\n']).map(str::trim);
    let is_name = |name: &&str| {
        name.contains(' ')
            && name.chars().count() <= 100
            && !NO_AUTHOR.contains(&name.to_lowercase().as_str())
    };
    names.filter(is_name).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_and_a_templates_are_not() {
        let core = |creator: &str, created: &str| {
            let source = format!(
                "<cp:p><dc:title>On water</dc:title><dc:creator>{creator}</dc:creator>\
                 <dcterms:created>{created}</dcterms:created>\
                 <dcterms:modified>2024-03-05T10:00:00Z</dcterms:modified></cp:p>"
            );
            read(Some(source.as_bytes()), Some(b"<P><Company>Lee &amp; Ray</Company></P>")).unwrap()
        };
        let found = core("Ann Lee; Bo Ray", "2024-03-01T08:00:00Z");
        assert_eq!(found.title.as_deref(), Some("On water"));
        assert_eq!(found.authors, ["Ann Lee", "Bo Ray"]);
        assert_eq!(found.date.unwrap().to_string(), "2024-03-05");
        assert_eq!(found.publisher.as_deref(), Some("Lee & Ray"));
        let found = core("python-docx", "2024-03-05T10:00:00Z");
        assert_eq!((found.authors.len(), found.date), (0, None));
    }
}
