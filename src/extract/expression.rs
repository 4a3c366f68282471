//! Expressions that mean something else than what they say: pronouns, `the country`, `the two
//! leaders`, `the president`. What they can mean is said here, what they do mean in
//! [`super::coreference`].

use super::office;
use super::view::{Tokens, View, is_dash};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::{Gender, OfficeKind, WordLists};
use crate::text::{Relation, Upos};

/// An expression that refers back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Where it stands.
    pub tokens: Tokens,
    /// What it can mean.
    pub kind: Kind,
}

/// What an expression can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `he`, `her`
    Person(Gender),
    /// `it`, `its`
    Thing,
    /// `they`, `their`
    Plural,
    /// `who`, `which`: what the relative clause belongs to.
    Relative,
    /// So many things of a class together: `the two countries`; of any, for `the two`.
    Several(usize, &'static str),
    /// `the country`, `the government`: one thing of these classes.
    Class(&'static [&'static str]),
    /// `the Central Asian state`: a country in the region of which these words are the adjective.
    CountryIn(Tokens),
    /// `his country`: the state of this person, told by the pronoun before.
    OwnCountry,
    /// `here`: where the report was written.
    Here,
    /// `the bank`: a thing of these classes whose name has the word.
    Named(&'static [&'static str], String),
    /// `the first of them`, `a second one`, `another`: one of the things that the text has as several.
    OneOf,
    /// The article of `the new president, Anna Weber`: the country whose president she is.
    Owner,
    /// `the president`: who holds this office; `None` for `counterpart`, any head of state.
    Holder(Option<String>, OfficeKind),
}

/// The expression that starts at `at`, if one does.
pub fn at(view: &View<'_>, words: &WordLists, at: usize) -> Option<Expression> {
    let one = |kind| Some(Expression { tokens: Tokens::new(at, at + 1), kind });
    match view.word(at) {
        "he" | "his" | "him" => one(Kind::Person(Gender::Male)),
        "she" | "her" => one(Kind::Person(Gender::Female)),
        "it" if !is_expletive(view, words, at) => one(Kind::Thing),
        "its" if !view.is_capitalised(at) || at == 0 => one(Kind::Thing),
        "they" | "their" | "them" => one(Kind::Plural),
        "who" | "whom" | "whose" | "which" | "that" if is_relative(view, at) => one(Kind::Relative),
        "both" if matches!(view.relation(at), Relation::NSUBJ | Relation::NSUBJ_PASS) => {
            one(Kind::Several(2, "Country"))
        }
        "the" | "these" | "both" | "this" => several(view, words, at)
            .or_else(|| noun(view, words, at))
            .or_else(|| owner(view, words, at))
            .or_else(|| one_of(view, at)),
        "country" | "nation" | "homeland"
            if at > 0 && matches!(view.word(at - 1), "his" | "her") && !view.is_capitalised(at) =>
        {
            one(Kind::OwnCountry)
        }
        "here" if view.upos(at) == Upos::Adv => one(Kind::Here),
        "a" | "another" => one_of(view, at),
        _ => counterpart(view, words, at).or_else(|| had(view, at)).or_else(|| bare_one(view, at)),
    }
}

/// `has housed one since 2014`: one of what was spoken of.
fn bare_one(view: &View<'_>, at: usize) -> Option<Expression> {
    let is_bare = view.word(at) == "one"
        && view.relation(at) == Relation::OBJ
        && !matches!(
            view.upos(at + 1),
            Upos::Noun | Upos::Propn | Upos::Num | Upos::Sym | Upos::Adj | Upos::Pron
        )
        && view.word(at + 1) != "of";
    is_bare.then(|| Expression { tokens: Tokens::new(at, at + 1), kind: Kind::OneOf })
}

/// `has five`: so many of what was spoken of.
fn had(view: &View<'_>, at: usize) -> Option<Expression> {
    let is_bare = view.upos(at) == Upos::Num
        && view.relation(at) == Relation::OBJ
        && view.governor(at).is_some_and(|verb| view.lemma(verb) == "have")
        && !matches!(
            view.upos(at + 1),
            Upos::Noun | Upos::Propn | Upos::Num | Upos::Sym | Upos::Adj
        )
        && view.word(at + 1) != "%";
    is_bare.then(|| Expression { tokens: Tokens::new(at, at + 1), kind: Kind::OneOf })
}

