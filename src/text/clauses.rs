//! Where a sentence can be parsed in parts: behind the dateline of an agency, behind the date that opens it,
//! and at a semicolon between two clauses that each have a finite verb. The parser seldom looks back over one,
//! and a long sentence costs it the first clause.

use std::ops::Range;

use super::parse::{self, Parser, Tree};
use super::relation::Relation;
use super::tag::{Upos, Xpos};
use crate::date::MONTHS;

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

/// The end of the date that opens a sentence: `On July 5, 2017`, `In late May 2014`, `In 2016`. `None` where
/// what follows may belong to it: `In 2016 and 2017`, `In 2014 elections, …`.
pub(super) fn opening_date(forms: &[&str], tags: &[(Upos, Xpos)]) -> Option<usize> {
    let is_month = |at: usize| forms.get(at).is_some_and(|form| MONTHS.contains(form));
    let number = |at: usize| forms.get(at).and_then(|form| form.parse::<u32>().ok());
    let is_year = |at: usize| {
        forms.get(at).is_some_and(|form| form.len() == 4)
            && number(at).is_some_and(|year| (1000..2200).contains(&year))
    };
    let day = |at: usize| {
        let form = forms.get(at)?;
        let digits = form.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let is_day = digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day));
        (is_day && form.len() <= 4).then_some(at + 1)
    };
    if !matches!(*forms.first()?, "On" | "In" | "By" | "Since") {
        return None;
    }
    let start = 1 + usize::from(matches!(forms.get(1), Some(&"early" | &"late")));
    let (month, has_day) = match day(start).filter(|after| is_month(*after)) {
        Some(after) => (after, true),
        None => (start, false),
    };
    let (end, has_day) = if is_month(month) {
        match day(month + 1).filter(|_| !has_day && !is_year(month + 1)) {
            Some(after) => (after, true),
            None => (month + 1, has_day),
        }
    } else if is_year(month) {
        (month, false)
    } else {
        return None;
    };
    let comma = usize::from(forms.get(end) == Some(&",") && is_year(end + 1) && has_day);
    let end = end + if is_year(end + comma) { comma + 1 } else { 0 };
    let has_comma = forms.get(end) == Some(&",");
    let next = end + usize::from(has_comma);
    let is_finite = |at: usize| {
        matches!(tags[at].0, Upos::Verb | Upos::Aux)
            && (tags[at].1.is_finite() || tags[at].1 == Xpos::MD)
    };
    let verb = (next..forms.len()).find(|at| is_finite(*at))?;
    let begins = if has_comma {
        !matches!(tags[next].0, Upos::Cconj | Upos::Num | Upos::Punct | Upos::Sym)
            && !is_month(next)
            && !matches!(forms[next], "when" | "where" | "which" | "while" | "before" | "after")
    } else {
        let may_be_subject = matches!(tags[next].0, Upos::Det | Upos::Pron | Upos::Propn)
            || has_day && tags[next].0 == Upos::Num;
        may_be_subject && (has_day || !forms[next..verb].contains(&","))
    };
    begins.then_some(end)
}

/// The end of the phrase that opens a sentence before a pronoun which is the subject: `A poet by training, she
/// left`, `Founded in Lima by two sisters, it grew`. `None` where that phrase has a verb of its own.
pub(super) fn opening_phrase(forms: &[&str], tags: &[(Upos, Xpos)]) -> Option<usize> {
    const LONGEST: usize = 30;
    let is_finite = |at: &usize| {
        matches!(tags[*at].0, Upos::Verb | Upos::Aux)
            && (tags[*at].1.is_finite() || tags[*at].1 == Xpos::MD)
    };
    let is_end = |at: &usize| {
        forms[*at] == ","
            && matches!(forms[at + 1], "he" | "she" | "it" | "they" | "we" | "I")
            && tags[at + 1].0 == Upos::Pron
            && matches!(tags[at + 2].0, Upos::Verb | Upos::Aux | Upos::Adv)
    };
    let end = (2..forms.len().saturating_sub(2).min(LONGEST)).find(is_end)?;
    let is_plain = !(0..end).any(|at| {
        is_finite(&at)
            || matches!(
                forms[at],
                "(" | ")" | "\"" | "“" | "”" | ";" | ":" | "that" | "which" | "who"
            )
    });
    let is_joined = matches!(tags[0].0, Upos::Cconj | Upos::Sconj | Upos::Intj | Upos::Adv);
    (is_plain && !is_joined).then_some(end)
}

