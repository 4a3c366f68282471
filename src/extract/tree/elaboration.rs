//! Lists that say who some counted things are: `five rejected it: A, B, C, D and E`, `two countries
//! opposed the plan, A and B`; and who else did what a clause says: `A abstained, as did B and C` (verb
//! phrase ellipsis). A parser hangs such names on what stands nearest.

use super::ground::head_of;
use crate::extract::fact::Reason;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::quantity;
use crate::extract::rules::Rules;
use crate::extract::scene::{Group, Scene};
use crate::extract::view::{View, is_dash};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos};

/// The words that lists spell out, each with the head of its list.
pub fn elaborated(scene: &Scene<'_>, rules: &Rules<'_>) -> Vec<(usize, usize)> {
    let view = &scene.view;
    let mut found = Vec::new();
    // `:`, or the colon before the title of the first: `: President A, deputy B and C`
    let mark_before = |first: usize| {
        let colon = (0..first).rev().find(|at| matches!(view.word(*at), ":" | ";"));
        colon.filter(|at| scene.past_title(rules, at + 1) == first).or(first.checked_sub(1))
    };
    for group in scene.groups.iter().filter(|group| is_list(scene, group)) {
        let Some(mark) = mark_before(group.tokens.first) else { continue };
        let ends = matches!(view.word(group.tokens.end), "" | "." | ";" | ")" | "," | "”")
            || is_dash(view.word(group.tokens.end));
        if !ends {
            continue;
        }
        let is_colon = view.word(mark) == ":";
        let counted = counted(scene, mark, group.members.len());
        let anchor = match (is_colon, counted) {
            (_, Some(anchor)) if is_colon || is_last(view, group) => Some(anchor),
            // `the following countries: A and B`
            (true, _) => mark
                .checked_sub(1)
                .filter(|at| view.upos(*at) == Upos::Noun && view.is_inflected(*at)),
            _ => None,
        };
        let first = &scene.candidates[group.members[0]];
        found.extend(anchor.map(|anchor| (anchor, head_of(view, first.tokens))));
    }
    found
}

/// Who else does what a clause says, each list by its head, with the verb of the clause.
pub fn elided(scene: &Scene<'_>) -> Vec<(usize, usize)> {
    let view = &scene.view;
    let is_auxiliary = |at: usize| {
        matches!(
            view.word(at),
            "did" | "do" | "does" | "has" | "have" | "had" | "was" | "were" | "is" | "are" | "will"
        )
    };
    let opens = |at: &usize| {
        matches!(view.word(*at), "as" | "so" | "nor" | "neither") && is_auxiliary(at + 1)
    };
    let mut found = Vec::new();
    for at in (1..view.len()).filter(opens) {
        let name = at + 2 + usize::from(view.word(at + 2) == "the");
        let group = scene.groups_at(name).find(|group| is_whole(scene, group));
        // A date behind it is of this one only.
        let ends =
            |group: &&Group| matches!(view.word(group.tokens.end), "" | "." | "," | ";" | ")");
        let Some(group) = group.filter(ends) else { continue };
        // The verb with a subject that stands nearest before it.
        let verb = (0..at).rev().find(|verb| {
            view.upos(*verb) == Upos::Verb
                && view.subject_of(*verb).is_some_and(|subject| subject < *verb)
                && !matches!(view.relation(*verb), Relation::ACL | Relation::ACL_RELCL)
        });
        let first = &scene.candidates[group.members[0]];
        // `…, nor did C` goes on with what is denied; `A did it and B not, as did C` with neither surely.
        let is_denied = |verb: usize| {
            view.children(verb).any(|child| matches!(view.word(child), "not" | "n't" | "never"))
        };
        let is_negative = matches!(view.word(at), "nor" | "neither");
        let fits = |verb: &usize| {
            is_denied(*verb) == is_negative
                && !(*verb..at).any(|between| matches!(view.word(between), "and" | "but" | "while"))
        };
        found.extend(verb.filter(fits).map(|verb| (verb, head_of(view, first.tokens))));
    }
    found
}

