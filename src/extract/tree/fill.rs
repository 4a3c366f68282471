//! What can fill a slot of a template at a word of a sentence.

use super::graph::Label;
use super::ground::{Ground, head_of};
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::matching::Fill;
use crate::extract::memory::country_of;
use crate::extract::mention::{Meaning, is_some_of_a_people};
use crate::extract::quantity::QuantityKind;
use crate::extract::view::{Tokens, is_quote};
use crate::extract::{noun, office};
use crate::ontology::ClassId;
use crate::ontology::pattern::Filter;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::ontology::words::{Cue, OfficeKind};
use crate::text::{Relation, Upos};

/// What fills a slot with this filter at `token`, reached by `label`; and the stretch that it takes.
pub fn fill(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    filter: &Filter,
) -> Option<(Fill, Tokens)> {
    let scene = ground.scene;
    let view = &scene.view;
    match filter {
        Filter::Classes(classes) => entities(ground, rules, token, label, classes),
        Filter::Described(classes) => entities(ground, rules, token, label, classes)
            .or_else(|| described(ground, rules, token, *classes.last()?)),
        Filter::Office(kinds) => {
            let first = (token.saturating_sub(6)..=token).find(|first| {
                scene.offices[*first].is_some_and(|office| view.head_of(office.tokens) == token)
                    && !scene.candidates.iter().any(|candidate| {
                        candidate.tokens.first >= *first && candidate.tokens.end <= token
                    })
                    && !(*first..token).any(|at| view.upos(at) == Upos::Verb)
            })?;
            let office = scene.offices[first]?;
            let fits = kinds.is_empty() || kinds.contains(&office.kind);
            fits.then_some((Fill::Words(office.tokens), office.tokens))
        }
        Filter::Noun => {
            matches!(view.upos(token), Upos::Noun | Upos::Propn).then_some(())?;
            // A part of a number is no thing; whose it is does not belong to its name.
            let is_number = scene
                .quantities
                .iter()
                .any(|quantity| (quantity.tokens.first..quantity.tokens.end).contains(&token));
            let start = noun::start_of(view, token + 1);
            let owner = (start..token).rev().find(|at| view.word(*at) == "'s");
            (!is_number).then_some(())?;
            let whole = Tokens::new(owner.map_or(start, |mark| mark + 1), token + 1);
            let whole = noun::with_of(view, rules.words, whole);
            Some((Fill::Words(whole), whole))
        }
        Filter::Date => None,
        Filter::Money | Filter::Percent | Filter::Count | Filter::Rank => {
            let kind = |kind: &QuantityKind| match filter {
                Filter::Money => matches!(kind, QuantityKind::Money(_)),
                Filter::Percent => *kind == QuantityKind::Percent,
                Filter::Count => *kind == QuantityKind::Count,
                _ => *kind == QuantityKind::Rank,
            };
            let quantity = scene.quantities.iter().find(|quantity| {
                kind(&quantity.kind)
                    && (quantity.tokens.first..quantity.tokens.end).contains(&token)
            })?;
            Some((Fill::Quantity(quantity.tokens.first), quantity.tokens))
        }
    }
}

/// Entities of the wanted classes at `token` and coordinated with it.
fn entities(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    classes: &[ClassId],
) -> Option<(Fill, Tokens)> {
    let scene = ground.scene;
    if let Some(members) = members_of_group(ground, rules, token, label, classes) {
        return Some(members);
    }
    let first = entity(ground, rules, token, label, classes)?;
    let mut members = vec![first];
    // Lists that the parser broke are whole on the surface.
    let listed = scene
        .groups
        .iter()
        .filter(|group| group.members[0] == first)
        .max_by_key(|group| (group.members.len(), group.tokens.end));
    if *label == Label::Same && is_single(ground, rules, token) {
        let tokens = scene.candidates[first].tokens;
        return Some((Fill::Candidates(members, tokens), tokens));
    }
    for member in listed.into_iter().flat_map(|group| &group.members) {
        if fits(rules, scene.candidates[*member].class, classes) && !members.contains(member) {
            members.push(*member);
        }
    }
    // `the politicians A and B`: the list may hang on the names or on what they are.
    let named = head_of(&scene.view, scene.candidates[first].tokens);
    let beside = (named != token).then(|| ground.conjuncts[named].iter());
    for conjunct in ground.conjuncts[token].iter().chain(beside.into_iter().flatten()) {
        let known = |members: &[usize]| {
            members.iter().any(|member| {
                let tokens = scene.candidates[*member].tokens;
                (tokens.first..tokens.end).contains(conjunct)
            })
        };
        if !known(&members)
            && let Some(member) = entity(ground, rules, *conjunct, label, classes)
        {
            members.push(member);
        }
    }
    let tokens = scene.candidates[first].tokens;
    Some((Fill::Candidates(members, tokens), tokens))
}

