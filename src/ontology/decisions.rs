//! The analyst's own decisions, from `seeds/decisions.csv`: they win over what extraction would
//! do, and outlive every rebuild.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::vocab;
use crate::diagnostic::Diagnostic;

/// The one header of the file.
const HEADER: [&str; 4] = ["action", "item", "value", "note"];

/// What an analyst has decided about entities and claims. Entities are named by the end of their
/// IRI (`country/kazakhstan`), claims likewise (`claim/9f3c…`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// From an entity to the one it is the same as, circles excluded.
    merges: BTreeMap<String, String>,
    /// Entity and surface form that does not mean it.
    splits: BTreeSet<(String, String)>,
    /// Entities and claims that are wrong.
    rejected: BTreeSet<String>,
    /// Claims that somebody has read against their quotes and found right.
    accepted: BTreeSet<String>,
    /// From an entity to its name.
    names: BTreeMap<String, String>,
    /// Every row, in the order of the file.
    rows: Vec<Decision>,
}

/// One row, for explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// 1-based line in the file.
    pub line: u64,
    /// `merge`, `split`, `reject`, `rename` or `accept`.
    pub action: String,
    /// The entity or claim that it is about.
    pub item: String,
    /// What it says of it; empty for `reject` and `accept`.
    pub value: String,
    /// The analyst's reason.
    pub note: String,
}

