//! What a capitalised phrase names, as the sentence around it tells: by the slot of the verb or
//! noun that it fills (`resides in X`, `the founder of X`: `contexts.csv`), by what it is said to
//! be (`X is a company`, `X, a town in …`), or by the dates of a life in brackets.

use super::name::{ShapedName, is_connector, past_particles};
use super::view::{Tokens, View, is_dash};
use crate::date::MONTHS;
use crate::ontology::words::{OfficeKind, WordLists};
use crate::ontology::{ClassId, Ontology};
use crate::text::{Relation, Upos};

/// Longest phrase that is taken for a name, in tokens.
const LONGEST: usize = 8;

/// How well the surroundings of a name show its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// It is said what it is.
    Said,
    /// It fills a slot that such things fill.
    Slot,
}

/// Finds the capitalised phrases of a sentence whose surroundings tell their class.
pub fn find(view: &View<'_>, words: &WordLists, onto: &Ontology) -> Vec<(ShapedName, Evidence)> {
    let mut found = Vec::new();
    let mut at = 0;
    if super::recognised::is_title_case(view) {
        return found;
    }
    while at < view.len() {
        let Some(tokens) = phrase(view, words, at) else {
            at += 1;
            continue;
        };
        at = tokens.end;
        if is_plain(view, words, tokens)
            && let Some((class, evidence)) = class(view, words, onto, tokens)
        {
            found.push((ShapedName { tokens, class }, evidence));
        }
    }
    found
}

/// Names that no shape and no word shows, but their neighbours in an enumeration: `between Dostyk
/// and X`. `known` are the names found so far, `taken` says whether one overlaps.
pub fn by_neighbours(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    known: &[(Tokens, ClassId)],
    taken: impl Fn(Tokens) -> bool,
) -> Vec<ShapedName> {
    let mut found: Vec<ShapedName> = Vec::new();
    if super::recognised::is_title_case(view) {
        return found;
    }
    let named = |name: &str| onto.class_names.get(name).copied();
    let mut at = 0;
    while at < view.len() {
        let Some(mut tokens) = phrase(view, words, at) else {
            at += 1;
            continue;
        };
        let is_body = |at: usize| {
            let body = named("Organization");
            known.iter().any(|(other, class)| {
                other.first == at && body.is_some_and(|body| onto.is_a(*class, body))
            })
        };
        let of_body = of_a_body(view, tokens, is_body);
        tokens.end = of_body.unwrap_or(tokens.end);
        at = tokens.end;
        // A word that begins a sentence may be any.
        let is_opening = tokens.first == 0 && of_body.is_none();
        if is_opening || taken(tokens) || !is_plain(view, words, tokens) {
            continue;
        }
        let head = view.head_of(tokens);
        let class = known.iter().find_map(|(other, class)| {
            let other_head = view.head_of(*other);
            let is_listed_with = view.relation(head) == Relation::CONJ
                && view.governor(head) == Some(other_head)
                || view.relation(other_head) == Relation::CONJ
                    && view.governor(other_head) == Some(head);
            is_listed_with.then_some(*class)
        });
        let is_a =
            |class: ClassId, name: &str| named(name).is_some_and(|above| onto.is_a(class, above));
        // What stands beside a country may be a place of any kind; a person has two names.
        let class = class.and_then(|class| match () {
            () if of_body.is_some() => named("Person"),
            () if is_a(class, "Country") || is_a(class, "Place") => named("Place"),
            () if is_a(class, "Person") => named("Person").filter(|_| tokens.len() == 2),
            () if is_a(class, "Organization") => named("Organization"),
            () => None,
        });
        let is_wider = |at: usize| {
            known.iter().any(|(other, class)| {
                other.first == at && (is_a(*class, "Place") || is_a(*class, "Country"))
            })
        };
        let class = class
            .or_else(|| named("Person").filter(|_| of_body.is_some()))
            .or_else(|| named("City").filter(|_| is_placed(view, tokens, is_wider)));
        found.extend(class.map(|class| ShapedName { tokens, class }));
    }
    found
}

