//! Networks of what documents speak of, whether or not they claim anything about it: documents and
//! their entities, and entities that stand near one another.
//!
//! Mentions outside the running text (menus, captions, headings) do not count.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::assembly::Assembly;
use super::label::clean;
use super::network::{Excerpt, Network, Relation};
use super::scope::Scope;
use super::status::Status;
use super::time::Interval;
use crate::date::Date;
use crate::document::Document;
use crate::graph::record::{EntityRecord, Node};
use crate::graph::{iri, vocab};
use crate::span::CodePoints;

/// Two mentions in one paragraph belong together when at most so many code points part them: two
/// or three lines of print.
const NEAR: u32 = 200;
/// An excerpt shows so many code points on either side of what it is about.
const AROUND: u32 = 80;

/// The text of a document version.
struct Page {
    version: String,
    letters: Vec<char>,
    /// Running text: from and to in code points, and the slot of the article.
    blocks: Vec<(u32, u32, usize)>,
    articles: Vec<Article>,
}

struct Article {
    node: Node,
    date: Option<Date>,
}

/// Where an entity is mentioned, in code points.
#[derive(Clone, Copy)]
struct Place<'a> {
    start: u32,
    end: u32,
    /// Slot of the block.
    block: usize,
    entity: &'a EntityRecord,
}

/// Draws articles and the entities that they mention. Weights count mentions; `entities` and
/// `documents` may come in any order.
pub(super) fn documents<'a>(
    entities: &'a [EntityRecord],
    documents: &[Document],
    scope: &Scope,
) -> Network<'a> {
    let mut parts = Assembly::default();
    let mut dates = BTreeMap::new();
    let entities = by_version(entities, scope);
    for page in pages(documents) {
        for place in places(&page, &entities) {
            let article = &page.articles[page.blocks[place.block].2];
            if !scope.admits_interval(article.date.map(whole_day)) {
                continue;
            }
            let (source, target) = (&article.node.iri, &place.entity.iri);
            parts.own_entity(article.node.clone());
            parts.own_entity(node_of(place.entity));
            let edge = parts.relation(source.clone(), target.clone(), "mentions");
            edge.excerpts.push(page.excerpt(place.start, place.end, article));
            dates.extend(article.date.map(|date| (source.clone(), date)));
        }
    }
    let mut net = parts.network(true, |edge| {
        edge.label = Cow::Borrowed("mentions");
        edge.weight = edge.excerpts.len() as f64;
        dated_by_article(edge, &dates);
    });
    scope.cut(&mut net);
    net
}

/// Draws the entities that are mentioned near one another, at most [`NEAR`] code points apart in
/// one paragraph. Weights count paragraphs; the edges have no direction.
pub(super) fn co_mentions<'a>(
    entities: &'a [EntityRecord],
    documents: &[Document],
    scope: &Scope,
) -> Network<'a> {
    let mut parts = Assembly::default();
    let mut dates = BTreeMap::new();
    let entities = by_version(entities, scope);
    for page in pages(documents) {
        let places = places(&page, &entities);
        // The last paragraph in which each pair met: once a paragraph is enough.
        let mut met: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (slot, first) in places.iter().enumerate() {
            let article = &page.articles[page.blocks[first.block].2];
            if !scope.admits_interval(article.date.map(whole_day)) {
                continue;
            }
            let is_near = |other: &&Place<'_>| {
                other.block == first.block && other.start <= first.end.saturating_add(NEAR)
            };
            for second in places[slot + 1..].iter().take_while(is_near) {
                // One name inside another is not two names.
                if second.start < first.end || second.entity.iri == first.entity.iri {
                    continue;
                }
                let (a, b) = (&first.entity.iri, &second.entity.iri);
                let ends = (a.min(b).as_str(), a.max(b).as_str());
                if met.insert(ends, first.block) == Some(first.block) {
                    continue;
                }
                parts.own_entity(node_of(first.entity));
                parts.own_entity(node_of(second.entity));
                let edge = parts.relation(ends.0.to_owned(), ends.1.to_owned(), "mentioned with");
                edge.excerpts.push(page.excerpt(first.start, second.end, article));
                dates.extend(article.date.map(|date| (article.node.iri.clone(), date)));
            }
        }
    }
    let mut net = parts.network(false, |edge| {
        edge.label = Cow::Borrowed("mentioned with");
        edge.weight = edge.excerpts.len() as f64;
        dated_by_article(edge, &dates);
    });
    scope.cut(&mut net);
    net
}

