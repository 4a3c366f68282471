//! What may stand between two steps of a match: the words around a verb, what opens a phrase, asides.

use crate::extract::noun;
use crate::extract::rules::Rules;
use crate::extract::view::{View, is_dash};
use crate::ontology::words::Cue;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos, Xpos};

/// One past the tokens that together read as `form`, a word with hyphens.
pub(super) fn joined_end(view: &View<'_>, at: usize, form: &str) -> Option<usize> {
    form.contains('-').then_some(())?;
    let mut rest = form;
    let mut end = at;
    while !rest.is_empty() {
        let word = view.word(end);
        let is_joined = end == at || view.is_joined(end - 1);
        rest = if is_dash(word) { rest.strip_prefix('-') } else { rest.strip_prefix(word) }
            .filter(|_| is_joined && !word.is_empty())?;
        end += 1;
    }
    Some(end)
}

/// Says whether a pattern's word is a word rather than a mark or a function word.
pub(super) fn is_content(form: &str) -> bool {
    form.starts_with(char::is_alphabetic)
        && !matches!(
            form,
            "of" | "in"
                | "by"
                | "at"
                | "to"
                | "with"
                | "on"
                | "from"
                | "as"
                | "and"
                | "for"
                | "is"
                | "was"
                | "be"
        )
}

/// Says whether the verb at `at` is in the passive: after a form of `be`, or a participle before
/// `by`.
pub fn is_passive(view: &View<'_>, at: usize) -> bool {
    let is_participle = view.word(at).ends_with("ed")
        || view.word(at).ends_with('n')
        || view.word(at).ends_with('t')
        || view.word(at) != view.lemma(at);
    if !is_participle || view.word(at).ends_with("ing") {
        return false;
    }
    let mut before = at;
    while before > 0
        && matches!(view.upos(before - 1), Upos::Adv | Upos::Part)
        && view.word(before - 1) != "to"
    {
        before -= 1;
    }
    let after_be = before > 0
        && matches!(
            view.word(before - 1),
            "was" | "were" | "is" | "are" | "be" | "been" | "being" | "'s" | "got"
        );
    let mut after = at + 1;
    while matches!(view.upos(after), Upos::Adv) {
        after += 1;
    }
    // `grew by 5 percent` has no agent.
    let has_number = crate::extract::quantity::number(view, after + 1).is_some();
    let reduced = view.word(after) == "by" && !has_number;
    after_be || reduced
}

/// Words that can stand between a subject and its verb.
pub(super) fn is_verb_group(view: &View<'_>, rules: &Rules<'_>, at: usize) -> bool {
    let lemma = view.lemma(at);
    let is_control = [Cue::Negated, Cue::Planned, Cue::Hypothetical, Cue::Neutral]
        .iter()
        .any(|cue| rules.words.is_cue(lemma, *cue) || rules.words.is_cue(view.word(at), *cue));
    // `joined A without leaving B`: A leaves nothing.
    let is_link = matches!(view.word(at), "without" | "instead" | "rather");
    if is_link {
        return false;
    }
    matches!(view.upos(at), Upos::Aux | Upos::Adv | Upos::Part)
        || is_control
        || matches!(
            view.word(at),
            "who" | "which" | "that" | "also" | "both" | "all" | "itself" | "himself" | "herself"
        )
}

/// End of a prepositional phrase that starts at `at` and can belong to the noun before it.
pub(super) fn complement_end(view: &View<'_>, words: &WordLists, at: usize) -> Option<usize> {
    matches!(view.word(at), "in" | "at" | "of" | "on" | "with" | "between" | "for" | "from")
        .then_some(())?;
    let phrase = noun::phrase(view, at + 1)?;
    Some(noun::with_of(view, words, phrase).end)
}

/// Words that open a noun phrase.
pub(super) fn is_phrase_opening(view: &View<'_>, at: usize) -> bool {
    matches!(view.upos(at), Upos::Det | Upos::Adj)
        || matches!(
            view.word(at),
            "its" | "their" | "his" | "her" | "our" | "the" | "a" | "an" | "'s" | "both" | "all"
        )
}

/// End of an insert between commas that starts at the comma `at`: `, the head of the agency,`;
/// for `, who` and `, which` just past the pronoun.
pub(super) fn insert_end(view: &View<'_>, at: usize) -> Option<usize> {
    if matches!(view.word(at + 1), "who" | "which") {
        return Some(at + 2);
    }
    let end = (at + 1..view.len().min(at + 30))
        .find(|index| matches!(view.word(*index), "," | ";" | "." | ":"))?;
    (view.word(end) == ",").then_some(end + 1)
}

/// Says whether another predicate of the same subject starts at `at`: `renamed`, `is now headed`.
pub(super) fn starts_predicate(view: &View<'_>, at: usize) -> bool {
    let word = (at..view.len()).find(|at| view.upos(*at) != Upos::Adv);
    word.is_some_and(|at| match view.upos(at) {
        Upos::Aux => true,
        Upos::Verb => view.token(at).xpos != Xpos::VBG && view.relation(at) == Relation::CONJ,
        _ => false,
    })
}
