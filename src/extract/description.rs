//! Events, agreements, programmes and projects that a text describes rather than names: `the
//! CSTO summit in Yerevan`, `a gas treaty with Turkmenistan`.

use super::noun;
use super::view::{Tokens, View, is_quote};
use crate::date::MONTHS;
use crate::ontology::ClassId;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::Upos;

/// Heads have at most this many tokens.
const LONGEST: usize = 5;

/// A described thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Modifiers and head.
    pub tokens: Tokens,
    /// With the phrases after the head that tell it from others of its kind.
    pub whole: Tokens,
    /// What its head says that it is.
    pub class: ClassId,
    /// A name, a date or a place tells it from others of its kind.
    pub specific: bool,
}

/// Finds the descriptions of a sentence. `is_specific` tells which tokens belong to a name, a
/// date or a place, `is_named` which belong to a name.
pub fn find(
    view: &View<'_>,
    words: &WordLists,
    is_specific: impl Fn(usize) -> bool,
    is_named: impl Fn(usize) -> bool,
) -> Vec<Description> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.len() {
        let Some((end, class)) = listed(view, words, at) else {
            at += 1;
            continue;
        };
        // `summit declaration`: the next noun is the head.
        let is_modifier = matches!(view.upos(end), Upos::Noun) && !is_specific(end);
        // `the ‘strike hard’ policy`: a quotation goes on.
        let is_cut = at > 0 && opens_quote(view, at - 1) && !is_quote(view.word(end));
        if is_modifier || is_cut && view.upos(end) != Upos::Punct && end < view.len() {
            at += 1;
            continue;
        }
        let start = start_of(view, words, at);
        let whole = Tokens::new(start, complement_end(view, words, end, &is_specific, &is_named));
        let specific = (start..at).chain(end..whole.end).any(&is_specific);
        // `the October election`: its month tells when it was.
        let is_month = start < at && MONTHS.contains(&view.forms[start]);
        let start = start + usize::from(is_month);
        let whole = Tokens::new(start, whole.end);
        // `a referendum on independence` is one thing.
        let is_topic = end - start == 1
            && !specific
            && found.last().is_some_and(|one: &Description| one.whole.contains(whole));
        if is_topic {
            at = end;
            continue;
        }
        // `at each meeting`: no meeting that anybody could name.
        // `passed with 93 votes`, `missed all eight votes`: counted, and none of them one event.
        let is_counted = view.lemma(end - 1) == "vote"
            && view.is_inflected(end - 1)
            && (start.saturating_sub(1)..end).any(|at| view.upos(at) == Upos::Num);
        let is_any = is_counted
            || (start.saturating_sub(1)..end).any(|at| matches!(view.word(at), "each" | "every"));
        if is_any || is_idiom(view, Tokens::new(start, end)) {
            at = end;
            continue;
        }
        found.push(Description { tokens: Tokens::new(start, end), whole, class, specific });
        at = end;
    }
    found
}

/// `came into operation`, `80 percent of the vote`: words that speak of no event.
fn is_idiom(view: &View<'_>, tokens: Tokens) -> bool {
    if tokens.len() > 1 {
        // `has been in trial operation since May`
        let before = tokens.first.checked_sub(1).map_or("", |at| view.word(at));
        let is_capitalised = (tokens.first..tokens.end).any(|at| view.is_capitalised(at));
        return matches!(before, "in" | "into")
            && !is_capitalised
            && view.word(tokens.end - 1) == "operation"
            && !matches!(view.upos(tokens.first), Upos::Det | Upos::Pron);
    }
    // `in March`; `dissolved Congress`: a parliament.
    if MONTHS.contains(&view.forms[tokens.first]) || view.forms[tokens.first] == "Congress" {
        return true;
    }
    let word = |back: usize| tokens.first.checked_sub(back).map_or("", |at| view.word(at));
    let is_bare = !view.is_inflected(tokens.first)
        && !view.is_capitalised(tokens.first)
        && matches!(word(1), "into" | "in" | "under" | "at" | "by" | "out")
        && word(2) != "by";
    let is_share = matches!(word(1), "the")
        && word(2) == "of"
        && (matches!(word(3), "percent" | "cent" | "%" | "share" | "majority"))
        && view.lemma(tokens.first) == "vote";
    is_bare || is_share
}