/// Where a name of two words ends that stands before the body it is of: `Anna Weber of the World Bank`. The parser tells the names of people, whose words are of one rank, from `Law Faculty of`.
fn of_a_body(view: &View<'_>, tokens: Tokens, is_body: impl Fn(usize) -> bool) -> Option<usize> {
    let end = tokens.first + 2;
    let is_name = end <= tokens.end
        && view.relation(tokens.first + 1) == Relation::FLAT
        && view.governor(tokens.first + 1) == Some(tokens.first);
    let after = end + 1 + usize::from(view.word(end + 1) == "the");
    (is_name && view.word(end) == "of" && is_body(after)).then_some(end)
}

/// Says whether a preposition of place stands before a name and the wider place after it: `in
/// Orta, Kenya`, `near Orta in the north of Kenya`.
fn is_placed(view: &View<'_>, tokens: Tokens, is_place: impl Fn(usize) -> bool) -> bool {
    let Some(before) = tokens.first.checked_sub(1) else { return false };
    let is_after = matches!(view.word(before), "in" | "near" | "at" | "from" | "to" | "outside");
    let after = tokens.end;
    let mut at = after + 1;
    at += usize::from(view.word(at) == "the");
    let is_direction = |word: &str| {
        ["north", "south", "east", "west", "central", "centre", "center"]
            .iter()
            .any(|direction| word.starts_with(direction))
    };
    at += usize::from(is_direction(view.word(at)));
    at += usize::from(view.word(at) == "of");
    is_after && matches!(view.word(after), "," | "in") && is_place(at)
}

/// The class that the surroundings of a name show.
fn class(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    tokens: Tokens,
) -> Option<(ClassId, Evidence)> {
    let head = view.head_of(tokens);
    let person = onto.class_names.get("Person").copied();
    let living = person.filter(|_| has_life_dates(view, tokens.end));
    let said = living
        .or_else(|| said_to_be(view, words, onto, head))
        .or_else(|| explained_after(view, words, onto, tokens.end));
    let slot = || {
        let class = by_slot(view, words, onto, head)?;
        // `Muslims` are no person: a plural.
        let is_group = Some(class) == person
            && tokens.len() == 1
            && view.token(head).features.number == Some(crate::text::Number::Plural);
        (!is_group).then_some((class, Evidence::Slot))
    };
    said.map(|class| (class, Evidence::Said)).or_else(slot)
}

/// The phrase of proper nouns that starts at `at`.
fn phrase(view: &View<'_>, words: &WordLists, at: usize) -> Option<Tokens> {
    let is_name = |index: usize| view.is_capitalised(index) && view.upos(index) == Upos::Propn;
    // `Middle Corridor`: a common word of the name, where it does not begin the sentence.
    let is_first_word = |index: usize| {
        (index > 0 || is_name(index + 2))
            && view.is_capitalised(index)
            && matches!(view.upos(index), Upos::Adj | Upos::Noun)
            && is_name(index + 1)
    };
    if !is_name(at) && !is_first_word(at) {
        return None;
    }
    let mut end = at + 1;
    while end < view.len() && end - at < LONGEST {
        let joins = is_dash(view.word(end)) && view.is_joined(end - 1) && view.is_joined(end)
            || view.word(end) == "&"
            || view.word(end) == "of" && view.relation(end + 1) != Relation::OBL;
        if is_name(end) {
            end += 1;
        } else if joins && is_name(end + 1) {
            end += 2;
        } else if let Some(next) = past_particles(view, words, end).filter(|next| is_name(*next)) {
            // `Jaish al-Adl`
            end = next + 1;
        } else {
            break;
        }
    }
    Some(Tokens::new(at, end))
}

