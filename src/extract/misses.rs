//! What was almost read: sentences in which two mentions fit a relation and a word of its patterns
//! stands near, but from which no claim of that relation came; with the reason, and with the pattern
//! that would have joined the two.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{self, Step};
use super::mention::Candidate;
use super::scene::Scene;
use super::tree::ground::Ground;
use super::tree::search::search;
use super::tree::template::Node;
use super::view::{Tokens, View};
use super::{Facts, Reason, Rules, scenes};
use crate::document::Document;
use crate::ontology::pattern::{Filter, Slot};
use crate::ontology::{ClassId, Range, RelationId};
use crate::span::Span;
use crate::text::{Annotated, Sentence, Upos};

/// Most tokens between a mention and the word of the relation.
const NEAR: usize = 10;
/// A word that more relations share suggests none of them.
const MOST_RELATIONS: usize = 4;
/// Most words of a suggested pattern: a longer one would fit a single sentence.
const LONGEST: usize = 5;
/// Sentences of more tokens are seldom parsed right.
const LONG_SENTENCE: usize = 55;

/// A claim that may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The relation that nothing was read of.
    pub relation: RelationId,
    /// The sentence.
    pub sentence: Span,
    /// The mention that could be the subject.
    pub subject: Span,
    /// The mention or date that could be the object.
    pub object: Span,
    /// The word that suggests the relation.
    pub trigger: Span,
    /// Why nothing was read.
    pub reason: MissReason,
    /// The pattern that would join the two, in the notation of `ontology/patterns`; `None` when what
    /// joins them is too long to be said by a pattern.
    pub pattern: Option<String>,
    /// The pattern that came nearest (`member-of/2`), where one did.
    pub nearest: Option<String>,
}

/// Why no claim was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissReason {
    /// No pattern joins the two in this way.
    NoPath,
    /// A pattern would, but its slots want other classes than the mentions have.
    ClassMismatch,
    /// A pattern matched, but a rule kept its claim back.
    Blocked,
    /// The sentence is so long or broken that its tree is not to be trusted.
    UnsureParse,
}

impl MissReason {
    /// The words by which it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoPath => "no pattern joins them",
            Self::ClassMismatch => "a pattern wants other classes",
            Self::Blocked => "a rule kept the claim back",
            Self::UnsureParse => "the sentence is hard to parse",
        }
    }
}

/// The words and relaxed patterns by which misses are found, made once for any number of documents.
pub struct Watch {
    /// From a word or lemma to the relations that it suggests.
    triggers: BTreeMap<String, BTreeSet<RelationId>>,
    /// By pattern as compiled: its steps with slots that take entities of any class.
    relaxed: Vec<Vec<Step>>,
    /// The class of all entities.
    root: Option<ClassId>,
}

impl Watch {
    /// Collects from each pattern its most telling word: the one that the fewest relations share, and
    /// that most patterns of its relation use.
    pub fn new(rules: &Rules<'_>) -> Self {
        let relation = |pattern: usize| rules.patterns.patterns[pattern].relation;
        let mut users: BTreeMap<&str, BTreeSet<RelationId>> = BTreeMap::new();
        for compiled in &rules.compiled {
            for word in compiled.required.iter().flatten() {
                users.entry(word).or_default().insert(relation(compiled.pattern));
            }
        }
        let mut uses: BTreeMap<(RelationId, &str), usize> = BTreeMap::new();
        for compiled in &rules.compiled {
            for word in compiled.required.iter().flatten() {
                *uses.entry((relation(compiled.pattern), word)).or_default() += 1;
            }
        }
        let mut triggers: BTreeMap<String, BTreeSet<RelationId>> = BTreeMap::new();
        for compiled in &rules.compiled {
            let relation = relation(compiled.pattern);
            let n_users =
                |words: &[String]| words.iter().map(|word| users[word.as_str()].len()).max();
            let worth = |words: &&Vec<String>| {
                let used = words.iter().map(|word| uses[&(relation, word.as_str())]).max();
                let length = words.iter().map(String::len).min();
                (n_users(words), std::cmp::Reverse(used), std::cmp::Reverse(length))
            };
            let telling = compiled.required.iter().min_by_key(worth);
            let telling = telling.filter(|words| n_users(words) <= Some(MOST_RELATIONS));
            for word in telling.into_iter().flatten() {
                triggers.entry(word.clone()).or_default().insert(relation);
            }
        }
        let root = rules.onto.class_names.get("Entity").copied();
        let relax = |step: &Step| match step {
            Step::Slot(slot) => Step::Slot(relaxed(slot, root)),
            other => other.clone(),
        };
        let relaxed =
            rules.compiled.iter().map(|compiled| compiled.steps.iter().map(relax).collect());
        Self { triggers, relaxed: relaxed.collect(), root }
    }
}

