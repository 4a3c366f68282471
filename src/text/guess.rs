//! Parts of speech by word list and spelling, for a language without a trained model.

use super::language::Language;
use super::tag::{Upos, Xpos};

/// Guesses the tags of `form`. `first` says that it opens its sentence, `before` is the part of
/// speech of the word before it.
pub(super) fn tag(
    form: &str,
    first: bool,
    before: Option<Upos>,
    language: &Language,
) -> (Upos, Xpos) {
    let lower = form.to_lowercase();
    if !form.contains(char::is_alphanumeric) {
        return mark(form);
    }
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        return (Upos::Num, Xpos::CD);
    }
    if let Some(upos) = language.function_words.get(&lower) {
        return (*upos, function_tag(&lower, *upos));
    }
    if form.starts_with(char::is_uppercase) && !first {
        return (Upos::Propn, Xpos::NNP);
    }
    for xpos in [Xpos::VBD, Xpos::VBZ, Xpos::VBN, Xpos::VBP] {
        if language.irregular.contains_key(&(lower.clone(), xpos)) {
            return (Upos::Verb, xpos);
        }
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let nominal = matches!(before, Some(Upos::Det | Upos::Adj | Upos::Adp));
    if ends(&["ly"]) {
        (Upos::Adv, Xpos::RB)
    } else if ends(&["ed"]) {
        (Upos::Verb, if before == Some(Upos::Aux) { Xpos::VBN } else { Xpos::VBD })
    } else if ends(&["ing"]) && !nominal {
        (Upos::Verb, Xpos::VBG)
    } else if ends(&["ous", "ful", "ive", "able", "ible", "ical", "ial", "ish", "ian", "ese"]) {
        (Upos::Adj, Xpos::JJ)
    } else if ends(&["s"]) && !ends(&["ss", "us", "is"]) {
        (Upos::Noun, Xpos::NNS)
    } else if matches!(before, Some(Upos::Part)) {
        (Upos::Verb, Xpos::VB)
    } else if form.starts_with(char::is_uppercase) {
        (Upos::Propn, Xpos::NNP)
    } else {
        (Upos::Noun, Xpos::NN)
    }
}

fn mark(form: &str) -> (Upos, Xpos) {
    match form.chars().next() {
        Some('.' | '!' | '?') => (Upos::Punct, Xpos::STOP),
        Some(',') => (Upos::Punct, Xpos::COMMA),
        Some('“' | '‘' | '«') => (Upos::Punct, Xpos::OPEN_QUOTE),
        Some('”' | '’' | '"' | '»' | '\'') => (Upos::Punct, Xpos::CLOSE_QUOTE),
        Some('(' | '[' | '{') => (Upos::Punct, Xpos::LRB),
        Some(')' | ']' | '}') => (Upos::Punct, Xpos::RRB),
        Some('-') => (Upos::Punct, Xpos::HYPH),
        Some('$' | '€' | '£' | '¥') => (Upos::Sym, Xpos::DOLLAR),
        Some('%' | '+' | '=') => (Upos::Sym, Xpos::SYM),
        _ => (Upos::Punct, Xpos::COLON),
    }
}

fn function_tag(lower: &str, upos: Upos) -> Xpos {
    match (upos, lower) {
        (Upos::Aux, "is" | "has" | "does" | "'s") => Xpos::VBZ,
        (Upos::Aux, "was" | "were" | "had" | "did") => Xpos::VBD,
        (Upos::Aux, "been") => Xpos::VBN,
        (Upos::Aux, "being") => Xpos::VBG,
        (Upos::Aux, "be") => Xpos::VB,
        (Upos::Aux, "am" | "are" | "have" | "do") => Xpos::VBP,
        (Upos::Aux, _) => Xpos::MD,
        (Upos::Part, "to") => Xpos::TO,
        (Upos::Part, "'s" | "’s" | "'" | "’") => Xpos::POS,
        (Upos::Pron, "my" | "your" | "his" | "its" | "our" | "their") => Xpos::PRPS,
        (Upos::Pron, "who" | "whom") => Xpos::WP,
        (Upos::Pron, _) => Xpos::PRP,
        (Upos::Det, _) => Xpos::DT,
        (Upos::Adp | Upos::Sconj, _) => Xpos::IN,
        (Upos::Cconj, _) => Xpos::CC,
        (Upos::Num, _) => Xpos::CD,
        _ => Xpos::RB,
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::english;
    use super::*;

    #[test]
    fn words_get_likely_tags() {
        let english = english();
        let tag = |form, before| tag(form, false, before, english).0;
        assert_eq!(tag("the", None), Upos::Det);
        assert_eq!(tag("Tokayev", None), Upos::Propn);
        assert_eq!(tag("signed", Some(Upos::Propn)), Upos::Verb);
        assert_eq!(tag("talks", Some(Upos::Adj)), Upos::Noun);
        assert_eq!(tag("22", None), Upos::Num);
        assert_eq!(tag("–", None), Upos::Punct);
    }
}
