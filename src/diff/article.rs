//! Which article of the old side is which of the new: by IRI, then title, then text, then shared
//! quotes.

use std::collections::{BTreeMap, BTreeSet};

use super::words::collapse;
use crate::document::identity::{self, SAME_TEXT, Sketch};
use crate::document::{self, Document};
use crate::graph::iri;
use crate::graph::record::ClaimRecord;

/// Share of the quotes of the smaller article that must stand in the larger one as well.
const MIN_SHARED: f64 = 0.3;

/// Words that more articles than this share are a formula and tell nothing.
const MAX_HOLDERS: usize = 8;

/// An article that only one side has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleChange {
    /// Its title, or the document's path.
    pub title: String,
    /// Its IRI.
    pub iri: String,
    /// Whether the new side has it.
    pub added: bool,
    /// How many claims it makes.
    pub claims: usize,
}

/// An article of one side, with or without claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleText {
    /// Its IRI.
    pub iri: String,
    /// Its title, or the document's path.
    pub title: String,
    /// IRI of the document version that it is in.
    pub version: String,
    /// What its text has in common with others is told by this.
    pub sketch: Sketch,
}

impl ArticleText {
    /// The articles of a document, which is the version of this IRI.
    pub fn of_document(doc: &Document, version: &str) -> Vec<Self> {
        let text = |article: &document::Article| {
            let own = article.title.map(|span| span.of(&doc.text).to_owned());
            let title = own.or_else(|| doc.metadata.title.clone());
            Self {
                iri: iri::article(&article.id).into_string(),
                title: title.unwrap_or_else(|| doc.path.clone()),
                version: version.to_owned(),
                sketch: identity::article_sketch(doc, article),
            }
        };
        doc.articles.iter().map(text).collect()
    }
}

/// Which articles are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Articles {
    /// Number of the group of an article of the old side; a matched article has the same number
    /// on both sides.
    pub(super) old: BTreeMap<String, usize>,
    /// The same for the new side.
    pub(super) new: BTreeMap<String, usize>,
    /// Articles without counterpart.
    pub(super) alone: Vec<ArticleChange>,
}

/// What is known of one article.
#[derive(Default)]
struct Article<'a> {
    title: String,
    sketch: Option<&'a Sketch>,
    records: Vec<&'a ClaimRecord>,
}

impl Article<'_> {
    fn quotes(&self) -> BTreeSet<String> {
        let passages = self.records.iter().flat_map(|record| &record.evidence);
        passages.map(|passage| collapse(&passage.quote)).collect()
    }
}

/// The articles of one side by their IRI.
type Group<'a> = BTreeMap<&'a str, Article<'a>>;

