//! Where named things are, as their names and the words right beside them tell: `Weavers' Guild of
//! Kenya`, `Solt Airlines`, `the Weavers' Guild in northern Kenya`, `the Kenya–Uganda railway`.
//! Everything else about places is said by clauses, and read by patterns.

use super::Rules;
use super::entity::Registry;
use super::fact::{Claim, EntityId, Mention, Object, Realis, Reason, Status};
use super::matching::Match;
use super::mention::{Candidate, Meaning};
use super::scene::Scene;
use super::tree::governor;
use super::tree::ground::{Ground, head_of};
use super::view::{Tokens, View, is_dash};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::ontology::{EntryId, RelationId};
use crate::span::Span;
use crate::text::{Relation, Upos};

/// The rule of lines that join places.
const LINE: &str = "line";

/// What a name is located in, by candidate or by an entry that its name holds.
struct Located<'s> {
    thing: &'s Candidate,
    place: Place<'s>,
    rule: &'static str,
}

enum Place<'s> {
    Candidate(&'s Candidate),
    Entry(EntryId, Span),
}

/// Claims that names and their neighbours state.
pub fn claims(
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    ground: &Ground<'_, '_>,
) -> Vec<Claim> {
    let scene = ground.scene;
    let Some(located_in) = rules.onto.relation_names.get("locatedIn").copied() else {
        return Vec::new();
    };
    let mut found: Vec<Located<'_>> = Vec::new();
    for thing in &scene.candidates {
        let is_named = matches!(thing.reason, Reason::Name | Reason::Gazetteer);
        let is_body = rules.is(thing.class, "Organization")
            && !rules.is(thing.class, "IntergovernmentalOrganization");
        if is_named
            && is_body
            && let Some((entry, span)) = in_name(rules, &scene.view, thing)
        {
            found.push(Located { thing, place: Place::Entry(entry, span), rule: "name" });
        }
        let is_settled = rules.is(thing.class, "City")
            || rules.is(thing.class, "Facility")
            || rules.is(thing.class, "Region");
        if is_named
            && (is_body || is_settled)
            && !is_one_of_a_kind(rules, &scene.view, thing)
            && let Some(place) = beside(rules, scene, thing, is_body)
        {
            found.push(Located { thing, place: Place::Candidate(place), rule: "beside" });
        }
        if rules.is(thing.class, "Project") && !is_any(&scene.view, thing) {
            let places = joined(rules, scene, thing).into_iter().map(Place::Candidate);
            let mut places: Vec<Place<'_>> = places.collect();
            if places.is_empty() && thing.reason == Reason::Gazetteer {
                places = joined_in_name(rules, &scene.view, thing);
            }
            found.extend(places.into_iter().map(|place| Located { thing, place, rule: LINE }));
        }
    }
    found.into_iter().map(|one| claim(rules, registry, article, located_in, ground, &one)).collect()
}

/// `the Confucius Institute in Lima` is not all of them.
fn is_one_of_a_kind(rules: &Rules<'_>, view: &View<'_>, thing: &Candidate) -> bool {
    let Meaning::Entry(entry) = thing.meaning else { return false };
    let name = &rules.lexicon.entry(entry).name;
    name.ends_with('s')
        && !view.word(thing.tokens.end - 1).ends_with('s')
        && name.strip_suffix('s').is_some_and(|one| one == view.slice(thing.tokens))
}

/// Says whether a description means any of its kind: `viable projects linking Kenya and Uganda`.
fn is_any(view: &View<'_>, thing: &Candidate) -> bool {
    let head = thing.tokens.end - 1;
    let before = thing.tokens.first.checked_sub(1).map_or("", |at| view.word(at));
    let is_told = matches!(before, "these" | "those" | "two" | "three" | "both" | "four" | "'s");
    let has_name = (thing.tokens.first..thing.tokens.end).any(|at| view.upos(at) == Upos::Propn);
    thing.reason == Reason::Description && view.is_inflected(head) && !is_told && !has_name
}

/// Where a line's name alone says where it is, one mention that makes it a plan makes all of them
/// one: what is still planned is nowhere yet.
pub fn settle_lines(claims: &mut [Claim]) {
    let rule = format!("located-in/{LINE}");
    let planned: Vec<(EntityId, Status)> = claims
        .iter()
        .filter(|claim| claim.rule == rule && claim.status.realis == Realis::Planned)
        .map(|claim| (claim.subject, claim.status.clone()))
        .collect();
    for claim in claims.iter_mut().filter(|claim| claim.rule == rule) {
        if let Some((_, status)) = planned.iter().find(|(subject, _)| *subject == claim.subject) {
            claim.status = status.clone();
        }
    }
}

