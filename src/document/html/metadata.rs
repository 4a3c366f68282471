//! What a page says of itself in its head: `meta`, `link`, `title` and JSON-LD.

use serde_json::Value;

use super::element::Attributes;
use crate::document::Metadata;
use crate::document::date_line::date_value;

/// Where a piece of metadata stands; when several places speak, the later of these wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Title,
    Meta,
    JsonLd,
    OpenGraph,
}

/// Metadata as it is collected.
#[derive(Debug, Default)]
pub struct Collected {
    metadata: Metadata,
    title: Option<Rank>,
    authors: Option<Rank>,
}

impl Collected {
    /// The result.
    pub fn finish(self) -> Metadata {
        self.metadata
    }

    /// Takes the text of `<title>`.
    pub fn page_title(&mut self, text: &str) {
        self.set_title(Rank::Title, text);
    }

    /// Takes a `html`, `meta`, `link` or `time` tag.
    pub fn tag(&mut self, name: &str, attributes: &Attributes) {
        let value = attributes.value.as_str();
        match name {
            "html" => self.metadata.language = language(&attributes.lang),
            "link" if attributes.roles.eq_ignore_ascii_case("canonical") => self.set_url(value),
            "meta" => match attributes.key.to_ascii_lowercase().as_str() {
                "og:title" => self.set_title(Rank::OpenGraph, value),
                "dc.title" | "citation_title" => self.set_title(Rank::Meta, value),
                "author" | "dc.creator" | "citation_author" => {
                    self.set_authors(Rank::Meta, &[value]);
                }
                "article:author" if !value.contains("://") => {
                    self.set_authors(Rank::OpenGraph, &[value]);
                }
                "og:site_name" | "dc.publisher" | "publisher" | "citation_publisher" => {
                    self.set_publisher(value);
                }
                "article:published_time"
                | "date"
                | "dc.date"
                | "citation_date"
                | "pubdate"
                | "citation_publication_date"
                | "datepublished" => self.set_date(value),
                "og:url" => self.set_url(value),
                _ => {}
            },
            _ => {}
        }
    }

    /// Takes a JSON-LD script: schema.org's headline, author, datePublished and publisher, from
    /// the first thing that has a headline. Broken JSON is passed over.
    pub fn json_ld(&mut self, source: &str) {
        let Ok(value) = serde_json::from_str::<Value>(source) else { return };
        let things: Vec<&Value> = match &value {
            Value::Array(items) => items.iter().collect(),
            other => vec![other],
        };
        let inner = |thing: &'_ Value| thing.get("@graph").and_then(Value::as_array).cloned();
        let graphs: Vec<Value> = things.iter().filter_map(|thing| inner(thing)).flatten().collect();
        let mut all = things.into_iter().chain(&graphs);
        let Some(thing) = all.find(|thing| thing.get("headline").is_some()) else { return };
        if let Some(title) = thing["headline"].as_str() {
            self.set_title(Rank::JsonLd, title);
        }
        let authors = match &thing["author"] {
            Value::Array(items) => items.iter().filter_map(name_of).collect(),
            other => name_of(other).into_iter().collect::<Vec<_>>(),
        };
        self.set_authors(Rank::JsonLd, &authors);
        if let Some(date) = thing["datePublished"].as_str() {
            self.set_date(date);
        }
        if let Some(publisher) = name_of(&thing["publisher"]) {
            self.set_publisher(publisher);
        }
    }

    fn set_title(&mut self, rank: Rank, title: &str) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() && self.title < Some(rank) {
            self.title = Some(rank);
            self.metadata.title = Some(title);
        }
    }

    /// Several tags of one rank name several authors.
    fn set_authors(&mut self, rank: Rank, authors: &[&str]) {
        let named = authors.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let named: Vec<String> = named.map(str::to_owned).collect();
        if named.is_empty() || self.authors > Some(rank) {
            return;
        }
        if self.authors < Some(rank) {
            self.metadata.authors.clear();
        }
        self.authors = Some(rank);
        for name in named {
            if !self.metadata.authors.contains(&name) && self.metadata.authors.len() < 100 {
                self.metadata.authors.push(name);
            }
        }
    }

    fn set_publisher(&mut self, name: &str) {
        if self.metadata.publisher.is_none() && !name.trim().is_empty() {
            self.metadata.publisher = Some(name.trim().to_owned());
        }
    }

    fn set_date(&mut self, value: &str) {
        self.metadata.date = self.metadata.date.or_else(|| date_value(value));
    }

    fn set_url(&mut self, url: &str) {
        if self.metadata.url.is_none() && !url.trim().is_empty() {
            self.metadata.url = Some(url.trim().to_owned());
        }
    }
}

/// The name of a JSON-LD thing: itself or its `name`.
fn name_of(thing: &Value) -> Option<&str> {
    thing.as_str().or_else(|| thing.get("name")?.as_str())
}

/// A language tag: `en`, `en_GB` (as Open Graph writes it).
fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let is_tag = !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_tag.then_some(tag)
}
