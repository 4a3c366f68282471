//! Offices and capacities: `then-deputy prime minister`, `the head`, `First President`.

use super::view::{Tokens, View, is_dash};
use crate::date::MONTHS;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::{OfficeKind, WordLists};
use crate::text::{NameKind, Upos};

/// Words of at most this many tokens name an office.
const LONGEST: usize = 5;

/// An office as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// Its tokens, with the words that qualify it (`former`, `deputy`, `foreign`).
    pub tokens: Tokens,
    /// What kind of office it is.
    pub kind: OfficeKind,
}

/// Reads the office that starts at `at`.
pub fn at(view: &View<'_>, words: &WordLists, at: usize) -> Option<Office> {
    if is_dash(view.word(at)) {
        return None;
    }
    let mut start = at;
    while is_modifier(view, words, start) && start < at + 4 {
        start += 1;
    }
    // The longest reading: `foreign minister` before `minister`, `deputy director` before `deputy`.
    let readings = (at..=start).rev().filter_map(|start| {
        let (end, kind) = listed(view, words, start)?;
        // A deputy is not the head.
        let is_second = (at..start).any(|index| is_deputy(view, words, index));
        let kind = if is_second { OfficeKind::Official } else { kind };
        Some(Office { tokens: Tokens::new(at, end), kind })
    });
    let office = readings.max_by_key(|office| office.tokens.end)?;
    // The `minister` of `prime minister` is no office of its own.
    let is_inside = (1..=3)
        .filter_map(|back| at.checked_sub(back))
        .any(|before| listed(view, words, before).is_some_and(|(end, _)| end > at));
    // Nor is the `leader` of `deputy leader`.
    let is_second = at.checked_sub(1).is_some_and(|before| is_deputy(view, words, before))
        || at >= 2 && is_dash(view.word(at - 1)) && is_deputy(view, words, at - 2);
    if is_inside || is_second {
        return None;
    }
    let tokens = Tokens::new(office.tokens.first, past_portfolio(view, words, office));
    Some(Office { tokens, ..office })
}

/// Past what a minister is minister of: `of energy and water`, `for economic affairs`.
fn past_portfolio(view: &View<'_>, words: &WordLists, office: Office) -> usize {
    let end = office.tokens.end;
    let is_minister = |at: usize| words.is(view.lemma(at), WordClass::Minister);
    // `minister of energy` may be listed, and go on: `and water`.
    let is_listed = (office.tokens.first..end).any(is_minister)
        && !is_minister(end - 1)
        && view.word(end) == "and";
    let has_portfolio = office.kind == OfficeKind::Official
        && (is_listed || is_minister(end - 1) && matches!(view.word(end), "of" | "for"));
    if !has_portfolio {
        return end;
    }
    let is_part = |at: &usize| {
        !view.is_capitalised(*at)
            && (matches!(view.upos(*at), Upos::Noun | Upos::Adj | Upos::Cconj)
                || view.word(*at) == "," && view.upos(*at + 1) == Upos::Noun)
            && !words.offices.contains_key(view.word(*at))
    };
    let start = end + 1 + usize::from(view.word(end + 1) == "the");
    let last =
        (start..view.len()).take_while(is_part).filter(|at| view.upos(*at) == Upos::Noun).last();
    // `the minister of education, culture and sports, Anna Weber`, but `of finance, trade unions said`
    let is_closed = |last: usize| {
        !(start..last).any(|at| view.word(at) == ",")
            || (start..last).any(|at| view.upos(at) == Upos::Cconj)
    };
    last.filter(|last| is_closed(*last)).map_or(end, |last| last + 1)
}

/// Says whether a word makes an office the second in rank, or none yet: `deputy`, `vice-`, `shadow`.
fn is_deputy(view: &View<'_>, words: &WordLists, at: usize) -> bool {
    view.word(at).split('-').any(|part| words.is(part, WordClass::Deputy))
}

/// The office that stands beside the person named by `tokens`: `President X`, `the minister, X`,
/// `X, the head of`, `X is the director`.
pub fn of_person(view: &View<'_>, words: &WordLists, tokens: Tokens) -> Option<Office> {
    let before = |end: usize| {
        (end.saturating_sub(LONGEST)..end).find_map(|start| {
            let (found, kind) = listed(view, words, start)?;
            (found == end).then_some(Office { tokens: Tokens::new(start, end), kind })
        })
    };
    let comma = tokens.first.checked_sub(1).filter(|index| view.word(*index) == ",");
    let after = || {
        let mut start = tokens.end;
        if !matches!(view.word(start), "," | "is" | "was") {
            return None;
        }
        start += 1;
        start += usize::from(matches!(view.word(start), "the" | "a" | "an" | "then" | "current"));
        // `Anna Weber, the president's daughter`
        at(view, words, start).filter(|office| view.word(office.tokens.end) != "'s")
    };
    before(tokens.first).or_else(after).or_else(|| before(comma?))
}

