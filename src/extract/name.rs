//! Names that no list holds, found by shape: capitalised phrases around a word such as `University`,
//! or beside a common noun that says what they are.

use super::time::is_weekday;
use super::view::{Tokens, View, is_dash, is_quote};
use crate::date::MONTHS;
use crate::ontology::word_class::WordClass;
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
/// lexicon, where an `and` ends a name rather than continuing it; `ends_place` tells which are the
/// last of a listed place, after which a person may be named.
pub fn find(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    is_listed: impl Fn(usize) -> bool,
    ends_place: impl Fn(usize) -> bool,
) -> Vec<ShapedName> {
    let person = onto.class_names.get("Person").copied();
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.len() {
        // `Members of the Weavers' Guild`, `Later Weber left`: a common word that only stands first.
        let is_common_opening = at == 0
            && matches!(
                view.upos(0),
                Upos::Noun | Upos::Adv | Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Pron
            )
            && !words.name_heads.contains_key(view.word(0))
            || at == 0
                && (words.is(view.word(0), WordClass::Former)
                    || words.is(view.word(0), WordClass::Incumbent))
            // `LIMA (Agency) – A court`
            || view.upos(at) == Upos::Det && !view.is_capitalised(at + 1);
        if !view.is_capitalised(at) || is_common_opening {
            at += 1;
            continue;
        }
        let run = run(view, words, at, &is_listed);
        let run = before_body(view, words, run);
        if let Some(name) = headed(view, words, run, &ends_place) {
            found.push(name);
            // `Green Party Anna Weber`: what stands after may be a name of its own.
            at = name.tokens.end.max(at + 1);
            continue;
        }
        let pieces = pieces(view, words, run);
        let shaped: Vec<ShapedName> = (pieces.iter())
            .filter_map(|piece| introduced(view, words, *piece, &is_listed))
            .collect();
        let is_introduced = |piece: &Tokens| shaped.iter().any(|name| name.tokens == *piece);
        let others = match shaped.is_empty() {
            true => vec![run],
            false => pieces.into_iter().filter(|piece| !is_introduced(piece)).collect(),
        };
        if let Some(class) = person {
            let persons = others.iter().flat_map(|piece| super::person::find(view, words, *piece));
            found.extend(persons.map(|tokens| ShapedName { tokens, class }));
        }
        found.extend(shaped);
        at = run.end.max(at + 1);
    }
    found
}

/// `Professor Anna Weber of Leiden University`: a given name and one or two more before an `of` are a person's.
fn before_body(view: &View<'_>, words: &WordLists, run: Tokens) -> Tokens {
    let Some(of) = (run.first..run.end).find(|at| view.word(*at) == "of") else { return run };
    let titles = (run.first..of).take_while(|at| super::person::is_title(view, words, *at)).count();
    let given = run.first + titles;
    let is_person = (given + 2..=given + 3).contains(&of)
        && words.given_names.contains(view.forms[given])
        && (given + 1..of).all(|at| {
            view.is_capitalised(at)
                && !words.name_heads.contains_key(view.word(at))
                && !words.offices.contains_key(view.word(at))
        })
        && (of + 1..run.end).any(|at| words.name_heads.contains_key(view.word(at)));
    if is_person { Tokens::new(run.first, of) } else { run }
}

/// The parts of a run between its connectors: `Anna Weber of the Birlik`; and the person behind a name
/// that a noun introduces: `the editor of the newspaper Vestnik Anna Weber`.
fn pieces(view: &View<'_>, words: &WordLists, run: Tokens) -> Vec<Tokens> {
    let mut pieces = Vec::new();
    let mut start = run.first;
    for index in run.first..=run.end {
        if index == run.end || is_connector(view.word(index)) {
            if index > start {
                pieces.push(Tokens::new(start, index));
            }
            start = index + 1;
        }
    }
    let is_introduced =
        run.first > 0 && words.name_heads.contains_key(view.word(run.first - 1)) && run.len() > 2;
    let given = (run.first + 1..run.end - 1)
        .find(|at| is_introduced && words.given_names.contains(view.forms[*at]));
    match (given, pieces.as_slice()) {
        (Some(given), [whole]) => {
            vec![Tokens::new(whole.first, given), Tokens::new(given, whole.end)]
        }
        _ => pieces,
    }
}

