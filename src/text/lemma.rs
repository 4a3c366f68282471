//! Dictionary forms: irregular forms from a table, the rest by rules of spelling.

use super::language::Language;
use super::tag::{Upos, Xpos};

/// Returns the lemma of `form` by spelling rules and the table of irregular forms.
pub(super) fn by_rule(form: &str, upos: Upos, xpos: Xpos, language: &Language) -> String {
    if upos == Upos::Propn && xpos == Xpos::NNP || upos == Upos::X {
        return form.to_owned();
    }
    let lower = form.to_lowercase().replace('’', "'");
    if let Some(lemma) = language.irregular.get(&(lower.clone(), xpos)) {
        return lemma.clone();
    }
    match xpos {
        Xpos::NNS => noun(&lower, language),
        Xpos::NNPS => form.strip_suffix('s').unwrap_or(form).to_owned(),
        Xpos::VBZ => third_person(&lower),
        Xpos::VBD | Xpos::VBN => past(&lower),
        Xpos::VBG => stem(lower.strip_suffix("ing").unwrap_or(&lower)),
        Xpos::JJR | Xpos::RBR => degree(&lower, "er"),
        Xpos::JJS | Xpos::RBS => degree(&lower, "est"),
        Xpos::PRP if lower == "i" => "I".to_owned(),
        _ => lower,
    }
}

fn noun(plural: &str, language: &Language) -> String {
    // `policymen` as `men`: the table's last part decides.
    if let Some(stem) = plural.strip_suffix("men").filter(|stem| stem.len() > 2) {
        let known = language.irregular.contains_key(&("men".to_owned(), Xpos::NNS));
        return if known { format!("{stem}man") } else { plural.to_owned() };
    }
    third_person(plural)
}

/// Takes off `s`, `es`, `ies`.
fn third_person(form: &str) -> String {
    if let Some(stem) = form.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|end| form.ends_with(end)) {
        return form[..form.len() - 2].to_owned();
    }
    if form.ends_with("ss") || form.len() < 3 {
        return form.to_owned();
    }
    form.strip_suffix('s').unwrap_or(form).to_owned()
}

fn past(form: &str) -> String {
    if let Some(stem) = form.strip_suffix("ied").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    form.strip_suffix("ed").map_or_else(|| form.to_owned(), stem)
}

fn degree(form: &str, ending: &str) -> String {
    match form.strip_suffix(ending) {
        Some(rest) if rest.len() > 2 => match rest.strip_suffix('i') {
            Some(rest) => format!("{rest}y"),
            None => stem(rest),
        },
        _ => form.to_owned(),
    }
}

/// Repairs what an ending did to the stem: a doubled consonant, a dropped `e`.
fn stem(rest: &str) -> String {
    let bytes = rest.as_bytes();
    let vowel = |b: u8| b"aeiou".contains(&b);
    let n = bytes.len();
    if n < 3 {
        return rest.to_owned();
    }
    let (last, second, third) = (bytes[n - 1], bytes[n - 2], bytes[n - 3]);
    if last == second && b"bdgklmnprt".contains(&last) && vowel(third) && n > 3 {
        // `fulfill` and `call` keep both.
        return if last == b'l' && n < 5 { rest.to_owned() } else { rest[..n - 1].to_owned() };
    }
    let groups = bytes.split(|b| vowel(*b)).count() - 1;
    let dropped = matches!(last, b'v' | b'c' | b'u' | b's' | b'z') && last != second
        || last == b'g' && second != b'n' && !vowel(second) | (groups > 0 && second == b'a')
        || last == b'g' && rest.ends_with("ang")
        || last == b't' && second == b'a' && groups > 1
        || matches!(last, b'b' | b'd' | b'k' | b'm' | b'n' | b'p' | b'r' | b't')
            && vowel(second)
            && !vowel(third)
            && groups == 1
        || last == b'r' && matches!(second, b'u' | b'i') && !vowel(third)
        || last == b'd' && matches!(second, b'u' | b'i')
        || last == b'n' && second == b'i' && groups > 1
        || last == b'l' && !vowel(second) && !matches!(second, b'l' | b'r' | b'w');
    if dropped { format!("{rest}e") } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_go_back_to_their_lemmas() {
        let english = Language::english();
        let cases = [
            ("countries", Upos::Noun, Xpos::NNS, "country"),
            ("analyses", Upos::Noun, Xpos::NNS, "analysis"),
            ("businesses", Upos::Noun, Xpos::NNS, "business"),
            ("Tokayev", Upos::Propn, Xpos::NNP, "Tokayev"),
            ("signed", Upos::Verb, Xpos::VBD, "sign"),
            ("planned", Upos::Verb, Xpos::VBN, "plan"),
            ("making", Upos::Verb, Xpos::VBG, "make"),
            ("leaving", Upos::Verb, Xpos::VBG, "leave"),
            ("created", Upos::Verb, Xpos::VBD, "create"),
            ("Went", Upos::Verb, Xpos::VBD, "go"),
            ("larger", Upos::Adj, Xpos::JJR, "large"),
            ("’s", Upos::Aux, Xpos::VBZ, "be"),
        ];
        for (form, upos, xpos, lemma) in cases {
            assert_eq!(by_rule(form, upos, xpos, &english), lemma, "{form}");
        }
    }
}