/// Says whether the phrase can be a name of its own: no title, month, head word or office.
fn is_plain(view: &View<'_>, words: &WordLists, tokens: Tokens) -> bool {
    let is_word = |index: usize| {
        super::person::is_title(view, words, index)
            || is_month(view.word(index))
            || is_connector(view.word(index)) && tokens.len() == 1
    };
    let is_head_alone = tokens.len() == 1
        && (words.name_heads.contains_key(view.word(tokens.first))
            || words.description_heads.contains_key(view.lemma(tokens.first)));
    let has_letters = view.slice(tokens).chars().filter(|c| c.is_alphabetic()).count() >= 2;
    !(tokens.first..tokens.end).any(is_word) && !is_head_alone && has_letters
}

fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}

/// `(born 4 May 1967 in`, `(4 May 1901 – 1970)`, `(1901–1970)`
fn has_life_dates(view: &View<'_>, end: usize) -> bool {
    if view.word(end) != "(" {
        return false;
    }
    let Some(close) = view.closing(end) else { return false };
    let is_year = |index: usize| {
        let form = view.forms[index];
        form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit())
    };
    let years = (end + 1..close).filter(|index| is_year(*index)).count();
    let has_dash = (end + 1..close).any(|index| is_dash(view.word(index)));
    let is_born = matches!(view.word(end + 1), "born" | "b." | "née" | "died" | "d.");
    // Two years alone may be a reign or a war; with a day of birth or `born` they are a life.
    let has_month = (end + 1..close).any(|index| is_month(view.word(index)));
    years >= 1 && (is_born || has_month && has_dash && years == 2)
}

/// The class of what the name is said to be: by a predicate noun or an apposition.
fn said_to_be(view: &View<'_>, words: &WordLists, onto: &Ontology, head: usize) -> Option<ClassId> {
    let is_copula_of = |noun: usize| {
        (0..view.len()).any(|index| {
            view.governor(index) == Some(noun) && view.relation(index) == Relation::COP
        })
    };
    let predicate = view.governor(head).filter(|noun| {
        view.relation(head) == Relation::NSUBJ
            && view.upos(*noun) == Upos::Noun
            && is_copula_of(*noun)
            // `Anna Weber was under house arrest` makes no house of her.
            && !view.children(*noun).any(|child| view.relation(child) == Relation::CASE)
    });
    let apposition = (0..view.len()).find(|index| {
        view.governor(*index) == Some(head)
            && view.relation(*index) == Relation::APPOS
            && view.upos(*index) == Upos::Noun
    });
    // `the ambassador to Kenya, Weber Otto`
    let explained = view.governor(head).filter(|noun| {
        view.relation(head) == Relation::APPOS
            && *noun < head
            // `the ministry, under Anna Weber,`; `three ran for the post: Anna Weber, …`
            && !view.children(head).any(|child| {
                view.relation(child) == Relation::CASE || view.word(child) == ":"
            })
            && view.upos(*noun) == Upos::Noun
            && view.token(*noun).features.number != Some(crate::text::Number::Plural)
    });
    predicate
        .and_then(|noun| class_of_noun(view, words, onto, noun))
        .or_else(|| class_of_noun(view, words, onto, apposition?))
        .or_else(|| class_of_noun(view, words, onto, explained?))
}

/// The class of what stands after a comma as what the name before it is: `, a movement set up in`,
/// `, the state holding company for`.
fn explained_after(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    end: usize,
) -> Option<ClassId> {
    let has_article = matches!(view.word(end + 1), "a" | "an" | "the" | "one");
    if view.word(end) != "," || !has_article {
        return None;
    }
    let goes_on = |index: usize| {
        matches!(view.upos(index), Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num)
            || is_dash(view.word(index))
            || view.word(index) == "'s"
    };
    let start = end + 2;
    let last = (start..view.len().min(start + 8)).take_while(|index| goes_on(*index)).last()?;
    (view.upos(last) == Upos::Noun).then(|| class_of_noun(view, words, onto, last))?
}

