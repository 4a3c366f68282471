//! Pronouns and definite descriptions: what `he`, `the country` and `the two countries` mean.
//!
//! Simple and cautious: the most recent fitting mention, subjects before others (a reading of the
//! salience order of Lappin and Leass, 1994). When nothing fits, the expression means nothing.

use super::Rules;
use super::fact::Reason;
use super::mention::{Candidate, Meaning};
use super::view::{Tokens, View};
use crate::ontology::ClassId;
use crate::span::Span;
use crate::text::Upos;

/// Sentences after which a mention is forgotten.
const REACH: usize = 3;

/// What an article has mentioned so far.
#[derive(Clone, Debug, Default)]
pub struct Discourse {
    /// In the order of the text.
    mentioned: Vec<Mentioned>,
    sentence: usize,
}

#[derive(Clone, Debug)]
struct Mentioned {
    meaning: Meaning,
    class: ClassId,
    span: Span,
    sentence: usize,
    /// First of its kind in the sentence and before the verb: likely the subject.
    salient: bool,
}

impl Discourse {
    /// Resolves the pronouns and descriptions of a sentence: adds a candidate for each, and gives
    /// the pairs of candidates that one expression means together.
    pub fn resolve(
        &self,
        view: &View<'_>,
        rules: &Rules<'_>,
        candidates: &mut Vec<Candidate>,
    ) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for at in 0..view.len() {
            if let Some(end) = pair_expression(view, at) {
                if let Some((one, other)) = self.two_countries(view, rules, candidates, at) {
                    let tokens = Tokens::new(at, end);
                    for mentioned in [&one, &other] {
                        candidates.push(refer(tokens, mentioned));
                    }
                    pairs.push((candidates.len() - 2, candidates.len() - 1));
                }
            } else if let Some((end, classes)) = single_expression(view, at) {
                let here = Here { view, rules, candidates, at };
                if let Some(mentioned) = self.antecedent(&here, classes) {
                    candidates.push(refer(Tokens::new(at, end), &mentioned));
                }
            }
        }
        pairs
    }

    /// Remembers the mentions of a sentence.
    pub fn remember(&mut self, view: &View<'_>, candidates: &[Candidate]) {
        let verb = (0..view.len())
            .find(|index| matches!(view.upos(*index), Upos::Verb))
            .unwrap_or(view.len());
        let mut has_salient = false;
        for candidate in candidates {
            if matches!(candidate.reason, Reason::Description | Reason::Coreference) {
                continue;
            }
            let is_oblique =
                candidate.tokens.first > 0 && view.upos(candidate.tokens.first - 1) == Upos::Adp;
            let salient = !has_salient
                && candidate.tokens.first < verb
                && !is_oblique
                && candidate.reason != Reason::Adjective;
            has_salient |= salient;
            self.mentioned.push(Mentioned {
                meaning: candidate.meaning.clone(),
                class: candidate.class,
                span: view.span(candidate.tokens),
                sentence: self.sentence,
                salient,
            });
        }
        self.sentence += 1;
        let oldest = self.sentence.saturating_sub(REACH + 1);
        self.mentioned.retain(|mentioned| mentioned.sentence >= oldest);
    }

    /// The most recent mention of one of the classes: in this sentence before `at`, else the
    /// salient one of an earlier sentence, else the last one there.
    fn antecedent(&self, here: &Here<'_, '_>, classes: &[&str]) -> Option<Mentioned> {
        let fits = |class: ClassId| classes.iter().any(|name| here.rules.is(class, name));
        let usable = |candidate: &&Candidate| {
            candidate.tokens.end <= here.at
                && fits(candidate.class)
                && !matches!(candidate.reason, Reason::Description | Reason::Adjective)
        };
        let mut in_sentence = here.candidates.iter().filter(usable);
        if let Some(first) = in_sentence.next() {
            // Two that fit: unsure, unless they are the same.
            let same = in_sentence.all(|other| other.meaning == first.meaning);
            return same.then(|| Mentioned {
                meaning: first.meaning.clone(),
                class: first.class,
                span: first.antecedent.unwrap_or(here.view.span(first.tokens)),
                sentence: self.sentence,
                salient: true,
            });
        }
        for back in 1..=REACH {
            let sentence = self.sentence.checked_sub(back)?;
            let fitting: Vec<&Mentioned> = self
                .mentioned
                .iter()
                .filter(|mentioned| mentioned.sentence == sentence && fits(mentioned.class))
                .collect();
            let salient = fitting.iter().find(|mentioned| mentioned.salient);
            // A country that is not the subject is too easily another one.
            let only = fitting
                .first()
                .filter(|first| fitting.iter().all(|other| other.meaning == first.meaning));
            let only = only.filter(|mentioned| here.rules.is(mentioned.class, "Person"));
            if let Some(found) = salient.or(only) {
                return Some((*found).clone());
            }
            if !fitting.is_empty() {
                return None;
            }
        }
        None
    }

    /// The only two countries of this sentence so far and the one before; else of the one before
    /// that as well. Three or more leave it open.
    fn two_countries(
        &self,
        view: &View<'_>,
        rules: &Rules<'_>,
        candidates: &[Candidate],
        at: usize,
    ) -> Option<(Mentioned, Mentioned)> {
        let mut countries: Vec<Mentioned> = Vec::new();
        let mut add = |mentioned: Mentioned| {
            if rules.is(mentioned.class, "Country")
                && !countries.iter().any(|known| known.meaning == mentioned.meaning)
            {
                countries.push(mentioned);
            }
            countries.len()
        };
        for candidate in candidates.iter().filter(|candidate| candidate.tokens.end <= at) {
            add(Mentioned {
                meaning: candidate.meaning.clone(),
                class: candidate.class,
                span: view.span(candidate.tokens),
                sentence: self.sentence,
                salient: false,
            });
        }
        for back in 1..=2 {
            let Some(sentence) = self.sentence.checked_sub(back) else { break };
            let mut count = 0;
            for mentioned in
                self.mentioned.iter().filter(|mentioned| mentioned.sentence == sentence)
            {
                count = add(mentioned.clone());
            }
            if count >= 2 {
                break;
            }
        }
        let [one, other] = countries.try_into().ok()?;
        Some((one, other))
    }
}