/// Nouns that a subject is said to be one of, each with the subject: `A was among the countries that signed`,
/// `one of the states that signed`, `the first president to visit`.
pub fn predicated(scene: &Scene<'_>) -> Vec<(usize, usize)> {
    let view = &scene.view;
    let has = |at: usize, relation: Relation| {
        view.children(at).find(|child| view.relation(*child) == relation)
    };
    let mut found = Vec::new();
    for at in 0..view.len() {
        // What is only possible or denied is told of nobody.
        let is_plain = |at: usize| {
            !view.children(at).any(|child| {
                view.relation(child) == Relation::AUX
                    || view.relation(child) == Relation::MARK
                    || matches!(view.word(child), "not" | "n't" | "never")
            })
        };
        let (predicate, subject) = if let (Some(_), Some(subject)) =
            (has(at, Relation::COP), has(at, Relation::NSUBJ))
        {
            (at, subject)
        } else if view.relation(at) == Relation::XCOMP
            && let Some(become_) = view.governor(at).filter(|verb| view.lemma(*verb) == "become")
            && let Some(subject) = has(become_, Relation::NSUBJ).filter(|_| is_plain(become_))
        {
            (at, subject)
        } else if view.relation(at) == Relation::APPOS
            && view.word(at) == "one"
            && let Some(subject) = view.governor(at)
        {
            // `Peru, one of the founding members`
            (at, subject)
        } else {
            continue;
        };
        let is_named = scene.candidates.iter().any(|candidate| {
            head_of(view, candidate.tokens) == subject && candidate.reason != Reason::Description
        });
        if !is_named || !is_plain(predicate) || subject > predicate {
            continue;
        }
        let case = |noun: usize| has(noun, Relation::CASE).map_or("", |case| view.word(case));
        let noun = if view.word(predicate) == "one" || is_order(view.word(predicate)) {
            view.children(predicate).find(|noun| {
                matches!(view.relation(*noun), Relation::NMOD | Relation::OBL)
                    && case(*noun) == "of"
                    && view.is_inflected(*noun)
            })
        } else {
            let is_one_of = case(predicate) == "among" && view.is_inflected(predicate);
            (is_one_of || is_of_order(view, predicate)).then_some(predicate)
        };
        let noun = noun.filter(|noun| view.upos(*noun) == Upos::Noun);
        found.extend(noun.map(|noun| (noun, subject)));
    }
    found
}

/// `the first president to visit`, `the only state that signed`, `the first to visit`, `the first of the
/// presidents to visit`
pub fn is_of_order(view: &View<'_>, noun: usize) -> bool {
    let is_adjective = |at: usize| is_order(view.word(at)) && view.upos(at) == Upos::Adj;
    is_adjective(noun)
        || view.governor(noun).is_some_and(|above| above < noun && is_adjective(above))
        || view.children(noun).any(|child| {
            child < noun && view.relation(child) == Relation::AMOD && is_order(view.word(child))
        })
}

fn is_order(word: &str) -> bool {
    matches!(word, "first" | "second" | "third" | "last" | "only" | "latest")
}

/// Who does something together with the subject, each list by its head, with the verb: `A signed the
/// treaty along with B and C`.
pub fn companions(scene: &Scene<'_>, words: &WordLists) -> Vec<(usize, usize)> {
    let view = &scene.view;
    let mut found = Vec::new();
    for at in 0..view.len() {
        let with = words.is(view.word(at), WordClass::Jointly) && view.word(at + 1) == "with";
        if !with {
            continue;
        }
        // `Together with his brother Jan, she founded`
        let is_kin = matches!(view.word(at + 2), "his" | "her" | "its" | "their")
            && view.upos(at + 3) == Upos::Noun;
        let name = at + 2 + usize::from(view.word(at + 2) == "the") + 2 * usize::from(is_kin);
        let Some(group) = scene.groups_at(name).find(|group| is_whole(scene, group)) else {
            continue;
        };
        // `together with Peru's neighbours`
        if view.word(group.tokens.end) == "'s" || view.upos(group.tokens.end) == Upos::Noun {
            continue;
        }
        let first = &scene.candidates[group.members[0]];
        let head = head_of(view, first.tokens);
        let verb = std::iter::successors(view.governor(head), |above| view.governor(*above))
            .take(view.len())
            .find(|above| view.upos(*above) == Upos::Verb);
        // `sanctioned A along with B`: then B is no companion of who did it.
        let has_object_alike = |verb: usize| {
            view.children(verb).filter(|child| view.relation(*child) == Relation::OBJ).any(
                |object| {
                    scene
                        .candidates
                        .iter()
                        .any(|one| view.head_of(one.tokens) == object && one.class == first.class)
                },
            )
        };
        // `opened a Confucius Institute together with Leiden University`: at one of the two.
        let is_of_one = |verb: usize| {
            let has_form = |one: &Candidate| {
                matches!(one.meaning, Meaning::Entry(_))
                    && view.lemma(one.tokens.end - 1).eq_ignore_ascii_case("institute")
                    && view.governor(view.head_of(one.tokens)) == Some(verb)
            };
            scene.candidates.iter().any(has_form)
        };
        // `was established together with B`: by B as well, and B was not established.
        let is_passive = |verb: usize| crate::extract::matching::is_passive(view, verb);
        let verb =
            verb.filter(|verb| !has_object_alike(*verb) && !is_passive(*verb) && !is_of_one(*verb));
        found.extend(verb.map(|verb| (verb, head)));
    }
    found
}

