//! Names that no list and no shape shows, as the language layer's recogniser found them: kinds
//! become classes, titles and marks at their edges are cut off.

use super::name::{ShapedName, is_common_particle};
use super::noun;
use super::view::{Tokens, View, is_dash, is_quote};
use crate::ontology::words::WordLists;
use crate::ontology::{ClassId, Ontology};
use crate::text::{NameKind, Upos};

/// Least score of a name of several words, and of one word. The recogniser is right in four of
/// five cases above them; below, a name is missed rather than invented.
const LEAST: [f32; 2] = [0.6, 0.68];

/// Finds the recogniser's names that are sure enough, with the class that kind and head word give.
pub fn find(view: &View<'_>, words: &WordLists, onto: &Ontology) -> Vec<ShapedName> {
    let is_shouted = (0..view.len())
        .filter(|index| view.forms[*index].chars().any(char::is_alphabetic))
        .all(|index| view.forms[index].chars().all(|c| !c.is_lowercase()));
    if is_shouted && view.len() > 1 {
        return Vec::new();
    }
    let is_title_case = is_title_case(view);
    let mut found = Vec::new();
    for name in &view.sentence.names {
        let tokens = Tokens::new(name.first as usize, (name.last as usize + 1).min(view.len()));
        let Some(tokens) = trimmed(view, words, tokens, name.kind) else { continue };
        // Any word at the start of a sentence is capitalised.
        let is_shaky = tokens.len() == 1 || tokens.first == 0 && tokens.len() == 2;
        if name.score < LEAST[usize::from(is_shaky)]
            || is_title_case && tokens.len() == 1
            || is_subject_of_study(view, words, tokens.first)
            || is_group(view, tokens, name.kind)
        {
            continue;
        }
        if let Some(class) = class(view, words, onto, tokens, name.kind) {
            found.push(ShapedName { tokens, class });
        }
    }
    found
}

/// `Salafis`: a plural is no person.
fn is_group(view: &View<'_>, tokens: Tokens, kind: NameKind) -> bool {
    kind == NameKind::Person
        && tokens.len() == 1
        && view.token(tokens.first).features.number == Some(crate::text::Number::Plural)
}

/// Says whether the sentence is a headline in which every longer word is capitalised.
pub fn is_title_case(view: &View<'_>) -> bool {
    let long: Vec<usize> = (1..view.len())
        .filter(|index| view.forms[*index].chars().filter(|c| c.is_alphabetic()).count() > 3)
        .collect();
    let capitalised = long.iter().filter(|index| view.is_capitalised(**index)).count();
    long.len() >= 3 && capitalised * 5 >= long.len() * 4
}

/// `an M.A. in International Relations`, `a degree in Law`
fn is_subject_of_study(view: &View<'_>, words: &WordLists, first: usize) -> bool {
    let Some(degree) = first.checked_sub(2) else { return false };
    matches!(view.word(first - 1), "in" | "of") && noun::is_degree(view, words, degree)
}