/// Says whether `it` means nothing: `it is clear that`, `it seems`.
fn is_expletive(view: &View<'_>, words: &WordLists, at: usize) -> bool {
    if view.relation(at) == Relation::EXPL {
        return true;
    }
    let Some(verb) = view.governor(at) else { return true };
    let is_weather = words.is(view.lemma(verb), WordClass::Impersonal);
    // `it is likely that`, `it was in May that`: a predicate with a clause.
    let has_copula = (0..view.len())
        .any(|index| view.governor(index) == Some(verb) && view.relation(index) == Relation::COP);
    let has_clause = (0..view.len()).any(|index| {
        view.governor(index) == Some(verb)
            && matches!(
                view.relation(index),
                Relation::CCOMP
                    | Relation::CSUBJ
                    | Relation::XCOMP
                    | Relation::ADVCL
                    | Relation::ACL_RELCL
            )
    });
    is_weather
        || has_copula
            && (has_clause || matches!(view.upos(verb), Upos::Adj | Upos::Adv | Upos::Num))
}

/// Says whether the pronoun at `at` opens a relative clause.
fn is_relative(view: &View<'_>, at: usize) -> bool {
    view.upos(at) == Upos::Pron && relative_head(view, at).is_some()
}

/// The noun that the relative clause of the pronoun at `at` belongs to.
pub fn relative_head(view: &View<'_>, at: usize) -> Option<usize> {
    let mut token = at;
    for _ in 0..4 {
        let above = view.governor(token)?;
        if view.relation(token) == Relation::ACL_RELCL {
            return (above < at).then_some(above);
        }
        token = above;
    }
    None
}

/// `the two countries`, `both states`, `these three leaders`.
fn several(view: &View<'_>, words: &WordLists, at: usize) -> Option<Expression> {
    // `the two signed`
    let is_bare = view.word(at + 1) == "two" && matches!(view.upos(at + 2), Upos::Verb | Upos::Aux);
    if is_bare && matches!(view.word(at), "the" | "these") {
        return Some(Expression { tokens: Tokens::new(at, at + 2), kind: Kind::Several(2, "") });
    }
    const NUMBERS: [&str; 5] = ["two", "three", "four", "five", "six"];
    let number = NUMBERS.iter().zip(2..).find(|(word, _)| **word == view.word(at + 1));
    let (noun, count) = match (view.word(at), number) {
        ("the" | "these" | "both", Some((_, count))) => (at + 2, count),
        ("both", None) => (at + 1, 2),
        _ => return None,
    };
    // `the two energy ministries`
    let is_ministries = matches!(view.word(noun + 1), "ministries" | "parliaments")
        && matches!(view.upos(noun), Upos::Noun | Upos::Adj);
    let noun = noun + usize::from(is_ministries);
    let (_, class) =
        SEVERAL.iter().find(|(plural, _)| words.is(view.word(noun), *plural)).copied()?;
    Some(Expression { tokens: Tokens::new(at, noun + 1), kind: Kind::Several(count, class) })
}

