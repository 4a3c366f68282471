//! Persons by shape: a given name, initials, or a title before a capitalised phrase; and whether
//! `he` or `she` can mean them.

use super::fact::Reason;
use super::mention::Candidate;
use super::name::{ShapedName, is_connector};
use super::rules::Rules;
use super::view::{Tokens, View, is_dash, is_quote};
use crate::date::MONTHS;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::{Gender, OfficeKind, WordLists};
use crate::text::{Relation, Upos};

/// Finds the persons in a run of capitalised words.
pub fn find<'v>(
    view: &'v View<'_>,
    words: &'v WordLists,
    run: Tokens,
) -> impl Iterator<Item = Tokens> + 'v {
    let mut pieces: Vec<(Tokens, bool)> = Vec::new();
    // `on 26 August Dmitry Medvedev left`: the month is no name of his.
    let is_month = run.first > 0
        && MONTHS.contains(&view.forms[run.first])
        && (view.upos(run.first - 1) == Upos::Num
            || matches!(view.word(run.first - 1), "in" | "since" | "until" | "last" | "this"));
    let run = Tokens::new(run.first + usize::from(is_month && run.len() > 1), run.end);
    let mut start = run.first;
    // `X Y is a researcher`, `X Y, the head of`: what follows tells a person too.
    let described = describes_person(view, words, run.end);
    let mut titled = run.first > 0 && is_title(view, words, run.first - 1)
        || described
        || called_person(view, words, run.first);
    for index in run.first..=run.end {
        // `Mohammad Hassan Akhund`: a title behind a name belongs to it.
        let is_behind = index + 1 == run.end
            && index >= start + 2
            && words.honorifics.contains(view.forms[index])
            // `Hassan Sheikh Mohamud`
            || index == start + 1
                && index + 1 < run.end
                && words.honorifics.contains(view.forms[index])
                && words.given_names.contains(view.forms[start]);
        let breaks = index == run.end
            || is_connector(view.word(index))
            || is_title(view, words, index) && !is_behind;
        if breaks {
            if index > start {
                pieces.push((Tokens::new(start, index), titled));
            }
            titled = index < run.end && is_title(view, words, index);
            start = index + 1;
        }
    }
    pieces.into_iter().filter_map(move |(tokens, titled)| person(view, words, tokens, titled))
}

/// Says whether the words before a name say that it is a person's: `the poet`, `his nephew`,
/// `the mayor,`.
fn called_person(view: &View<'_>, words: &WordLists, first: usize) -> bool {
    let Some(mut noun) = first.checked_sub(1) else { return false };
    let has_comma = view.word(noun) == ",";
    if has_comma {
        let Some(before) = noun.checked_sub(1) else { return false };
        noun = before;
    }
    let lemma = view.lemma(noun);
    let is_person = words.is_person_noun(lemma) || is_kin(words, lemma);
    view.upos(noun) == Upos::Noun
        && !view.is_capitalised(noun)
        && is_person
        && !(has_comma && view.token(noun).features.number == Some(crate::text::Number::Plural))
}

/// Endings that surnames of Slavic, Turkic, Iranian and Caucasian origin have, and hardly any
/// other words.
const SURNAME_ENDINGS: [&str; 35] = [
    "ov", "ova", "ev", "eva", "sky", "skiy", "skyy", "skaya", "ski", "enko", "chuk", "shvili",
    "adze", "idze", "uridze", "anyan", "enyan", "unyan", "osyan", "tsyan", "zade", "zoda", "zadeh",
    "oğlu", "oglu", "oglou", "ovich", "evich", "ovna", "evna", "uly", "kyzy", "qyzy", "uulu",
    "zai",
];

/// Says whether a word of `tokens` ends like a surname.
pub fn has_surname_ending(view: &View<'_>, tokens: Tokens) -> bool {
    (tokens.first..tokens.end).any(|index| is_surname(view.forms[index]))
}