/// `a coalition of Peru, Chile and Bolivia founded`: what a group without a name does, its members do.
fn members_of_group(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    classes: &[ClassId],
) -> Option<(Fill, Tokens)> {
    let is_group = *label == Label::Subject
        && rules.words.is(ground.scene.view.lemma(token), WordClass::Group);
    is_group.then_some(())?;
    let of = Label::Prep("of".to_owned());
    let arc = ground.graph.below(token).find(|arc| arc.label == of && arc.dependent > token)?;
    let found = entities(ground, rules, arc.dependent, &Label::Object, classes)?;
    // One member is no group: `a group of Peru` is a part of it.
    matches!(&found.0, Fill::Candidates(members, _) if members.len() > 1).then_some(found)
}

/// Says whether a single thing is said to be what `token` names: `the speaker, Anna Weber`, not `the
/// speakers Anna Weber and Karl Berg`.
fn is_single(ground: &Ground<'_, '_>, rules: &Rules<'_>, token: usize) -> bool {
    let view = &ground.scene.view;
    let above = ground.graph.above(token).filter(|arc| arc.label == Label::Same);
    let below = ground.graph.below(token).filter(|arc| arc.label == Label::Same);
    let nouns = above.map(|arc| arc.head).chain(below.map(|arc| arc.dependent));
    // `President Anna Weber`: an office with a capital is a noun as well.
    let is_noun = |noun: &usize| {
        view.upos(*noun) == Upos::Noun || rules.words.offices.contains_key(view.word(*noun))
    };
    let mut nouns = nouns.filter(is_noun).peekable();
    nouns.peek().is_some() && nouns.all(|noun| !view.is_inflected(noun))
}

/// An action or measure that the noun phrase at `token` describes. A name in it must tell it from
/// others of its kind.
fn described(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    class: ClassId,
) -> Option<(Fill, Tokens)> {
    if let Some(content) = content(ground, rules, token)
        && let Some(found) = described(ground, rules, content, class)
    {
        return Some(found);
    }
    let scene = ground.scene;
    let view = &scene.view;
    let is_named = |index: usize| {
        scene.candidates.iter().any(|candidate| {
            candidate.reason != Reason::Description
                && (candidate.tokens.first..candidate.tokens.end).contains(&index)
        })
    };
    let is_action = view.upos(token) == Upos::Noun
        && !is_named(token)
        && noun::is_action(view.lemma(token), rules.words);
    is_action.then_some(())?;
    let mut inside = vec![token];
    let mut next = 0;
    while let Some(at) = inside.get(next).copied() {
        next += 1;
        inside.extend(ground.children(at).filter(|child| {
            let relation = ground.relation(*child);
            let is_apart = matches!(
                relation,
                Relation::ACL_RELCL
                    | Relation::APPOS
                    | Relation::PUNCT
                    | Relation::PARATAXIS
                    | Relation::ADVCL
                    | Relation::DEP
            );
            // `the sale and leasing of land`: what follows belongs to both.
            let is_shared = matches!(relation, Relation::CONJ | Relation::CC)
                && !ground.children(token).any(|own| {
                    own > token && !matches!(ground.relation(own), Relation::CONJ | Relation::CC)
                });
            let is_beside = at == token
                && !is_shared
                && matches!(
                    relation,
                    Relation::CONJ | Relation::CC | Relation::DET | Relation::CASE
                );
            // `talks held by Peru`: who holds them is not what they are.
            let has_agent = relation == Relation::ACL
                && ground
                    .children(*child)
                    .any(|agent| ground.relation(agent) == Relation::OBL_AGENT);
            !is_apart && !is_beside && !has_agent
        }));
    }
    inside.sort_unstable();
    let place = inside.iter().position(|at| *at == token)?;
    let (mut first, mut end) = (token, token + 1);
    for at in inside[..place].iter().rev() {
        let is_next = *at + 1 == first
            || *at + 2 == first && (is_quote(view.word(first - 1)) || view.word(first - 1) == "-");
        if !is_next || view.upos(*at) == Upos::Det {
            break;
        }
        first = *at;
    }
    for at in &inside[place + 1..] {
        if *at != end && !(*at == end + 1 && (is_quote(view.word(end)) || view.word(end) == ",")) {
            break;
        }
        end = *at + 1;
    }
    let tokens = Tokens::new(first, end);
    let names = (first..end).any(|at| is_named(at) || is_quote(view.word(at)));
    // Without a name it takes a phrase after the head: `the sale of land to foreigners`.
    let nouns = (token + 1..end).filter(|at| view.upos(*at) == Upos::Noun).count();
    let is_told = names || nouns >= 2;
    (is_told && tokens.len() <= 18).then_some((Fill::Described(tokens, class), tokens))
}