/// `the first of the four`, `the oldest of which`, `a second one`, `another`, `the one at`: a phrase
/// without a noun (nominal ellipsis).
fn one_of(view: &View<'_>, at: usize) -> Option<Expression> {
    let mut end = match (view.word(at), view.word(at + 1)) {
        ("the" | "a", "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "seventh")
        | ("the", "other" | "last" | "latest" | "newest" | "youngest" | "oldest" | "earliest")
        | ("the", "largest" | "biggest" | "smallest")
        | ("a", "further") => at + 2,
        ("the", "one") if matches!(view.word(at + 2), "at" | "in") => at + 2,
        ("another", _) => at + 1,
        _ => return None,
    };
    end += usize::from(view.word(end) == "one");
    if view.word(end) == "of" {
        let goes_on = |at: usize| matches!(view.upos(at), Upos::Noun | Upos::Propn | Upos::Adj);
        end = match (view.word(end + 1), view.upos(end + 2)) {
            ("them" | "these" | "those" | "which", _) if !goes_on(end + 2) => end + 2,
            ("the" | "these", Upos::Num) if !goes_on(end + 3) => end + 3,
            // `the first of the four Peace Institutes`
            ("the" | "these" | "its" | "our" | "their", _) => end,
            _ => return None,
        };
    }
    let goes_on =
        matches!(view.upos(end), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Part);
    (!goes_on).then(|| Expression { tokens: Tokens::new(at, end), kind: Kind::OneOf })
}

/// `the country`, `this university`, `the Kazakh president`: an article, and a noun that nothing
/// after it tells apart.
fn noun(view: &View<'_>, words: &WordLists, at: usize) -> Option<Expression> {
    if view.word(at) == "both" || view.word(at) == "these" {
        return None;
    }
    let noun = at + 1;
    let is_end = |end: usize| {
        let goes_on = matches!(view.upos(end), Upos::Noun | Upos::Propn | Upos::Num);
        let is_joined = is_dash(view.word(end)) && view.is_joined(end - 1);
        !goes_on && !is_joined
    };
    let has_complement = |end: usize| {
        matches!(view.word(end), "of" | "for" | "between" | "named" | "called" | "against")
            || view.relation(end + 1) == Relation::ACL
    };
    if let Some(kind) = class_of_noun(words, view.word(noun))
        && is_end(noun + 1)
        && !has_complement(noun + 1)
    {
        return Some(Expression { tokens: Tokens::new(at, noun + 1), kind });
    }
    // `the Peru-led bloc`, `the landlocked country`: words that tell it from no other.
    let described = past_description(view, words, noun);
    if described > noun
        && let Some(kind) = class_of_noun(words, view.word(described))
        && is_end(described + 1)
        && !has_complement(described + 1)
    {
        return Some(Expression { tokens: Tokens::new(described, described + 1), kind });
    }
    let last =
        (noun..noun + 4).find(|last| !view.is_capitalised(*last)).filter(|last| *last > noun);
    if let Some(last) = last
        && words.is(view.word(last), WordClass::Country)
        && is_end(last + 1)
        && !has_complement(last + 1)
    {
        return Some(Expression {
            tokens: Tokens::new(last, last + 1),
            kind: Kind::CountryIn(Tokens::new(noun, last)),
        });
    }
    holder(view, words, noun)
}

/// Past the words from `at` that describe a thing without telling which: `Peru-led`, `oil-rich`,
/// `landlocked`.
fn past_description(view: &View<'_>, words: &WordLists, at: usize) -> usize {
    let is_told = |word: &str| words.is(word, WordClass::CompoundEnd);
    let mut next = at;
    loop {
        let is_joined = is_dash(view.word(next + 1)) && view.is_joined(next);
        let is_told_in_one =
            || view.word(next).rsplit_once('-').is_some_and(|(_, last)| is_told(last));
        let is_plain = words.is(view.word(next), WordClass::Describing);
        if is_joined && is_told(view.word(next + 2)) {
            next += 3;
        } else if is_plain || is_told_in_one() {
            next += 1;
        } else {
            return next;
        }
    }
}

/// What a common noun after `the` can mean.
fn class_of_noun(words: &WordLists, word: &str) -> Option<Kind> {
    match word {
        "country" | "nation" | "government" | "authorities" => {
            return Some(Kind::Class(&["Country"]));
        }
        "republic" => return Some(Kind::Class(&["Country", "Region"])),
        "city" | "town" => return Some(Kind::Class(&["City"])),
        "province" | "oblast" => return Some(Kind::Class(&["Region"])),
        "line" => return Some(Kind::Named(&["Project"], word.to_owned())),
        _ => {}
    }
    let of = |nouns: &[(WordClass, &'static [&'static str])]| {
        nouns.iter().find(|(noun, _)| words.is(word, *noun)).map(|(_, classes)| *classes)
    };
    of(&PLAIN).map(Kind::Class).or_else(|| Some(Kind::Named(of(&NAMED)?, word.to_owned())))
}

/// What plurals with a number mean.
const SEVERAL: [(WordClass, &str); 3] = [
    (WordClass::States, "Country"),
    (WordClass::Politicians, "Person"),
    (WordClass::Bodies, "Organization"),
];

/// What nouns mean that need no part in the name.
const PLAIN: [(WordClass, &[&str]); 2] =
    [(WordClass::Bloc, &["IntergovernmentalOrganization"]), (WordClass::Company, &["Company"])];

/// What nouns mean that stand in the name as well.
const NAMED: [(WordClass, &[&str]); 6] = [
    (WordClass::Institution, &["Organization"]),
    (WordClass::Locality, &["Place"]),
    (WordClass::Agreement, &["Agreement"]),
    (WordClass::Programme, &["Programme"]),
    (WordClass::Event, &["Event"]),
    (WordClass::Works, &["Project", "Facility"]),
];

