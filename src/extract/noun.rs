//! Plain noun phrases: where one starts and ends, and its head.

use super::fact::Reason;
use super::view::{Tokens, View, is_dash, is_quote};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::{Cue, WordLists};
use crate::text::{Relation, Upos, Xpos};

/// Says whether the token can stand before the head inside a noun phrase.
fn is_modifier(view: &View<'_>, at: usize) -> bool {
    match view.upos(at) {
        Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num => true,
        Upos::Verb => {
            let word = view.word(at);
            // `the proposed talks`, but `Kenya hosted peace talks`
            view.governor(at).is_some_and(|head| head > at)
                && (word.ends_with("ing") || word.ends_with("ed"))
                && matches!(view.upos(at + 1), Upos::Noun | Upos::Adj | Upos::Propn)
        }
        Upos::Adv => matches!(view.upos(at + 1), Upos::Adj),
        _ => is_dash(view.word(at)) && view.is_joined(at) || view.word(at) == "'s",
    }
}

/// Returns the noun phrase that starts at `at`, without determiner: modifiers and head, no
/// prepositional phrases. `None` when no noun stands there.
pub fn phrase(view: &View<'_>, at: usize) -> Option<Tokens> {
    let mut start = at;
    while matches!(view.upos(start), Upos::Det) || is_quote(view.word(start)) {
        start += 1;
        (start < view.len()).then_some(())?;
    }
    let mut end = start;
    let mut head_end = None;
    while end < view.len() && end < start + 12 && is_modifier(view, end) {
        end += 1;
        if matches!(view.upos(end - 1), Upos::Noun | Upos::Propn) {
            head_end = Some(end);
        }
    }
    head_end.map(|end| Tokens::new(start, end))
}

/// Extends a noun phrase by `of` phrases and, when `places`, by one `in`, `on` or `with` phrase.
pub fn with_of(view: &View<'_>, words: &WordLists, mut tokens: Tokens) -> Tokens {
    for _ in 0..2 {
        // `an M.A. in International Relations`
        let is_of_study = view.word(tokens.end) == "in"
            && (tokens.first..tokens.end).any(|at| is_degree(view, words, at));
        if view.word(tokens.end) != "of" && !is_of_study {
            break;
        }
        match phrase(view, tokens.end + 1) {
            Some(inner) => tokens.end = inner.end,
            None => break,
        }
    }
    tokens
}

/// Says whether the word at `at` is an academic degree: `degree`, `M.A.`
pub fn is_degree(view: &View<'_>, words: &WordLists, at: usize) -> bool {
    words.is(view.word(at), WordClass::Degree)
        || view.forms[at].contains('.') && view.forms[at].starts_with(['B', 'M', 'P', 'D'])
}

/// Says whether a noun (lemma, lower case) names an action, a measure or a doctrine: it is that of a
/// verb, heads descriptions, or is formed like one.
pub fn is_action(lemma: &str, words: &WordLists) -> bool {
    const ENDINGS: [&str; 12] = [
        "tion", "sion", "ment", "ance", "ence", "ism", "ization", "isation", "ing", "ship", "ure",
        "sal",
    ];
    words.description_heads.contains_key(lemma)
        || words.nominalizations.iter().any(|(_, noun, _)| noun == lemma)
        || words.is_cue(lemma, Cue::Measure)
        || lemma.len() > 5 && ENDINGS.iter().any(|ending| lemma.ends_with(ending))
}

/// First token of the noun phrase whose head ends at `end`: walks back over its modifiers.
pub fn start_of(view: &View<'_>, end: usize) -> usize {
    let mut start = end - 1;
    while start > 0
        && end - start < 12
        && is_modifier(view, start - 1)
        // `a 30-day plan`, but `30 plans`
        && (view.upos(start - 1) != Upos::Num
            || is_dash(view.word(start)) && view.is_joined(start - 1))
    {
        start -= 1;
    }
    start
}

/// `built by the British`, `the French agreed`: an adjective that stands for a people, and that for their
/// state. Not in `the British living here`, nor `the British in Oman`.
pub fn people_as_state(view: &View<'_>, tokens: Tokens, reason: Reason) -> Reason {
    let ends_alike = ["ish", "ch", "ese"].iter().any(|end| view.word(tokens.first).ends_with(end));
    let has_article = tokens.first > 0 && view.word(tokens.first - 1) == "the";
    let next = tokens.end;
    let stands_alone = matches!(
        view.upos(next),
        Upos::Verb | Upos::Aux | Upos::Adv | Upos::Part | Upos::Punct | Upos::Sconj
    ) || matches!(view.word(next), "" | "in" | "and" | "for" | "with")
        && !matches!(view.upos(next + 1), Upos::Propn | Upos::Det);
    // `The Chinese are the largest group`: the people.
    let is_told_of = matches!(view.word(next), "who" | "living" | "-" | "–" | "\"" | "”" | "'s")
        || next < view.len() && view.relation(next) == Relation::COP
        || view.token(next.min(view.len() - 1)).xpos == Xpos::VBG;
    match reason {
        Reason::Adjective if ends_alike && has_article && stands_alone && !is_told_of => {
            Reason::Metonym
        }
        _ => reason,
    }
}
