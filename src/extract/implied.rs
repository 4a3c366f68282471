//! Ends that a clause leaves out because the text has just named them: `the bloc grew in 2015, when
//! Peru joined`, `The resolution passed. Peru abstained.` (definite null complements, Fillmore 1986).

use std::iter;

use super::Rules;
use super::fact::Reason;
use super::matching::{Fill, Match};
use super::memory::country_of;
use super::mention::{Candidate, Meaning};
use super::office;
use super::scene::Scene;
use super::view::Tokens;
use crate::ontology::pattern::Part;
use crate::ontology::words::Cue;
use crate::ontology::{ClassId, EntryId};
use crate::span::Span;
use crate::text::{Relation, Upos};

/// Sentences after which what was named cannot be left out any more.
const REACH: usize = 2;

/// Something that a sentence before has named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// What it is.
    pub meaning: Meaning,
    /// Its class.
    pub class: ClassId,
    /// Where it stands, or where that was named which it goes back to.
    pub span: Span,
    /// The sentence.
    pub sentence: Span,
    /// It has no name, only words that describe it.
    pub is_described: bool,
}

/// What a match leaves out.
#[derive(Clone, Copy, Debug)]
pub enum Implied<'s> {
    /// This candidate of its sentence.
    Here(usize),
    /// What a sentence before has named.
    Before(&'s Recent),
}

/// Tells each scene what the sentences before it have named.
pub fn recall(scenes: &mut [Scene<'_>], rules: &Rules<'_>) {
    let can_be_left_out = |class: ClassId| {
        ["Event", "Agreement", "IntergovernmentalOrganization"]
            .iter()
            .any(|name| rules.is(class, name))
    };
    // The union of states that the article is about may be left out until another one is named.
    let mut union: Option<Recent> = None;
    for at in 1..scenes.len() {
        let mut before: Vec<Recent> = Vec::new();
        union = last_union(&scenes[at - 1], rules, union);
        for earlier in scenes[at.saturating_sub(REACH)..at].iter().rev() {
            let named = earlier.candidates.iter().rev().filter(|candidate| {
                can_be_left_out(candidate.class)
                    && candidate.reason != Reason::Adjective
                    && !is_in_passing(earlier, rules, candidate)
                    && !is_called_off(earlier, rules, candidate)
            });
            before.extend(named.map(|candidate| recent(earlier, candidate)));
        }
        // One that was named close by is there already, or is the one that is meant.
        let is_any = before.iter().any(|one| rules.is(one.class, "IntergovernmentalOrganization"));
        before.extend(union.iter().filter(|_| !is_any).cloned());
        scenes[at].before = before;
    }
}

/// What a candidate of an earlier sentence names.
fn recent(scene: &Scene<'_>, candidate: &Candidate) -> Recent {
    Recent {
        meaning: candidate.meaning.clone(),
        class: candidate.class,
        span: candidate.antecedent.unwrap_or(scene.view.span(candidate.tokens)),
        sentence: scene.view.sentence.span,
        is_described: matches!(candidate.meaning, Meaning::Description(_)),
    }
}

/// `the sanctions of the United Nations`: a union of states that is spoken of no further.
fn is_in_passing(scene: &Scene<'_>, rules: &Rules<'_>, candidate: &Candidate) -> bool {
    let relation = scene.view.relation(scene.view.head_of(candidate.tokens));
    rules.is(candidate.class, "IntergovernmentalOrganization")
        && scene.union.as_ref().is_some_and(|union| *union != candidate.meaning)
        && matches!(relation, Relation::COMPOUND | Relation::NMOD | Relation::NMOD_POSS)
}

/// The union of states that the article is about, if it is the last that was named, with this sentence.
fn last_union(scene: &Scene<'_>, rules: &Rules<'_>, before: Option<Recent>) -> Option<Recent> {
    let mut named = scene.candidates.iter().filter(|candidate| {
        rules.is(candidate.class, "IntergovernmentalOrganization")
            && candidate.reason != Reason::Adjective
            && !is_in_passing(scene, rules, candidate)
    });
    let Some(first) = named.next() else { return before };
    let is_main = scene.union.as_ref() == Some(&first.meaning)
        && named.all(|other| other.meaning == first.meaning);
    is_main.then(|| recent(scene, first))
}

/// `cancelled a summit`, `will host a summit`: nobody was there.
fn is_called_off(scene: &Scene<'_>, rules: &Rules<'_>, candidate: &Candidate) -> bool {
    let view = &scene.view;
    let verb = view.governor(view.head_of(candidate.tokens));
    let is_planned = |verb: usize| {
        view.children(verb).any(|child| {
            view.relation(child) == Relation::AUX
                && rules.words.is_cue(view.word(child), Cue::Planned)
        })
    };
    candidate.reason == Reason::Description
        && verb.is_some_and(|verb| {
            rules.words.is_cue(view.lemma(verb), Cue::Negated)
                || rules.words.is_cue(view.lemma(verb), Cue::Planned)
                || is_planned(verb)
        })
}

/// What of one of `classes` a match leaves out; of the first of them that fits.
pub fn of<'s>(
    scene: &'s Scene<'_>,
    rules: &Rules<'_>,
    found: &Match,
    classes: &[ClassId],
) -> Option<Implied<'s>> {
    if is_said(scene, rules, found, classes) {
        return None;
    }
    let is_of = |class: ClassId, wanted: &[ClassId]| {
        wanted.iter().any(|wanted| rules.onto.is_a(class, *wanted))
    };
    let matched = Tokens::new(found.first, found.end);
    let is_here = scene.candidates.iter().any(|candidate| {
        is_of(candidate.class, classes)
            && candidate.reason != Reason::Adjective
            && !matched.overlaps(candidate.tokens)
    });
    if is_here {
        let here = |class: &ClassId| here(scene, rules, found, *class);
        return classes.iter().find_map(here).map(Implied::Here);
    }
    let recent = classes.iter().find_map(|class| before(scene, rules, *class))?;
    // `The union grew out of the treaty. Peru joined in 1993, and the treaty came into force`: the treaty.
    let is_treaty = |class: ClassId, meaning: &Meaning| {
        let name = rules.name_of(meaning).to_lowercase();
        rules.is(class, "Agreement")
            && ["treaty", "convention", "pact"].iter().any(|one| name.contains(one))
    };
    let may_be_treaty = rules.is(recent.class, "IntergovernmentalOrganization")
        && (scene.candidates.iter().any(|one| is_treaty(one.class, &one.meaning))
            || (scene.before.iter())
                .any(|one| is_treaty(one.class, &one.meaning) && one.sentence > recent.sentence));
    Some(Implied::Before(recent)).filter(|_| !may_be_treaty)
}