fn claim(
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    predicate: RelationId,
    ground: &Ground<'_, '_>,
    located: &Located<'_>,
) -> Claim {
    let scene = ground.scene;
    let subject = registry.entity(rules, &located.thing.meaning, located.thing.class);
    let object = match located.place {
        Place::Candidate(place) => registry.entity(rules, &place.meaning, place.class),
        Place::Entry(entry, span) => {
            let class = rules.lexicon.entry(entry).class;
            let object = registry.entity(rules, &Meaning::Entry(entry), class);
            registry.mention(object, Mention { span, reason: Reason::Gazetteer, antecedent: None });
            object
        }
    };
    Claim {
        article,
        subject,
        predicate,
        object: Object::Entity(object),
        qualifiers: Vec::new(),
        status: match located.rule {
            LINE => status_of_line(rules, ground, located.thing),
            _ => Status::default(),
        },
        evidence: vec![scene.view.sentence.span],
        rule: format!("located-in/{}", located.rule),
    }
}

/// Whether a line is there or still to be built, by what governs the words that name it.
fn status_of_line(rules: &Rules<'_>, ground: &Ground<'_, '_>, line: &Candidate) -> Status {
    let head = head_of(&ground.scene.view, line.tokens);
    let found = Match {
        first: line.tokens.first,
        end: line.tokens.end,
        passed: governor::of_noun(ground, rules, head).passed,
        anchor: Some(head),
        ..Match::default()
    };
    super::status::of(ground.scene, rules, &found).unwrap_or_default()
}

/// The place that the name of a body holds: the last word after `of` or `in`; or the first, a town
/// or a state, of a carrier of that town or state.
fn in_name(rules: &Rules<'_>, view: &View<'_>, thing: &Candidate) -> Option<(EntryId, Span)> {
    let span = view.span(thing.tokens);
    // An embassy is in another state than its own.
    let is_abroad = rules.words.is(view.word(thing.tokens.first), WordClass::Mission);
    // Those who oppose a state may be anywhere.
    let is_of_cause = (thing.tokens.first..thing.tokens.end)
        .any(|at| rules.words.is(view.word(at), WordClass::Cause));
    if is_abroad || is_of_cause {
        return None;
    }
    let hits = rules.gazetteer.find(view.text, span);
    let is_university = rules.is(thing.class, "University");
    let reading = |hit: &super::gazetteer::Hit<'_>, classes: &[&str]| {
        let mut readings =
            hit.readings.iter().filter(|reading| reading.reason == Reason::Gazetteer);
        let class = |entry: EntryId| rules.lexicon.entry(entry).class;
        readings
            .find(|reading| classes.iter().any(|name| rules.is(class(reading.entry), name)))
            .map(|reading| reading.entry)
    };
    let last = hits.iter().rev().find_map(|hit| {
        let before = Span { start: span.start, end: hit.span.start }.of(view.text);
        let is_last = hit.span.end == span.end && hit.span.start > span.start;
        let follows = [" of ", " of the ", " in "].iter().any(|link| before.ends_with(link));
        let entry = reading(hit, &["Country", "Place"])?;
        let is_country = rules.is(rules.lexicon.entry(entry).class, "Country");
        // `Leiden University of Peru`, but `the Academy in Lima`
        let is_inside = is_country || !is_university || before.ends_with(" in ");
        (is_last && follows && is_inside).then_some((entry, hit.span))
    });
    let head = view.word(thing.tokens.end - 1);
    let is_public = rules.words.is(head, WordClass::Carrier);
    // `Solt City Court`, `Solt maslikhat`: what governs a town is in it.
    let is_of_town =
        rules.is(thing.class, "Organization") && rules.words.is(head, WordClass::TownBody);
    last.or_else(|| {
        let hit =
            hits.iter().find(|hit| hit.span.start == span.start && hit.span.end < span.end)?;
        let classes: &[&str] = match (is_public, is_of_town) {
            (true, _) => &["Country", "City", "Region"],
            (false, true) => &["City"],
            (false, false) => return None,
        };
        Some((reading(hit, classes)?, hit.span))
    })
}

