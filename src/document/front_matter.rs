//! The head of a Markdown file: `---` with `key: value` lines, or `+++` with TOML.

use super::sidecar::{Sidecar, plain};

/// What the head says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// What it says.
    pub said: Sidecar,
    /// Bytes of the source that it takes, its closing line included.
    pub len: usize,
}

/// Reads the head of a source; empty, with length 0, when there is none.
///
/// Of YAML only what such heads use is read: plain and quoted scalars, `[a, b]`, and lists of
/// `- item` lines. Other lines are passed over.
pub fn front_matter(source: &str) -> FrontMatter {
    let mut out = FrontMatter::default();
    for fence in ["---", "+++"] {
        let Some((inside, len)) = fenced(source, fence) else { continue };
        out.len = len;
        if fence == "+++" {
            for (key, value) in inside.parse::<toml::Table>().unwrap_or_default() {
                let values = match value {
                    toml::Value::Array(items) => items.iter().map(plain).collect(),
                    other => vec![plain(&other)],
                };
                out.said.set(&key, values);
            }
        } else {
            let mut key = "";
            let mut values: Vec<String> = Vec::new();
            for line in inside.lines() {
                if let Some(item) = line.trim_start().strip_prefix("- ") {
                    values.push(unquoted(item));
                } else if let Some((name, value)) = line.split_once(':')
                    && !line.starts_with([' ', '\t', '#'])
                {
                    out.said.set(key, std::mem::take(&mut values));
                    key = name.trim();
                    values = list(value.trim());
                }
            }
            out.said.set(key, values);
        }
        break;
    }
    out
}

/// The lines between two lines that are `fence`, and the length of it all.
fn fenced<'s>(source: &'s str, fence: &str) -> Option<(&'s str, usize)> {
    let mut lines = source.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == fence)?;
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            return Some((&source[first.len()..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// `[a, b]` or one scalar.
fn list(value: &str) -> Vec<String> {
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(items) => items.split(',').map(unquoted).collect(),
        None => vec![unquoted(value)],
    }
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(value);
    inner.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let yaml = "---\nid: trade\ntitle: \"Trade: a view\"\nauthors:\n  - Ann Lee\n  - Bo Ray\n\
                    date: 2023-05-14\nversion: v2\n---\n# Text\n";
        let head = front_matter(yaml);
        assert_eq!(head.said.id.as_deref(), Some("trade"));
        assert_eq!(head.said.version.as_deref(), Some("v2"));
        assert_eq!(head.said.metadata.title.as_deref(), Some("Trade: a view"));
        assert_eq!(head.said.metadata.authors, ["Ann Lee", "Bo Ray"]);
        assert_eq!(head.said.metadata.date.unwrap().to_string(), "2023-05-14");
        assert_eq!(&yaml[head.len..], "# Text\n");
        let toml =
            front_matter("+++\ntitle = \"T\"\nauthors = [\"A B\"]\ndate = 2023-05-14\n+++\n");
        assert_eq!(toml.said.metadata.title.as_deref(), Some("T"));
        assert_eq!(toml.said.metadata.authors, ["A B"]);
        assert!(toml.said.metadata.date.is_some());
        assert_eq!(front_matter("---\nno end\n"), FrontMatter::default());
        assert_eq!(front_matter("Text\n---\n"), FrontMatter::default());
    }
}
