//! Who says it: `according to X`, `X said that …`, quotations with their speaker.

mod aside;

use super::Rules;
use super::fact::Reason;
use super::mention::Candidate;
use super::scene::Scene;
use super::view::{Tokens, View, is_quote};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos, Xpos};

/// A source and the part of its sentence that it answers for.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The candidate that names the source, or its words.
    pub source: Source,
    /// The words that attribute: `according to`, `said`.
    pub cue: Tokens,
    /// The tokens that the source answers for.
    pub scope: Tokens,
    /// Says that a quotation that runs over this sentence is the source's.
    pub quotes: bool,
}

/// Who is named as the source.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A candidate of the scene.
    Candidate(usize),
    /// Words that name no entity.
    Words(Tokens),
}

/// Finds the attributions of a sentence.
pub fn find(scene: &Scene<'_>, rules: &Rules<'_>) -> Vec<Attribution> {
    let view = &scene.view;
    let mut found = Vec::new();
    for at in 0..view.len() {
        if view.word(at) == "according" && view.word(at + 1) == "to" {
            if let Some((source, _)) = source_at(scene, rules, at + 2) {
                let cue = Tokens::new(at, at + 2);
                found.push(Attribution {
                    source,
                    cue,
                    scope: Tokens::new(0, view.len()),
                    quotes: true,
                });
            }
        } else if view.word(at) == "in"
            && view.word(at + 1) == "the"
            && (view.word(at + 2) == "words"
                || rules.words.is(view.word(at + 2), WordClass::Assessment))
            && view.word(at + 3) == "of"
        {
            let source = source_at(scene, rules, at + 4);
            found.extend(source.map(|(source, _)| Attribution {
                source,
                cue: Tokens::new(at, at + 4),
                scope: Tokens::new(0, view.len()),
                quotes: true,
            }));
        } else if let Some(attribution) = aside::at(scene, rules, at) {
            found.push(attribution);
        } else if is_speech(scene, rules, at) {
            found.extend(speech(scene, rules, at).or_else(|| own_claim(scene, rules, at)));
        } else if let Some(attribution) = unnamed(scene, rules, at) {
            found.push(attribution);
        } else if view.word(at + 1) == "that" && rules.words.is_cue(view.lemma(at), Cue::Statement)
        {
            found.extend(statement(scene, rules, at));
        }
    }
    found
}