/// The place right after a name: `in Solt`, `in northern Kenya`, `in the south of Kenya`.
fn beside<'s>(
    rules: &Rules<'_>,
    scene: &'s Scene<'_>,
    thing: &Candidate,
    is_body: bool,
) -> Option<&'s Candidate> {
    let view = &scene.view;
    // `a branch of Leiden University in Lima`: the branch is there.
    let of = thing.tokens.first.checked_sub(1).filter(|at| view.word(*at) != "the");
    let of = of.or_else(|| thing.tokens.first.checked_sub(2));
    let is_of_part = of.is_some_and(|of| {
        view.word(of) == "of" && of > 0 && rules.words.is(view.lemma(of - 1), WordClass::Branch)
    });
    if is_of_part && is_body {
        return None;
    }
    let mut at = thing.tokens.end;
    // `Solt, Kenya`: only the name of a country or region itself, never what stands for it.
    let has_comma = view.word(at) == "," && !is_body;
    // `Fudan University of Shanghai`
    let is_of_town = view.word(at) == "of" && rules.is(thing.class, "University");
    if view.word(at) != "in" && !has_comma && !is_of_town {
        return None;
    }
    at += 1;
    at += usize::from(view.word(at) == "the" && !has_comma);
    if is_direction(rules.words, view.word(at)) && !has_comma {
        at += 1;
        if view.word(at) == "of" {
            at += 1;
            at += usize::from(view.word(at) == "the");
        }
    }
    let place = scene.candidates.iter().find(|candidate| {
        let is_larger = rules.is(candidate.class, "Country") || rules.is(candidate.class, "Region");
        let is_place = is_larger || rules.is(candidate.class, "Place") && is_body;
        candidate.tokens.first == at
            && is_place
            && matches!(
                candidate.reason,
                Reason::Gazetteer | Reason::Name | Reason::Transliteration
            )
            && candidate.meaning != thing.meaning
    })?;
    if has_comma {
        let goes_on = matches!(view.word(place.tokens.end), "and" | "or" | "'s")
            || is_dash(view.word(place.tokens.end));
        // `In Geneva, Iran rejected`: what follows acts.
        let head = view.head_of(place.tokens);
        let acts = matches!(view.relation(head), Relation::NSUBJ | Relation::NSUBJ_PASS);
        let is_known_elsewhere = match (&thing.meaning, &place.meaning) {
            (Meaning::Entry(thing), Meaning::Entry(place)) => {
                let mut around = rules.lexicon.around(*thing).peekable();
                around.peek().is_some() && !around.any(|around| around == *place)
            }
            _ => false,
        };
        return Some(place).filter(|_| !goes_on && !acts && !is_known_elsewhere);
    }
    // What happens there may be another thing than the name: `met Gazprom in Solt last week`.
    let head = view.head_of(place.tokens);
    let named = view.head_of(thing.tokens);
    let is_of_name = view.governor(head).is_some_and(|above| {
        above == named || thing.tokens.first <= above && above < thing.tokens.end
    });
    let is_of_direction = view.governor(head).is_some_and(|above| {
        is_direction(rules.words, view.word(above)) && view.governor(above) == Some(named)
    });
    let is_object = !matches!(view.relation(named), Relation::OBJ | Relation::NSUBJ_PASS);
    (is_of_name || is_of_direction || !is_body && is_object).then_some(place)
}

fn is_direction(words: &WordLists, word: &str) -> bool {
    let word = word.replace('-', "");
    words.is(word.trim_end_matches("ern"), WordClass::Compass)
        || words.is(&word, WordClass::Centre)
        || matches!(word.as_str(), "central" | "upper" | "lower" | "outskirts")
}

/// The same, where the lexicon has the line, and so its name holds no other names.
fn joined_in_name<'s>(rules: &Rules<'_>, view: &View<'_>, thing: &Candidate) -> Vec<Place<'s>> {
    let span = view.span(thing.tokens);
    const DASHES: [char; 3] = ['-', '–', '—'];
    let places: Vec<Place<'_>> = rules
        .gazetteer
        .find(view.text, span)
        .iter()
        .filter(|hit| {
            let before = Span { start: span.start, end: hit.span.start }.of(view.text);
            let after = Span { start: hit.span.end, end: span.end }.of(view.text);
            before.ends_with(DASHES) || after.starts_with(DASHES)
        })
        .filter_map(|hit| {
            let is_country = |entry: EntryId| rules.is(rules.lexicon.entry(entry).class, "Country");
            let reading = hit
                .readings
                .iter()
                .find(|reading| reading.reason == Reason::Gazetteer && is_country(reading.entry))?;
            Some(Place::Entry(reading.entry, hit.span))
        })
        .collect();
    if places.len() < 2 { Vec::new() } else { places }
}

/// The places that a road, railway or pipeline joins, in its name with dashes between them.
fn joined<'s>(rules: &Rules<'_>, scene: &'s Scene<'_>, thing: &Candidate) -> Vec<&'s Candidate> {
    let view = &scene.view;
    let places: Vec<&Candidate> = (scene.candidates.iter())
        .filter(|candidate| {
            matches!(candidate.reason, Reason::Gazetteer | Reason::Name | Reason::Transliteration)
                && (rules.is(candidate.class, "Country") || rules.is(candidate.class, "Place"))
        })
        .collect();
    let is_dashed = |tokens: Tokens| {
        is_dash(view.word(tokens.end)) && view.is_joined(tokens.end - 1)
            || tokens
                .first
                .checked_sub(1)
                .is_some_and(|before| is_dash(view.word(before)) && view.is_joined(before))
    };
    let mut found: Vec<&Candidate> = places
        .iter()
        .copied()
        .filter(|place| {
            thing.tokens.contains(place.tokens)
                && place.tokens != thing.tokens
                && is_dashed(place.tokens)
        })
        .collect();
    if found.len() == 1 {
        // `China-backed railway`
        found.clear();
    }
    found
}