/// The longest listed head whose first word is at `at`: `summit`, `code of conduct`.
fn listed(view: &View<'_>, words: &WordLists, at: usize) -> Option<(usize, ClassId)> {
    if !matches!(view.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb) {
        return None;
    }
    (at + 1..=(at + LONGEST).min(view.len())).rev().find_map(|end| {
        let last = end - 1;
        if end - at == 1 && !matches!(view.upos(at), Upos::Noun | Upos::Propn) {
            return None;
        }
        let mut form = String::new();
        for index in at..last {
            form.push_str(view.word(index));
            if !view.is_joined(index) {
                form.push(' ');
            }
        }
        let heads = &words.description_heads;
        // What the tagger takes for a noun may be a verb: `the Council voted`.
        if view.word(last).ends_with("ed") && view.lemma(last) != view.word(last) {
            return None;
        }
        let by_lemma = heads.get(&format!("{form}{}", view.lemma(last)));
        let class = by_lemma.or_else(|| heads.get(&format!("{form}{}", view.word(last))));
        class.map(|class| (end, *class))
    })
}

/// Says whether the mark at `at` is one of quotation, not that of `investors’ forum`.
fn opens_quote(view: &View<'_>, at: usize) -> bool {
    is_quote(view.word(at)) && view.upos(at) != Upos::Part
}

/// Walks back over modifiers, quotation marks and possessors.
fn start_of(view: &View<'_>, words: &WordLists, head: usize) -> usize {
    let mut start = noun::start_of(view, head + 1);
    while start > 0
        && (is_quote(view.word(start - 1)) || view.word(start - 1) == "'s")
        && head - start < 10
    {
        let before = start - 1;
        if before == 0 {
            break;
        }
        start = if opens_quote(view, before) { before } else { noun::start_of(view, before) };
    }
    // `this week's summit`
    if let Some(mark) = (start..head).find(|at| view.word(*at) == "'s")
        && mark > start
        && words.is(view.word(mark - 1), WordClass::Day)
    {
        start = mark + 1;
    }
    while start < head
        && (is_quote(view.word(start))
            || matches!(
                view.word(start),
                "'s" | "the"
                    | "a"
                    | "an"
                    | "-"
                    | "–"
                    | "where"
                    | "when"
                    | "why"
                    | "which"
                    | "whose"
            ))
    {
        start += 1;
    }
    start
}

/// End of the phrases after the head that name a place, a party or a topic.
fn complement_end(
    view: &View<'_>,
    words: &WordLists,
    next: usize,
    is_specific: &impl Fn(usize) -> bool,
    is_named: &impl Fn(usize) -> bool,
) -> usize {
    if let Some(end) = title_end(view, next, &|at| is_specific(at) && !is_named(at)) {
        return end;
    }
    // `Resolution 68/262`
    let is_numbered = view.is_capitalised(next - 1)
        && view.forms.get(next).is_some_and(|form| {
            form.starts_with(|c: char| c.is_ascii_digit()) && !is_specific(next)
        });
    let mut end = next + usize::from(is_numbered);
    if matches!(view.word(end), "linking" | "connecting" | "joining") {
        return names_end(view, end + 1, is_specific).unwrap_or(next);
    }
    for _ in 0..3 {
        if view.word(end) == "to"
            && let Some(infinitive) = infinitive_end(view, end + 1, is_named)
        {
            return infinitive;
        }
        if !matches!(
            view.word(end),
            "in" | "at" | "of" | "on" | "with" | "between" | "against" | "over" | "to"
        ) {
            break;
        }
        // `the transfer of a reservoir to Peru`: it is no reservoir to Peru. `lost the election to Anna
        // Weber`: nor is it an election to her.
        let to_person = view
            .forms
            .get(end + 1)
            .is_some_and(|form| words.given_names.contains(*form) && view.is_capitalised(end + 2));
        let may_lead = view.word(end) != "to"
            || !to_person && (end != next || !words.is(view.lemma(next - 1), WordClass::Plant));
        if !may_lead {
            break;
        }
        let Some(phrase) = noun::phrase(view, end + 1) else { break };
        // `on the sidelines of the summit` tells of the signing, not of the treaty.
        let is_circumstance =
            (phrase.first..phrase.end).any(|at| words.is(view.word(at), WordClass::Circumstance));
        if is_circumstance {
            break;
        }
        let is_date = is_specific(phrase.first) && !is_named(phrase.first);
        if is_date || is_day(view, end + 1) {
            break;
        }
        // A phrase without a name tells nothing apart, but for a topic.
        let names = (phrase.first..phrase.end).any(is_named);
        let phrase = Tokens::new(phrase.first, past_acronym(view, phrase.end));
        if !names && !matches!(view.word(end), "of" | "on") {
            break;
        }
        end = phrase.end;
        if view.word(end) == "and"
            && let Some(second) = noun::phrase(view, end + 1)
            && names
            && (second.first..second.end).all(is_named)
        {
            end = second.end;
        } else if view.word(end) == "and"
            && !names
            && let Some(second) = noun::phrase(view, end + 1)
            && matches!(view.word(second.end), "between" | "with" | "in")
        {
            // `an agreement on trade and transport between …`
            end = second.end;
        }
    }
    end
}