/// A name that a common noun beside it introduces: `the newspaper Vestnik`, `the Birlik movement`,
/// `a movement named New Dawn`.
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
    let is_described = run.len() == 1
        && (view.upos(run.first) == Upos::Adj
            || [
                "north", "south", "east", "west", "central", "northern", "southern", "eastern",
                "western",
            ]
            .contains(&view.word(run.first))
            || ["ic", "ian", "ese", "ish", "ist"]
                .iter()
                .any(|end| view.word(run.first).ends_with(end)));
    let is_plain = |may_be_listed: bool| {
        !(is_described || run.len() == 2 && super::person::has_surname_ending(view, run))
            && (run.first..run.end).all(|index| {
                (view.is_capitalised(index) || is_dash(view.word(index)))
                    && (may_be_listed || !is_listed(index))
                    && !words.given_names.contains(view.forms[index])
                    && !words.offices.contains_key(view.word(index))
                    && !words.honorifics.contains(view.forms[index])
            })
    };
    // `the producer Solt Metals`: a part of the name may be a name, but not all of it.
    let is_partly_listed = run.len() >= 2 && !(run.first..run.end).all(is_listed);
    let before = run.first.checked_sub(1).and_then(|before| match view.word(before) {
        called if words.is(called, WordClass::Called) => class_of(before.checked_sub(1)?),
        _ => class_of(before),
    });
    let before = before.filter(|_| is_plain(is_partly_listed));
    // At the start of a sentence any word is capitalised. `the Qarat ('Flower') movement`
    let past_gloss = view.closing(run.end).filter(|close| close - run.end <= 8).map(|at| at + 1);
    let after = (run.first > 0).then(|| class_of(run.end).or_else(|| class_of(past_gloss?)));
    let after = after.flatten().filter(|_| is_plain(false));
    let class = before.or(after).filter(|_| run.len() <= 4)?;
    Some(ShapedName { tokens: run, class })
}

/// Names in quotation marks that a noun beside them explains: `a programme known as ‘Open Doors’`,
/// `the law ‘On Bees’`, `the ‘Northern’ motorway`.
pub fn quoted(view: &View<'_>, words: &WordLists) -> Vec<ShapedName> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 2 < view.len() {
        let opens = is_quote(view.word(at)) && view.is_capitalised(at + 1);
        let close = opens
            .then(|| (at + 2..view.len().min(at + 10)).find(|index| is_quote(view.word(*index))))
            .flatten();
        let Some(close) = close else {
            at += 1;
            continue;
        };
        let is_name = (at + 1..close).all(|index| {
            view.is_capitalised(index)
                || is_connector(view.word(index))
                || is_dash(view.word(index))
                || view.upos(index) == Upos::Num
        });
        if is_name && let Some(class) = class_beside(view, words, at, close) {
            found.push(ShapedName { tokens: Tokens::new(at + 1, close), class });
        }
        at = close + 1;
    }
    found
}

/// The class of the noun before the opening mark or after the closing one.
fn class_beside(view: &View<'_>, words: &WordLists, open: usize, close: usize) -> Option<ClassId> {
    let class_of = |index: usize| {
        let is_noun = matches!(view.upos(index), Upos::Noun) && !view.is_capitalised(index);
        let by_word = || words.description_heads.get(view.lemma(index));
        is_noun.then(|| words.name_heads.get(view.word(index)).or_else(by_word).copied())?
    };
    let before = match open.checked_sub(1)? {
        // `a programme known as`, `a policy called`
        last if view.word(last) == "as" || words.is(view.word(last), WordClass::Called) => {
            let verb = last - usize::from(view.word(last) == "as" && last > 0);
            verb.checked_sub(1).and_then(class_of)
        }
        last => class_of(last),
    };
    let next = close + 1;
    let is_last = !matches!(view.upos(next + 1), Upos::Noun | Upos::Propn);
    before.or_else(|| class_of(next).filter(|_| is_last && next < view.len()))
}