/// The words of an office as of the time that is told of: `then prime minister` was prime minister.
pub fn at_its_time(view: &View<'_>, words: &WordLists, tokens: Tokens) -> Tokens {
    let is_word =
        |at: usize| words.is(view.word(at), WordClass::Incumbent) || view.word(at) == "late";
    // `95-year-old father`: how old he was is not what he is.
    let aged = (tokens.first..tokens.end)
        .find(|at| view.word(*at) == "old" || view.word(*at).ends_with("year-old"));
    let mut first = aged.map_or(tokens.first, |at| (at + 1).min(tokens.end - 1));
    while first + 1 < tokens.end
        && (is_word(first) || first > tokens.first && is_dash(view.word(first)))
    {
        first += 1;
    }
    Tokens::new(first, tokens.end)
}

/// The words of an office in lower case, without those that qualify it: `prime minister`.
pub fn plain(view: &View<'_>, words: &WordLists, tokens: Tokens) -> String {
    let end_at = |start: usize| listed(view, words, start).map(|(end, _)| end);
    let last = (tokens.first..tokens.end).filter_map(end_at).filter(|end| *end <= tokens.end).max();
    let start = (tokens.first..tokens.end)
        .find(|start| last.is_some() && end_at(*start) == last)
        .unwrap_or(tokens.first);
    view.lower[start..tokens.end].join(" ")
}

/// The longest listed office whose first word is at `start`.
fn listed(view: &View<'_>, words: &WordLists, start: usize) -> Option<(usize, OfficeKind)> {
    // This is asked of nearly every word: only those that an office begins with are put together.
    if start >= view.len() || !words.starts_office(view.word(start)) {
        return None;
    }
    let mut form = String::new();
    let mut longest = None;
    for index in start..(start + LONGEST).min(view.len()) {
        if index > start && !view.is_joined(index - 1) {
            form.push(' ');
        }
        form.push_str(view.word(index));
        // `the deputy director-general`: the deputy of no director.
        let goes_on = is_dash(view.word(index + 1))
            && view.is_joined(index)
            && view.word(index + 2) == "general";
        if goes_on {
            continue;
        }
        // `the head of the state concern`: of no state.
        let is_of_compound = index > start
            && matches!(view.word(index), "state" | "government")
            && view.upos(index + 1) == Upos::Noun;
        if is_of_compound {
            continue;
        }
        let singular = || form.strip_suffix('s').and_then(|form| words.offices.get(form));
        if let Some(kind) = words.offices.get(&form).or_else(singular) {
            longest = Some((index + 1, *kind));
        }
    }
    longest
}

/// Words that can stand before an office and belong to it.
fn is_modifier(view: &View<'_>, words: &WordLists, at: usize) -> bool {
    let word = view.word(at);
    // `was elected president`
    let is_done = word == "elected" && at > 0 && view.upos(at - 1) == Upos::Aux;
    let is_qualifier = !is_done && words.is(word, WordClass::OfficeModifier)
        || word.starts_with("then-")
        || word.starts_with("ex-")
        || word.starts_with("vice-");
    // `named Anna Weber prime minister`: the name goes on no further.
    let is_in_person = view.sentence.names.iter().any(|name| {
        name.kind == NameKind::Person && (name.first as usize..=name.last as usize).contains(&at)
    });
    // `is no longer director`, `not only director`
    let is_limit = matches!(word, "longer" | "only" | "just" | "also" | "once" | "no" | "not");
    // `the same day Ambassador Anna Weber`
    let is_time =
        words.is(word, WordClass::Day) || matches!(word, "week" | "month" | "year" | "time");
    let is_field = matches!(view.upos(at), Upos::Adj | Upos::Noun | Upos::Propn)
        && !is_limit
        && !words.given_names.contains(view.forms[at])
        // `in December President Anna Weber`
        && !MONTHS.contains(&view.forms[at])
        && !is_time
        && !is_in_person
        && (listed(view, words, at + 1).is_some() || is_dash(view.word(at + 1)));
    is_qualifier || is_field || is_dash(word) && at > 0 && view.is_joined(at - 1)
}