impl Decisions {
    /// Reads the decisions in `text`; nothing but white space means none.
    ///
    /// # Errors
    /// Every row that cannot be followed, with its line: an unknown action, an item that is no
    /// entity or claim, a value too many or too few, and rows that contradict each other.
    pub fn parse(path: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut decisions = Self::default();
        let mut errors = Vec::new();
        if text.trim().is_empty() {
            return Ok(decisions);
        }
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        if !reader.headers().is_ok_and(|header| header.iter().eq(HEADER)) {
            let message = format!("the header must be `{}`", HEADER.join(","));
            return Err(vec![Diagnostic::error(path, message).at_line(1)]);
        }
        let mut lines = BTreeMap::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    errors.push(Diagnostic::error(path, format!("this is not CSV: {error}")));
                    break;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            match decisions.add(&record, line) {
                Ok(Some(merged)) => {
                    lines.insert(merged, line);
                }
                Ok(None) => {}
                Err(message) => errors.push(Diagnostic::error(path, message).at_line(line)),
            }
        }
        for (item, line) in lines {
            if decisions.is_circle(&item) {
                let message = format!("the merges of `{item}` lead back to it");
                errors.push(Diagnostic::error(path, message).at_line(line));
            }
        }
        errors.sort();
        if errors.is_empty() { Ok(decisions) } else { Err(errors) }
    }

    /// Returns the entity that `id` stands for after all merges; `id` itself where there are none.
    pub fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        let mut at = id;
        while let Some(next) = self.merges.get(at) {
            at = next;
        }
        at
    }

    /// Says whether `surface` was decided not to mean the entity `id`.
    pub fn is_split(&self, id: &str, surface: &str) -> bool {
        // Most projects have no decisions at all: make no strings for them.
        !self.splits.is_empty() && self.splits.contains(&(id.to_owned(), surface.to_owned()))
    }

    /// Says whether the entity or claim is to be left out.
    pub fn is_rejected(&self, item: &str) -> bool {
        self.rejected.contains(item)
    }

    /// Returns the name that was given to the entity `id`.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// Returns the rows that name the entity `id`, and those that merge others into it, in the
    /// order of the file.
    pub fn about(&self, id: &str) -> impl Iterator<Item = &Decision> {
        self.rows.iter().filter(move |row| {
            row.item == id || row.action == "merge" && self.resolve(&row.item) == self.resolve(id)
        })
    }

    /// Returns every row, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = &Decision> {
        self.rows.iter()
    }

    /// Says whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes one row; returns the item when it was merged.
    fn add(&mut self, record: &csv::StringRecord, line: u64) -> Result<Option<String>, String> {
        if record.len() > HEADER.len() {
            return Err(format!("this row has {} cells instead of 4", record.len()));
        }
        let cell = |column| record.get(column).unwrap_or_default();
        let (action, value) = (cell(0), cell(2));
        let item = item(cell(1))?;
        let needs_value = !matches!(action, "reject" | "accept");
        if needs_value == value.is_empty()
            && matches!(action, "merge" | "split" | "rename" | "reject" | "accept")
        {
            let verb = if needs_value { "needs" } else { "takes no" };
            return Err(format!("`{action}` {verb} value"));
        }
        if needs_value && item.starts_with("claim/") {
            return Err(format!("a claim can only be rejected or accepted, not `{action}`"));
        }
        let (other, its_opposite) = match action {
            "accept" => (&self.rejected, "rejected"),
            _ => (&self.accepted, "accepted"),
        };
        if matches!(action, "reject" | "accept") && other.contains(&item) {
            return Err(format!("`{item}` is {its_opposite} already"));
        }
        self.rows.push(Decision {
            line,
            action: action.to_owned(),
            item: item.clone(),
            value: value.to_owned(),
            note: cell(3).to_owned(),
        });
        match action {
            "merge" => {
                let target = self::item(value)?;
                if target.starts_with("claim/") {
                    return Err("an entity cannot be merged into a claim".to_owned());
                }
                let before = self.merges.insert(item.clone(), target.clone());
                match before.filter(|before| *before != target) {
                    Some(before) => {
                        Err(format!("`{item}` is merged into both `{before}` and `{target}`"))
                    }
                    None => Ok(Some(item)),
                }
            }
            "split" => {
                self.splits.insert((item, value.nfc().collect()));
                Ok(None)
            }
            "reject" => {
                self.rejected.insert(item);
                Ok(None)
            }
            // It changes nothing that is read: a note that somebody has looked.
            "accept" => {
                self.accepted.insert(item);
                Ok(None)
            }
            "rename" => {
                let name: String = value.nfc().collect();
                let before = self.names.insert(item.clone(), name.clone());
                match before.filter(|before| *before != name) {
                    Some(before) => {
                        Err(format!("`{item}` is named both \"{before}\" and \"{name}\""))
                    }
                    None => Ok(None),
                }
            }
            _ => Err(format!(
                "`{action}` is no action; write merge, split, reject, rename or accept"
            )),
        }
    }

    /// Says whether the merges of `item` never end. Each item has one target at most, so that
    /// as many steps as there are merges decide it; the way of one item is followed once.
    fn is_circle(&self, item: &str) -> bool {
        let mut at = item;
        for _ in 0..=self.merges.len() {
            match self.merges.get(at) {
                Some(next) if next == item => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    }
}

/// Reads the name of an entity or claim: the end of its IRI, or the whole of it.
fn item(text: &str) -> Result<String, String> {
    let name = match text.strip_prefix(vocab::CLAIMS) {
        Some(hash) => format!("claim/{hash}"),
        None => text.strip_prefix(vocab::ENTITIES).unwrap_or(text).to_owned(),
    };
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    match name.split_once('/') {
        Some((class, slug)) if is_part(class) && is_part(slug) => Ok(name),
        _ => {
            Err(format!("`{text}` names no entity or claim; write `country/kazakhstan` or its IRI"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(rows: &str) -> Result<Decisions, Vec<String>> {
        Decisions::parse("d.csv", &format!("action,item,value,note\n{rows}"))
            .map_err(|found| found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn decisions_are_followed() {
        let decisions = parse(
            "merge,person/a,person/b,one man\nmerge,person/b,https://w3id.org/saiga/id/person/c\n\
             split,organization/u,the Union,\nreject,https://w3id.org/saiga/claim/9f,,wrong\n\
             rename,person/c,Ana Céa,\n",
        )
        .unwrap();
        assert_eq!(
            (decisions.resolve("person/a"), decisions.resolve("person/x")),
            ("person/c", "person/x")
        );
        assert!(decisions.is_split("organization/u", "the Union"));
        assert!(!decisions.is_split("organization/u", "Union"));
        assert!(decisions.is_rejected("claim/9f") && !decisions.is_rejected("person/a"));
        assert_eq!(decisions.name("person/c"), Some("Ana Céa"));
        let lines = |id| decisions.about(id).map(|row| row.line).collect::<Vec<_>>();
        assert_eq!(lines("person/c"), [2, 3, 6]);
        assert_eq!(decisions.about("person/a").next().unwrap().note, "one man");
        assert!(!decisions.is_empty() && parse("").unwrap().is_empty());
        assert!(Decisions::parse("d.csv", "").unwrap().is_empty());
    }

    #[test]
    fn each_mistake_names_its_line() {
        for (rows, expected) in [
            ("join,person/a,person/b,\n", "d.csv:2: `join` is no action"),
            ("reject,Person A,,\n", "d.csv:2: `Person A` names no entity or claim"),
            ("merge,person/a,,\n", "d.csv:2: `merge` needs value"),
            ("reject,person/a,b,\n", "d.csv:2: `reject` takes no value"),
            ("rename,claim/9f,b,\n", "d.csv:2: a claim can only be rejected or accepted"),
            ("accept,claim/9f,,\nreject,claim/9f,,\n", "d.csv:3: `claim/9f` is accepted already"),
            ("reject,claim/9f,,\naccept,claim/9f,,\n", "d.csv:3: `claim/9f` is rejected already"),
            ("reject,person/a,,,,\n", "d.csv:2: this row has 6 cells"),
            ("merge,p/a,p/b,\nmerge,p/a,p/c,\n", "d.csv:3: `p/a` is merged into both"),
            ("rename,p/a,A,\nrename,p/a,B,\n", "d.csv:3: `p/a` is named both"),
            ("merge,p/a,p/b,\nmerge,p/b,p/a,\n", "d.csv:2: the merges of `p/a` lead back to it"),
            ("merge,p/a,p/a,\n", "d.csv:2: the merges of `p/a` lead back to it"),
        ] {
            let errors = parse(rows).unwrap_err();
            assert!(errors[0].starts_with(expected), "{expected}: {errors:?}");
        }
        let errors = Decisions::parse("d.csv", "a,b\n").unwrap_err();
        assert_eq!(errors[0].line, Some(1));
    }
}