/// A slot that takes entities of any class where it took some.
fn relaxed(slot: &Slot, root: Option<ClassId>) -> Slot {
    let filter = match &slot.filter {
        Filter::Classes(_) => Filter::Classes(root.into_iter().collect()),
        other => other.clone(),
    };
    Slot { filter, ..slot.clone() }
}

/// Finds the misses of a document, in the order of the text; at most one for each sentence and
/// relation. `facts` is what [`extract`](super::extract) read.
pub fn find(
    doc: &Document,
    annotated: &Annotated,
    rules: &Rules<'_>,
    facts: &Facts,
    watch: &Watch,
) -> Vec<Miss> {
    let fired: BTreeSet<(RelationId, Span)> = facts
        .claims
        .iter()
        .flat_map(|claim| claim.evidence.iter().map(|span| (claim.predicate, *span)))
        .collect();
    let mut misses = Vec::new();
    for (index, article) in (0u32..).zip(&doc.articles) {
        let sentences: Vec<&Sentence> =
            annotated.sentences.iter().filter(|sentence| sentence.article == index).collect();
        for scene in scenes(doc, rules, index, &sentences) {
            let sentence = scene.view.sentence;
            if !article.blocks[sentence.block as usize].kind.is_running_text() {
                continue;
            }
            let found = in_sentence(&scene, rules, watch);
            misses.extend(
                found.into_iter().filter(|miss| !fired.contains(&(miss.relation, sentence.span))),
            );
        }
    }
    misses
}

/// The nearest pair of each relation that a word of the sentence suggests.
fn in_sentence(scene: &Scene<'_>, rules: &Rules<'_>, watch: &Watch) -> Vec<Miss> {
    let view = &scene.view;
    let mut best: BTreeMap<RelationId, (usize, Pair, usize)> = BTreeMap::new();
    for trigger in 0..view.len() {
        if !matches!(view.upos(trigger), Upos::Verb | Upos::Noun | Upos::Adj) {
            continue;
        }
        let suggested = [view.word(trigger), view.lemma(trigger)]
            .into_iter()
            .filter_map(|word| watch.triggers.get(word))
            .flatten()
            .collect::<BTreeSet<_>>();
        for relation in suggested {
            let Some((distance, pair)) = nearest_pair(scene, rules, *relation, trigger) else {
                continue;
            };
            let known = best.get(relation).map(|(distance, ..)| *distance);
            if known.is_none_or(|known| distance < known) {
                best.insert(*relation, (distance, pair, trigger));
            }
        }
    }
    best.into_iter()
        .map(|(relation, (_, pair, trigger))| {
            let (reason, nearest) = reason(scene, rules, watch, relation);
            Miss {
                relation,
                sentence: view.sentence.span,
                subject: view.span(pair.subject.0),
                object: view.span(pair.object.0),
                trigger: view.span(Tokens::new(trigger, trigger + 1)),
                reason,
                pattern: pattern(view, &pair, trigger),
                nearest,
            }
        })
        .collect()
}

/// Two stretches of a sentence, each with the name of the slot that it would fill.
struct Pair {
    subject: (Tokens, String),
    object: (Tokens, String),
}

