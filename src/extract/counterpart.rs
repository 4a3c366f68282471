//! Who is called somebody's counterpart holds the same office elsewhere: where Belarus's foreign
//! minister meets `his Armenian counterpart, X`, X is the foreign minister of Armenia. So do those whom one
//! title names: `Presidents A of Peru and B of Kenya`.

use super::Rules;
use super::claim::Setting;
use super::entity::Registry;
use super::fact::{Claim, Object, Qualifier, Reason, Status, Value};
use super::memory::{Held, Memory, country_of};
use super::mention::Meaning;
use super::office;
use super::scene::Scene;
use super::view::{Tokens, View};
use crate::ontology::EntryId;
use crate::ontology::words::OfficeKind;
use crate::text::Relation;

/// A person who is called a counterpart of somebody whose office the article tells, or shares a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Index of the candidate.
    pub person: usize,
    /// Of which country.
    pub country: EntryId,
    /// The office in lower case.
    pub office: String,
    /// What kind of office it is.
    pub kind: OfficeKind,
}

/// Finds the counterparts that a sentence names.
pub fn find(scene: &Scene<'_>, rules: &Rules<'_>, memory: &Memory) -> Vec<Counterpart> {
    let view = &scene.view;
    let mut found = of_one_title(scene, rules);
    for at in (0..view.len()).filter(|at| view.word(*at) == "counterpart") {
        let Some((person, country)) = named(scene, rules, at).zip(country(scene, rules, at)) else {
            continue;
        };
        let Some(other) = whose(scene, rules, at)
            .filter(|other| scene.candidates[*other].meaning != scene.candidates[person].meaning)
        else {
            continue;
        };
        let start = view.sentence.span.end;
        let held = memory.offices().iter().rev().find(|held| {
            held.person.meaning == scene.candidates[other].meaning
                && held.person.span.start < start
                && matches!(held.kind, OfficeKind::HeadOfState | OfficeKind::Official)
        });
        // A former minister's counterpart may be anybody, and a former counterpart is none now.
        let is_former = |held: &&Held| {
            held.office.starts_with("former ")
                || scene.view.children(at).any(|child| scene.view.word(child) == "former")
        };
        let held = held.filter(|held| !is_former(held));
        found.extend(held.filter(|held| held.country != Some(country)).map(|held| Counterpart {
            person,
            country,
            office: held.office.clone(),
            kind: held.kind,
        }));
    }
    found
}

/// `Presidents A of Peru and B of Kenya`: each of the country behind the name.
fn of_one_title(scene: &Scene<'_>, rules: &Rules<'_>) -> Vec<Counterpart> {
    let view = &scene.view;
    let person_at = |at: usize| {
        scene.candidates.iter().position(|one| {
            one.tokens.first == at
                && rules.is(one.class, "Person")
                && one.reason != Reason::Coreference
        })
    };
    let country_at = |at: usize| {
        scene.candidates.iter().find_map(|one| match one.meaning {
            Meaning::Entry(entry)
                if one.tokens.first == at
                    && one.reason == Reason::Gazetteer
                    && rules.is(one.class, "Country") =>
            {
                Some((entry, one.tokens.end))
            }
            _ => None,
        })
    };
    let mut found = Vec::new();
    for first in 0..view.len() {
        let Some(office) = person_at(first)
            .and_then(|person| {
                office::of_person(view, rules.words, scene.candidates[person].tokens)
            })
            .filter(|office| {
                office.tokens.end == first
                    && view.word(first - 1).ends_with('s')
                    && matches!(office.kind, OfficeKind::HeadOfState | OfficeKind::Official)
            })
        else {
            continue;
        };
        let plural = office::plain(view, rules.words, office.tokens);
        let Some(title) = plural.strip_suffix('s') else { continue };
        let mut all = Vec::new();
        let mut at = first;
        while let Some(person) = person_at(at) {
            let end = scene.candidates[person].tokens.end;
            let Some((country, end)) = country_at(end + 1).filter(|_| view.word(end) == "of")
            else {
                break;
            };
            let (office, kind) = (title.to_owned(), office.kind);
            all.push(Counterpart { person, country, office, kind });
            let link = (end..end + 2).find(|at| !matches!(view.word(*at), "," | "and"));
            at = link.unwrap_or(end + 2);
        }
        if all.len() > 1 {
            found.extend(all);
        }
    }
    found
}