fn is_surname(form: &str) -> bool {
    form.chars().count() >= 5
        && form != "Moldova"
        && SURNAME_ENDINGS.iter().any(|ending| form.ends_with(ending))
}

/// Says whether the word at `index` is an office or a title: `President`, `Dr.`
pub fn is_title(view: &View<'_>, words: &WordLists, index: usize) -> bool {
    // `Presidents Anna Weber and Jan Berg`
    let of_several = view.word(index).strip_suffix('s').filter(|_| view.is_capitalised(index + 1));
    words.offices.contains_key(view.word(index))
        || of_several.is_some_and(|office| words.offices.contains_key(office))
        || words.honorifics.contains(view.forms[index])
}

/// A person by one word: a given name where only a person can be meant, as after `his wife` or as
/// the subject; or a surname after a title. `is_listed` says whether the word is on other lists.
pub fn single(view: &View<'_>, words: &WordLists, index: usize, is_listed: bool) -> Option<Tokens> {
    let form = view.forms[index];
    let is_plain = view.is_capitalised(index)
        && form.chars().skip(1).all(|c| c.is_lowercase() || c == '\'' || c == '’' || c == '-')
        && form.chars().count() >= 3
        && view.upos(index) == Upos::Propn
        && !view.is_capitalised(index + 1)
        && !(is_dash(view.word(index + 1)) && view.is_joined(index))
        && !words.name_heads.contains_key(view.word(index))
        && !is_title(view, words, index)
        // `Deputy Leaders`
        && !words.offices.contains_key(view.word(index).trim_end_matches('s'))
        && !words.offices.contains_key(view.word(index + 1));
    let tokens = Tokens::new(index, index + 1);
    if !is_plain {
        return None;
    }
    let before = index.checked_sub(1);
    if before.is_some_and(|before| is_title(view, words, before) && view.is_capitalised(before)) {
        return (!is_listed).then_some(tokens);
    }
    if !words.given_names.contains(form) || is_listed {
        return None;
    }
    let before = before
        .filter(|before| view.word(*before) == ",")
        .map_or(before, |comma| comma.checked_sub(1));
    let after_kin = before.is_some_and(|before| is_kin(words, view.lemma(before)));
    let is_subject = matches!(view.relation(index), Relation::NSUBJ | Relation::NSUBJ_PASS)
        && view.word(index + 1) != "'s";
    (after_kin || is_subject).then_some(tokens)
}

/// Says whether `lemma` is a word for a relative.
pub fn is_kin(words: &WordLists, lemma: &str) -> bool {
    words.offices.get(lemma) == Some(&OfficeKind::Kin) || words.is(lemma, WordClass::Kin)
}

/// Says whether `he` or `she` can mean the bearer of `name`, when the name tells: by a title, a
/// given name that only one of them bears, or the ending of a Slavic surname or patronymic.
pub fn gender(words: &WordLists, title: Option<&str>, name: &str) -> Option<Gender> {
    let title = title.map(|title| title.trim_end_matches('.'));
    let is_titled = |class| title.is_some_and(|title| words.is(title, class));
    if is_titled(WordClass::MansTitle) {
        return Some(Gender::Male);
    }
    if is_titled(WordClass::WomansTitle) {
        return Some(Gender::Female);
    }
    let parts: Vec<&str> = name.split_whitespace().collect();
    let first = parts.first()?;
    let given = words.genders.get(*first).or_else(|| {
        // `Kassym-Jomart`: its first half tells.
        words.genders.get(first.split(['-', '–']).next()?)
    });
    if let Some(gender) = given {
        return Some(*gender);
    }
    let ends = |endings: &[&str]| {
        parts.len() > 1
            && parts[1..].iter().any(|part| endings.iter().any(|ending| part.ends_with(ending)))
    };
    if ends(&["ova", "eva", "skaya", "ovna", "evna", "kyzy", "qyzy"]) {
        return Some(Gender::Female);
    }
    ends(&["ov", "ev", "sky", "skiy", "ovich", "evich", "uly", "oglu"]).then_some(Gender::Male)
}