/// The two mentions that fit the relation and are nearest to the word at `trigger`; with their
/// distance from it in tokens, a subject after the word counting as farther.
fn nearest_pair(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    relation: RelationId,
    trigger: usize,
) -> Option<(usize, Pair)> {
    let relation = rules.onto.relation(relation);
    let distance = |tokens: Tokens| {
        let away = if tokens.end <= trigger {
            trigger - tokens.end
        } else {
            tokens.first.checked_sub(trigger + 1)?
        };
        (away <= NEAR).then_some(away)
    };
    let class_of = |candidate: &Candidate, wanted: &[ClassId]| {
        let named = !matches!(candidate.reason, Reason::Description | Reason::Adjective);
        let fitting = wanted.iter().find(|class| rules.onto.is_a(candidate.class, **class));
        fitting.filter(|_| named).map(|class| rules.onto.class(*class).name.clone())
    };
    let subjects = scene.candidates.iter().filter_map(|candidate| {
        let late = if candidate.tokens.first > trigger { NEAR } else { 0 };
        let away = distance(candidate.tokens)? + late;
        Some((away, candidate, class_of(candidate, &relation.domain)?))
    });
    let mut subjects: Vec<_> = subjects.collect();
    subjects.sort_by_key(|(away, candidate, _)| (*away, candidate.tokens.first));
    for (away, subject, class) in subjects {
        let object = match &relation.range {
            Range::Classes(classes) => scene
                .candidates
                .iter()
                .filter(|other| {
                    other.meaning != subject.meaning && !other.tokens.overlaps(subject.tokens)
                })
                .filter_map(|other| {
                    Some((distance(other.tokens)?, other.tokens, class_of(other, classes)?))
                })
                .min_by_key(|(away, tokens, _)| (*away, tokens.first)),
            Range::Date => scene
                .times
                .iter()
                .filter_map(|time| Some((distance(time.tokens)?, time.tokens, "Date".to_owned())))
                .min_by_key(|(away, tokens, _)| (*away, tokens.first)),
            Range::Number | Range::Text => None,
        };
        if let Some((farther, tokens, slot)) = object {
            let pair = Pair { subject: (subject.tokens, class), object: (tokens, slot) };
            return Some((away + farther, pair));
        }
    }
    None
}

/// Why no claim of the relation came from the sentence, and the pattern that came nearest.
fn reason(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    watch: &Watch,
    relation: RelationId,
) -> (MissReason, Option<String>) {
    let matches = |steps: &[Step]| {
        let mut starts = Vec::new();
        matching::starts(scene, steps, &mut starts);
        starts.into_iter().any(|start| matching::match_at(scene, rules, steps, start).is_some())
    };
    let mut mismatch = None;
    let ground = Ground::new(scene, rules);
    for (template, anchor) in rules.templates(scene) {
        let pattern = &rules.patterns.patterns[template.pattern];
        if pattern.relation != relation {
            continue;
        }
        if !search(&ground, rules, template, anchor).is_empty() {
            return (MissReason::Blocked, Some(pattern.id.clone()));
        }
        let mut wider = template.clone();
        for node in &mut wider.nodes {
            if let Node::Slot(slot) = node {
                *slot = relaxed(slot, watch.root);
            }
        }
        if mismatch.is_none() && !search(&ground, rules, &wider, anchor).is_empty() {
            mismatch = Some(pattern.id.clone());
        }
    }
    for (index, compiled) in rules.compiled.iter().enumerate() {
        let pattern = &rules.patterns.patterns[compiled.pattern];
        let is_there = |word: &String| scene.vocabulary.binary_search(word).is_ok();
        let has_words = compiled.required.iter().all(|words| words.iter().any(is_there));
        if pattern.relation != relation || !has_words {
            continue;
        }
        if matches(&compiled.steps) {
            return (MissReason::Blocked, Some(pattern.id.clone()));
        }
        if mismatch.is_none() && matches(&watch.relaxed[index]) {
            mismatch = Some(pattern.id.clone());
        }
    }
    let sentence = scene.view.sentence;
    match mismatch {
        Some(pattern) => (MissReason::ClassMismatch, Some(pattern)),
        None if sentence.cut || sentence.tokens.len() > LONG_SENTENCE => {
            (MissReason::UnsureParse, None)
        }
        None => (MissReason::NoPath, None),
    }
}