/// The person whom the noun at `at` is said of: `counterpart X`, `counterpart, X`, `X, his …`.
fn named(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<usize> {
    let view = &scene.view;
    let after = at + 1 + usize::from(view.word(at + 1) == ",");
    let phrase = (0..at).rev().find(|first| view.word(*first) == ",").unwrap_or(at);
    let is_person = |index: &usize| {
        let candidate = &scene.candidates[*index];
        rules.is(candidate.class, "Person") && candidate.reason != Reason::Coreference
    };
    let people = || (0..scene.candidates.len()).filter(is_person);
    people().find(|index| scene.candidates[*index].tokens.first == after).or_else(|| {
        let is_apposed = at - phrase <= 4;
        people().find(|index| is_apposed && scene.candidates[*index].tokens.end == phrase)
    })
}

/// The country right before the noun.
fn country(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<EntryId> {
    scene.candidates.iter().find_map(|candidate| {
        let Meaning::Entry(entry) = candidate.meaning else { return None };
        let is_owner = candidate.tokens.end == at
            || candidate.tokens.end + 1 == at && scene.view.word(candidate.tokens.end) == "'s";
        (is_owner && rules.is(candidate.class, "Country")).then_some(entry)
    })
}

/// The person whose counterpart is meant: the possessor, else the subject.
fn whose(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Option<usize> {
    let view = &scene.view;
    let person_at = |token: usize| {
        scene.candidates.iter().position(|candidate| {
            (candidate.tokens.first..candidate.tokens.end).contains(&token)
                && rules.is(candidate.class, "Person")
        })
    };
    let possessor = view.children(at).find(|child| view.relation(*child) == Relation::NMOD_POSS);
    if let Some(possessor) = possessor {
        return person_at(possessor);
    }
    subject_over(view, at).and_then(person_at)
}

/// The subject of the nearest clause over a token.
fn subject_over(view: &View<'_>, at: usize) -> Option<usize> {
    std::iter::successors(view.governor(at), |above| view.governor(*above))
        .take(view.len())
        .find_map(|above| view.subject_of(above))
        .filter(|subject| *subject < at)
}

/// The claims that follow: heads of states lead them, others hold their office.
pub fn claims(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    registry: &mut Registry,
    setting: &Setting<'_>,
) -> Vec<Claim> {
    let mut claims = leaders(scene, rules, registry, setting);
    for one in &scene.counterparts {
        let relation = match one.kind {
            OfficeKind::HeadOfState => "leaderOf",
            _ => "holdsPosition",
        };
        let Some(predicate) = rules.onto.relation_names.get(relation).copied() else { continue };
        let candidate = &scene.candidates[one.person];
        let country = rules.lexicon.entry(one.country);
        let object = if relation == "leaderOf" {
            registry.entity(rules, &Meaning::Entry(one.country), country.class)
        } else {
            let Some(class) = rules.onto.class_names.get("Position").copied() else { continue };
            registry.named(rules, &format!("{} of {}", one.office, country.name), class, None)
        };
        let subject = registry.entity(rules, &candidate.meaning, candidate.class);
        claims.push(Claim {
            article: setting.article,
            subject,
            predicate,
            object: Object::Entity(object),
            qualifiers: vec![(Qualifier::Role, Value::Text(one.office.clone()))],
            status: Status::default(),
            evidence: vec![scene.view.span(Tokens::new(0, scene.view.len()))],
            rule: format!("{relation}/counterpart"),
        });
    }
    claims
}

/// `Tokayev left. The Kazakh leader …`: who is called so leads the country, where the lexicon has it too.
fn leaders(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    registry: &mut Registry,
    setting: &Setting<'_>,
) -> Vec<Claim> {
    let Some(predicate) = rules.onto.relation_names.get("leaderOf").copied() else {
        return Vec::new();
    };
    let view = &scene.view;
    let mut claims = Vec::new();
    for candidate in scene.candidates.iter().filter(|one| one.reason == Reason::Coreference) {
        let Meaning::Entry(person) = candidate.meaning else { continue };
        let office = scene.offices.get(candidate.tokens.first).copied().flatten();
        let is_office = office.is_some_and(|office| {
            office.tokens == candidate.tokens
                && (office.kind == OfficeKind::HeadOfState
                    || view.word(office.tokens.end - 1) == "leader")
        });
        let person = rules.lexicon.entry(person);
        let Some(state) = person.office_of.filter(|_| is_office && person.leads) else { continue };
        if country_of(view, rules, candidate.tokens, &scene.candidates) != Some(state) {
            continue;
        }
        let country = rules.lexicon.entry(state).class;
        let object = registry.entity(rules, &Meaning::Entry(state), country);
        let subject = registry.entity(rules, &candidate.meaning, candidate.class);
        let role = office::plain(view, rules.words, candidate.tokens);
        let mut evidence = vec![view.sentence.span];
        evidence.extend(candidate.antecedent);
        claims.push(Claim {
            article: setting.article,
            subject,
            predicate,
            object: Object::Entity(object),
            qualifiers: vec![(Qualifier::Role, Value::Text(role))],
            status: Status::default(),
            evidence,
            rule: "leaderOf/again".to_owned(),
        });
    }
    claims
}
