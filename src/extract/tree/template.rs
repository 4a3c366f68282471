//! A pattern as a small tree: its slots and content words, and how the graph of its own sentence
//! connects them.

use std::collections::{BTreeMap, VecDeque};

use super::graph::{Graph, Label};
use super::ground::head_of;
use crate::extract::matching::Form;
use crate::extract::view::{Tokens, View};
use crate::ontology::pattern::{Element, Filter, Part, Slot};
use crate::ontology::words::WordLists;
use crate::text::{Annotated, Relation, Upos};

/// A pattern's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Index into [`crate::ontology::pattern::Patterns::patterns`].
    pub pattern: usize,
    /// What must be found; the first one is where the search starts.
    pub nodes: Vec<Node>,
    /// The edges in the order of the search: each leads from a node that is found to the next one.
    pub edges: Vec<Link>,
    /// Dates that the pattern wants, which may hang on any of its nodes.
    pub dates: Vec<Part>,
}

/// What a node of a template must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word of a kind with one of these lemmas.
    Word(Kind, Vec<String>),
    /// Something that fills a slot.
    Slot(Slot),
}

/// What kind of word a word of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Verb,
    Noun,
    Other,
}

impl Kind {
    /// The kind of a part of speech.
    pub fn of(upos: Upos) -> Self {
        match upos {
            Upos::Verb | Upos::Aux => Self::Verb,
            Upos::Noun | Upos::Propn => Self::Noun,
            _ => Self::Other,
        }
    }
}

/// An edge of a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The node that is found before.
    pub from: usize,
    /// The node that is looked for.
    pub to: usize,
    /// `from` governs `to`; otherwise `to` governs `from`.
    pub down: bool,
    /// Any of these.
    pub labels: Vec<Label>,
}

/// A variant of a pattern laid out as a sentence, for the parser.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The sentence.
    pub text: String,
    /// The byte range of each element; empty for gaps.
    pub ranges: Vec<std::ops::Range<usize>>,
}

impl Sample {
    /// Lays out `variant`, with `fill` for its slots.
    pub fn new(variant: &[Element], fill: impl Fn(&Slot) -> &'static str) -> Self {
        let mut sample = Self::default();
        for (index, element) in variant.iter().enumerate() {
            let piece = match element {
                Element::Word(words) => words.first().map_or("", String::as_str),
                Element::Gap => "",
                Element::Slot(slot) => fill(slot),
            };
            let is_date = matches!(element, Element::Slot(slot) if slot.filter == Filter::Date);
            let follows_word = index > 0
                && matches!(&variant[index - 1], Element::Word(words)
                    if words.iter().any(|word| matches!(word.as_str(), "in" | "on" | "of" | "for" | "since")));
            let is_tight = matches!(piece, "," | "." | ":" | ";" | ")" | "'s");
            if !sample.text.is_empty()
                && !piece.is_empty()
                && !is_tight
                && !sample.text.ends_with('(')
            {
                sample.text.push(' ');
            }
            if is_date && !follows_word {
                sample.text.push_str("in ");
            }
            let start = sample.text.len();
            sample.text.push_str(piece);
            sample.ranges.push(start..sample.text.len());
        }
        let has_verb = variant.len() > 2;
        if has_verb && !sample.text.ends_with('.') {
            sample.text.push('.');
        }
        sample
    }
}

