//! Who says it where no verb of saying governs it: `as the ministry claims`, `by his own account`,
//! `rumour has it`, `if X is to be believed`, `is convinced that`.

use super::{Attribution, Source, is_source, is_speech, source_at, subject_before};
use crate::extract::Rules;
use crate::extract::noun;
use crate::extract::scene::Scene;
use crate::extract::view::{Tokens, View, is_quote};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Upos, Xpos};

/// The attribution by what begins at `at`.
pub(super) fn at(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    // What stands apart begins the sentence or follows a comma.
    let is_apart = at == 0 || matches!(view.word(at - 1), "," | "–" | "—" | "and" | "but");
    if !is_apart {
        return reading(scene, rules, at).or_else(|| conviction(scene, rules, at));
    }
    as_said(scene, rules, at)
        .or_else(|| account(scene, rules, at))
        .or_else(|| believed(scene, rules, at))
        .or_else(|| hearsay(view, rules, at))
        .or_else(|| per(scene, rules, at))
}

/// Over the clause that the words stand in: `…, a tea room, in which, as X joked, the best is learned`.
fn over_clause(view: &View<'_>, source: Source, cue: Tokens) -> Attribution {
    let clause = view.governor(view.head_of(cue)).filter(|clause| view.upos(*clause) == Upos::Verb);
    let governed = |token: &usize| clause.is_none_or(|clause| view.governs(clause, *token));
    // `1,800 in 2015 and, if X is to be believed, over 6,000 in 2023`: what comes.
    let is_of_second = cue.first > 1
        && view.word(cue.first - 1) == ","
        && matches!(view.word(cue.first - 2), "and" | "but");
    let first = match is_of_second {
        true => cue.first,
        false => (0..view.len()).find(governed).unwrap_or(0),
    };
    let end = (0..view.len()).rev().find(governed).map_or(view.len(), |last| last + 1);
    Attribution { source, cue, scope: Tokens::new(first, end), quotes: false }
}

/// Says whether nothing more belongs to what stands before `at`.
fn ends(view: &View<'_>, at: usize) -> bool {
    at >= view.len()
        || matches!(view.word(at), "," | "." | ";" | "–" | "—" | ")")
        || is_quote(view.word(at))
}

/// `as the ministry claims`, `as its president put it`.
fn as_said(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    let start = match view.word(at) {
        "as" => at + 1,
        // `or so the agency reported`
        "or" if view.word(at + 1) == "so" => at + 2,
        _ => return None,
    };
    let (source, end) = source_at(scene, rules, start)?;
    // `as Anna Weber of the institute put it`
    let of = (view.word(end) == "of").then(|| noun::phrase(view, end + 1)).flatten();
    let end = of.map_or(end, |of| of.end);
    // `in Lima, not, as the paper wrote, in Quito`: the paper said Quito.
    let is_refuted = at > 1 && view.word(at - 1) == "," && view.word(at - 2) == "not";
    if is_refuted {
        return None;
    }
    let verb = (end..view.len().min(end + 3))
        .find(|verb| !matches!(view.upos(*verb), Upos::Adv | Upos::Aux))?;
    let next = view.word(verb + 1);
    let is_put = matches!(view.lemma(verb), "put" | "have" | "tell" | "see") && next == "it";
    let is_said = is_speech(scene, rules, verb)
        && (ends(view, verb + 1) || matches!(next, "in" | "on" | "at" | "last" | "this" | "to"));
    (is_put || is_said).then(|| over_clause(view, source, Tokens::new(at, verb + 1)))
}

/// `by the ministry's account`, `by his own account`, `in her telling`.
fn account(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    let is_case = matches!(view.word(at), "by" | "in" | "on" | "to");
    let noun = (at + 2..view.len().min(at + 9)).filter(|_| is_case).find(|noun| {
        rules.words.is(view.lemma(*noun), WordClass::Assessment) && ends(view, noun + 1)
    })?;
    let owner = (at + 1..noun).rev().find(|owner| {
        matches!(view.word(*owner), "'s" | "'" | "’s" | "’")
            || view.token(*owner).xpos == Xpos::PRPS
    })?;
    let is_close =
        (owner + 1..noun).all(|word| matches!(view.upos(word), Upos::Adj | Upos::Noun | Upos::Adv));
    let source = if view.token(owner).xpos == Xpos::PRPS {
        Source::Words(Tokens::new(owner, noun + 1))
    } else {
        subject_before(scene, rules, owner)
            .map_or_else(|| Source::Words(Tokens::new(at + 1, noun + 1)), |(source, _)| source)
    };
    is_close.then(|| over_clause(view, source, Tokens::new(at, noun + 1)))
}

/// `if the ministry is to be believed`.
fn believed(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    if view.word(at) != "if" {
        return None;
    }
    let (source, end) = source_at(scene, rules, at + 1)?;
    let believed = (end..view.len().min(end + 8)).find(|verb| {
        matches!(view.word(*verb), "believed" | "trusted") && view.word(verb - 1) == "be"
    })?;
    Some(over_clause(view, source, Tokens::new(at, believed + 1)))
}

/// `it is said`, `rumour has it`, `so the story goes`: nobody is named.
fn hearsay(view: &View<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let is_rumour = (view.lemma(at) == "word" || rules.words.is(view.lemma(at), WordClass::Rumour))
        && view.word(at + 1) == "has"
        && view.word(at + 2) == "it";
    let is_said = view.word(at) == "it"
        && matches!(view.word(at + 1), "is" | "was")
        && rules.words.is_cue(view.lemma(at + 2), Cue::Speech)
        && ends(view, at + 3);
    let goes = (at..view.len().min(at + 5))
        .find(|verb| view.word(*verb) == "goes" && view.word(at) == "so" && ends(view, verb + 1));
    let end = goes.map(|verb| verb + 1).or((is_rumour || is_said).then_some(at + 3))?;
    let words = Tokens::new(at, end);
    Some(over_clause(view, Source::Words(words), words))
}

/// `per the ministry`.
fn per(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    if view.word(at) != "per" || !matches!(view.upos(at + 1), Upos::Det | Upos::Propn) {
        return None;
    }
    let (source, end) = source_at(scene, rules, at + 1)?;
    Some(over_clause(view, source, Tokens::new(at, end)))
}

/// `“…,” reads the statement`.
fn reading(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    if !matches!(view.word(at), "reads" | "read" | "runs") || !is_quote(view.word(at - 1)) {
        return None;
    }
    let (source, _) = source_at(scene, rules, at + 1)?;
    let cue = Tokens::new(at, at + 1);
    Some(Attribution { source, cue, scope: Tokens::new(0, at), quotes: true })
}

/// `Peru is convinced that …`.
fn conviction(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<Attribution> {
    let view = &scene.view;
    let is_conviction = view.word(at + 1) == "that"
        && matches!(view.upos(at), Upos::Adj | Upos::Verb)
        && (rules.words.is_cue(view.word(at), Cue::Conviction)
            || rules.words.is_cue(view.lemma(at), Cue::Conviction));
    let subject = view.subject_of(at).filter(|subject| is_conviction && *subject < at)?;
    let named = scene.candidates.iter().position(|candidate| {
        (candidate.tokens.first..candidate.tokens.end).contains(&subject)
            && is_source(rules, candidate)
    });
    let words = Tokens::new(subject, subject + 1);
    let source = named.map_or(Source::Words(words), Source::Candidate);
    let (cue, scope) = (Tokens::new(at, at + 1), Tokens::new(at + 1, view.len()));
    Some(Attribution { source, cue, scope, quotes: false })
}