/// Matches the articles of two sides, each given as its records and the articles that are known
/// beside. `same_document` pairs what is alone on either side.
pub(super) fn align<'a>(
    old: (&[&'a ClaimRecord], &'a [ArticleText]),
    new: (&[&'a ClaimRecord], &'a [ArticleText]),
    same_document: bool,
) -> Articles {
    let (before, after) = (group(old), group(new));
    let mut matched: BTreeMap<&str, &str> =
        before.keys().filter(|iri| after.contains_key(*iri)).map(|iri| (*iri, *iri)).collect();
    let free = |side: &Group<'_>, other: &Group<'_>| {
        side.keys().filter(|iri| !other.contains_key(*iri)).count()
    };
    if free(&before, &after) > 0 && free(&after, &before) > 0 {
        by_title(&before, &after, &mut matched);
        by_text(&before, &after, &mut matched);
        by_quotes(&before, &after, &mut matched);
        if same_document
            && let [old] = before.keys().collect::<Vec<_>>()[..]
            && let [new] = after.keys().collect::<Vec<_>>()[..]
        {
            matched.insert(old, new);
        }
    }

    let mut articles = Articles::default();
    for (number, (old, new)) in matched.iter().enumerate() {
        articles.old.insert((*old).to_owned(), number);
        articles.new.insert((*new).to_owned(), number);
    }
    let mut number = matched.len();
    for (added, side) in [(false, &before), (true, &after)] {
        for (iri, article) in side {
            let groups = if added { &mut articles.new } else { &mut articles.old };
            if !groups.contains_key(*iri) {
                groups.insert((*iri).to_owned(), number);
                number += 1;
                articles.alone.push(ArticleChange {
                    title: article.title.clone(),
                    iri: (*iri).to_owned(),
                    added,
                    claims: article.records.len(),
                });
            }
        }
    }
    articles
}

fn group<'a>((records, texts): (&[&'a ClaimRecord], &'a [ArticleText])) -> Group<'a> {
    let mut articles: Group<'a> = BTreeMap::new();
    for text in texts {
        // The same article on two pages is one; the longer text stands for both.
        let article = articles.entry(&text.iri).or_default();
        if article.sketch.is_none_or(|known| known.hashes().len() < text.sketch.hashes().len()) {
            article.sketch = Some(&text.sketch);
            article.title.clone_from(&text.title);
        }
    }
    for record in records {
        let article = articles.entry(&record.article).or_default();
        if article.records.is_empty() {
            article.title.clone_from(&record.article_title);
        }
        article.records.push(record);
    }
    articles
}

/// Matches the articles left over whose title no other of them has.
fn by_title<'a>(before: &Group<'a>, after: &Group<'a>, matched: &mut BTreeMap<&'a str, &'a str>) {
    let mut titles: BTreeMap<String, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    let taken: BTreeSet<&str> = matched.values().copied().collect();
    for (iri, article) in before.iter().filter(|(iri, _)| !matched.contains_key(*iri)) {
        titles.entry(collapse(&article.title).to_lowercase()).or_default().0.push(iri);
    }
    for (iri, article) in after.iter().filter(|(iri, _)| !taken.contains(*iri)) {
        titles.entry(collapse(&article.title).to_lowercase()).or_default().1.push(iri);
    }
    for (title, (old, new)) in titles {
        if let ([old], [new]) = (&old[..], &new[..])
            && !title.is_empty()
        {
            matched.insert(old, new);
        }
    }
}

