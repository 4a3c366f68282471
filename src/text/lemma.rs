//! Dictionary forms: irregular forms from a table, the rest by rules of spelling.

use std::collections::HashMap;

use super::hash;
use super::language::Language;
use super::lexicon::Lexicon;
use super::shape::Spelling;
use super::table::Table;
use super::tag::{Upos, Xpos};

/// Longest ending, in characters, that a learned rule looks at.
pub(super) const LONGEST_ENDING: usize = 6;

/// Lemmas learned from treebanks: changes of endings, and words that they do not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lemmas {
    /// By tag and ending: number of an edit.
    pub endings: Table,
    /// How many characters an edit takes off, and what it puts on.
    pub edits: Vec<(u8, Box<str>)>,
    /// By tags and form: number of a word.
    pub exceptions: Table,
    /// The lemmas of the exceptions.
    pub words: Vec<Box<str>>,
}

impl Lemmas {
    /// Returns the lemma of an exception.
    fn exact(&self, form: &str, lower: &str, upos: Upos, xpos: Xpos) -> Option<String> {
        let find = |form| self.exceptions.get(exception_key(form, upos, xpos));
        let word = find(form).or_else(|| find(lower))?;
        Some(self.words[word as usize].to_string())
    }

    /// Applies the rule for the longest known ending of an inflected form.
    pub fn by_ending(&self, lower: &str, xpos: Xpos) -> Option<String> {
        let starts: Vec<usize> =
            lower.char_indices().rev().map(|(at, _)| at).take(LONGEST_ENDING).collect();
        for start in starts.into_iter().rev().filter(|start| *start > 0) {
            if let Some(edit) = self.endings.get(ending_key(&lower[start..], xpos)) {
                let (cut, add) = &self.edits[edit as usize];
                let stem: String = {
                    let keep = lower.chars().count().saturating_sub(usize::from(*cut));
                    lower.chars().take(keep).collect()
                };
                return (!stem.is_empty()).then(|| stem + add);
            }
        }
        None
    }
}

/// The lemmas of words met before, by form: most words of a document are. Nothing is read off it in its order.
#[derive(Debug, Default)]
pub(super) struct Met(HashMap<Box<str>, Vec<Tagged>>);

/// A lemma, with the tags that it is of.
type Tagged = (Upos, Xpos, Box<str>);

impl Met {
    /// As [`lemma`].
    pub fn lemma(&mut self, form: &str, upos: Upos, xpos: Xpos, language: &Language) -> Box<str> {
        let known = self.0.get(form).and_then(|known| {
            known.iter().find(|(its_upos, its_xpos, _)| (*its_upos, *its_xpos) == (upos, xpos))
        });
        if let Some((_, _, lemma)) = known {
            return lemma.clone();
        }
        let lemma: Box<str> = lemma(form, upos, xpos, language).into();
        self.0.entry(form.into()).or_default().push((upos, xpos, lemma.clone()));
        lemma
    }
}

/// Returns the key of an exception.
pub(super) fn exception_key(form: &str, upos: Upos, xpos: Xpos) -> u32 {
    hash::key(900, hash::text(form), hash::number(upos as u64), hash::number(u64::from(xpos.0)))
}

/// Returns the key of an ending.
pub(super) fn ending_key(ending: &str, xpos: Xpos) -> u32 {
    hash::key(901, hash::text(ending), hash::number(u64::from(xpos.0)), 0)
}

/// Returns the tag by which a form is inflected: its own, and that of a verb in a name such as
/// `United`; `None` for forms that are not inflected.
pub(super) fn inflection(lower: &str, upos: Upos, xpos: Xpos) -> Option<Xpos> {
    if matches!(upos, Upos::Verb) && xpos == Xpos::NNP {
        return match lower {
            _ if lower.ends_with("ed") => Some(Xpos::VBN),
            _ if lower.ends_with("ing") => Some(Xpos::VBG),
            _ => None,
        };
    }
    let inflected = [
        Xpos::NNS,
        Xpos::NNPS,
        Xpos::VBZ,
        Xpos::VBD,
        Xpos::VBN,
        Xpos::VBG,
        Xpos::JJR,
        Xpos::JJS,
        Xpos::RBR,
        Xpos::RBS,
    ];
    inflected.contains(&xpos).then_some(xpos)
}

