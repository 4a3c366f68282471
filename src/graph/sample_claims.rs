//! Claims made by hand, for the tests of the stages that read [`ClaimRecord`]s.

use std::collections::BTreeMap;

use super::record::{ClaimRecord, Node, Object, Passage};
use crate::extract::{Polarity, Realis};

/// Start of the made-up terms.
pub(crate) const GP: &str = "https://w3id.org/saiga/geopolitics#";
const SG: &str = "https://w3id.org/saiga/ns#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// The entity `class/slug`, such as `Country/Kazakhstan`; the slug is also its name.
pub(crate) fn node(id: &str) -> Node {
    let (class, name) = id.split_once('/').expect("samples are written `Class/Name`");
    let slug = name.to_lowercase().replace(' ', "-");
    Node {
        iri: format!("https://w3id.org/saiga/id/{}/{slug}", class.to_lowercase()),
        label: name.to_owned(),
        class: format!("{GP}{class}"),
    }
}

/// A number, a date or words, typed by their form.
pub(crate) fn literal(value: &str) -> Object {
    let is_year = value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    let datatype = match value.parse::<crate::date::Date>() {
        Ok(_) if is_year => "gYear",
        Ok(date) if date.day_number().is_some() => "date",
        Ok(_) => "gYearMonth",
        Err(_) if value.parse::<f64>().is_ok() => "decimal",
        Err(_) => "string",
    };
    Object::Literal { value: value.to_owned(), datatype: format!("{XSD}{datatype}") }
}

/// A number, also one that looks like a year.
pub(crate) fn number(value: &str) -> Object {
    Object::Literal { value: value.to_owned(), datatype: format!("{XSD}decimal") }
}

/// An affirmed, actual claim of the author in the article `a`, version `v`, stated by `quote`.
pub(crate) fn claim(subject: &str, predicate: &str, object: &str, quote: &str) -> ClaimRecord {
    let object = match object.split_once('/') {
        Some(_) => Object::Entity(node(object)),
        None => literal(object),
    };
    let mut record = ClaimRecord {
        iri: String::new(),
        version: "https://w3id.org/saiga/doc/d/v".to_owned(),
        article: "https://w3id.org/saiga/article/a".to_owned(),
        article_title: "An article".to_owned(),
        subject: node(subject),
        predicate: format!("{GP}{predicate}"),
        predicate_label: label(predicate),
        object,
        qualifiers: BTreeMap::new(),
        polarity: Polarity::Affirmed,
        realis: Realis::Actual,
        holder: None,
        evidence: Vec::new(),
        rule: "sample/1".to_owned(),
    };
    record.cite(quote, 0);
    record
}

/// `memberOf` to `member of`.
fn label(predicate: &str) -> String {
    let mut words = String::new();
    for c in predicate.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

impl ClaimRecord {
    /// Adds a qualifier, `start`, `end` and `date` among them.
    pub(crate) fn with(mut self, qualifier: &str, value: Object) -> Self {
        let iri = match qualifier {
            "start" => format!("{SG}validFrom"),
            "end" => format!("{SG}validTo"),
            "date" => format!("{SG}date"),
            other => format!("{GP}{other}"),
        };
        self.qualifiers.entry(iri).or_default().push(value);
        self.named()
    }

    /// Adds a passage that starts at this code point.
    pub(crate) fn cite(&mut self, quote: &str, start: u32) {
        let end = start + quote.chars().count() as u32;
        let iri = format!("{}#char={start},{end}", self.version);
        self.evidence.push(Passage { iri, start, end, quote: quote.to_owned() });
        *self = self.clone().named();
    }

    /// Sets the three axes.
    pub(crate) fn status(
        mut self,
        polarity: Polarity,
        realis: Realis,
        holder: Option<&str>,
    ) -> Self {
        (self.polarity, self.realis) = (polarity, realis);
        self.holder = holder.map(|id| Object::Entity(node(id)));
        self.named()
    }

    /// Moves the record to another article of another document.
    pub(crate) fn inside(mut self, document: &str, article: &str) -> Self {
        self.version = format!("https://w3id.org/saiga/doc/{document}/v");
        self.article = format!("https://w3id.org/saiga/article/{article}");
        self.article_title = article.to_owned();
        for passage in &mut self.evidence {
            passage.iri = format!("{}#char={},{}", self.version, passage.start, passage.end);
        }
        self
    }

    /// Gives the claim the IRI that its content makes.
    fn named(mut self) -> Self {
        let content = (
            (&self.subject.iri, &self.predicate, &self.object),
            (&self.qualifiers, self.polarity, self.realis, &self.holder),
        );
        self.iri = format!("https://w3id.org/saiga/claim/{content:?}");
        self
    }
}