/// `the new president, Anna Weber`: an office of a state without the state.
fn owner(view: &View<'_>, words: &WordLists, at: usize) -> Option<Expression> {
    if view.word(at) != "the" {
        return None;
    }
    let office = office::at(view, words, at + 1)?;
    let is_of_state = matches!(office.kind, OfficeKind::HeadOfState | OfficeKind::Official);
    let plain = office::plain(view, words, office.tokens);
    let extra = office.tokens.len() - plain.split(' ').count().min(office.tokens.len());
    let qualifiers = Tokens::new(office.tokens.first, office.tokens.first + extra);
    let is_plain =
        (qualifiers.first..qualifiers.end).all(|at| words.is(view.word(at), WordClass::Tenure));
    let name = office.tokens.end + usize::from(view.word(office.tokens.end) == ",");
    let is_named = view.is_capitalised(name) && view.upos(name) == Upos::Propn;
    (is_of_state && is_plain && is_named)
        .then(|| Expression { tokens: Tokens::new(at, at + 1), kind: Kind::Owner })
}

/// `the president`, `the Kazakh prime minister`: an office whose holder is not named beside it.
fn holder(view: &View<'_>, words: &WordLists, start: usize) -> Option<Expression> {
    let office = office::at(view, words, start)?;
    let end = office.tokens.end;
    let is_plain = !(office.tokens.first..end).any(|index| {
        let word = view.word(index);
        words.is(word, WordClass::Succession) || word.starts_with("then") || word.starts_with("ex-")
    });
    let head = view.head_of(office.tokens);
    let is_singular = !view.word(head).ends_with('s') || view.lemma(head) == view.word(head);
    // `the colonel`, `the lawyer`, but no `the brother`, of which most articles have several.
    let is_of_one = office.kind != OfficeKind::Kin;
    // A name beside it says who is meant; a predicate says what somebody is.
    // `the son of the colonel, Timur Bekov`: the son has the name.
    let is_of_kin = start >= 3
        && view.word(start - 2) == "of"
        && (words.offices.get(view.lemma(start - 3))).is_some_and(|kind| *kind == OfficeKind::Kin);
    let names = view.is_capitalised(end)
        || view.word(end) == "," && view.is_capitalised(end + 1) && !is_of_kin
        || matches!(view.upos(end), Upos::Noun | Upos::Propn);
    // `Anna Weber, the president's daughter`: nobody is said to be the president.
    let is_owner = view.word(end) == "'s";
    let is_predicate = !is_owner
        && (matches!(view.relation(head), Relation::APPOS | Relation::ROOT | Relation::XCOMP)
            || (0..view.len()).any(|index| {
                view.governor(index) == Some(head) && view.relation(index) == Relation::COP
            }));
    let has_as =
        start >= 2 && matches!(view.word(start - 2), "as" | "become" | "became" | "is" | "was");
    (is_plain && is_singular && is_of_one && !names && !is_predicate && !has_as).then(|| {
        Expression {
            tokens: office.tokens,
            kind: Kind::Holder(Some(office::plain(view, words, office.tokens)), office.kind),
        }
    })
}

/// `his Kazakh counterpart`, `Kazakhstan's president`.
fn counterpart(view: &View<'_>, words: &WordLists, at: usize) -> Option<Expression> {
    if view.word(at) == "'s" && words.offices.contains_key(view.word(at + 1)) {
        return holder(view, words, at + 1);
    }
    if view.word(at) != "counterpart" || view.is_capitalised(at + 1) || view.word(at + 1) == "," {
        return None;
    }
    Some(Expression {
        tokens: Tokens::new(at, at + 1),
        kind: Kind::Holder(None, OfficeKind::HeadOfState),
    })
}

/// The noun that says what the subject of `root` is: `the project began with the Customs Union`,
/// `the project is called Steppe Road`.
pub fn named_by(view: &View<'_>, words: &WordLists, root: usize) -> Option<usize> {
    let children = || view.children(root);
    let has_case =
        |at: usize| view.children(at).any(|case| matches!(view.word(case), "with" | "as"));
    match view.lemma(root) {
        "begin" | "start" => {
            children().find(|at| view.relation(*at) == Relation::OBL && has_case(*at))
        }
        verb if words.is(verb, WordClass::Naming) => children().find(|at| {
            view.relation(*at) == Relation::XCOMP
                || view.relation(*at) == Relation::OBL && has_case(*at)
        }),
        _ => None,
    }
}