/// End of a title whose first noun ends at `next`: `the Treaty on Mutual Trust in Border Regions`.
pub fn title_end(view: &View<'_>, next: usize, is_dated: &impl Fn(usize) -> bool) -> Option<usize> {
    let is_link = |at: usize| matches!(view.word(at), "on" | "of" | "for" | "in" | "and" | "the");
    let is_title = view.is_capitalised(next - 1)
        && view.word(next) == "on"
        && view.is_capitalised(next + 1)
        && !is_dated(next + 1);
    let mut end = next + 1;
    while is_title && end < view.len() {
        let word = (end..view.len().min(end + 3)).find(|at| !is_link(*at))?;
        // `the Treaty on Trade in Lima`, `in May`: where and when it was signed.
        let is_circumstance = word > end
            && view.word(word - 1) == "in"
            && (is_dated(word) || !view.is_capitalised(word + 1));
        if !view.is_capitalised(word) || is_circumstance {
            break;
        }
        end = word + 1;
    }
    (is_title && end >= next + 3).then_some(end)
}

/// End of what a plan, a treaty or a proposal is to do: `to link Peru and its ports`. `None` when
/// no name tells it from others.
fn infinitive_end(
    view: &View<'_>,
    verb: usize,
    is_named: &impl Fn(usize) -> bool,
) -> Option<usize> {
    if view.upos(verb) != Upos::Verb || view.is_inflected(verb) {
        return None;
    }
    let mut end = noun::phrase(view, verb + 1)?.end;
    for _ in 0..3 {
        if !matches!(view.word(end), "and" | "to" | "with" | "in" | "of" | "between" | "'s") {
            break;
        }
        let Some(next) = noun::phrase(view, end + 1) else { break };
        if next.first > end + 2 || view.upos(next.first) == Upos::Num {
            break;
        }
        end = next.end;
    }
    (verb + 1..end).any(is_named).then_some(end)
}

/// `talks with the Free Union (FU) leader Anna Weber`: the head of a phrase may follow the acronym of
/// the name before it.
fn past_acronym(view: &View<'_>, end: usize) -> usize {
    let is_acronym =
        view.word(end) == "(" && view.word(end + 2) == ")" && view.is_capitalised(end + 1);
    let goes_on = matches!(view.upos(end + 3), Upos::Noun | Upos::Propn);
    match noun::phrase(view, end + 3).filter(|_| is_acronym && goes_on) {
        Some(phrase) => phrase.end,
        None => end,
    }
}

/// Says whether a date starts at `at`: `4 June`, `Tuesday`.
fn is_day(view: &View<'_>, at: usize) -> bool {
    let is_month = MONTHS.contains(&view.forms.get(at).copied().unwrap_or_default());
    let is_weekday = view.is_capitalised(at) && view.word(at).ends_with("day");
    view.upos(at) == Upos::Num || is_month || is_weekday
}

/// End of the list of names that starts at `at`: `Peru, Chile and Bolivia`. `None` when its first
/// member is none.
fn names_end(view: &View<'_>, at: usize, is_named: &impl Fn(usize) -> bool) -> Option<usize> {
    let mut end = None;
    let mut start = at;
    while let Some(member) = noun::phrase(view, start)
        && member.first <= start + 1
        && (member.first..member.end).any(is_named)
    {
        end = Some(member.end);
        start = match (view.word(member.end), view.word(member.end + 1)) {
            (",", "and") => member.end + 2,
            ("," | "and" | "to" | "with", _) => member.end + 1,
            _ => break,
        };
    }
    end
}