/// Says whether a verb of saying stands at `at`, not in the passive.
fn is_speech(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> bool {
    let view = &scene.view;
    let lemma = view.lemma(at);
    rules.words.is_cue(lemma, Cue::Speech)
        && matches!(view.upos(at), Upos::Verb)
        // `the pact that Peru concluded`
        && (lemma != "conclude" || view.word(at + 1) == "that")
        && !super::matching::is_passive(view, at)
        // `has not announced that`
        && super::denial::denial_of(&scene.view, at).is_none()
}

/// `it was reported that`, `is said to`: somebody says it, and nobody says who.
fn unnamed(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    let is_said = rules.words.is_cue(view.lemma(at), Cue::Speech)
        && !rules.words.is_cue(view.lemma(at), Cue::Planned)
        && super::matching::is_passive(view, at)
        && super::denial::denial_of(view, at).is_none();
    if !is_said {
        return None;
    }
    let subject = view.subject_of(at)?;
    let first = (0..at).rev().find(|first| view.upos(*first) != Upos::Aux)? + 1;
    let (words, scope) = if view.word(at + 1) == "that" && view.word(subject) == "it" {
        (Tokens::new(subject, at + 1), Tokens::new(at + 1, view.len()))
    } else {
        // Who is said to do it stands before.
        (
            Tokens::new(first, at + 1),
            Tokens::new(first_of(view, subject), infinitive_end(view, at)?),
        )
    };
    Some(Attribution { source: Source::Words(words), cue: words, scope, quotes: false })
}

/// `Peru claims to have left`.
fn own_claim(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let end = infinitive_end(&scene.view, at)?;
    let (source, first) = subject_before(scene, rules, at)?;
    let (cue, scope) = (Tokens::new(at, at + 1), Tokens::new(first, end));
    Some(Attribution { source, cue, scope, quotes: false })
}

/// One past the infinitive clause that a verb governs right behind it.
fn infinitive_end(view: &View<'_>, at: usize) -> Option<usize> {
    let verb =
        view.children(at).find(|verb| *verb > at && view.relation(*verb) == Relation::XCOMP)?;
    let last = (verb..view.len()).rev().find(|token| view.governs(verb, *token))?;
    (view.word(at + 1) == "to").then_some(last + 1)
}

/// The first token that `head` governs.
fn first_of(view: &View<'_>, head: usize) -> usize {
    (0..=head).find(|token| view.governs(head, *token)).unwrap_or(head)
}

/// The attribution by the verb of saying at `at`.
fn speech(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    let cue = Tokens::new(at, at + 1);
    // `…”, said X` and `…, X said`: what goes before is said.
    let mut subject = at + 1;
    let is_after_quote = at > 0 && (is_quote(view.word(at - 1)) || view.word(at - 1) == ",");
    let goes_on = matches!(view.word(at + 1), "that" | ":") || is_quote(view.word(at + 1));
    if is_after_quote && !goes_on {
        while matches!(view.upos(subject), Upos::Det | Upos::Adj) {
            subject += 1;
        }
        // `A, a teacher, wrote to B`: who says it stands before.
        let is_inverted = matches!(view.upos(subject), Upos::Propn | Upos::Noun | Upos::Pron)
            && view.subject_of(at).is_none_or(|known| known > at);
        if let Some((source, _)) = source_at(scene, rules, subject).filter(|_| is_inverted) {
            // `Kenya, said X, joined the bank`
            let is_inside = view.governor(at).is_some_and(|verb| verb > at);
            let end = if is_inside { view.len() } else { at };
            return Some(Attribution { source, cue, scope: Tokens::new(0, end), quotes: true });
        }
    }
    let (source, first) = subject_before(scene, rules, at)?;
    // `Peru, X said, exports copper`; `Peru exports copper, X said, to Chile`
    // With what stands before the name: `the bank's director, Anna Weber`, `the committee`.
    let start = view.subject_of(at).filter(|subject| *subject < at).map_or(first, |subject| {
        let first_of = (0..=subject)
            .find(|token| view.governs(subject, *token) && view.upos(*token) != Upos::Punct);
        first_of.unwrap_or(first).min(first)
    });
    let is_set_off = start > 1 && view.word(start - 1) == ",";
    let is_inserted = is_set_off
        && view.word(at + 1) == ","
        && (is_over_statement(view, at, start) || view.governor(at).is_some_and(|verb| verb > at));
    if is_inserted {
        return Some(Attribution { source, cue, scope: Tokens::new(0, view.len()), quotes: true });
    }
    // `Peru exports copper, X said in an interview with Y`
    if is_set_off && !goes_on && is_over_statement(view, at, start) {
        return Some(Attribution { source, cue, scope: Tokens::new(0, start), quotes: true });
    }
    // `X said that …`, `X said … `, `X said: “…”`
    let is_clause = (at + 1..view.len().min(at + 5))
        .any(|index| matches!(view.word(index), "that" | ":" | ",") || is_quote(view.word(index)))
        || clause_follows(scene, at + 1);
    if is_clause && at + 1 < view.len() {
        return Some(Attribution {
            source,
            cue,
            scope: Tokens::new(at + 1, view.len()),
            quotes: true,
        });
    }
    let closes = at + 2 >= view.len() || view.word(at + 1) == "," || view.word(at + 1) == ".";
    // `“…,” X, the minister of Y, told reporters`
    let is_quoted = first > 0 && is_quote(view.word(first - 1));
    let is_tail = first > 0 && (closes || is_quoted);
    is_tail.then_some(Attribution { source, cue, scope: Tokens::new(0, first), quotes: true })
}

/// Says whether what is said stands before the one who says it, whose name begins at `first`: the clause
/// hangs on the verb of saying, or that on the clause as an insertion.
fn is_over_statement(view: &View<'_>, at: usize, first: usize) -> bool {
    let is_clause = |child: usize| {
        child < first
            && matches!(view.relation(child), Relation::CCOMP | Relation::PARATAXIS)
            && (matches!(view.upos(child), Upos::Verb) || view.subject_of(child).is_some())
    };
    let is_below = view.governor(at).is_some_and(|above| {
        above < first && matches!(view.relation(at), Relation::PARATAXIS | Relation::CCOMP)
    });
    is_below || view.children(at).any(is_clause)
}

/// The attribution by the noun of saying at `at`: `X expressed concern that`, `X's claim that`.
fn statement(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    if !matches!(view.upos(at), Upos::Noun) {
        return None;
    }
    let start = super::noun::start_of(view, at + 1);
    let owner = start
        .checked_sub(1)
        .filter(|mark| view.word(*mark) == "'s")
        .or_else(|| (start..at).rev().find(|mark| view.word(*mark) == "'s"));
    let verb = view.governor(at).filter(|verb| {
        view.relation(at) == Relation::OBJ
            && rules.words.is_cue(view.lemma(*verb), Cue::Light)
            && *verb < at
    });
    let (source, _) = match owner {
        Some(mark) => subject_before(scene, rules, mark)?,
        // `the claim that …`: whoever's it is.
        None if verb.is_none() => {
            let words = Tokens::new(start, at + 1);
            let scope = Tokens::new(at + 1, view.len());
            return Some(Attribution {
                source: Source::Words(words),
                cue: words,
                scope,
                quotes: false,
            });
        }
        None if view.subject_of(verb?).is_none() => subject_before(scene, rules, verb?)?,
        None => {
            let subject = view.subject_of(verb?)?;
            let (index, candidate) = scene
                .candidates
                .iter()
                .enumerate()
                .find(|(_, candidate)| {
                    candidate.tokens.first <= subject
                        && subject < candidate.tokens.end
                        && is_source(rules, candidate)
                })
                // `the prime minister, Karim Massimov`: the name beside the office.
                .or_else(|| {
                    scene.candidates.iter().enumerate().find(|(_, candidate)| {
                        candidate.tokens.first > subject
                            && candidate.tokens.end <= verb.unwrap_or(subject)
                            && view.head_of(candidate.tokens) > subject
                            && view.governor(view.head_of(candidate.tokens)) == Some(subject)
                            && can_speak(rules, candidate)
                            && candidate.reason != Reason::Adjective
                    })
                })?;
            (Source::Candidate(index), candidate.tokens.first)
        }
    };
    let cue = Tokens::new(verb.unwrap_or(at), at + 1);
    let scope = Tokens::new(at + 1, view.len());
    Some(Attribution { source, cue, scope, quotes: false })
}

/// Says whether a clause of its own starts at `at`: something with a verb within a few words.
fn clause_follows(scene: &Scene<'_>, at: usize) -> bool {
    let view = &scene.view;
    let starts = matches!(
        view.upos(at),
        Upos::Pron | Upos::Det | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num
    );
    let verb = (at..view.len().min(at + 9))
        .find(|index| matches!(view.upos(*index), Upos::Verb | Upos::Aux));
    starts
        && verb.is_some_and(|verb| {
            verb > at && (at..verb).all(|index| !matches!(view.word(index), "to" | "," | ";"))
        })
}

/// The person, organization or country before a verb of saying, and its first token.
fn subject_before(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<(Source, usize)> {
    let view = &scene.view;
    let mut end = at;
    while end > 0
        && (matches!(view.upos(end - 1), Upos::Adv | Upos::Aux | Upos::Part)
            || matches!(view.word(end - 1), "also" | "who" | ","))
    {
        end -= 1;
        if view.word(end) == "," {
            break;
        }
    }
    // `X, the minister of Y, told reporters`
    let subject = view.subject_of(at).filter(|_| view.word(at.saturating_sub(1)) == ",");
    let apart = scene.candidates.iter().enumerate().find(|(_, candidate)| {
        subject.is_some_and(|subject| {
            (candidate.tokens.first..candidate.tokens.end).contains(&subject)
                && view.head_of(candidate.tokens) == subject
        }) && candidate.tokens.end < end
            && is_source(rules, candidate)
    });
    if let Some((index, candidate)) = apart {
        return Some((Source::Candidate(index), candidate.tokens.first));
    }
    let candidate = scene
        .candidates
        .iter()
        .enumerate()
        .rev()
        .find(|(_, candidate)| candidate.tokens.end == end && is_source(rules, candidate));
    if let Some((index, candidate)) = candidate {
        return Some((Source::Candidate(index), candidate.tokens.first));
    }
    // `Western officials said`: words that name a source without a name.
    let head = end.checked_sub(1)?;
    let is_subject = view.relation(head) == Relation::NSUBJ
        && view.governor(head) == Some(at)
        && (matches!(view.upos(head), Upos::Noun | Upos::Propn)
            || matches!(view.word(head), "he" | "she" | "they" | "many" | "some" | "others"));
    let speaks = is_subject || rules.words.is(view.lemma(head), WordClass::Informant);
    speaks.then(|| {
        let first = super::noun::start_of(view, end);
        (Source::Words(Tokens::new(first, end)), first)
    })
}

/// The source that is named from `at`: a candidate, else a noun phrase.
fn source_at(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<(Source, usize)> {
    let view = &scene.view;
    // `according to its president`: the pronoun is part of who says it.
    let is_owned = at < view.len() && view.token(at).xpos == Xpos::PRPS;
    let phrase = super::noun::phrase(view, at + usize::from(is_owned))
        .map(|phrase| if is_owned { Tokens::new(at, phrase.end) } else { phrase });
    let end = phrase.map_or(at + 8, |phrase| phrase.end.max(at + 1));
    // The last name of the phrase is its head: `the Kazakhstani publication Akorda`.
    let named = scene.candidates.iter().enumerate().filter(|(_, candidate)| {
        candidate.tokens.first >= at
            && candidate.tokens.end <= end.max(at + 1)
            && is_source(rules, candidate)
            // `according to his wife`, `according to Jan Berg's wife`
            && !(candidate.tokens.end < end
                && (view.relation(view.head_of(candidate.tokens)) == Relation::NMOD_POSS))
    });
    if let Some((index, candidate)) =
        named.max_by_key(|(_, candidate)| (candidate.tokens.end, candidate.tokens.len()))
    {
        return Some((Source::Candidate(index), candidate.tokens.end));
    }
    let phrase = phrase?;
    let starts = phrase.first;
    (starts <= at + 2).then_some((Source::Words(phrase), phrase.end))
}

/// Says whether a candidate is something that can say anything.
fn can_speak(rules: &Rules<'_>, candidate: &Candidate) -> bool {
    ["Person", "Organization", "Country"].iter().any(|class| rules.is(candidate.class, class))
}

/// Says whether a candidate names somebody who can say something.
fn is_source(rules: &Rules<'_>, candidate: &Candidate) -> bool {
    can_speak(rules, candidate)
        && !matches!(candidate.reason, Reason::Adjective | Reason::Description)
}