/// The end of the participle that opens a sentence: `Founded in 1992 as the successor of the bank, the fund`.
/// `None` where more than the subject stands between it and the verb.
pub(super) fn opening_participle(forms: &[&str], tags: &[(Upos, Xpos)]) -> Option<usize> {
    const LONGEST: usize = 30;
    let is_preposition = matches!(
        *forms.first()?,
        "Following"
            | "Including"
            | "Concerning"
            | "Regarding"
            | "Considering"
            | "Owing"
            | "Depending"
            | "Given"
            | "Compared"
            | "Starting"
            | "Beginning"
    );
    if !matches!(tags[0].1, Xpos::VBN | Xpos::VBG) || forms.len() < 6 || is_preposition {
        return None;
    }
    let is_finite = |at: &usize| {
        matches!(tags[*at].0, Upos::Verb | Upos::Aux)
            && (tags[*at].1.is_finite() || tags[*at].1 == Xpos::MD)
    };
    let verb = (1..forms.len()).find(is_finite)?;
    let end = (2..verb).rfind(|at| forms[*at] == ",").filter(|end| *end < LONGEST)?;
    let subject = end + 1..verb;
    let has_noun =
        subject.clone().any(|at| matches!(tags[at].0, Upos::Noun | Upos::Propn | Upos::Pron));
    let is_subject = has_noun
        && subject.clone().all(|at| !matches!(tags[at].0, Upos::Verb | Upos::Cconj | Upos::Sconj))
        && !subject.clone().any(|at| matches!(forms[at], "who" | "which" | "that" | "whose"))
        && !matches!(tags[end + 1].0, Upos::Adp | Upos::Adv);
    let is_plain = !forms[..end].iter().any(|form| {
        matches!(*form, "(" | ")" | "\"" | "“" | "”" | ";" | ":" | "that" | "which" | "who")
    });
    (is_subject && is_plain).then_some(end)
}

/// The parts of a sentence with these forms and tags, in order: all words but the marks between them.
/// `dateline` is the mark that ends the first; the words before `start` are no part.
pub(super) fn parts(
    forms: &[&str],
    tags: &[(Upos, Xpos)],
    dateline: Option<usize>,
    start: usize,
) -> Vec<Range<usize>> {
    let is_clause = |range: &Range<usize>| {
        range.clone().any(|at| {
            matches!(tags[at].0, Upos::Verb | Upos::Aux)
                && (tags[at].1.is_finite() || tags[at].1 == Xpos::MD)
        })
    };
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut start, mut depth) = (start, 0_usize);
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
/// clause behind it. So does the date or phrase that opens it and ends at `opening`, with the comma between.
pub(super) fn parse(
    parser: &Parser,
    parts: &[Range<usize>],
    has_dateline: bool,
    opening: Option<usize>,
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
    if let Some(end) = opening {
        let of_opening = match tags[0].0 {
            Upos::Adp => Relation::OBL,
            // `According to the bank,`
            Upos::Verb if tags[1].0 == Upos::Adp && tags[0].1 == Xpos::VBG => Relation::OBL,
            Upos::Verb => Relation::ADVCL,
            _ => Relation::DISLOCATED,
        };
        let parsed = parser.parse(&input(0..end), room);
        for (at, (head, relation)) in parsed.into_iter().enumerate() {
            tree[at] = match head {
                None => (Some(roots[main] as u32), of_opening),
                _ => (head, relation),
            };
            if head.is_none() && end < parts[0].start {
                tree[end] = (Some(at as u32), Relation::PUNCT);
            }
        }
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
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
        assert_eq!(parts(&forms, &[noun, verb, mark, noun, verb], None, 0), [0..2, 3..5]);
        // A list.
        assert_eq!(parts(&forms, &[noun, verb, mark, noun, noun], None, 0).len(), 1);
        assert_eq!(parts(&forms, &[noun, noun, mark, noun, verb], None, 0).len(), 1);
        let forms = ["Peru", "left", "(", "Chile", "stayed", ";", "Kenya", "came", ")"];
        let tags = [noun, verb, mark, noun, verb, mark, noun, verb, mark];
        assert_eq!(parts(&forms, &tags, None, 0).len(), 1);
    }

    #[test]
    fn a_dateline_is_no_subject() {
        let name = |_| Upos::Propn;
        let line = ["LIMA", ",", "Peru", "–", "Kenya", "joined", "it", "."];
        assert_eq!(dateline(&line, name, |_| false), Some(3));
        assert_eq!(dateline(&line[2..], name, |_| false), None);
        let tags = [(Upos::Propn, Xpos::NNP); 8];
        assert_eq!(parts(&line, &tags, Some(3), 0), [0..3, 4..8]);
    }

    #[test]
    fn a_date_opens_a_sentence() {
        let end = |text: &str| {
            let forms: Vec<&str> = text.split(' ').collect();
            let tag = |form: &&str| match *form {
                "left" | "lost" | "won" => (Upos::Verb, Xpos::VBD),
                "the" => (Upos::Det, Xpos::DT),
                "and" => (Upos::Cconj, Xpos::CC),
                "," => (Upos::Punct, Xpos::COMMA),
                form if form.starts_with(|c: char| c.is_ascii_digit()) => (Upos::Num, Xpos::CD),
                form if form.starts_with(char::is_uppercase) => (Upos::Propn, Xpos::NNP),
                _ => (Upos::Noun, Xpos::NN),
            };
            let tags: Vec<_> = forms.iter().map(tag).collect();
            opening_date(&forms, &tags)
        };
        assert_eq!(end("On July 5 , 2017 three ships left ."), None);
        assert_eq!(end("On July 5 , 2017 3 ships left ."), Some(5));
        assert_eq!(end("On 5 July 2017 , Peru left ."), Some(4));
        assert_eq!(end("In late May 2014 Peru left ."), Some(4));
        assert_eq!(end("In 2016 , Peru left ."), Some(2));
        assert_eq!(end("In 2016 and 2017 Peru left ."), None);
        assert_eq!(end("In 2016 , 2017 and 2018 Peru left ."), None);
        assert_eq!(end("In 2014 Lima elections , the party lost ."), None);
        assert_eq!(end("In May Peru left ."), Some(2));
        assert_eq!(end("In 2016 , the year of the flood ."), None);
    }
}
