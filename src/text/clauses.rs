//! Where a sentence can be parsed in parts: behind the dateline of an agency, and at a semicolon between two
//! clauses that each have a finite verb. The parser seldom looks back over one, and a long sentence costs it
//! the first clause.

use std::ops::Range;

use super::parse::{self, Parser, Tree};
use super::relation::Relation;
use super::tag::{Upos, Xpos};

/// The dash that ends the dateline of an agency: a town in capitals, a date, a name. `is_joined` tells which
/// words have no space behind them.
pub fn dateline(
    forms: &[&str],
    upos: impl Fn(usize) -> Upos,
    is_joined: impl Fn(usize) -> bool,
) -> Option<usize> {
    let first = forms.first()?;
    let is_shouted = first.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && first.chars().all(|c| !c.is_lowercase());
    if !is_shouted {
        return None;
    }
    let is_dash = |at: &usize| matches!(forms[*at], "-" | "–" | "—" | "--") && !is_joined(*at);
    let dash = (1..forms.len().min(14)).find(is_dash)?;
    let belongs = |at: usize| {
        forms[at].starts_with(char::is_uppercase)
            || upos(at) == Upos::Num
            || matches!(forms[at], "," | "." | "(" | ")" | "/")
            || matches!(forms[at], "-" | "–")
    };
    ((1..dash).all(belongs) && dash + 3 < forms.len()).then_some(dash)
}

/// The parts of a sentence with these forms and tags, in order: all words but the marks between them.
/// `dateline` is the mark that ends the first.
pub(super) fn parts(
    forms: &[&str],
    tags: &[(Upos, Xpos)],
    dateline: Option<usize>,
) -> Vec<Range<usize>> {
    let is_clause = |range: &Range<usize>| {
        range.clone().any(|at| {
            matches!(tags[at].0, Upos::Verb | Upos::Aux)
                && (tags[at].1.is_finite() || tags[at].1 == Xpos::MD)
        })
    };
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    if let Some(dash) = dateline {
        parts.push(0..dash);
        start = dash + 1;
    }
    for (at, form) in forms.iter().enumerate().skip(start) {
        match *form {
            "(" | "[" | "“" | "«" => depth += 1,
            ")" | "]" | "”" | "»" => depth = depth.saturating_sub(1),
            ";" if depth == 0 && is_clause(&(start..at)) => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = start..forms.len();
    match parts.last_mut() {
        // `A; B and C`: a list, or what is no clause.
        Some(before) if !is_clause(&last) && Some(before.end) != dateline => {
            before.end = forms.len();
        }
        _ => parts.push(last),
    }
    parts
}

/// Parses a sentence in its parts. The clauses and the dateline hang on the first clause, a semicolon on the
/// clause behind it.
pub(super) fn parse(
    parser: &Parser,
    parts: &[Range<usize>],
    has_dateline: bool,
    input: impl Fn(Range<usize>) -> parse::features::Input,
    tags: &[(Upos, Xpos)],
    room: &mut parse::Room,
) -> Tree {
    let n_words = tags.len();
    let mut tree: Tree = vec![(None, Relation::PUNCT); n_words];
    let mut roots = Vec::with_capacity(parts.len());
    for part in parts {
        let parsed = parser.parse(&input(part.clone()), room);
        let offset = part.start as u32;
        for (at, (head, relation)) in parsed.into_iter().enumerate() {
            if head.is_none() {
                roots.push(part.start + at);
            }
            tree[part.start + at] = (head.map(|head| head + offset), relation);
        }
    }
    let main = usize::from(has_dateline);
    for (index, part) in parts.iter().enumerate() {
        if part.start > 0 {
            tree[part.start - 1] = (Some(roots[index] as u32), Relation::PUNCT);
        }
        if index == main {
            continue;
        }
        let is_joined = index > main && tags[part.start].0 == Upos::Cconj;
        let relation = if is_joined { Relation::CONJ } else { Relation::PARATAXIS };
        tree[roots[index]] = (Some(roots[main] as u32), relation);
        // The full stop ends the whole.
        let last = part.end - 1;
        if part.end == n_words && tags[last].0 == Upos::Punct && last != roots[index] {
            tree[last].0 = Some(roots[main] as u32);
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_between_clauses_parts_a_sentence() {
        let noun = (Upos::Noun, Xpos::NN);
        let verb = (Upos::Verb, Xpos::VBD);
        let mark = (Upos::Punct, Xpos::COMMA);
        let forms = ["Peru", "left", ";", "Chile", "stayed"];
        assert_eq!(parts(&forms, &[noun, verb, mark, noun, verb], None), [0..2, 3..5]);
        // A list.
        assert_eq!(parts(&forms, &[noun, verb, mark, noun, noun], None).len(), 1);
        assert_eq!(parts(&forms, &[noun, noun, mark, noun, verb], None).len(), 1);
        let forms = ["Peru", "left", "(", "Chile", "stayed", ";", "Kenya", "came", ")"];
        let tags = [noun, verb, mark, noun, verb, mark, noun, verb, mark];
        assert_eq!(parts(&forms, &tags, None).len(), 1);
    }

    #[test]
    fn a_dateline_is_no_subject() {
        let name = |_| Upos::Propn;
        let line = ["LIMA", ",", "Peru", "–", "Kenya", "joined", "it", "."];
        assert_eq!(dateline(&line, name, |_| false), Some(3));
        assert_eq!(dateline(&line[2..], name, |_| false), None);
        let tags = [(Upos::Propn, Xpos::NNP); 8];
        assert_eq!(parts(&line, &tags, Some(3)), [0..3, 4..8]);
    }
}
