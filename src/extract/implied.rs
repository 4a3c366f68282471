//! Ends that a clause leaves out because the sentence has just named them: `the bloc grew in 2015, when
//! Peru joined` (definite null complements, Fillmore 1986).

use super::Rules;
use super::fact::Reason;
use super::matching::{Fill, Match};
use super::memory::country_of;
use super::mention::Meaning;
use super::office;
use super::scene::Scene;
use super::view::Tokens;
use crate::ontology::pattern::Part;
use crate::ontology::{ClassId, EntryId};
use crate::text::Relation;

/// The candidate of `class` that a match leaves out: the only one of the sentence, else the nearest
/// before it in the clause that its own clause hangs on.
pub fn of(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match, class: ClassId) -> Option<usize> {
    if is_said(scene, found) {
        return None;
    }
    let matched = Tokens::new(found.first, found.end);
    let fits = |index: &usize| {
        let candidate = &scene.candidates[*index];
        rules.onto.is_a(candidate.class, class)
            && !matches!(candidate.reason, Reason::Adjective | Reason::Description)
            && !matched.overlaps(candidate.tokens)
    };
    let near: Vec<usize> = (0..scene.candidates.len()).filter(fits).collect();
    let meaning = |index: usize| &scene.candidates[index].meaning;
    let first = *near.first()?;
    if near.iter().all(|index| meaning(*index) == meaning(first)) {
        return Some(first);
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
/// then one of that country. Who is known beyond the article may be a guest.
pub fn home(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<EntryId> {
    let is_known = |fill: &Fill| match fill {
        Fill::Candidates(members, _) => members.iter().any(|member| {
            let candidate = &scene.candidates[*member];
            rules.is(candidate.class, "Person") && matches!(candidate.meaning, Meaning::Entry(_))
        }),
        _ => false,
    };
    let is_guest = found.fills.iter().any(|(_, fill)| is_known(fill));
    scene.home.filter(|_| !is_guest && !says_where(scene, found))
}

/// Says whether the person of the match is told to be of another country than that of the place in
/// it: `Peru's president said in Quito`.
pub fn is_from_elsewhere(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> bool {
    let members = |part: Part| {
        found.fills.iter().filter(move |(filled, _)| *filled == part).flat_map(|(_, fill)| {
            match fill {
                Fill::Candidates(members, _) => members.as_slice(),
                _ => &[],
            }
        })
    };
    let home = members(Part::Subject).find_map(|member| {
        let tokens = scene.candidates[*member].tokens;
        let office = office::of_person(&scene.view, rules.words, tokens)?;
        country_of(&scene.view, rules, office.tokens, &scene.candidates)
    });
    let place = members(Part::Object).find_map(|member| match scene.candidates[*member].meaning {
        Meaning::Entry(entry) => Some(entry),
        _ => None,
    });
    let Some((home, place)) = home.zip(place) else { return false };
    let is_country = |entry: &EntryId| rules.is(rules.lexicon.entry(*entry).class, "Country");
    // A city lies in a region or a country, and that in another.
    rules.lexicon.around(place).find(is_country).is_some_and(|country| country != home)
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
        view.governor(at).is_some_and(is_taken)
            && matches!(view.relation(at), Relation::OBL | Relation::OBL_AGENT | Relation::NMOD)
            && (case("by")
                || (case("in") || case("at") || case("of"))
                    && view.upos(at) == crate::text::Upos::Propn)
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
fn is_said(scene: &Scene<'_>, found: &Match) -> bool {
    let view = &scene.view;
    let is_taken = |at: usize| found.first <= at && at < found.end;
    let has_case = |at: usize| {
        (0..view.len()).any(|case| {
            view.governor(case) == Some(at)
                && view.relation(case) == Relation::CASE
                && matches!(view.word(case), "of" | "to" | "into" | "in" | "with")
        }) && !scene.times.iter().any(|time| time.tokens.first <= at && at < time.tokens.end)
    };
    (0..view.len()).filter(|at| !is_taken(*at)).any(|at| {
        view.governor(at).is_some_and(is_taken)
            && match view.relation(at) {
                Relation::OBJ | Relation::IOBJ | Relation::XCOMP | Relation::CCOMP => true,
                Relation::OBL | Relation::NMOD => has_case(at),
                _ => false,
            }
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
        crate::text::Upos::Verb => Some(above),
        _ => view.governor(above),
    }
}