fn fits(rules: &Rules<'_>, class: ClassId, classes: &[ClassId]) -> bool {
    classes.iter().any(|wanted| rules.onto.is_a(class, *wanted))
}

/// The candidate of a wanted class that `token` stands for: its own, that of a name beside it, or
/// that of the country whose government it is.
fn entity(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    classes: &[ClassId],
) -> Option<usize> {
    let scene = ground.scene;
    let may_be_adjective = matches!(label, Label::Modifier);
    let own = |at: usize, adjective: bool| {
        ground.headed[at].iter().copied().find(|index| {
            let candidate = &scene.candidates[*index];
            // `the project` alone tells nobody which.
            let is_told = candidate.reason != Reason::Description
                || candidate.specific
                || rules.is(candidate.class, "Agreement")
                || rules.is(candidate.class, "Event")
                // `a new strategic vision` is one of its own.
                || candidate.tokens.len() > 1
                    && scene.view.word(candidate.tokens.end - 1)
                        == scene.view.lemma(candidate.tokens.end - 1);
            is_told
                && !is_some_of_a_people(&scene.view, rules, candidate)
                && fits(rules, candidate.class, classes)
                && (candidate.reason == Reason::Adjective) == adjective
        })
    };
    let acts = matches!(label, Label::Subject | Label::Object);
    if let Some(index) = government(ground, rules, token, classes)
        .or_else(|| heads_of_state(ground, rules, token, classes))
        .filter(|_| acts || !is_armed(rules.words, ground.scene.view.lemma(token)))
        .or_else(|| head_of_state(ground, rules, token, label, classes))
    {
        return Some(index);
    }
    if let Some(index) = own(token, may_be_adjective).or_else(|| own(token, false)) {
        return Some(index);
    }
    if may_be_adjective {
        return None;
    }
    let same = |token: usize| {
        let arcs = ground.graph.below(token);
        arcs.filter(move |arc| arc.label == Label::Same && arc.dependent != token)
            .map(|arc| arc.dependent)
    };
    // `Sanat, a movement that she founded`; `Sanat is a movement that she founded`
    let named = || {
        let is_common = scene.view.upos(token) == Upos::Noun
            && !ground.children(token).any(|child| matches!(scene.view.word(child), "not" | "no"));
        let above = ground.graph.above(token).filter(|arc| arc.label == Label::Same);
        let below = ground.graph.below(token).filter(|arc| arc.label == Label::Is);
        let ends = above.map(|arc| arc.head).chain(below.map(|arc| arc.dependent));
        ends.filter(|end| is_common && *end != token).find_map(|end| own(end, false))
    };
    // `several countries, including Peru`
    let example = || {
        let is_plural = is_plural_noun(ground, token);
        let mut examples = ground.graph.below(token).filter(|arc| {
            is_plural
                && matches!(&arc.label, Label::Prep(word) if word == "including" || word == "like")
        });
        examples.find_map(|arc| own(arc.dependent, false))
    };
    // `opponents of the mayor, the writers A and B`
    let beside = same(token)
        .find_map(|beside| own(beside, false))
        .or_else(|| same(token).flat_map(same).find_map(|beside| own(beside, false)))
        .or_else(named)
        .or_else(example)
        .or_else(|| on_behalf(ground, rules, token, label, classes));
    beside
        .or_else(|| {
            let content = content(ground, rules, token)?;
            entity(ground, rules, content, &Label::Object, classes)
        })
        .or_else(|| named_place(ground, rules, token, classes))
        .or_else(|| country_around(ground, rules, token, label, classes))
}

