//! Whom an article is about, as far as numbers need it: `the population` is that of the country
//! that is spoken of, and a figure that two countries share is kept about the one that the article
//! names first.

use std::collections::BTreeMap;

use crate::document::{Article, BlockKind};
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::scene::Scene;
use crate::extract::view::Tokens;
use crate::ontology::word_class::WordClass;
use crate::span::Span;
use crate::text::{Relation, Upos};

/// Sentences back in which the country that is spoken of may be named.
const REACH: usize = 3;

/// The countries that each sentence of an article names.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// By meaning: the place of its first mention among all.
    order: BTreeMap<Meaning, usize>,
    /// By country: how often it is named.
    mentions: BTreeMap<Meaning, usize>,
    /// By sentence: the block it stands in and the countries it names, each once.
    sentences: Vec<(u32, Vec<(Candidate, Span)>)>,
    /// By sentence: the country that is its subject.
    subjects: Vec<Option<Meaning>>,
    /// By sentence: what the heading above it names, when it is nothing but a name.
    sections: Vec<Option<(Candidate, Span)>>,
}

impl Topic {
    /// Counts the countries of an article.
    pub fn of(article: &Article, scenes: &[Scene<'_>], rules: &Rules<'_>) -> Self {
        let mut topic = Self::default();
        let mut section = None;
        for scene in scenes {
            if let BlockKind::Heading(_) = article.blocks[scene.view.sentence.block as usize].kind {
                section = named_alone(scene, rules);
            }
            topic.sections.push(section.clone());
            let mut named: Vec<(Candidate, Span)> = Vec::new();
            for candidate in &scene.candidates {
                if candidate.reason == Reason::Coreference {
                    continue;
                }
                let next = topic.order.len();
                topic.order.entry(candidate.meaning.clone()).or_insert(next);
                if !rules.is(candidate.class, "Country") {
                    continue;
                }
                *topic.mentions.entry(candidate.meaning.clone()).or_default() += 1;
                if named.iter().all(|(known, _)| known.meaning != candidate.meaning) {
                    named.push((candidate.clone(), scene.view.span(candidate.tokens)));
                }
            }
            let view = &scene.view;
            let root = (0..view.len()).find(|at| view.governor(*at).is_none());
            let subject = root.and_then(|root| view.subject_of(root));
            let is_subject = |(candidate, _): &&(Candidate, Span)| {
                candidate.reason != Reason::Adjective
                    && subject == Some(view.head_of(candidate.tokens))
            };
            let subject = named.iter().find(is_subject).map(|(one, _)| one.meaning.clone());
            topic.subjects.push(subject);
            topic.sentences.push((scene.view.sentence.block, named));
        }
        topic
    }

    /// The country that the sentence at `index` speaks of without saying so beside the number, and
    /// where it is named: the only one in the sentence; when it names none, the only one of the
    /// last sentence of the paragraph that names any.
    ///
    /// A heading that is nothing but a name says whom the numbers below it are about.
    pub fn implied(
        &self,
        index: usize,
        scene: &Scene<'_>,
        rules: &Rules<'_>,
        other: Option<&Candidate>,
        governor: usize,
    ) -> Option<(Candidate, Span)> {
        // `trade with Peru`: not that of Peru.
        let is_other = |meaning: &Meaning| other.is_some_and(|other| other.meaning == *meaning);
        let mut here = scene.candidates.iter().filter(|candidate| {
            rules.is(candidate.class, "Country")
                && candidate.reason != Reason::Adjective
                && !is_other(&candidate.meaning)
                && !acts_elsewhere(scene, candidate, governor)
        });
        if let Some(first) = here.next()
            && !is_partner(scene, rules, first)
        {
            let is_only = here.all(|other| other.meaning == first.meaning);
            return is_only.then(|| (first.clone(), scene.view.span(first.tokens)));
        }
        if let Some((candidate, span)) = self.sections.get(index).and_then(Option::as_ref) {
            return Some((elsewhere(candidate, *span), *span));
        }
        let before = self.before(index).or_else(|| self.of_article(index, other));
        before.filter(|(candidate, _)| !is_other(&candidate.meaning))
    }

    /// The country that the whole article is about, for a paragraph that names no other.
    fn of_article(&self, index: usize, other: Option<&Candidate>) -> Option<(Candidate, Span)> {
        let (topic, count) = self.mentions.iter().max_by_key(|(_, count)| **count)?;
        let is_only =
            *count >= 5 && self.mentions.iter().all(|(one, n)| one == topic || n * 2 < *count);
        let block = self.sentences.get(index)?.0;
        let paragraph = self.sentences.iter().filter(|(other, _)| *other == block);
        let is_alone = paragraph.flat_map(|(_, named)| named).all(|(one, _)| {
            one.meaning == *topic || other.is_some_and(|other| other.meaning == one.meaning)
        });
        let mut named = self.sentences[..index].iter().rev().flat_map(|(_, named)| named);
        let (candidate, span) = named.find(|(one, _)| one.meaning == *topic)?;
        (is_only && is_alone).then(|| (elsewhere(candidate, *span), *span))
    }

    /// What `the country` means in the sentence at `index`, from what goes before.
    pub fn country_before(&self, index: usize) -> Option<Candidate> {
        self.before(index).map(|(candidate, _)| candidate)
    }

    /// The country that the article speaks of most, when it is the only one that the last sentence
    /// of the paragraph before `index` names that names any.
    fn before(&self, index: usize) -> Option<(Candidate, Span)> {
        let block = self.sentences.get(index)?.0;
        let before = self.sentences[..index].iter().rev().take(REACH);
        let mut before = before.take_while(|(other, _)| *other == block);
        let (_, named) = before.find(|(_, named)| !named.is_empty())?;
        let [(candidate, span)] = named.as_slice() else { return None };
        // `Kenya is another case. Many study in Peru. The country …`: either.
        let is_other = |subject: &Option<Meaning>| {
            subject.as_ref().is_some_and(|subject| *subject != candidate.meaning)
        };
        let reach = index.saturating_sub(REACH)..index;
        let same = reach.filter(|at| self.sentences[*at].0 == block);
        if same.map(|at| &self.subjects[at]).any(is_other) {
            return None;
        }
        let count = self.mentions.get(&candidate.meaning)?;
        if self.mentions.values().any(|other| other > count) {
            return None;
        }
        Some((elsewhere(candidate, *span), *span))
    }

    /// Puts the one of two that the article names first before the other.
    pub fn first(&self, both: &mut [Candidate]) {
        both.sort_by_key(|one| self.order.get(&one.meaning).copied().unwrap_or(usize::MAX));
    }
}

/// `trade with Peru fell, whereas Kenya gained`: who acts in another clause has no part in the figure of this
/// one, whose word is `governor`.
fn acts_elsewhere(scene: &Scene<'_>, country: &Candidate, governor: usize) -> bool {
    let view = &scene.view;
    let head = view.head_of(country.tokens);
    let is_opposed = (governor..head)
        .any(|at| matches!(view.word(at), "whereas" | "while" | "although" | "though" | ";"));
    if is_opposed {
        return true;
    }
    let acts = matches!(view.relation(head), Relation::NSUBJ | Relation::NSUBJ_PASS);
    let clause = view.governor(head).filter(|_| acts);
    clause.is_some_and(|clause| {
        clause != governor && (head > governor || !view.governs(clause, governor))
    })
}

/// `exports to Peru fell, while imports grew`: Peru is the other side of both. `exports, half of which went to
/// Peru`: nor are they its own.
fn is_partner(scene: &Scene<'_>, rules: &Rules<'_>, country: &Candidate) -> bool {
    let view = &scene.view;
    let head = view.head_of(country.tokens);
    let is_beside = view.children(head).any(|case| {
        view.relation(case) == Relation::CASE && matches!(view.word(case), "to" | "from" | "with")
    });
    is_beside
        && view.governor(head).is_some_and(|of| {
            matches!(view.lemma(of), "sale" | "supply" | "delivery")
                || [WordClass::Trade, WordClass::Transfer, WordClass::Travel]
                    .into_iter()
                    .any(|class| rules.words.is(view.lemma(of), class))
        })
}

/// A candidate of another sentence, as one that refers back to it.
fn elsewhere(candidate: &Candidate, span: Span) -> Candidate {
    Candidate {
        tokens: Tokens::new(0, 0),
        reason: Reason::Coreference,
        antecedent: Some(span),
        ..candidate.clone()
    }
}

/// What a heading names, when it is nothing but a name.
fn named_alone(scene: &Scene<'_>, rules: &Rules<'_>) -> Option<(Candidate, Span)> {
    let view = &scene.view;
    let classes = ["Country", "Organization", "Place", "Project", "Programme"];
    let is_alone = |one: &&Candidate| {
        let mut outside =
            (0..view.len()).filter(|at| *at < one.tokens.first || *at >= one.tokens.end);
        outside.all(|at| matches!(view.upos(at), Upos::Punct | Upos::Det | Upos::Num))
    };
    let is_name = |one: &&Candidate| {
        !matches!(one.reason, Reason::Description | Reason::Adjective | Reason::Metonym)
            && classes.iter().any(|class| rules.is(one.class, class))
    };
    let found = scene.candidates.iter().filter(is_name).find(is_alone)?;
    Some((found.clone(), view.span(found.tokens)))
}