/// Matches the articles left over of which the shorter has [`SAME_TEXT`] of its words' runs in the
/// other, those that share most first.
fn by_text<'a>(before: &Group<'a>, after: &Group<'a>, matched: &mut BTreeMap<&'a str, &'a str>) {
    let mut taken: BTreeSet<&str> = matched.values().copied().collect();
    let news: Vec<(&'a str, &Sketch)> = (after.iter())
        .filter(|(iri, _)| !taken.contains(*iri))
        .filter_map(|(iri, article)| Some((*iri, article.sketch?)))
        .collect();
    let olds: Vec<(&'a str, &Sketch)> = (before.iter())
        .filter(|(iri, _)| !matched.contains_key(*iri))
        .filter_map(|(iri, article)| Some((*iri, article.sketch?)))
        .collect();
    let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (slot, (_, sketch)) in news.iter().enumerate() {
        for hash in sketch.hashes() {
            holders.entry(*hash).or_default().push(slot);
        }
    }
    // The same bound on either side, so that the comparison is the same both ways round.
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for hash in olds.iter().flat_map(|(_, sketch)| sketch.hashes()) {
        *counts.entry(*hash).or_insert(0) += 1;
    }
    holders.retain(|hash, _| counts.get(hash).is_some_and(|count| *count <= MAX_HOLDERS));
    let mut candidates: Vec<(f64, &'a str, &'a str)> = Vec::new();
    for (old, sketch) in olds {
        // Words that many articles share are a formula and tell nothing.
        let sharing: BTreeSet<usize> = (sketch.hashes().iter())
            .filter_map(|hash| holders.get(hash).filter(|holders| holders.len() <= MAX_HOLDERS))
            .flatten()
            .copied()
            .collect();
        for slot in sharing {
            let (new, other) = news[slot];
            let shared = identity::similarity(sketch, other).containment;
            if shared >= SAME_TEXT {
                candidates.push((shared, old, new));
            }
        }
    }
    candidates.sort_by(|(s, a, b), (t, c, d)| {
        t.total_cmp(s).then_with(|| (a.min(b), a.max(b)).cmp(&(c.min(d), c.max(d))))
    });
    for (_, old, new) in candidates {
        if !matched.contains_key(old) && taken.insert(new) {
            matched.insert(old, new);
        }
    }
}

/// Matches the articles left over that share quotes, those that share most first.
fn by_quotes<'a>(before: &Group<'a>, after: &Group<'a>, matched: &mut BTreeMap<&'a str, &'a str>) {
    let taken: BTreeSet<&str> = matched.values().copied().collect();
    let free = |side: &Group<'a>, is_taken: &dyn Fn(&str) -> bool| {
        let free = side.iter().filter(|(iri, _)| !is_taken(iri));
        free.map(|(iri, article)| (*iri, article.quotes())).collect::<BTreeMap<&'a str, _>>()
    };
    let olds = free(before, &|iri| matched.contains_key(iri));
    let news = free(after, &|iri| taken.contains(iri));
    let mut holders: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for (iri, quotes) in &news {
        for quote in quotes {
            holders.entry(quote).or_default().push(iri);
        }
    }
    let mut shared: BTreeMap<(&'a str, &'a str), usize> = BTreeMap::new();
    for (old, quotes) in &olds {
        // A quote that many articles share is a formula and tells nothing.
        let telling = quotes.iter().filter_map(|quote| holders.get(quote.as_str()));
        for new in telling.filter(|holders| holders.len() <= MAX_HOLDERS).flatten() {
            *shared.entry((old, new)).or_insert(0) += 1;
        }
    }
    let mut candidates: Vec<(usize, &'a str, &'a str)> =
        shared.into_iter().map(|((old, new), count)| (count, old, new)).collect();
    // The order of the two IRIs, whichever side they are on, breaks ties: the same both ways.
    candidates.sort_by_key(|(count, old, new)| (usize::MAX - count, *old.min(new), *old.max(new)));
    let mut taken = taken;
    for (count, old, new) in candidates {
        let smaller = olds[old].len().min(news[new].len());
        let is_enough = count as f64 >= MIN_SHARED * smaller as f64;
        if is_enough && !matched.contains_key(old) && taken.insert(new) {
            matched.insert(old, new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::claim;

    #[test]
    fn articles_match_by_iri_then_title_then_quotes() {
        let made = |iri: &str, title: &str, quote: &str| {
            let record = claim("Country/A", "borders", "Country/B", quote).inside("d", iri);
            ClaimRecord { article_title: title.to_owned(), ..record }
        };
        let old = [made("1", "One", "x"), made("2", "Two", "y"), made("3", "Three", "z z")];
        let old = [&old[0], &old[1], &old[2]];
        let new = [
            made("1", "Uno", "x"),
            made("4", "two", "q"),
            made("5", "Tres", "z  z"),
            made("6", "Six", "w"),
        ];
        let new: Vec<&ClaimRecord> = new.iter().collect();
        let articles = align((&old, &[]), (&new, &[]), true);
        let number = |side: &BTreeMap<String, usize>, id: &str| {
            side[&format!("https://w3id.org/saiga/article/{id}")]
        };
        for (before, after) in [("1", "1"), ("2", "4"), ("3", "5")] {
            assert_eq!(number(&articles.old, before), number(&articles.new, after), "{before}");
        }
        let alone: Vec<(&str, bool)> =
            articles.alone.iter().map(|article| (article.title.as_str(), article.added)).collect();
        assert_eq!(alone, [("Six", true)]);
    }
}