/// `in the Osh region`, `the Uzbek city of Samarkand`: the name of a place beside what kind it is.
fn named_place(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    classes: &[ClassId],
) -> Option<usize> {
    let view = &ground.scene.view;
    let kind = rules.words.name_heads.get(view.lemma(token).to_lowercase().as_str())?;
    let is_body = rules.words.is(view.word(token), WordClass::Membered);
    let is_place = view.upos(token) == Upos::Noun && rules.is(*kind, "Place");
    (is_place || is_body).then_some(())?;
    let names = ground.graph.below(token).filter(|arc| match &arc.label {
        Label::Modifier => arc.dependent < token,
        Label::Prep(word) => word == "of",
        _ => false,
    });
    names.flat_map(|arc| &ground.headed[arc.dependent]).copied().find(|index| {
        let candidate = &ground.scene.candidates[*index];
        // `the Silk Road city` has another name.
        let is_such = rules.onto.is_a(candidate.class, *kind)
            || rules.is(candidate.class, "City") && rules.is(*kind, "Region");
        let is_beside = !is_body || candidate.tokens.end == token;
        is_such
            && is_beside
            && candidate.reason != Reason::Adjective
            && (fits(rules, candidate.class, classes) || fits(rules, *kind, classes))
    })
}

/// Says whether the word is a noun in the plural.
fn is_plural_noun(ground: &Ground<'_, '_>, token: usize) -> bool {
    let view = &ground.scene.view;
    view.upos(token) == Upos::Noun && view.word(token) != view.lemma(token)
}

/// The words that say whose something is: its possessors, its modifiers, and what stands after one of
/// these prepositions.
fn owners<'g>(
    ground: &'g Ground<'_, '_>,
    token: usize,
    prepositions: &'g [&str],
) -> impl Iterator<Item = usize> + 'g {
    let arcs = ground.graph.below(token).filter(move |arc| match &arc.label {
        Label::Possessor | Label::Modifier => true,
        Label::Prep(word) => prepositions.contains(&word.as_str()),
        _ => false,
    });
    arcs.map(|arc| arc.dependent)
}

/// `in Peru's biggest cities`, `across parts of Peru`: what is there is in Peru; `in the heart of
/// Lima`: in Lima.
fn country_around(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    classes: &[ClassId],
) -> Option<usize> {
    let view = &ground.scene.view;
    let has = |class| rules.words.is(view.lemma(token), class);
    let is_place = rules
        .words
        .name_heads
        .get(view.lemma(token))
        .is_some_and(|class| rules.is(*class, "Place"))
        || has(WordClass::PlacePart)
        || has(WordClass::Compass);
    let is_middle = has(WordClass::Centre) || has(WordClass::TownArea);
    let is_inside = matches!(label, Label::Prep(word)
        if matches!(word.as_str(), "in" | "across" | "throughout" | "around"));
    let is_around = |wanted: &str| match is_middle {
        true => wanted == "City",
        false => wanted == "Country",
    };
    ((is_place || is_middle) && is_inside && view.upos(token) == Upos::Noun).then_some(())?;
    let owners = owners(ground, token, &["of"]);
    owners.flat_map(|owner| &ground.headed[owner]).copied().find(|index| {
        let class = ground.scene.candidates[*index].class;
        ["City", "Country"].iter().any(|wanted| is_around(wanted) && rules.is(class, wanted))
            && fits(rules, class, classes)
    })
}