/// Mentions are as old as the articles that they stand in.
fn dated_by_article(edge: &mut Relation<'_>, dates: &BTreeMap<String, Date>) {
    let dated =
        |shown: &Excerpt<'_>| Some((whole_day(*dates.get(&*shown.article)?), Status::Asserted));
    edge.dated = edge.excerpts.iter().filter_map(dated).collect();
    edge.dated.sort_unstable();
    edge.dated.dedup();
    edge.excerpts.sort_unstable();
}

fn whole_day(date: Date) -> Interval {
    Interval { start: Some(date.first_day()), end: Some(date.last_day()) }
}

/// The label of an entity is that of its first version.
fn node_of(entity: &EntityRecord) -> Node {
    Node { iri: entity.iri.clone(), label: entity.label.clone(), class: entity.class.clone() }
}

/// Returns the documents in the order of their IRIs.
fn pages(documents: &[Document]) -> Vec<Page> {
    let mut pages: Vec<Page> = documents.iter().map(page).collect();
    pages.sort_by(|a, b| a.version.cmp(&b.version));
    pages
}

fn page(doc: &Document) -> Page {
    let points = CodePoints::new(&doc.text);
    let mut blocks = Vec::new();
    let mut articles = Vec::new();
    for (slot, article) in doc.articles.iter().enumerate() {
        let title = article.title.map(|span| clean(span.of(&doc.text)).into_owned());
        let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| doc.path.clone());
        let node = Node {
            iri: iri::article(&article.id).into_string(),
            label: title,
            class: vocab::ARTICLE_CLASS.as_str().to_owned(),
        };
        articles.push(Article { node, date: article.date.or(doc.metadata.date) });
        let running = article.blocks.iter().filter(|block| block.kind.is_running_text());
        blocks.extend(running.map(|block| {
            let (start, end) = points.span(block.span);
            (start, end, slot)
        }));
    }
    blocks.sort_unstable();
    let version = iri::version_of(doc).into_string();
    Page { version, letters: doc.text.chars().collect(), blocks, articles }
}

/// Entities within a scope by the IRI of the version that mentions them.
type ByVersion<'a> = BTreeMap<&'a str, Vec<&'a EntityRecord>>;

fn by_version<'a>(entities: &'a [EntityRecord], scope: &Scope) -> ByVersion<'a> {
    let mut by_version = ByVersion::new();
    for entity in entities.iter().filter(|entity| scope.admits_class(&entity.class)) {
        by_version.entry(&entity.version).or_default().push(entity);
    }
    by_version
}

/// Returns the mentions in the running text of a page, in its order.
fn places<'a>(page: &Page, entities: &ByVersion<'a>) -> Vec<Place<'a>> {
    let mut places: Vec<Place<'a>> = Vec::new();
    for entity in entities.get(page.version.as_str()).into_iter().flatten() {
        for mention in &entity.mentions {
            let (start, end) = (mention.passage.start, mention.passage.end);
            let block = page.blocks.partition_point(|(from, _, _)| *from <= start);
            let Some(block) = block.checked_sub(1) else { continue };
            if end <= page.blocks[block].1 {
                places.push(Place { start, end, block, entity });
            }
        }
    }
    places.sort_by_key(|place| (place.start, place.end, &place.entity.iri));
    places
}