/// A place in a sentence that is being resolved.
struct Here<'h, 'a> {
    view: &'h View<'a>,
    rules: &'h Rules<'h>,
    candidates: &'h [Candidate],
    at: usize,
}

/// A candidate that refers back.
fn refer(tokens: Tokens, mentioned: &Mentioned) -> Candidate {
    Candidate {
        tokens,
        class: mentioned.class,
        meaning: mentioned.meaning.clone(),
        reason: Reason::Coreference,
        antecedent: Some(mentioned.span),
        specific: true,
    }
}

/// `the two countries`, `both states`: end of the expression.
fn pair_expression(view: &View<'_>, at: usize) -> Option<usize> {
    let noun = match (view.word(at), view.word(at + 1)) {
        ("the" | "these" | "both", "two") => at + 2,
        ("both", _) => at + 1,
        _ => return None,
    };
    matches!(
        view.word(noun),
        "countries" | "states" | "nations" | "sides" | "governments" | "neighbours" | "neighbors"
    )
    .then_some(noun + 1)
}

/// A pronoun or description for one thing: its end, and what it can mean.
fn single_expression(view: &View<'_>, at: usize) -> Option<(usize, &'static [&'static str])> {
    match view.word(at) {
        "he" | "she" => Some((at + 1, &["Person"])),
        "his" | "her" if view.upos(at) != Upos::Verb => Some((at + 1, &["Person"])),
        "it" if at == 0 => Some((1, &["Organization", "Programme", "Project", "Country"])),
        "the" => match view.word(at + 1) {
            "country" | "republic" | "nation" if view.word(at + 2) != "of" => {
                Some((at + 2, &["Country"]))
            }
            "organization" | "organisation" | "bloc" | "alliance" | "grouping"
                if view.word(at + 2) != "of" =>
            {
                Some((at + 2, &["IntergovernmentalOrganization"]))
            }
            _ => None,
        },
        _ => None,
    }
}