/// Says whether an office follows, as of the person named before.
fn describes_person(view: &View<'_>, words: &WordLists, end: usize) -> bool {
    if !matches!(view.word(end), "is" | "was" | ",") {
        return false;
    }
    let at = end + 1 + usize::from(matches!(view.word(end + 1), "a" | "an" | "the"));
    if at == end + 1 {
        return view.word(end) == "," && view.word(at) == "who";
    }
    // `a retired surgeon`
    let noun = (at..at + 3).find(|index| view.upos(*index) == Upos::Noun);
    super::office::at(view, words, at).is_some()
        || noun.is_some_and(|noun| {
            let is_last = !matches!(view.upos(noun + 1), Upos::Noun | Upos::Propn);
            let is_joined = is_dash(view.word(noun + 1)) && view.is_joined(noun);
            is_last
                && !is_joined
                && (words.people.contains(view.lemma(noun)) || is_kin(words, view.lemma(noun)))
        })
}

/// Says whether `tokens` name a person, and which of them do.
fn person(view: &View<'_>, words: &WordLists, tokens: Tokens, titled: bool) -> Option<Tokens> {
    let tokens = Tokens::new(past_acronym(view, tokens), tokens.end);
    let is_given = |index: usize| {
        let form = view.forms[index];
        words.given_names.contains(form)
            || form.split(['-', '–']).next().is_some_and(|first| words.given_names.contains(first))
    };
    // `Bekov Talant`: a surname tells as well, where all words are names.
    let all_names = (2..=4).contains(&tokens.len())
        && (tokens.first..tokens.end).all(|index| {
            let is_mark = is_dash(view.word(index)) || view.word(index) == ".";
            view.upos(index) == Upos::Propn || is_initial(view.forms[index]) || is_mark
        })
        && [tokens.first, tokens.end - 1].iter().any(|index| is_surname(view.forms[*index]));
    let mut start = (tokens.first..tokens.end)
        .find(|index| is_given(*index) || is_initial(view.forms[*index]) || titled || all_names)?;
    // `Qasym-Zhomart`: the whole of a double name.
    while start >= tokens.first + 2 && is_dash(view.word(start - 1)) && view.is_joined(start - 1) {
        start -= 2;
    }
    let end = with_nickname(view, start, tokens.end);
    let n_words =
        (start..end).filter(|index| view.forms[*index].chars().any(char::is_alphabetic)).count();
    let has_surname = !is_initial(view.forms[end - 1]) && view.forms[end - 1].chars().count() >= 2;
    (has_surname && (2..=5).contains(&n_words)).then(|| Tokens::new(start, end))
}

/// The whole of a name of which a small word cuts off what is said to be a person: the `Jan` and the `Berg` of
/// `Jan de Berg, a lawyer`.
pub fn whole(view: &View<'_>, name: ShapedName, recognised: &[ShapedName]) -> ShapedName {
    let Tokens { first, end } = name.tokens;
    let is_small = |at: usize| view.forms[at].starts_with(char::is_lowercase);
    let is_whole = |one: &&ShapedName| {
        one.class == name.class
            && one.tokens.contains(name.tokens)
            && (one.tokens.first == first || is_small(first - 1))
            && (one.tokens.end == end || is_small(end))
    };
    let whole = recognised.iter().find(is_whole);
    ShapedName { tokens: whole.map_or(name.tokens, |whole| whole.tokens), ..name }
}

/// Where a person's name starts that stands right behind the acronym of a body: `the leaders of the
/// PPT Anna Weber and Jan Berg`. An acronym with an article is no part of a name.
pub fn past_acronym(view: &View<'_>, tokens: Tokens) -> usize {
    let is_acronym = |form: &str| {
        (3..=6).contains(&form.chars().count()) && form.chars().all(char::is_uppercase)
    };
    let has_article = tokens.first.checked_sub(1).is_some_and(|before| view.word(before) == "the");
    let is_past = tokens.len() >= 2
        && has_article
        && is_acronym(view.forms[tokens.first])
        && !is_acronym(view.forms[tokens.first + 1]);
    tokens.first + usize::from(is_past)
}