/// The only thing of a class that the nearest sentence with one has named.
fn before<'s>(scene: &'s Scene<'_>, rules: &Rules<'_>, class: ClassId) -> Option<&'s Recent> {
    // Of unions of states only the one that the article is about.
    let may_be = |one: &&Recent| {
        !rules.is(class, "IntergovernmentalOrganization")
            || scene.union.as_ref() == Some(&one.meaning)
    };
    let mut fitting =
        scene.before.iter().filter(|one| rules.onto.is_a(one.class, class)).filter(may_be);
    let first = fitting.next()?;
    fitting
        .take_while(|other| other.sentence == first.sentence)
        .all(|other| other.meaning == first.meaning)
        .then_some(first)
}

/// The candidate of `class` that a match leaves out: the only one of the sentence, else the nearest
/// before it in the clause that its own clause hangs on.
fn here(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match, class: ClassId) -> Option<usize> {
    let matched = Tokens::new(found.first, found.end);
    let fits = |index: &usize| {
        let candidate = &scene.candidates[*index];
        rules.onto.is_a(candidate.class, class)
            && candidate.reason != Reason::Adjective
            && !matched.overlaps(candidate.tokens)
    };
    let near: Vec<usize> = (0..scene.candidates.len()).filter(fits).collect();
    let meaning = |index: usize| &scene.candidates[index].meaning;
    let first = *near.first()?;
    if near.iter().all(|index| meaning(*index) == meaning(first)) {
        return Some(first).filter(|first| is_before_or_over(scene, found, *first));
    }
    // What is named later may be meant as well.
    if near.iter().any(|index| scene.candidates[*index].tokens.first >= found.end) {
        return None;
    }
    let above = clause_above(scene, found)?;
    let view = &scene.view;
    let hangs = |index: &&usize| {
        let tokens = scene.candidates[**index].tokens;
        tokens.end <= found.first && view.governor(view.head_of(tokens)) == Some(above)
    };
    near.iter().filter(hangs).max_by_key(|index| scene.candidates[**index].tokens.end).copied()
}