/// The words that join the pair in the tree, between their slots and in the order of the sentence:
/// lemmas, so that equal constructions give one pattern.
fn pattern(view: &View<'_>, pair: &Pair, trigger: usize) -> Option<String> {
    let (subject, object) = (head_of(view, pair.subject.0), head_of(view, pair.object.0));
    let mut words: BTreeSet<usize> = path(view, subject, object)?.into_iter().collect();
    words.insert(trigger);
    // Prepositions and the other halves of phrasal verbs belong to what they stand with.
    let marks: Vec<usize> = (0..view.len())
        .filter(|index| {
            let token = view.token(*index);
            let head = token.head.map(|head| head as usize);
            let is_mark = matches!(token.upos, Upos::Adp | Upos::Part) || view.word(*index) == "'s";
            is_mark && head.is_some_and(|head| words.contains(&head) || head == object)
        })
        .collect();
    words.extend(marks);
    let within = |tokens: Tokens, index: usize| (tokens.first..tokens.end).contains(&index);
    words.retain(|index| !within(pair.subject.0, *index) && !within(pair.object.0, *index));
    if words.len() > LONGEST {
        return None;
    }
    let word = |index: usize| match view.upos(index) {
        Upos::Verb => view.word(index).to_owned(),
        _ => view.lemma(index).to_owned(),
    };
    let mut pieces: Vec<(usize, String)> =
        words.into_iter().map(|index| (index, word(index))).collect();
    let is_first = pair.subject.0.first < pair.object.0.first;
    // By position the first slot is the subject; the other order has to be named.
    let slot = |name: &str, part: &str| match is_first {
        true => format!("{{{name}}}"),
        false => format!("{{{part}:{name}}}"),
    };
    pieces.push((pair.subject.0.first, slot(&pair.subject.1, "subject")));
    pieces.push((pair.object.0.first, slot(&pair.object.1, "object")));
    pieces.sort();
    let words: Vec<String> = pieces.into_iter().map(|(_, piece)| piece).collect();
    Some(words.join(" "))
}

/// The token of a stretch that governs the others: the first whose head is outside.
fn head_of(view: &View<'_>, tokens: Tokens) -> usize {
    let is_outside = |head: Option<u32>| {
        head.is_none_or(|head| !(tokens.first..tokens.end).contains(&(head as usize)))
    };
    (tokens.first..tokens.end)
        .find(|index| {
            let token = view.token(*index);
            is_outside(token.head) && !matches!(token.upos, Upos::Adp | Upos::Punct | Upos::Det)
        })
        .unwrap_or(tokens.end - 1)
}

/// The tokens between two in the tree, both ends left out; `None` where there is no tree.
fn path(view: &View<'_>, from: usize, to: usize) -> Option<Vec<usize>> {
    let chain = |start: usize| {
        let mut chain = vec![start];
        let mut at = start;
        // A tree of n tokens has no longer chain; a circle would end here.
        while let Some(head) = view.token(at).head.filter(|_| chain.len() <= view.len()) {
            at = head as usize;
            chain.push(at);
        }
        chain
    };
    let (up, down) = (chain(from), chain(to));
    let (meet, other) = up
        .iter()
        .enumerate()
        .find_map(|(slot, token)| Some((slot, down.iter().position(|one| one == token)?)))?;
    let mut between: Vec<usize> = up[..=meet].to_vec();
    between.extend(&down[..other]);
    between.retain(|token| *token != from && *token != to);
    Some(between)
}