/// The nouns of titles that hold an `of`, each with the person behind it: in `Secretary of State
/// Anna Weber` she is no part of the state.
pub fn titles(scene: &Scene<'_>) -> Vec<(usize, usize)> {
    let view = &scene.view;
    let mut found = Vec::new();
    for office in scene.offices.iter().flatten() {
        let link = (office.tokens.first..office.tokens.end).find(|at| view.word(*at) == "of");
        let Some(noun) = link.and_then(|link| link.checked_sub(1)) else { continue };
        let person = scene.candidates.iter().find(|candidate| {
            candidate.tokens.first == office.tokens.end
                && view.relation(head_of(view, candidate.tokens)) == Relation::NMOD
        });
        found.extend(person.map(|person| (noun, head_of(view, person.tokens))));
    }
    found
}

/// The noun of an office, the body it is held in, and the people that stand right behind that: in `the
/// heads of the Grain Union Anna Weber and Jan Berg` they are no part of the union.
pub fn holders(scene: &Scene<'_>, rules: &Rules<'_>) -> Vec<(usize, usize, Vec<usize>)> {
    let (view, words) = (&scene.view, rules.words);
    let is_office = |at: usize| words.is_person_noun(&view.lemma(at).to_lowercase());
    let is_person = |member: &usize| {
        let person = &scene.candidates[*member];
        rules.is(person.class, "Person") && person.tokens.len() > 1 && person.is_by_name()
    };
    let mut found = Vec::new();
    for body in scene.candidates.iter().filter(|body| body.is_by_name()) {
        // `the Green Front party Anna Weber`
        let end = body.tokens.end;
        let has_kind = matches!(view.upos(end), Upos::Noun | Upos::Propn)
            && words.name_heads.contains_key(view.word(end));
        let start = end + usize::from(has_kind);
        let people = scene.groups_at(start).filter(|group| group.members.iter().all(is_person));
        let Some(people) = people.max_by_key(|group| group.members.len()) else { continue };
        let is_beside =
            |at: &usize| matches!(view.upos(*at), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn);
        let reach = body.tokens.first.saturating_sub(4);
        let of = (reach..body.tokens.first).rev().find(|at| !is_beside(at));
        let office = of
            .filter(|of| view.word(*of) == "of")
            .and_then(|of| of.checked_sub(1))
            .filter(|office| is_office(*office) && !rules.is(body.class, "Person"));
        let head = |member: &usize| head_of(view, scene.candidates[*member].tokens);
        found.extend(office.map(|office| {
            (office, head_of(view, body.tokens), people.members.iter().map(head).collect())
        }));
    }
    found
}

/// A relative clause that may tell of another noun than the one that a parser hangs it on.
pub struct Lifted {
    /// Its verb.
    pub clause: usize,
    /// The noun that it hangs on.
    pub inner: usize,
    /// The head of the name or description around that noun.
    pub noun: usize,
    /// The inner noun is a name of its own: either may be meant.
    pub is_either: bool,
}