/// What a noun that adds nothing of its own is about: `the creation of a union`, `the idea of …`.
fn content(ground: &Ground<'_, '_>, rules: &Rules<'_>, token: usize) -> Option<usize> {
    let is_transparent = rules.words.is_cue(ground.scene.view.lemma(token), Cue::Transparent);
    is_transparent.then_some(())?;
    ground
        .graph
        .below(token)
        .find(|arc| arc.label == Label::Prep("of".to_owned()) && arc.dependent > token)
        .map(|arc| arc.dependent)
}

/// What acts for a state without being it: the chief of the Peruvian police does not lead Peru.
fn is_armed(words: &WordLists, noun: &str) -> bool {
    words.is(noun, WordClass::Armed)
}

/// `officers of the bank`: where only the bank can act, those who act for it.
fn on_behalf(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    classes: &[ClassId],
) -> Option<usize> {
    let view = &ground.scene.view;
    // `joined the militants of the Front`
    let joins = *label == Label::Object && rules.words.is(view.lemma(token), WordClass::Fighter);
    let acts = *label == Label::Subject && rules.words.is(view.lemma(token), WordClass::Agent);
    (acts || joins).then_some(())?;
    owners(ground, token, &["of", "from"])
        .find_map(|owner| entity(ground, rules, owner, &Label::Object, classes))
}

/// `Peru's president Anna Weber hosted`: where only a country can act, the one whose head it is.
fn head_of_state(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    label: &Label,
    classes: &[ClassId],
) -> Option<usize> {
    let scene = ground.scene;
    let wants = |name: &str| {
        rules.onto.class_names.get(name).is_some_and(|class| fits(rules, *class, classes))
    };
    (*label == Label::Subject && wants("Country") && !wants("Person")).then_some(())?;
    let person = ground.headed[token].iter().copied().find(|index| {
        let candidate = &scene.candidates[*index];
        rules.is(candidate.class, "Person") && candidate.reason != Reason::Coreference
    })?;
    let office = office::of_person(&scene.view, rules.words, scene.candidates[person].tokens)
        .filter(|office| office.kind == OfficeKind::HeadOfState)?;
    let country = country_of(&scene.view, rules, office.tokens, &scene.candidates)?;
    scene.candidates.iter().position(|candidate| {
        candidate.meaning == Meaning::Entry(country) && fits(rules, candidate.class, classes)
    })
}

/// `Peru's government`, `the Peruvian authorities`: the country that acts.
fn government(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    classes: &[ClassId],
) -> Option<usize> {
    let scene = ground.scene;
    let view = &scene.view;
    let is_governing = matches!(view.upos(token), Upos::Noun | Upos::Propn)
        && (rules.words.is_cue(view.lemma(token), Cue::Government)
            // `the leaders of Peru and Chile`, where nobody is named
            || rules.words.is(view.word(token), WordClass::Delegate));
    is_governing.then_some(())?;
    let country = |at: usize| country_headed(ground, rules, at, classes);
    owners(ground, token, &["of", "in", "from"]).find_map(country)
}

/// `the heads of state of Peru and Chile`: of what they are the heads.
fn heads_of_state(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    token: usize,
    classes: &[ClassId],
) -> Option<usize> {
    let view = &ground.scene.view;
    let is_head = view.word(token) == "heads"
        && view.word(token + 1) == "of"
        && matches!(view.word(token + 2), "state" | "government");
    is_head.then_some(())?;
    let country = |at: usize| country_headed(ground, rules, at, classes);
    let nouns = [token, token + 2];
    nouns.into_iter().find_map(|noun| owners(ground, noun, &["of", "from"]).find_map(country))
}

/// The country whose name is headed by the word at `at`.
fn country_headed(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    at: usize,
    classes: &[ClassId],
) -> Option<usize> {
    ground.headed[at].iter().copied().find(|index| {
        let class = ground.scene.candidates[*index].class;
        rules.is(class, "Country") && fits(rules, class, classes)
    })
}
