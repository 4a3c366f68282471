//! Search over names and texts.

use serde_json::{Value, json};

use super::{Corpus, Thing, fact};
use crate::document::Document;
use crate::slug::slug;
use crate::span::{CodePoints, Span};

/// Longest query in characters; what stands behind is not looked at.
const LONGEST: usize = 200;
/// Most words of a query that are looked for in texts.
const MOST_WORDS: usize = 8;
/// Likeness (Jaro–Winkler) from which a name may be what was meant.
const ALIKE: f64 = 0.88;

/// `GET /api/search?q=WORDS`: entities by name, the best first, and passages that hold all words.
pub fn search(corpus: Corpus<'_>, query: &str, limit: usize) -> Value {
    let query: String = query.trim().chars().take(LONGEST).collect();
    let entities = entities(corpus, &query, None, limit);
    let (passages, n_passages) = passages(corpus, &query, limit);
    json!({ "query": query, "entities": entities, "passages": passages, "total": n_passages })
}

/// `GET /api/entities?q=&class=`: entities whose name begins so, for pickers. An empty query gives the
/// most connected ones; `class` is the name of a class, and those below it count.
pub fn entities(corpus: Corpus<'_>, query: &str, class: Option<&str>, limit: usize) -> Vec<Value> {
    let onto = &corpus.project.ontology;
    let wanted = class.and_then(|name| onto.class_names.get(name).copied());
    let fits = |thing: &Thing| {
        let Some(wanted) = wanted else { return class.is_none() };
        let own = onto.class_names.get(fact::local_name(&thing.class));
        own.is_some_and(|own| onto.is_a(*own, wanted))
    };
    let key = if query.trim().is_empty() { String::new() } else { slug(query) };
    let of_class = || corpus.things.iter().filter(|(_, thing)| fits(thing));
    let mut found: Vec<_> = of_class()
        .filter_map(|(iri, thing)| best(&key, thing).map(|(rank, name)| (rank, name, iri, thing)))
        .collect();
    if found.is_empty() {
        let likeness = |name: &str| strsim::jaro_winkler(&key, &slug(name));
        found = of_class()
            .filter(|(_, thing)| {
                let mut names = thing.names.iter().chain([&thing.label]);
                names.any(|name| likeness(name) >= ALIKE)
            })
            .map(|(iri, thing)| (9, None, iri, thing))
            .collect();
    }
    found.sort_by_key(|(rank, _, iri, thing)| {
        let weight = (thing.n_articles, thing.n_facts, thing.n_mentions);
        (*rank, std::cmp::Reverse(weight), thing.label.clone(), (*iri).clone())
    });
    let entity = |(rank, name, iri, thing): (u8, Option<&str>, &String, &Thing)| {
        json!({
            "id": fact::entity_id(iri),
            "label": thing.label,
            "class": fact::local_name(&thing.class),
            "also": name,
            "guess": rank == 9,
            "facts": thing.n_facts,
            "articles": thing.n_articles,
            "mentions": thing.n_mentions,
        })
    };
    found.into_iter().take(limit).map(entity).collect()
}

/// How well a thing fits the words, 0 the best, with the other name by which it does.
fn best<'t>(key: &str, thing: &'t Thing) -> Option<(u8, Option<&'t str>)> {
    let of_label = rank(key, &thing.label).map(|rank| (rank * 2, None));
    let of_names = (thing.names.iter())
        .filter_map(|name| Some((rank(key, name)? * 2 + 1, Some(name.as_str()))))
        .min();
    [of_label, of_names].into_iter().flatten().min_by_key(|(rank, _)| *rank)
}

fn rank(key: &str, name: &str) -> Option<u8> {
    let name = slug(name);
    let begins = |word: &str| name.split('-').any(|own| own.starts_with(word));
    match () {
        () if name == key => Some(0),
        () if name.starts_with(key) => Some(1),
        () if key.split('-').all(begins) => Some(2),
        () => None,
    }
}

/// Paragraphs of the latest versions that hold every word of the query, at the start of a word.
fn passages(corpus: Corpus<'_>, query: &str, limit: usize) -> (Vec<Value>, usize) {
    let words: Vec<Vec<char>> = (query.split_whitespace().take(MOST_WORDS))
        .map(|word| folded(word.chars().filter(|c| c.is_alphanumeric())).collect())
        .filter(|word: &Vec<char>| !word.is_empty())
        .collect();
    if words.iter().map(Vec::len).sum::<usize>() < 2 {
        return (Vec::new(), 0);
    }
    let (mut found, mut total) = (Vec::new(), 0);
    for document in corpus.texts() {
        let points = CodePoints::new(&document.text);
        for block in document.articles.iter().flat_map(|article| &article.blocks) {
            let Some(marks) = marks(block.span.of(&document.text), &words) else { continue };
            total += 1;
            if found.len() < limit {
                found.push(passage(document, &points, block.span, &marks));
            }
        }
    }
    (found, total)
}

fn passage(
    document: &Document,
    points: &CodePoints<'_>,
    span: Span,
    marks: &[(usize, usize)],
) -> Value {
    let (start, end) = points.span(span);
    json!({
        "document": document.id,
        "version": document.version,
        "title": document.metadata.title.as_ref().unwrap_or(&document.path),
        "start": start,
        "end": end,
        "text": span.of(&document.text),
        "marks": marks.iter().take(50).collect::<Vec<_>>(),
    })
}

/// Where the words stand in the text, in code points; `None` unless all do.
fn marks(text: &str, words: &[Vec<char>]) -> Option<Vec<(usize, usize)>> {
    let letters: Vec<char> = folded(text.chars()).collect();
    let mut marks = Vec::new();
    for word in words {
        let before = marks.len();
        let starts = (0..(letters.len() + 1).saturating_sub(word.len()))
            .filter(|at| letters[*at..].starts_with(word))
            .filter(|at| *at == 0 || !letters[at - 1].is_alphanumeric());
        marks.extend(starts.map(|at| (at, at + word.len())));
        if marks.len() == before {
            return None;
        }
    }
    marks.sort_unstable();
    Some(marks)
}

/// Letters in lower case, one for one: what has several there keeps its first.
fn folded(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    letters.map(|letter| letter.to_lowercase().next().unwrap_or(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_rank_by_how_they_begin() {
        let thing = Thing {
            label: "Örnland Union".to_owned(),
            names: ["OU".to_owned()].into(),
            ..Thing::default()
        };
        assert_eq!(best("ornland-union", &thing), Some((0, None)));
        assert_eq!(best("ou", &thing), Some((1, Some("OU"))));
        assert_eq!(best("ornl", &thing), Some((2, None)));
        assert_eq!(best("uni-orn", &thing), Some((4, None)));
        assert_eq!(best("nion", &thing), None);
    }

    #[test]
    fn words_are_found_in_any_order_and_counted_in_code_points() {
        let word = |word: &str| word.chars().collect::<Vec<_>>();
        let marks = |text, words: &[&str]| {
            marks(text, &words.iter().map(|one| word(one)).collect::<Vec<_>>())
        };
        assert_eq!(marks("𝒳 İzmir trades", &["trad", "i"]), Some(vec![(2, 3), (8, 12)]));
        assert_eq!(marks("untraded goods", &["trad"]), None);
    }
}