/// The class of the things that a common noun means, with the noun before it: `record label`.
fn class_of_noun(
    view: &View<'_>,
    words: &WordLists,
    onto: &Ontology,
    noun: usize,
) -> Option<ClassId> {
    let lower = view.lemma(noun).to_lowercase();
    let lemma = lower.as_str();
    let is_person = words.is_person_noun(lemma);
    if is_person {
        return onto.class_names.get("Person").copied();
    }
    // `joint venture` says more than `venture`.
    let pair = noun.checked_sub(1).map(|before| format!("{} {lemma}", view.word(before)));
    let of_pair = pair.and_then(|pair| words.name_heads.get(&pair));
    of_pair.or_else(|| words.name_heads.get(lemma)).copied()
}

/// The class of what stands in this slot of its governor.
fn by_slot(view: &View<'_>, words: &WordLists, onto: &Ontology, head: usize) -> Option<ClassId> {
    let mut token = head;
    // `X, Y and Z`: the first tells for all.
    while view.relation(token) == Relation::CONJ {
        let first = view.governor(token)?;
        if view.upos(first) != Upos::Propn {
            break;
        }
        token = first;
    }
    let governor = view.governor(token)?;
    let slot = match view.relation(token) {
        Relation::NSUBJ => "subject",
        Relation::NSUBJ_PASS => "passive",
        Relation::OBJ => "object",
        Relation::OBL | Relation::NMOD | Relation::OBL_AGENT => {
            let case = (0..token).rev().find(|index| {
                view.governor(*index) == Some(token) && view.relation(*index) == Relation::CASE
            })?;
            view.word(case)
        }
        _ => return None,
    };
    let lemma = view.lemma(governor);
    let listed = words.contexts.get(&(lemma.to_owned(), slot.to_owned())).copied();
    listed.or_else(|| {
        // `the chief executive of X`, `a researcher at X`
        let kind = words.offices.get(lemma)?;
        let is_of = match slot {
            "of" => *kind == OfficeKind::HeadOfOrganization,
            "at" | "with" => *kind != OfficeKind::HeadOfState,
            _ => false,
        };
        is_of.then(|| onto.class_names.get("Organization").copied())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_tells_the_class() {
        let classes =
            "@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix sg: <https://w3id.org/saiga/ns#> .
            sg:Entity a owl:Class ; rdfs:label \"entity\"@en .
            :Person a owl:Class ; rdfs:subClassOf sg:Entity ; rdfs:label \"person\"@en .
            :Place a owl:Class ; rdfs:subClassOf sg:Entity ; rdfs:label \"place\"@en .";
        let onto = Ontology::parse(&[("o.ttl", classes)]).expect("two classes");
        let place = onto.class_names["Place"];
        let mut words = WordLists::default();
        words.contexts.insert(("live".to_owned(), "in".to_owned()), place);
        words.people.insert("weaver".to_owned());
        // A tree by hand: what the parser makes of a sentence is tested elsewhere.
        let bank = crate::text::conllu::read(
            "1\tOrta\tOrta\tPROPN\tNNP\t_\t4\tnsubj\t_\t_\n\
             2\tis\tbe\tAUX\tVBZ\t_\t4\tcop\t_\t_\n\
             3\ta\ta\tDET\tDT\t_\t4\tdet\t_\t_\n\
             4\tweaver\tweaver\tNOUN\tNN\t_\t0\troot\t_\t_\n\
             5\twho\twho\tPRON\tWP\t_\t6\tnsubj\t_\t_\n\
             6\tlives\tlive\tVERB\tVBZ\t_\t4\tacl:relcl\t_\t_\n\
             7\tin\tin\tADP\tIN\t_\t8\tcase\t_\t_\n\
             8\tSolt\tSolt\tPROPN\tNNP\t_\t6\tobl\t_\t_\n",
        )
        .expect("a good tree");
        let view = View::new(&bank.text, &bank.annotated.sentences[0]);
        let found: Vec<(&str, &str, Evidence)> = find(&view, &words, &onto)
            .into_iter()
            .map(|(name, evidence)| {
                (view.slice(name.tokens), onto.class(name.class).name.as_str(), evidence)
            })
            .collect();
        assert_eq!(found, [("Orta", "Person", Evidence::Said), ("Solt", "Place", Evidence::Slot)]);
    }
}