/// Cuts off titles, articles and marks; `None` when no name is left.
fn trimmed(view: &View<'_>, words: &WordLists, tokens: Tokens, kind: NameKind) -> Option<Tokens> {
    let Tokens { mut first, mut end } = tokens;
    if kind == NameKind::Person {
        first = super::person::past_acronym(view, tokens);
    }
    let is_edge = |index: usize| {
        let word = view.word(index);
        is_quote(word) || is_dash(word) || matches!(word, "," | "(" | ")" | "'s" | "." | ":" | "/")
    };
    let is_title = |index: usize| {
        kind == NameKind::Person
            && (words.offices.contains_key(view.word(index))
                || words.honorifics.contains(view.forms[index]))
    };
    // `Secretary of State Anna Weber`: the end of a title.
    let title_end = (first.saturating_sub(4)..first)
        .filter_map(|start| super::office::at(view, words, start))
        .map(|office| office.tokens.end)
        .find(|title| *title > first && *title < end && kind == NameKind::Person);
    first = title_end.unwrap_or(first);
    while first < end
        && (is_edge(first)
            || is_title(first)
            || matches!(view.upos(first), Upos::Det | Upos::Adp | Upos::Cconj)
            || !has_capital(view.forms[first]) && !is_particle(view.word(first)))
    {
        first += 1;
    }
    while first < end
        && (is_edge(end - 1)
            && !(view.word(end - 1) == "." && end - first > 1 && is_short(view, end)))
    {
        end -= 1;
    }
    let is_name = first < end
        && has_capital(view.forms[end - 1])
        && (first..end).any(|index| {
            matches!(view.upos(index), Upos::Propn | Upos::Noun | Upos::Adj | Upos::X | Upos::Num)
        })
        && !is_title(end - 1)
        && view.forms[first..end].iter().any(|form| form.chars().count() > 1)
        && end - first <= 10;
    // A list of names is not one name, nor is a name with a title in it or a pair of places.
    let is_several = (first..end).any(|index| {
        matches!(view.word(index), ";" | ",")
            || kind != NameKind::Organization && super::person::is_title(view, words, index)
            || kind == NameKind::Person && matches!(view.word(index), "–" | "—" | "/")
    });
    let is_common = end - first == 1
        && (view.upos(first) != Upos::Propn
            || view.forms[first].contains('.') && kind != NameKind::Organization
            || words.name_heads.contains_key(view.word(first))
            // `Deputy Leaders`
            || words.offices.contains_key(&view.lemma(first).to_lowercase())
            || words.offices.contains_key(view.word(first).trim_end_matches('s'))
            || words.description_heads.contains_key(view.lemma(first)));
    (is_name && !is_several && !is_common).then(|| Tokens::new(first, end))
}

/// Says whether the full stop before `end` belongs to an abbreviation: `Inc .`
fn is_short(view: &View<'_>, end: usize) -> bool {
    view.is_joined(end - 2) && end < view.len()
}

fn has_capital(form: &str) -> bool {
    form.chars().any(char::is_uppercase)
}

/// Words of a name that are not capitalised. `de` joins the words of other names too.
fn is_particle(word: &str) -> bool {
    is_common_particle(word) || word == "de"
}

/// The class of a name of this kind: the one of its head word where that fits, else the general.
fn class(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    tokens: Tokens,
    kind: NameKind,
) -> Option<ClassId> {
    let named = |name: &str| onto.class_names.get(name).copied();
    let is_a =
        |class: ClassId, name: &str| named(name).is_some_and(|above| onto.is_a(class, above));
    // `University of X` is headed before its first connector, `X University` by its last word.
    let head = (tokens.first + 1..tokens.end)
        .find(|index| matches!(view.word(*index), "of" | "for" | "in" | "at" | "on"))
        .unwrap_or(tokens.end)
        - 1;
    let by_head = |heads: &std::collections::BTreeMap<String, ClassId>| {
        heads.get(view.word(head)).or_else(|| heads.get(view.lemma(head))).copied()
    };
    match kind {
        NameKind::Person => named("Person"),
        NameKind::Organization => by_head(&words.name_heads)
            .filter(|class| is_a(*class, "Organization"))
            // `Ninth Summit of the Eurasian Union`
            .or_else(|| {
                let event = by_head(&words.description_heads)?;
                (is_a(event, "Event") && head + 1 < tokens.end).then_some(event)
            })
            .or_else(|| named("Organization")),
        // `Jessica Washington` is no town.
        NameKind::Place
            if tokens.len() == 2
                && words.given_names.contains(view.forms[tokens.first])
                && by_head(&words.name_heads).is_none() =>
        {
            named("Person")
        }
        NameKind::Place => by_head(&words.name_heads)
            .filter(|class| {
                is_a(*class, "Place") || tokens.len() > 1 && is_a(*class, "Organization")
            })
            .or_else(|| named("Place")),
        NameKind::Event => by_head(&words.description_heads).filter(|class| is_a(*class, "Event")),
        NameKind::Date | NameKind::Other => None,
    }
}