/// Returns the lemma of `form`: as learned, else by the table of irregular forms and spelling.
pub(super) fn lemma(form: &str, upos: Upos, xpos: Xpos, language: &Language) -> String {
    let model = language.model.as_ref();
    let lower = form.to_lowercase().replace('’', "'");
    if let Some(lemma) = model.and_then(|model| model.lemmas.exact(form, &lower, upos, xpos)) {
        return lemma;
    }
    if upos == Upos::Propn && xpos == Xpos::NNP || upos == Upos::X {
        return form.to_owned();
    }
    let learned = || {
        let model = model?;
        if language.irregular.contains_key(&(lower.clone(), xpos)) {
            return None;
        }
        model.lemmas.by_ending(&lower, inflection(&lower, upos, xpos)?)
    };
    let lemma = learned().unwrap_or_else(|| by_rule(form, upos, xpos, language));
    let lemma = model
        .and_then(|model| known_verb(&lower, &lemma, xpos, &model.tagger.lexicon))
        .unwrap_or(lemma);
    recase(form, lemma, upos, xpos, model.map(|model| &model.tagger.lexicon))
}

/// The verb of a form in `-ed` or `-ing` that the lexicon knows, where it does not know `lemma`: of
/// `climbed`, which may be spelled like `grabbed`, `climb`.
fn known_verb(lower: &str, lemma: &str, xpos: Xpos, lexicon: &Lexicon) -> Option<String> {
    if !matches!(xpos, Xpos::VBD | Xpos::VBN | Xpos::VBG) {
        return None;
    }
    let stem = lower.strip_suffix("ed").or_else(|| lower.strip_suffix("ing"))?;
    let mut buffer = String::new();
    let mut is_known = |word: &str| lexicon.has(&Spelling::new(word, false, &mut buffer));
    if is_known(lemma) {
        return None;
    }
    let with_e = format!("{stem}e");
    [stem, &with_e].into_iter().find(|verb| is_known(verb)).map(str::to_owned)
}

/// Gives the lemma of a name its capitals back: of adjectives such as `Kazakh` and of nouns such as
/// `TV`, when the word is not known to be written in small letters.
pub(super) fn recase(
    form: &str,
    lemma: String,
    upos: Upos,
    xpos: Xpos,
    lexicon: Option<&Lexicon>,
) -> String {
    let name = matches!(xpos, Xpos::NNP | Xpos::NNPS);
    let word = matches!(upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Adv | Upos::Verb);
    if !form.contains(char::is_uppercase) || !(name || word) {
        return lemma;
    }
    if !name {
        let lower = Spelling::new(&form.to_lowercase(), false, &mut String::new());
        let common = match lexicon {
            Some(lexicon) => lexicon.has_common(&lower),
            None => true,
        };
        // A common noun may open a title; only adjectives are names with one capital.
        let capitals = form.chars().filter(|c| c.is_uppercase()).count();
        let common = common || upos == Upos::Noun && (capitals < 2 || form.contains('.'));
        let verb = upos == Upos::Verb || upos == Upos::Adv && lemma.ends_with("ly");
        if common || verb {
            return lemma;
        }
    }
    // Capital where the form has one, as far as the two are spelled alike.
    let mut forms = form.chars();
    lemma
        .chars()
        .map(|c| match forms.next() {
            Some(f) if f.is_uppercase() && f.to_lowercase().eq([c]) => f,
            _ => c,
        })
        .collect()
}

/// Returns the lemma of `form` by spelling rules and the table of irregular forms.
pub(super) fn by_rule(form: &str, upos: Upos, xpos: Xpos, language: &Language) -> String {
    if upos == Upos::Propn && xpos == Xpos::NNP || upos == Upos::X {
        return form.to_owned();
    }
    let lower = form.to_lowercase().replace('’', "'");
    if let Some(lemma) = language.irregular.get(&(lower.clone(), xpos)) {
        return lemma.clone();
    }
    match inflection(&lower, upos, xpos).unwrap_or(xpos) {
        Xpos::NNS if lower.starts_with(|c: char| c.is_ascii_digit()) => lower,
        Xpos::NNS => noun(&lower, language),
        Xpos::NNPS => form.strip_suffix('s').unwrap_or(form).to_owned(),
        Xpos::VBZ => third_person(&lower),
        Xpos::VBD | Xpos::VBN => past(&lower),
        Xpos::VBG => stem(lower.strip_suffix("ing").unwrap_or(&lower)),
        Xpos::JJR | Xpos::RBR => degree(&lower, "er"),
        Xpos::JJS | Xpos::RBS => degree(&lower, "est"),
        Xpos::PRP if lower == "i" => "I".to_owned(),
        Xpos::CD => lower.replace(',', ""),
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
    use super::super::language::english;
    use super::*;

    #[test]
    fn forms_go_back_to_their_lemmas() {
        let english = english();
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
            assert_eq!(by_rule(form, upos, xpos, english), lemma, "{form}");
        }
    }
}
