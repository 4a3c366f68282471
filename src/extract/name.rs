//! Names that no list holds, found by shape: capitalised phrases around a word such as `University`,
//! or beside a common noun that says what they are.

use super::view::{Tokens, View, is_dash};
use crate::ontology::words::WordLists;
use crate::ontology::{ClassId, Ontology};
use crate::text::Upos;

/// A name by shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedName {
    /// Its tokens.
    pub tokens: Tokens,
    /// The class that its shape shows.
    pub class: ClassId,
}

/// Words inside a name that are not capitalised.
const CONNECTORS: [&str; 8] = ["of", "for", "and", "the", "on", "de", "&", "in"];

/// Says whether `word` can stand inside a name without a capital.
pub fn is_connector(word: &str) -> bool {
    CONNECTORS.contains(&word)
}

/// Finds the names of a sentence by shape. `is_listed` tells which tokens start a name of the
/// lexicon, where an `and` ends a name rather than continuing it.
pub fn find(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    is_listed: impl Fn(usize) -> bool,
) -> Vec<ShapedName> {
    let person = onto.class_names.get("Person").copied();
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.len() {
        if !view.is_capitalised(at) {
            at += 1;
            continue;
        }
        let run = run(view, at, &is_listed);
        if let Some(name) =
            headed(view, words, run).or_else(|| introduced(view, words, run, &is_listed))
        {
            found.push(name);
        } else if let Some(person) = person {
            found.extend(
                super::person::find(view, words, run)
                    .map(|tokens| ShapedName { tokens, class: person }),
            );
        }
        at = run.end.max(at + 1);
    }
    found
}

/// A name that a common noun beside it introduces: `the newspaper Vestnik`, `the Birlik movement`.
fn introduced(
    view: &View<'_>,
    words: &WordLists,
    run: Tokens,
    is_listed: &impl Fn(usize) -> bool,
) -> Option<ShapedName> {
    let class_of = |index: usize| {
        let is_noun = index < view.len()
            && !view.is_capitalised(index)
            && matches!(view.upos(index), Upos::Noun);
        is_noun.then(|| words.name_heads.get(view.word(index)).copied())?
    };
    let is_plain = (run.first..run.end).all(|index| {
        view.is_capitalised(index)
            && !is_listed(index)
            && !words.given_names.contains(view.forms[index])
            && !words.offices.contains_key(view.word(index))
            && !words.honorifics.contains(view.forms[index])
    });
    let before = run.first.checked_sub(1).and_then(class_of);
    // At the start of a sentence any word is capitalised.
    let after = (run.first > 0).then(|| class_of(run.end)).flatten();
    let class = before.or(after).filter(|_| is_plain && run.len() <= 4)?;
    Some(ShapedName { tokens: run, class })
}

/// The longest capitalised phrase from `at`, with connectors inside.
fn run(view: &View<'_>, at: usize, is_listed: &impl Fn(usize) -> bool) -> Tokens {
    let mut end = at + 1;
    loop {
        let word = view.word(end);
        if view.is_capitalised(end) && word != "i" {
            end += 1;
        } else if joins(view, end) && view.is_capitalised(end + 1) {
            end += 2;
        } else if CONNECTORS.contains(&word) {
            // `of the`, `and of`: up to two connectors before the next capital.
            let next = end + 1 + usize::from(CONNECTORS.contains(&view.word(end + 1)));
            let breaks = word == "and" && is_listed(next);
            if next < view.len() && view.is_capitalised(next) && !breaks {
                end = next + 1;
            } else {
                break;
            }
        } else {
            break;
        }
    }
    Tokens::new(at, end)
}

/// Says whether the mark at `at` joins two parts of a name: a hyphen, or the full stop of initials.
fn joins(view: &View<'_>, at: usize) -> bool {
    let is_initial = view.forms[at - 1].chars().count() <= 2;
    let is_hyphen = is_dash(view.word(at)) && view.is_joined(at);
    view.is_joined(at - 1) && (is_hyphen || view.word(at) == "." && is_initial)
}

/// The name in `run` that is built around a head word.
fn headed(view: &View<'_>, words: &WordLists, run: Tokens) -> Option<ShapedName> {
    let class_at = |index: usize| {
        view.is_capitalised(index).then_some(())?;
        let word = view.word(index).trim_end_matches('.');
        // `Customs Union` says more than `Union`.
        let pair = || format!("{} {word}", view.word(index - 1));
        let of_pair = (index > run.first).then(|| words.name_heads.get(&pair())).flatten();
        of_pair.or_else(|| words.name_heads.get(word)).copied()
    };
    // `University of X` is headed by its first head word, `X State University` by its last before
    // a connector.
    let first = (run.first..run.end).find(|index| class_at(*index).is_some())?;
    let is_connector = |index: usize| CONNECTORS.contains(&view.word(index));
    let head = (first..run.end)
        .take_while(|index| !is_connector(*index))
        .filter(|index| class_at(*index).is_some())
        .last()?;
    let head = joined_head(view, run, head, &class_at);
    let start = left_edge(view, words, run, head);
    let end = match view.word(head + 1) {
        "of" | "for" | "on" => right_edge(view, run, head + 1),
        _ => head + 1,
    };
    // A head word alone is no name.
    (end - start >= 2).then_some(())?;
    Some(ShapedName { tokens: Tokens::new(start, end), class: class_at(head)? })
}

/// `Radio and Television Company`: where `and` joins what goes before two heads, the last of them.
fn joined_head(
    view: &View<'_>,
    run: Tokens,
    head: usize,
    class_at: &impl Fn(usize) -> Option<ClassId>,
) -> usize {
    if view.word(head + 1) != "and" {
        return head;
    }
    let rest = head + 2..run.end;
    let end = rest.clone().find(|index| !view.is_capitalised(*index)).unwrap_or(run.end);
    (head + 2..end).rev().find(|index| class_at(*index).is_some()).unwrap_or(head)
}

/// First token of a name whose head is at `head`.
fn left_edge(view: &View<'_>, words: &WordLists, run: Tokens, head: usize) -> usize {
    let mut start = head;
    while start > run.first {
        let previous = start - 1;
        let word = view.word(previous);
        let is_joint = word == "and"
            && previous > run.first
            && view.is_capitalised(previous - 1)
            && start < head + 1;
        let is_dash = is_dash(word) || word == ".";
        if !(view.is_capitalised(previous) || is_joint || is_dash) {
            break;
        }
        if words.offices.contains_key(word)
            || matches!(word, "the" | "a" | "an" | "in" | "on" | "at")
        {
            break;
        }
        start -= if is_joint { 2 } else { 1 };
    }
    start
}

/// One past the last token of a name that goes on after its head with `of` or `for`.
fn right_edge(view: &View<'_>, run: Tokens, connector: usize) -> usize {
    let mut end = connector;
    while end < run.end && view.word(end) != "in" {
        end += 1;
    }
    // A trailing connector belongs to what follows.
    while CONNECTORS.contains(&view.word(end - 1)) {
        end -= 1;
    }
    end
}
