//! The text of a pattern: words, slots in braces, alternatives in brackets.

use super::{Element, Filter, Part, QualifierName, Slot};
use crate::ontology::Ontology;
use crate::ontology::words::OfficeKind;

/// Every way to read the text of a pattern.
///
/// # Errors
/// Unbalanced brackets, an unknown class or part, or too many ways, said in one line.
pub(super) fn variants(text: &str, onto: &Ontology) -> Result<Vec<Vec<Element>>, String> {
    Parser { rest: text, onto }.sequence(None)
}

/// The most variants that one pattern may have.
const MAX_VARIANTS: usize = 512;

/// A recursive-descent parser over the pattern's text.
struct Parser<'t, 'o> {
    rest: &'t str,
    onto: &'o Ontology,
}

impl<'t> Parser<'t, '_> {
    /// Parses until `close`, or to the end; gives every way to read it.
    fn sequence(&mut self, close: Option<char>) -> Result<Vec<Vec<Element>>, String> {
        let mut done: Vec<Vec<Element>> = Vec::new();
        let mut open: Vec<Vec<Element>> = vec![Vec::new()];
        loop {
            self.rest = self.rest.trim_start();
            let Some(first) = self.rest.chars().next() else {
                return match close {
                    None => Ok(open),
                    Some(close) => Err(format!("`{close}` is missing")),
                };
            };
            let choices: Vec<Vec<Element>> = match first {
                _ if Some(first) == close => {
                    self.rest = &self.rest[first.len_utf8()..];
                    done.append(&mut open);
                    return Ok(done);
                }
                '|' if close.is_some() => {
                    self.rest = &self.rest[1..];
                    done.append(&mut open);
                    open = vec![Vec::new()];
                    continue;
                }
                '(' => {
                    self.rest = &self.rest[1..];
                    one_of_words(self.sequence(Some(')'))?)
                }
                '[' => {
                    self.rest = &self.rest[1..];
                    let mut choices = one_of_words(self.sequence(Some(']'))?);
                    choices.push(Vec::new());
                    choices
                }
                '{' => {
                    let end = self.rest.find('}').ok_or("`}` is missing")?;
                    let inside = &self.rest[1..end];
                    self.rest = &self.rest[end + 1..];
                    vec![vec![Element::Slot(self.slot(inside)?)]]
                }
                '.' if self.rest.starts_with("...") => {
                    self.rest = &self.rest[3..];
                    vec![vec![Element::Gap]]
                }
                '\\' => {
                    // `\(` and `\)` are the brackets themselves.
                    let mark = self.rest[1..].chars().next().ok_or("`\\` at the end")?;
                    self.rest = &self.rest[1 + mark.len_utf8()..];
                    vec![vec![Element::Word(vec![mark.to_string()])]]
                }
                _ => vec![vec![Element::Word(vec![self.word()])]],
            };
            open = open
                .iter()
                .flat_map(|head| choices.iter().map(move |tail| [head.as_slice(), tail].concat()))
                .collect();
            if open.len() > MAX_VARIANTS {
                return Err(format!("more than {MAX_VARIANTS} ways to read one pattern"));
            }
        }
    }

    /// Takes one word or punctuation mark.
    fn word(&mut self) -> String {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '$' | '%');
        let len = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let len = if len == 0 { self.rest.chars().next().map_or(0, char::len_utf8) } else { len };
        let (word, rest) = self.rest.split_at(len);
        self.rest = rest;
        word.to_lowercase()
    }

    /// Reads what stands between braces.
    fn slot(&self, inside: &str) -> Result<Slot, String> {
        let (part, filter) = match inside.split_once(':') {
            None => (Part::Unnamed, inside),
            Some((part, filter)) => (part_named(part.trim())?, filter),
        };
        let filter = filter.trim();
        let filter = match filter {
            "Date" => Filter::Date,
            "Money" => Filter::Money,
            "Percent" => Filter::Percent,
            "Count" => Filter::Count,
            "Rank" => Filter::Rank,
            "Noun" => Filter::Noun,
            _ if filter.starts_with("Office") => Filter::Office(office_kinds(filter)?),
            _ => {
                let (filter, described) = match filter.strip_suffix("|Noun") {
                    Some(classes) => (classes, true),
                    None => (filter, false),
                };
                let names = filter.split('|').map(|name| {
                    let name = name.trim();
                    let class = self.onto.class_names.get(name).copied();
                    class.ok_or_else(|| format!("class `{name}` is not in the ontology"))
                });
                let classes = names.collect::<Result<_, _>>()?;
                if described { Filter::Described(classes) } else { Filter::Classes(classes) }
            }
        };
        Ok(Slot { part, filter })
    }
}

/// Puts the choices that are single words together as one element: they differ in nothing else.
fn one_of_words(choices: Vec<Vec<Element>>) -> Vec<Vec<Element>> {
    let mut words = Vec::new();
    let mut others = Vec::new();
    for choice in choices {
        match choice.as_slice() {
            [Element::Word(word)] => words.extend(word.iter().cloned()),
            _ => others.push(choice),
        }
    }
    if !words.is_empty() {
        others.push(vec![Element::Word(words)]);
    }
    others
}

/// Reads the kinds after `Office/`.
fn office_kinds(filter: &str) -> Result<Vec<OfficeKind>, String> {
    let Some((_, kinds)) = filter.split_once('/') else { return Ok(Vec::new()) };
    let kind = |name: &str| match name.trim() {
        "head" => Ok(OfficeKind::HeadOfState),
        "organization" => Ok(OfficeKind::HeadOfOrganization),
        "official" => Ok(OfficeKind::Official),
        "staff" => Ok(OfficeKind::Staff),
        "kin" => Ok(OfficeKind::Kin),
        other => {
            Err(format!("`Office/{other}`: expected head, organization, official, staff or kin"))
        }
    };
    kinds.split('|').map(kind).collect()
}

/// Reads the part before `:`.
fn part_named(name: &str) -> Result<Part, String> {
    Ok(match name {
        "_" => Part::Context,
        "subject" | "about" => Part::Subject,
        "object" | "value" => Part::Object,
        "both" => Part::Both,
        "start" => Part::Qualifier(QualifierName::Start),
        "end" => Part::Qualifier(QualifierName::End),
        "date" => Part::Qualifier(QualifierName::Date),
        "amount" => Part::Qualifier(QualifierName::Amount),
        "place" => Part::Qualifier(QualifierName::Place),
        "role" => Part::Qualifier(QualifierName::Role),
        "term" => Part::Qualifier(QualifierName::Term),
        "count" => Part::Qualifier(QualifierName::Count),
        "commodity" => Part::Qualifier(QualifierName::Commodity),
        "of" => Part::Qualifier(QualifierName::Of),
        "counterpart" => Part::Qualifier(QualifierName::Counterpart),
        _ => return Err(format!("`{name}` is no part of a claim")),
    })
}