/// Relative clauses that a parser hangs on a word inside a name or a description: `the Treaty on the Lakes,
/// which Peru signed`, `the contract with Solt Oil that Peru had signed`.
pub fn lifted(scene: &Scene<'_>, rules: &Rules<'_>) -> Vec<Lifted> {
    let view = &scene.view;
    let mut found = Vec::new();
    for clause in 0..view.len() {
        let inner = view.governor(clause).filter(|inner| {
            view.relation(clause) == Relation::ACL_RELCL
                && *inner < clause
                && !view.children(clause).any(|at| matches!(view.word(at), "where" | "who"))
        });
        let Some(inner) = inner else { continue };
        let is_either = scene
            .candidates
            .iter()
            .any(|one| head_of(view, one.tokens) == inner && one.tokens.len() <= 2);
        let is_around = |one: &&Candidate| match one.reason {
            Reason::Description => {
                let head = head_of(view, one.tokens);
                (!is_either || rules.is(one.class, "Agreement"))
                    && head < inner
                    && view.governs(head, inner)
            }
            _ => {
                one.is_by_name()
                    && (one.tokens.first..one.tokens.end).contains(&inner)
                    && one.tokens.end <= clause
            }
        };
        let whole = scene.candidates.iter().filter(is_around).max_by_key(|one| one.tokens.len());
        let Some(whole) = whole else { continue };
        let noun = head_of(view, whole.tokens);
        let is_either = is_either && whole.reason == Reason::Description;
        // `which Peru negotiated and signed`
        let verbs = view.children(clause).filter(|at| view.relation(*at) == Relation::CONJ);
        let verbs = std::iter::once(clause).chain(verbs).filter(|_| noun != inner);
        found.extend(verbs.map(|clause| Lifted { clause, inner, noun, is_either }));
    }
    found
}

/// Says whether a group is a whole list of names.
fn is_list(scene: &Scene<'_>, group: &Group) -> bool {
    group.members.len() > 1 && is_whole(scene, group)
}

/// Says whether a group is made of names, and none stands before or behind it in the same list.
fn is_whole(scene: &Scene<'_>, group: &Group) -> bool {
    let is_name = |member: &usize| scene.candidates[*member].is_by_name();
    group.members.iter().all(is_name)
        && !scene.continues_list(group)
        && !scene.groups.iter().any(|other| {
            other.tokens.first == group.tokens.first
                && other.members.len() > group.members.len()
                && other.tokens.end > group.tokens.end
        })
}

/// Says whether the list stands behind its clause, after a comma or a dash: `…, A and B.`
fn is_last(view: &View<'_>, group: &Group) -> bool {
    let mark = view.word(group.tokens.first - 1);
    matches!(view.word(group.tokens.end), "" | "." | ";") && (mark == "," || is_dash(mark))
}

/// What a number before `mark` counts, where it is that of the members; the number itself where
/// it stands alone: `five rejected it`.
fn counted(scene: &Scene<'_>, mark: usize, members: usize) -> Option<usize> {
    let view = &scene.view;
    let is_dated = |at: usize| {
        scene.times.iter().any(|time| (time.tokens.first..time.tokens.end).contains(&at))
    };
    #[expect(clippy::cast_precision_loss, reason = "lists are short")]
    let is_count = |at: &usize| {
        let before = at.checked_sub(1).map_or("", |at| view.word(at));
        view.upos(*at) == Upos::Num
            && !is_dated(*at)
            // `all but two signed: A and B`
            && !matches!(before, "but" | "except" | "save" | "excluding" | "besides" | "minus")
            && quantity::number(view, *at)
                .is_some_and(|(value, end)| (value - members as f64).abs() < 0.5 && end == *at + 1)
    };
    // `none of the three countries`, `only one of them`
    let is_part = |at: usize| {
        let noun =
            view.governor(at).filter(|_| view.relation(at) == Relation::NUMMOD).unwrap_or(at);
        let before = view.governor(noun).filter(|above| *above < noun);
        let first = before.map_or("", |above| view.word(above));
        let is_quantity = matches!(
            first,
            "none"
                | "one"
                | "neither"
                | "some"
                | "most"
                | "few"
                | "half"
                | "either"
                | "any"
                | "many"
        );
        is_quantity || view.children(noun).any(|child| view.word(child) == "no")
    };
    let is_denied = |at: usize| (0..at).rev().take(3).any(|at| view.word(at) == "not");
    let counts = (0..mark).rev().filter(is_count);
    counts.filter(|at| !is_part(*at) && !is_denied(*at)).find_map(|at| match view.relation(at) {
        Relation::NUMMOD => view
            .governor(at)
            .filter(|noun| view.upos(*noun) == Upos::Noun && view.is_inflected(*noun)),
        _ => Some(at),
    })
}