/// Reads the template of one variant from its annotated sample. `None` when its slots and words
/// are not connected, or when it has no word or office to start from.
pub fn compile(
    pattern: usize,
    variant: &[Element],
    sample: &Sample,
    annotated: &Annotated,
    forms: &BTreeMap<&str, Form>,
    words: &WordLists,
) -> Option<Template> {
    let [sentence] = annotated.sentences.as_slice() else { return None };
    let view = View::new(&sample.text, sentence);
    let graph = Graph::new(&view, words);
    let mut wanted: Vec<(usize, Node)> = Vec::new();
    let mut cases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut dates = Vec::new();
    for (element, range) in variant.iter().zip(&sample.ranges) {
        if range.is_empty() {
            continue;
        }
        let tokens = tokens_in(&view, range)?;
        match element {
            Element::Gap => {}
            Element::Slot(slot) if slot.filter == Filter::Date => dates.push(slot.part),
            Element::Slot(slot) => wanted.push((head_of(&view, tokens), Node::Slot(slot.clone()))),
            Element::Word(words) => {
                let at = head_of(&view, tokens);
                match view.upos(at) {
                    // To `turn down` is not to turn.
                    _ if view.relation(at) == Relation::COMPOUND_PRT => {
                        let lemmas = lemmas(words, forms, view.lemma(at));
                        wanted.push((at, Node::Word(Kind::of(view.upos(at)), lemmas)));
                    }
                    // `voted against`: the tree of the sentence would have no place for it.
                    Upos::Adp | Upos::Sconj
                        if !matches!(view.relation(at), Relation::CASE | Relation::MARK) =>
                    {
                        return None;
                    }
                    Upos::Adp | Upos::Sconj => {
                        cases.insert(view.word(at).to_owned(), words.clone());
                    }
                    Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adv => {
                        let is_light = view.lemma(at) == "be" || is_filler(view.word(at));
                        if !is_light {
                            let lemmas = lemmas(words, forms, view.lemma(at));
                            wanted.push((at, Node::Word(Kind::of(view.upos(at)), lemmas)));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    let start = wanted
        .iter()
        .position(|(_, node)| matches!(node, Node::Word(Kind::Verb, _)))
        .or_else(|| wanted.iter().position(|(_, node)| matches!(node, Node::Word(Kind::Noun, _))))
        .or_else(|| wanted.iter().position(|(_, node)| is_office(node)))?;
    connect(pattern, &graph, wanted, start, &cases, dates)
}

/// Words that may stand in a pattern's sentence and need not in the text.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "also"
            | "currently"
            | "then"
            | "now"
            | "officially"
            | "first"
            | "openly"
            | "publicly"
            | "only"
            | "all"
            | "full"
            | "later"
            | "both"
    )
}

fn is_office(node: &Node) -> bool {
    matches!(node, Node::Slot(Slot { filter: Filter::Office(_), .. }))
}

/// The tokens of a byte range of the sample.
fn tokens_in(view: &View<'_>, range: &std::ops::Range<usize>) -> Option<Tokens> {
    let tokens = &view.sentence.tokens;
    let first = tokens.iter().position(|token| token.span.start as usize == range.start)?;
    let end = tokens.iter().position(|token| token.span.end as usize == range.end)? + 1;
    (first < end).then(|| Tokens::new(first, end))
}

/// The lemmas of a pattern's word and its alternatives.
fn lemmas(words: &[String], forms: &BTreeMap<&str, Form>, first: &str) -> Vec<String> {
    let mut lemmas: Vec<String> = words
        .iter()
        .filter_map(|word| forms.get(word.as_str()))
        .map(|form| form.lemma.to_lowercase())
        .chain([first.to_lowercase()])
        .chain(words.iter().map(|word| word.to_lowercase()))
        .collect();
    lemmas.sort_unstable();
    lemmas.dedup();
    lemmas
}

/// Connects the wanted nodes, from `start` outwards. Each must be one arc away from another.
fn connect(
    pattern: usize,
    graph: &Graph,
    mut wanted: Vec<(usize, Node)>,
    start: usize,
    cases: &BTreeMap<String, Vec<String>>,
    dates: Vec<Part>,
) -> Option<Template> {
    wanted.swap(0, start);
    let mut edges = Vec::new();
    let mut found = vec![false; wanted.len()];
    found[0] = true;
    let mut queue = VecDeque::from([0]);
    while let Some(from) = queue.pop_front() {
        for to in 0..wanted.len() {
            if found[to] {
                continue;
            }
            let (one, other) = (wanted[from].0, wanted[to].0);
            let down: Vec<Label> = graph
                .below(one)
                .filter(|arc| arc.dependent == other)
                .map(|arc| arc.label.clone())
                .collect();
            let up: Vec<Label> = graph
                .above(one)
                .filter(|arc| arc.head == other)
                .map(|arc| arc.label.clone())
                .collect();
            let is_down = !down.is_empty();
            let labels = if is_down { down } else { up };
            if labels.is_empty() {
                continue;
            }
            found[to] = true;
            queue.push_back(to);
            edges.push(Link { from, to, down: is_down, labels: spread(labels, cases) });
        }
    }
    found.iter().all(|found| *found).then(|| Template {
        pattern,
        nodes: wanted.into_iter().map(|(_, node)| node).collect(),
        edges,
        dates,
    })
}

/// Replaces a preposition by all that the pattern allows in its place.
fn spread(labels: Vec<Label>, cases: &BTreeMap<String, Vec<String>>) -> Vec<Label> {
    let mut all = Vec::new();
    for label in labels {
        match &label {
            Label::Prep(word) => match cases.get(word) {
                Some(words) => all.extend(words.iter().cloned().map(Label::Prep)),
                None => all.push(label),
            },
            _ => all.push(label),
        }
    }
    // A title is apposed to the name and stands before it; that it modifies it says less, and would
    // let `her` in `her spokesman` pass.
    if all.contains(&Label::Same) {
        all.retain(|label| *label != Label::Modifier);
    }
    all.sort();
    all.dedup();
    all
}