/// Where a name starts behind where its bearer comes from: `the Belarusian Anna Weber`, `the president of
/// Belarus Anna Weber`, `the Russian Gazprom`.
pub fn past_origin(
    view: &View<'_>,
    rules: &Rules<'_>,
    tokens: Tokens,
    listed: &[Candidate],
) -> usize {
    let first = tokens.first;
    let is_adjective = |one: &Candidate| {
        one.tokens == Tokens::new(first, first + 1) && one.reason == Reason::Adjective
    };
    let is_known = |one: &Candidate| {
        one.tokens == Tokens::new(first + 1, tokens.end)
            && one.reason == Reason::Gazetteer
            && rules.is(one.class, "Organization")
    };
    if listed.iter().any(is_adjective) && listed.iter().any(is_known) {
        return first + 1;
    }
    let is_given = |at: usize| rules.words.given_names.contains(view.forms[at]);
    if tokens.len() < 3 || !is_given(first + 1) {
        return first;
    }
    let is_headed = first >= 2
        && view.word(first - 1) == "of"
        && rules.words.is_person_noun(&view.lemma(first - 2).to_lowercase());
    let is_home = |one: &Candidate| {
        one.tokens == Tokens::new(first, first + 1) && is_headed && rules.is(one.class, "Country")
    };
    first + usize::from(listed.iter().any(|one| is_adjective(one) || is_home(one)))
}

/// Says whether a name that is said to be a place has the shape of a person's: `the mayor of the city of
/// Lima, Anna Weber`.
pub fn is_mistaken_for_place(
    view: &View<'_>,
    rules: &Rules<'_>,
    name: &ShapedName,
    shaped: &[ShapedName],
) -> bool {
    rules.is(name.class, "Place")
        && rules.words.given_names.contains(view.forms[name.tokens.first])
        && shaped.iter().any(|one| one.tokens == name.tokens && rules.is(one.class, "Person"))
}

/// `Anna "Annie" Weber`, `Anna (Annie) Weber`: the surname after the nickname belongs to the name.
fn with_nickname(view: &View<'_>, start: usize, end: usize) -> usize {
    let opens = is_quote(view.word(end)) || view.word(end) == "(";
    let closes = is_quote(view.word(end + 2)) || view.word(end + 2) == ")";
    let is_whole = opens
        && closes
        && view.is_capitalised(end + 1)
        && view.is_capitalised(end + 3)
        && end + 3 < view.len()
        && !view.forms[end + 1].chars().all(char::is_uppercase)
        && end - start <= 2;
    if is_whole { end + 4 } else { end }
}

/// Says whether `form` is one or more initials: `K.`, `L.N.`, `K.-J.`, `A`.
fn is_initial(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let is_dotted = form.contains('.')
        && form.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '–'));
    is_dotted && (1..=3).contains(&letters) && form != "U.S." && form != "U.K." && form != "U.N."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::word_class::WordClasses;

    #[test]
    fn a_name_may_tell_he_or_she() {
        let titles = "form,class\nMr,mans-title\n";
        let classes = WordClasses::read("word_classes.csv", titles).unwrap();
        let mut words = WordLists { classes, ..WordLists::default() };
        words.genders.insert("Anna".to_owned(), Gender::Female);
        assert_eq!(gender(&words, None, "Anna Weber"), Some(Gender::Female));
        assert_eq!(gender(&words, None, "T. Sadykova"), Some(Gender::Female));
        assert_eq!(gender(&words, None, "Anna-Lena Weber"), Some(Gender::Female));
        assert_eq!(gender(&words, Some("Mr."), "Weber"), Some(Gender::Male));
        assert_eq!(gender(&words, None, "Weber"), None);
    }
}