/// The longest capitalised phrase from `at`, with connectors inside.
fn run(
    view: &View<'_>,
    words: &WordLists,
    at: usize,
    is_listed: &impl Fn(usize) -> bool,
) -> Tokens {
    let mut end = at + 1;
    loop {
        let word = view.word(end);
        if view.is_capitalised(end) && word != "i" {
            end += 1;
        } else if joins(view, end) && view.is_capitalised(end + 1) {
            end += 2;
        } else if let Some(next) = past_particles(view, words, end) {
            end = next + 1;
        } else if ends_given_name(view, at, end) {
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

/// `Kim Jong-un`, `Ban Ki-moon`: a short second half without a capital, behind a family name.
fn ends_given_name(view: &View<'_>, first: usize, dash: usize) -> bool {
    let half = dash + 1;
    let is_short = |at: usize| (2..=6).contains(&view.forms[at].chars().count());
    is_dash(view.word(dash))
        && view.is_joined(dash)
        && view.is_joined(dash - 1)
        && dash >= first + 2
        && half < view.len()
        && is_short(half)
        && is_short(dash - 1)
        && is_short(dash - 2)
        && view.is_capitalised(dash - 2)
        && matches!(view.upos(half), Upos::Propn | Upos::Noun)
        // `West Lake-side hotels`
        && !matches!(view.upos(half + 1), Upos::Noun | Upos::Propn)
        && view.forms[half].chars().all(char::is_lowercase)
}

/// The capitalised word after what joins it to a name: `al`, `van der`, `al-`; or the `'s` of
/// `Workers' Party`, `People's Bank`.
pub fn past_particles(view: &View<'_>, words: &WordLists, at: usize) -> Option<usize> {
    if matches!(view.word(at), "'s" | "'" | "’") {
        // `the Prosecutor General's Office`
        if view.forms.get(at + 1) == Some(&"Office") {
            return Some(at + 1);
        }
        let is_plural = words.is(view.word(at - 1), WordClass::Guild);
        return (is_plural && view.is_capitalised(at + 1)).then_some(at + 1);
    }
    let mut next = at;
    while next < at + 2 && is_particle(view.word(next)) {
        next += 1;
    }
    if next > at && is_dash(view.word(next)) && view.is_joined(next) {
        next += 1;
    }
    (next > at && view.is_capitalised(next)).then_some(next)
}

/// Words inside a person's name that are not capitalised, as a shape may have them.
fn is_particle(word: &str) -> bool {
    is_common_particle(word)
        || matches!(
            word,
            "ul" | "ud" | "ad" | "ben" | "bint" | "abu" | "den" | "uulu" | "kyzy" | "qizi" | "uly"
        )
}

/// Those of them that hardly stand for anything else.
pub fn is_common_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "van"
            | "von"
            | "der"
            | "bin"
            | "ibn"
            | "da"
            | "di"
            | "du"
            | "la"
            | "le"
            | "ter"
            | "ten"
            | "dos"
    )
}

/// Says whether the mark at `at` joins two parts of a name: a hyphen, or the full stop of initials.
fn joins(view: &View<'_>, at: usize) -> bool {
    let is_initial = view.forms[at - 1].chars().count() <= 2;
    let is_hyphen = is_dash(view.word(at)) && view.is_joined(at);
    view.is_joined(at - 1) && (is_hyphen || view.word(at) == "." && is_initial)
}

/// The name in `run` that is built around a head word.
fn headed(
    view: &View<'_>,
    words: &WordLists,
    run: Tokens,
    ends_place: &impl Fn(usize) -> bool,
) -> Option<ShapedName> {
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
    // `the Rescue Force of the Ministry of Y`: a body of a body, and each has its name.
    let is_part = head > start
        && view.word(head + 1) == "of"
        && view.word(head + 2) == "the"
        && class_at(head + 3).is_some()
        && view.word(head + 4) == "of";
    let end = match view.word(head + 1) {
        _ if is_part => head + 1,
        // `sanctions by the European Union on Peru`: a union has no topic.
        "on" if start < head && !words.is(view.word(head), WordClass::Topical) => head + 1,
        // `left the Security Committee on January 5`
        "on" if is_day(view, head + 2) => head + 1,
        "of" | "for" | "on" => right_edge(view, words, run, head + 1, ends_place),
        _ => head + 1,
    };
    // A head word alone is no name.
    (end - start >= 2).then_some(())?;
    Some(ShapedName { tokens: Tokens::new(start, end), class: class_at(head)? })
}

/// Says whether a date begins at `at`: a month or a day of the week.
fn is_day(view: &View<'_>, at: usize) -> bool {
    view.forms.get(at).is_some_and(|form| MONTHS.contains(form)) || is_weekday(view.word(at))
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
        // `Mongolian People's Party`
        let is_owned = past_particles(view, words, previous) == Some(start) && word != "al";
        if !(view.is_capitalised(previous) || is_joint || is_dash || is_owned) {
            break;
        }
        // `King Rama Institute`, `Prime Minister's Office`
        let is_namesake = words.is(word, WordClass::Royal);
        if words.offices.contains_key(word) && !is_namesake
            || matches!(word, "the" | "a" | "an" | "in" | "on" | "at")
        {
            break;
        }
        start -= if is_joint { 2 } else { 1 };
    }
    start
}

/// One past the last token of a name that goes on after its head with `of` or `for`.
fn right_edge(
    view: &View<'_>,
    words: &WordLists,
    run: Tokens,
    connector: usize,
    ends_place: &impl Fn(usize) -> bool,
) -> usize {
    let mut end = connector;
    // `of Kenya Anna Weber`: a person right after the name is another name.
    let is_person = |index: usize| {
        index > connector + 1
            && !is_connector(view.word(index - 1))
            && !is_dash(view.word(index - 1))
            && (words.given_names.contains(view.forms[index])
                || ends_place(index - 1)
                || view.sentence.names.iter().any(|name| {
                    name.kind == crate::text::NameKind::Person && name.first as usize == index
                }))
    };
    while end < run.end && view.word(end) != "in" && !is_person(end) {
        end += 1;
    }
    // A trailing connector belongs to what follows.
    while CONNECTORS.contains(&view.word(end - 1)) {
        end -= 1;
    }
    end
}