/// The country that the article is about, for a match that names none: a minister or an arrest is
/// then one of that country. Who is known beyond the article may be a guest; an `office` of such a
/// person is one of the state whose offices the lexicon knows that he or she has held, where the
/// article names that state.
pub fn home(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    found: &Match,
    is_office: bool,
) -> Option<EntryId> {
    let mut known = filled(scene, found).filter_map(|candidate| match candidate.meaning {
        Meaning::Entry(entry) if rules.is(candidate.class, "Person") => Some(entry),
        _ => None,
    });
    if says_where(scene, found) || !lies_in_home(scene, rules, found) {
        return None;
    }
    let Some(person) = known.next() else { return scene.home };
    let state = rules.lexicon.entry(person).office_of?;
    (is_office && known.next().is_none() && scene.countries.contains(&state)).then_some(state)
}

/// What fills the slots of a match.
fn filled<'s>(scene: &'s Scene<'_>, found: &'s Match) -> impl Iterator<Item = &'s Candidate> {
    let members = found.fills.iter().filter_map(|(_, fill)| match fill {
        Fill::Candidates(members, _) => Some(members),
        _ => None,
    });
    members.flatten().map(|member| &scene.candidates[*member])
}

/// Says whether every place of a match is known to lie in the country that the article is about: `the
/// capital, Lima`, `the southern city of Ica`.
fn lies_in_home(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> bool {
    let mut places = filled(scene, found).filter(|one| rules.is(one.class, "Place"));
    places.all(|place| match place.meaning {
        Meaning::Entry(entry) => {
            rules.lexicon.around(entry).any(|around| Some(around) == scene.home)
                || scene.home.is_some() && rules.lexicon.entry(entry).capital_of == scene.home
        }
        _ => false,
    })
}

/// The state that the only person of a match has led, by the lexicon, where the article names it.
pub fn led(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<EntryId> {
    let members = found.fills.iter().find_map(|(part, fill)| match (part, fill) {
        (Part::Subject, Fill::Candidates(members, _)) => Some(members),
        _ => None,
    })?;
    let [member] = members.as_slice() else { return None };
    let Meaning::Entry(person) = scene.candidates[*member].meaning else { return None };
    let person = rules.lexicon.entry(person);
    let state = person.office_of.filter(|_| person.leads)?;
    scene.countries.contains(&state).then_some(state)
}

/// The match with those of its persons only who are told to be of another country than that of the
/// place in it: `Peru's president said in Quito`.
pub fn from_elsewhere(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<Match> {
    let place = found.fills.iter().find_map(|(part, fill)| match (part, fill) {
        (Part::Object, Fill::Candidates(members, _)) => {
            members.iter().find_map(|member| match scene.candidates[*member].meaning {
                Meaning::Entry(entry) => Some(entry),
                _ => None,
            })
        }
        _ => None,
    })?;
    let is_country = |entry: &EntryId| rules.is(rules.lexicon.entry(*entry).class, "Country");
    // A city lies in a region or a country, and that in another.
    let around = rules.lexicon.around(place).find(is_country)?;
    let is_guest = |member: &usize| {
        let tokens = scene.candidates[*member].tokens;
        office::of_person(&scene.view, rules.words, tokens)
            .and_then(|office| country_of(&scene.view, rules, office.tokens, &scene.candidates))
            .is_some_and(|home| home != around)
    };
    let mut guests = found.clone();
    for (part, fill) in &mut guests.fills {
        if let (Part::Subject, Fill::Candidates(members, _)) = (part, fill) {
            members.retain(is_guest);
            if members.is_empty() {
                return None;
            }
        }
    }
    Some(guests)
}

/// Says whether the match has a phrase that tells who does it or where: `by the mob`, `in Lyon`.
fn says_where(scene: &Scene<'_>, found: &Match) -> bool {
    let view = &scene.view;
    let is_taken = |at: usize| found.first <= at && at < found.end;
    (0..view.len()).filter(|at| !is_taken(*at)).any(|at| {
        let case = |word: &str| {
            view.children(at)
                .any(|case| view.relation(case) == Relation::CASE && view.word(case) == word)
        };
        let is_dated =
            || scene.times.iter().any(|time| time.tokens.contains(Tokens::new(at, at + 1)));
        view.governor(at).is_some_and(is_taken)
            && matches!(view.relation(at), Relation::OBL | Relation::OBL_AGENT | Relation::NMOD)
            && (case("by")
                || (case("in") || case("at") || case("of"))
                    && view.upos(at) == Upos::Propn
                    && !is_dated())
    })
}

/// Says whether a sentence speaks of a country other than `topic`.
pub fn is_abroad(scene: &Scene<'_>, rules: &Rules<'_>, topic: Option<EntryId>) -> bool {
    scene.candidates.iter().any(|candidate| match candidate.meaning {
        Meaning::Entry(entry) => rules.is(candidate.class, "Country") && Some(entry) != topic,
        _ => false,
    })
}

/// Says whether the match leaves nothing out: `Peru joined the talks`, `became a member of the club`.
fn is_said(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match, classes: &[ClassId]) -> bool {
    let view = &scene.view;
    // `became members at the summit`: a phrase with a name of another kind is no such end.
    let is_of_another_kind = |at: usize| {
        let mut here = scene.candidates.iter().filter(|one| view.head_of(one.tokens) == at);
        here.clone().next().is_some()
            && here.all(|one| {
                !classes.iter().any(|class| {
                    let tops = [one.class, *class].map(|class| rules.onto.class(class).top);
                    tops[0] == tops[1]
                })
            })
    };
    let is_taken = |at: usize| found.first <= at && at < found.end;
    let has_case = |at: usize| {
        (0..view.len()).any(|case| {
            view.governor(case) == Some(at)
                && view.relation(case) == Relation::CASE
                && matches!(
                    view.word(case),
                    "of" | "to" | "into" | "in" | "with" | "from" | "on" | "against" | "at" | "for"
                )
                // `acceded to the convention`: whatever that is, it was joined.
                && (matches!(view.word(case), "of" | "to" | "into") || !is_of_another_kind(at))
        }) && !scene.times.iter().any(|time| time.tokens.first <= at && at < time.tokens.end)
    };
    // `won 54 percent of the vote`: of what election, that does not say.
    let is_share = |at: usize| matches!(view.lemma(at), "vote" | "ballot" | "electorate");
    (0..view.len()).filter(|at| !is_taken(*at) && !is_share(*at)).any(|at| {
        view.governor(at).is_some_and(is_taken)
            && match view.relation(at) {
                Relation::OBJ | Relation::IOBJ | Relation::XCOMP | Relation::CCOMP => true,
                Relation::OBL | Relation::NMOD => has_case(at),
                _ => false,
            }
    })
}

/// Says whether what is left out has been named, or is named in the clause that the match opens:
/// `without Peru as a member, the bloc shrank`. What comes later in another clause is another thing.
fn is_before_or_over(scene: &Scene<'_>, found: &Match, candidate: usize) -> bool {
    let view = &scene.view;
    let tokens = scene.candidates[candidate].tokens;
    let above = iter::successors(Some(view.head_of(tokens)), |at| view.governor(*at))
        .take(view.len())
        .find(|at| view.upos(*at) == Upos::Verb);
    let top = view.head_of(Tokens::new(found.first, found.end));
    // `its accession` says less of what it goes with than `when Peru joined` does.
    let is_clause = found.verb.or(found.anchor).is_some_and(|at| view.upos(at) == Upos::Verb);
    tokens.first < found.end
        || above.is_some_and(|verb| {
            view.governor(top) == Some(verb) || is_clause && view.governs(verb, found.first)
        })
}

/// The verb that the clause of the match is subordinate to.
fn clause_above(scene: &Scene<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let verb = found.verb.or(found.anchor)?;
    let is_subordinate =
        matches!(view.relation(verb), Relation::ADVCL | Relation::ACL_RELCL | Relation::ACL);
    let above = view.governor(verb).filter(|_| is_subordinate)?;
    // `in 2015, when …` hangs on the date.
    match view.upos(above) {
        Upos::Verb => Some(above),
        _ => view.governor(above),
    }
}