impl Page {
    /// Returns the text from `start` to `end` with a little of what stands around it, cut between
    /// words and inside the paragraph.
    fn excerpt<'a>(&self, start: u32, end: u32, article: &Article) -> Excerpt<'a> {
        let block = self.blocks.partition_point(|(from, _, _)| *from <= start).saturating_sub(1);
        let (low, high, _) = self.blocks[block];
        let is_space = |at: u32| self.letters[at as usize].is_whitespace();
        let mut from = start.saturating_sub(AROUND).max(low);
        while from > low && from < start && !is_space(from - 1) {
            from += 1;
        }
        let mut to = end.saturating_add(AROUND).min(high);
        while to < high && to > end && !is_space(to) {
            to -= 1;
        }
        Excerpt {
            article: Cow::Owned(article.node.iri.clone()),
            title: Cow::Owned(article.node.label.clone()),
            version: Cow::Owned(self.version.clone()),
            start: from,
            end: to,
            quote: Cow::Owned(self.letters[from as usize..to as usize].iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Input, read};
    use crate::graph::record::{MentionRecord, Passage};

    const TEXT: &str = "On the lake\n\nAstra met Boreal at the lake. Later Astra and Boreal sang.\n\nBoreal slept. Corvus woke up.\n";

    fn sample() -> (Vec<Document>, Vec<EntityRecord>) {
        let input = Input { path: "lake.txt", bytes: TEXT.as_bytes() };
        let doc = read(input).expect("the sample can be read").output;
        let version = iri::version_of(&doc).into_string();
        let entity = |name: &str| {
            let passage = |(start, _): (usize, &str)| MentionRecord {
                passage: Passage {
                    iri: String::new(),
                    start: start as u32,
                    end: (start + name.len()) as u32,
                    quote: name.to_owned(),
                },
                reasons: Vec::new(),
                antecedent: None,
            };
            EntityRecord {
                iri: format!("https://w3id.org/saiga/id/person/{}", name.to_lowercase()),
                version: version.clone(),
                label: name.to_owned(),
                class: format!("{}Person", vocab::GP),
                alt_labels: Vec::new(),
                wikidata: None,
                mentions: TEXT.match_indices(name).map(passage).collect(),
            }
        };
        let entities = ["Astra", "Boreal", "Corvus"].map(entity).to_vec();
        (vec![doc], entities)
    }

    #[test]
    fn articles_mention_entities() {
        let (documents, entities) = sample();
        let net = super::documents(&entities, &documents, &Scope::default());
        assert!(net.is_directed);
        let edges: Vec<(String, f64)> = (net.graph.raw_edges().iter())
            .map(|edge| (net.graph[edge.target()].node.label.clone(), edge.weight.weight()))
            .collect();
        let expected = [("Astra", 2.0), ("Boreal", 3.0), ("Corvus", 1.0)];
        assert_eq!(edges, expected.map(|(name, weight)| (name.to_owned(), weight)));
    }

    #[test]
    fn entities_are_linked_once_a_paragraph() {
        let (documents, entities) = sample();
        let net = co_mentions(&entities, &documents, &Scope::default());
        assert!(!net.is_directed);
        let edges: Vec<(&str, &str, f64)> = (net.graph.raw_edges().iter())
            .map(|edge| {
                let [a, b] = [edge.source(), edge.target()].map(|slot| &*net.graph[slot].id);
                (a, b, edge.weight.weight())
            })
            .collect();
        assert_eq!(
            edges,
            [("person/astra", "person/boreal", 1.0), ("person/boreal", "person/corvus", 1.0)]
        );
        let shown = &net.graph.raw_edges()[0].weight.excerpts[0];
        assert_eq!(shown.quote, "Astra met Boreal at the lake. Later Astra and Boreal sang.");
        let stands: String = TEXT
            .chars()
            .skip(shown.start as usize)
            .take((shown.end - shown.start) as usize)
            .collect();
        assert_eq!(stands, shown.quote);
    }
}
