//! Stage 3: [`Annotated`] in, [`Facts`] out, guided by the ontology.
//!
//! # Steps, for each article
//! 1. [`mention`]: names of the lexicon, names by shape, dates, numbers; what the article itself
//!    introduces (full names, acronyms) is learned first
//! 2. [`coreference`]: `he`, `the country`, `the two countries`
//! 3. [`scene`]: a sentence with all that was found, lists made one; [`described`]: `the summit`
//! 4. [`matching`]: patterns on scenes; [`measure`]: what numbers measure; [`structure`]
//!    and [`lists`]: lists that a clause introduces
//! 5. [`chronology`]: the dates of entries; [`table`]: rows, columns and their headers
//! 6. [`claim`]: matches to claims, with [`status`] and [`holder`]

pub mod capital;
pub mod chronology;
pub mod claim;
pub mod context;
pub mod coreference;
pub mod counterpart;
pub mod dating;
pub mod decision;
pub mod denial;
pub mod described;
pub mod description;
pub mod entity;
pub mod expression;
pub mod fact;
pub mod gazetteer;
pub mod government;
pub mod holder;
pub mod implied;
pub mod institution;
pub mod interview;
pub mod json;
pub mod lists;
pub mod location;
pub mod matching;
pub mod measure;
pub mod memory;
pub mod mention;
pub mod misses;
pub mod name;
pub mod namesake;
pub mod noun;
pub mod office;
pub mod person;
pub mod quantity;
pub mod recognised;
pub mod rules;
pub mod scene;
pub mod status;
pub mod structure;
pub mod table;
pub mod time;
pub mod trace;
pub mod transliteration;
pub mod tree;
pub mod unresolved;
pub mod view;

pub use fact::{
    Claim, Entity, EntityId, Facts, Holder, Mention, Object, Polarity, Qualifier, Realis, Reason,
    Status, Value,
};
pub use rules::Rules;

use crate::document::{BlockKind, Document};
use crate::ontology::pattern::Part;
use crate::span::Span;
use crate::text::{Annotated, Relation, Sentence, Upos};
use claim::Setting;
use coreference::Discourse;
use entity::Registry;
use memory::{Memory, Position};
use scene::Scene;
use time::Clock;
use tree::ground::Ground;
use view::{Tokens, View};

/// Reads the facts of a document.
pub fn extract(doc: &Document, annotated: &Annotated, rules: &Rules<'_>) -> Facts {
    let mut registry = Registry::default();
    let mut claims = Vec::new();
    for (index, _) in (0u32..).zip(&doc.articles) {
        let sentences: Vec<&Sentence> =
            annotated.sentences.iter().filter(|sentence| sentence.article == index).collect();
        let mut scenes = scenes(doc, rules, index, &sentences);
        let lists = lists::introduce(&doc.articles[index as usize], &mut scenes, rules);
        for scene in &scenes {
            register_mentions(scene, rules, &mut registry);
        }
        claims.extend(read_article(doc, rules, &mut registry, index, &scenes, &lists));
    }
    finish(rules, registry, claims)
}

/// Puts the sentences of an article together for matching.
fn scenes<'a>(
    doc: &'a Document,
    rules: &Rules<'_>,
    article: u32,
    sentences: &[&'a Sentence],
) -> Vec<Scene<'a>> {
    let mut memory = Memory::default();
    let published = doc.articles[article as usize].date.or(doc.metadata.date);
    let blocks = &doc.articles[article as usize].blocks;
    let mut newest = None;
    let mut has_opened = false;
    for sentence in sentences {
        let view = View::new(&doc.text, sentence);
        let kind = blocks[sentence.block as usize].kind;
        let place = Position::of(kind, has_opened);
        has_opened |= kind.is_running_text();
        if published.is_none() && kind.is_running_text() {
            newest =
                newest.max(time::newest(&view, rules.words).map(|date| (date.last_day(), date)));
        }
        memory.learn(&view, rules, &mention::weighed(&view, rules), place);
    }
    if let Some(person) = rules.onto.class_names.get("Person") {
        for span in &doc.articles[article as usize].authors {
            memory.learn_author(span.of(&doc.text), *person, *span);
        }
    }
    let newest = newest.map(|(_, date)| date);
    let mut clock = Clock { published, newest, ..Clock::default() };
    let mut discourse = Discourse::default();
    let mut block = None;
    let mut section = None;
    let mut was_abroad = false;
    let mut scenes = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        if block.replace(sentence.block) != Some(sentence.block) {
            clock.begin_block(section);
        }
        let view = View::new(&doc.text, sentence);
        let mut found = mention::find(&view, rules, &memory, &mut clock);
        let kind = blocks[sentence.block as usize].kind;
        if matches!(kind, BlockKind::Heading(_) | BlockKind::Title) {
            section = chronology::heading(&view, &found.times).map(|time| time.start);
        }
        chronology::mark_opening(&view, &mut found.times);
        let mut candidates = std::mem::take(&mut found.candidates);
        let mut several = std::mem::take(&mut found.several);
        several.extend(discourse.resolve(&view, rules, &memory, &mut candidates));
        discourse.remember(&view, rules, &candidates);
        if rules.keep_unresolved {
            unresolved::add(&view, rules, &mut candidates);
        }
        found.candidates = candidates;
        let mut scene = Scene::new(view, found, &several, rules);
        let is_abroad = implied::is_abroad(&scene, rules, memory.topic());
        scene.home = memory.topic().filter(|_| !is_abroad && !was_abroad);
        was_abroad = is_abroad;
        scene.countries = memory.countries();
        scene.union = memory.main_organization().cloned();
        scene.counterparts = counterpart::find(&scene, rules, &memory);
        scenes.push(scene);
    }
    described::resolve(&mut scenes, rules);
    implied::recall(&mut scenes, rules);
    scenes
}

/// Records where entities are named: for each stretch the longest reading, then the earliest, then
/// by [`Reason`].
fn register_mentions(scene: &Scene<'_>, rules: &Rules<'_>, registry: &mut Registry) {
    let mut end = 0;
    let mut order: Vec<&mention::Candidate> = scene
        .candidates
        .iter()
        .filter(|candidate| candidate.reason != Reason::Description)
        .collect();
    order.sort_by_key(|candidate| {
        (candidate.tokens.first, std::cmp::Reverse(candidate.tokens.end), candidate.reason)
    });
    for candidate in order {
        if candidate.tokens.first < end {
            continue;
        }
        end = candidate.tokens.end;
        let entity = registry.entity(rules, &candidate.meaning, candidate.class);
        let span = scene.view.span(candidate.tokens);
        registry.mention(
            entity,
            Mention { span, reason: candidate.reason, antecedent: candidate.antecedent },
        );
    }
}

/// Reads the claims of one article.
fn read_article(
    doc: &Document,
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    scenes: &[Scene<'_>],
    lists: &[lists::Introduced],
) -> Vec<Claim> {
    let mut claims = structure::authors(doc, rules, registry, article, scenes);
    let attributions: Vec<_> = scenes.iter().map(|scene| holder::find(scene, rules)).collect();
    let mut quoted = structure::quotations(doc, rules, registry, article, scenes, &attributions);
    quoted.extend(interview::answers(doc, rules, registry, article, scenes));
    let topic = measure::Topic::of(&doc.articles[article as usize], scenes, rules);
    let entries = chronology::entries(&doc.articles[article as usize], scenes);
    for (index, scene) in scenes.iter().enumerate() {
        let setting =
            Setting { article, context: &[], attributions: &attributions[index], quoted: &quoted };
        let kind = doc.articles[article as usize].blocks[scene.view.sentence.block as usize].kind;
        if !kind.is_running_text() {
            continue;
        }
        let of_others = claims.len();
        let ground = Ground::new(scene, rules);
        claims.extend(location::claims(rules, registry, article, &ground));
        claims.extend(counterpart::claims(scene, rules, registry, &setting));
        let first = claims.len();
        for (template, anchor) in rules.templates(scene) {
            let pattern = &rules.patterns.patterns[template.pattern];
            for found in tree::search::search(&ground, rules, template, anchor) {
                claims.extend(claim::claims(scene, rules, registry, pattern, &found, &setting));
            }
        }
        let by_tree = claims.len();
        // The first of a pattern's variants that matches from a token is the fullest reading.
        let mut matched: Vec<(usize, usize)> = Vec::new();
        let mut starts = Vec::new();
        for compiled in rules.candidates(&scene.vocabulary) {
            let pattern = &rules.patterns.patterns[compiled.pattern];
            matching::starts(scene, &compiled.steps, &mut starts);
            for start in starts.iter().copied() {
                if matched.contains(&(compiled.pattern, start)) {
                    continue;
                }
                if let Some(mut found) = matching::match_at(scene, rules, &compiled.steps, start) {
                    matched.push((compiled.pattern, start));
                    if is_asked(scene, rules, &found)
                        || !matching::clause::has_own_subject(scene, rules, &found)
                    {
                        continue;
                    }
                    found.passed.extend(over(&ground, rules, &found));
                    let read = claim::claims(scene, rules, registry, pattern, &found, &setting);
                    // The tree knows better what is denied or planned.
                    for mut claim in read {
                        let is_twin = claims[first..by_tree].iter().any(|other| {
                            other.predicate == claim.predicate
                                && is_same_under_two_names(registry, other, &claim)
                        });
                        if is_twin {
                            continue;
                        }
                        let same = claims[first..by_tree].iter().find(|other| {
                            other.subject == claim.subject
                                && other.predicate == claim.predicate
                                && other.object == claim.object
                        });
                        if let Some(same) = same {
                            claim.status = same.status.clone();
                        }
                        claims.push(claim);
                    }
                }
            }
            claims.extend(structure::list_claims(
                rules,
                registry,
                compiled,
                &scenes[index..],
                doc,
                &setting,
            ));
        }
        // Last, when it is known which things the descriptions of the sentence mean.
        claims.extend(measure::claims(scene, index, &topic, rules, registry, &setting));
        if let Some(list) = lists.iter().find(|list| list.scene == index) {
            lists::show(&mut claims[of_others..], list, rules, registry);
        }
        if let Some(entry) = &entries[index] {
            chronology::date(&mut claims[of_others..], entry, rules);
            claims.extend(chronology::founded_or_held(scene, entry, article, rules, registry));
        }
    }
    claims.extend(table::claims(doc, rules, registry, article, scenes));
    location::settle_lines(&mut claims);
    claims
}

/// `offered Peru to form a union`: what somebody else proposes is no plan of Peru's.
fn is_asked(scene: &Scene<'_>, rules: &Rules<'_>, found: &matching::Match) -> bool {
    let view = &scene.view;
    let is_infinitive =
        found.verb.and_then(|verb| verb.checked_sub(1)).is_some_and(|mark| view.word(mark) == "to");
    let is_offered = |(_, fill): &(Part, matching::Fill)| {
        let matching::Fill::Candidates(_, tokens) = fill else { return false };
        let head = view.head_of(*tokens);
        found.verb.is_some_and(|verb| head < verb)
            && matches!(view.relation(head), Relation::OBJ | Relation::IOBJ)
            && view.governor(head).is_some_and(|verb| {
                rules.words.is_cue(view.lemma(verb), crate::ontology::words::Cue::Planned)
            })
    };
    is_infinitive && found.fills.iter().any(is_offered)
}

/// The words that govern a match on the surface: its verb, or what comes about in it, such as a mission, a
/// railway or a treaty, or what somebody is said to be.
fn over(ground: &Ground<'_, '_>, rules: &Rules<'_>, found: &matching::Match) -> Vec<usize> {
    let scene = ground.scene;
    let view = &scene.view;
    if let Some(verb) = found.verb {
        // The pattern's own words say what it says: `offered Peru to form a union`.
        let is_other = |at: &usize| *at < found.first || *at >= found.end;
        // `it is not true that Peru is a member`: what stands over the predicate.
        let predicate = match view.relation(verb) {
            Relation::COP => view.governor(verb).unwrap_or(verb),
            _ => verb,
        };
        let passed = tree::governor::of(ground, rules, predicate, None).passed;
        return passed.into_iter().filter(is_other).collect();
    }
    let comes_about = |index: &usize| {
        let candidate = &scene.candidates[*index];
        let classes = ["Event", "Project", "Agreement"];
        classes.iter().any(|class| rules.is(candidate.class, class))
    };
    let end = |wanted: Part| {
        found.fills.iter().find_map(|(part, fill)| match fill {
            matching::Fill::Candidates(members, tokens) if *part == wanted => {
                members.iter().all(comes_about).then_some(*tokens)
            }
            _ => None,
        })
    };
    // `demanded the arrest of X by Peru`: the noun of the pattern itself.
    let is_filled = |at: usize| {
        found.fills.iter().any(|(_, fill)| match fill {
            matching::Fill::Candidates(_, tokens)
            | matching::Fill::Described(tokens, _)
            | matching::Fill::Words(tokens) => (tokens.first..tokens.end).contains(&at),
            _ => false,
        })
    };
    let own = || {
        (found.first..found.end).find(|at| {
            view.upos(*at) == Upos::Noun
                && !is_filled(*at)
                && (rules.words.is_nominalization(view.lemma(*at))
                    || (rules.words.description_heads.get(view.lemma(*at)))
                        .is_some_and(|class| rules.is_dated(*class)))
        })
    };
    let predicate = || {
        let head = view.head_of(Tokens::new(found.first, found.end));
        let is_said = view.has_copula(head);
        is_said.then_some(head)
    };
    let head = |tokens: Tokens| tree::ground::head_of(view, tokens);
    let noun = (end(Part::Subject).map(head).or_else(own)).or_else(|| end(Part::Object).map(head));
    if let Some(noun) = noun {
        return tree::governor::of_noun(ground, rules, noun).passed;
    }
    predicate().map(|at| tree::governor::of(ground, rules, at, None).passed).unwrap_or_default()
}

/// Says whether two claims are one, about a described thing that got two names.
fn is_same_under_two_names(registry: &Registry, one: &Claim, other: &Claim) -> bool {
    let same_object = match (&one.object, &other.object) {
        (Object::Entity(one), Object::Entity(other)) => registry.share_mention(*one, *other),
        (one, other) => one == other,
    };
    (one.subject != other.subject || one.object != other.object)
        && registry.share_mention(one.subject, other.subject)
        && same_object
}

/// Drops repeated claims, orders the rest, and numbers the entities in the order of their ids.
fn finish(rules: &Rules<'_>, registry: Registry, mut claims: Vec<Claim>) -> Facts {
    decision::reject(rules, &registry, &mut claims);
    status::drop_planned_titles(rules, &mut claims);
    let mut merged: Vec<Claim> = Vec::new();
    let mut slots: std::collections::BTreeMap<(u32, EntityId, u16, String, String), Vec<usize>> =
        std::collections::BTreeMap::new();
    for claim in claims {
        let object = match &claim.object {
            Object::Number(number) => format!("{number}"),
            // `2002` and `14 May 2002` are one date.
            Object::Date(_) => String::new(),
            object => format!("{object:?}"),
        };
        let status = format!(
            "{:?} {:?} {:?}",
            claim.status.polarity, claim.status.realis, claim.status.holder
        );
        let (mut subject, mut object) = (claim.subject, object);
        if let Object::Entity(other) = &claim.object
            && rules.onto.relation(claim.predicate).symmetric
            && *other < subject
        {
            object = format!("{:?}", Object::Entity(subject));
            subject = *other;
        }
        let key = (claim.article, subject, claim.predicate.0, object, status);
        let known = slots.entry(key).or_default();
        let same = known.iter().copied().find(|index| {
            let known = &merged[*index];
            is_same_date(&known.object, &claim.object)
                && agree(&known.qualifiers, &claim.qualifiers)
        });
        match same {
            Some(index) => merge(&mut merged[index], claim),
            None => {
                known.push(merged.len());
                merged.push(claim);
            }
        }
    }
    fold_positions(&mut merged, rules, &registry);
    let mut merged = precise(merged);
    let (entities, renumbered) = registry.finish(rules);
    for claim in &mut merged {
        renumber(claim, &renumbered);
    }
    merged.sort_by(|one, other| {
        order_of(one).partial_cmp(&order_of(other)).expect("no claim holds a NaN")
    });
    Facts { entities, claims: merged }
}

/// Lets `in March 2019` go up in `on 19 March 2019` where both are said of one thing.
fn precise(claims: Vec<Claim>) -> Vec<Claim> {
    let mut kept: Vec<Claim> = Vec::with_capacity(claims.len());
    for claim in claims {
        let Object::Date(date) = claim.object else {
            kept.push(claim);
            continue;
        };
        let same = kept.iter().position(|other| {
            other.article == claim.article
                && other.subject == claim.subject
                && other.predicate == claim.predicate
                && other.status.polarity == claim.status.polarity
                && other.status.realis == claim.status.realis
                && other.status.holder == claim.status.holder
                && matches!(other.object, Object::Date(known)
                    if known.covers(date) || date.covers(known))
        });
        match same {
            Some(index) => {
                if matches!(kept[index].object, Object::Date(known) if known.covers(date)) {
                    kept[index].object = claim.object.clone();
                }
                merge(&mut kept[index], claim);
            }
            None => kept.push(claim),
        }
    }
    kept
}

/// Drops `Foreign Minister` where the article says `Foreign Minister of Peru` of the same person, and
/// `head of the bank` where it is said that the person leads the bank as its head; what shows the first
/// shows the second.
fn fold_positions(claims: &mut Vec<Claim>, rules: &Rules<'_>, registry: &Registry) {
    let position = |claim: &Claim| match claim.object {
        Object::Entity(entity) if rules.is(registry.class(entity), "Position") => {
            Some(registry.name(entity).to_lowercase())
        }
        _ => None,
    };
    let is_said_in_full = |claim: &Claim| {
        let Some(short) = position(claim) else { return false };
        claims.iter().any(|other| {
            other.article == claim.article
                && other.subject == claim.subject
                && other.predicate == claim.predicate
                && position(other).is_some_and(|full| {
                    let is_fuller = bare(&full) == bare(&short)
                        && full.contains(" of ")
                        && !short.contains(" of ");
                    is_fuller || bare(&full).ends_with(&format!(" {}", bare(&short)))
                })
        })
    };
    let leads = rules.onto.relation_names.get("leaderOf").copied();
    let is_lead = |claim: &Claim| {
        let Some(held) = position(claim) else { return false };
        claims.iter().any(|other| {
            let Object::Entity(body) = other.object else { return false };
            Some(other.predicate) == leads
                && other.article == claim.article
                && other.subject == claim.subject
                && (other.status.polarity, other.status.realis)
                    == (claim.status.polarity, claim.status.realis)
                && other.qualifiers.iter().any(|(key, value)| {
                    let Value::Text(role) = value else { return false };
                    *key == Qualifier::Role
                        && held == format!("{role} of {}", registry.name(body)).to_lowercase()
                })
        })
    };
    let kept: Vec<bool> =
        claims.iter().map(|claim| !is_said_in_full(claim) && !is_lead(claim)).collect();
    let mut kept = kept.into_iter();
    claims.retain(|_| kept.next().unwrap_or(true));
}

/// Sort key of a claim: evidence, then predicate, subject, object.
fn order_of(claim: &Claim) -> (u32, Span, u16, EntityId, u32, String) {
    let object = match &claim.object {
        Object::Entity(entity) => (entity.0, String::new()),
        Object::Date(date) => (u32::MAX, date.to_string()),
        Object::Number(number) => (u32::MAX, format!("{number:032.6}")),
    };
    (claim.article, claim.evidence[0], claim.predicate.0, claim.subject, object.0, object.1)
}

/// Says whether no qualifier of one claim contradicts the other's.
fn agree(one: &[(Qualifier, Value)], other: &[(Qualifier, Value)]) -> bool {
    let compatible = |value: &Value, with: &Value| match (value, with) {
        (Value::Date(value), Value::Date(with)) => value.covers(*with) || with.covers(*value),
        (Value::Text(value), Value::Text(with)) => {
            value.to_lowercase().contains(&with.to_lowercase())
                || with.to_lowercase().contains(&value.to_lowercase())
        }
        _ => value == with,
    };
    one.iter().all(|(key, value)| {
        let mut others = other.iter().filter(|(with, _)| with == key).peekable();
        others.peek().is_none()
            || *key == Qualifier::Role
            || others.any(|(_, with)| compatible(value, with))
    })
}

/// The office in the name of a position: `ambassador` for `ambassador to Chile of Peru`.
fn bare(position: &str) -> &str {
    let end = [" of ", " to "].iter().filter_map(|link| position.find(link)).min();
    &position[..end.unwrap_or(position.len())]
}

/// Says whether two objects are one date, or no dates.
fn is_same_date(one: &Object, other: &Object) -> bool {
    match (one, other) {
        (Object::Date(one), Object::Date(other)) => one.covers(*other) || other.covers(*one),
        _ => true,
    }
}

/// Adds what `claim` says beyond `known`.
fn merge(known: &mut Claim, claim: Claim) {
    if let (Object::Date(date), Object::Date(other)) = (&mut known.object, &claim.object)
        && date.covers(*other)
    {
        *date = *other;
    }
    for (key, value) in claim.qualifiers {
        match known.qualifiers.iter_mut().find(|(with, _)| *with == key) {
            None => known.qualifiers.push((key, value)),
            Some((_, Value::Date(date))) => {
                // The more precise date says more.
                if let Value::Date(other) = value
                    && date.covers(other)
                {
                    *date = other;
                }
            }
            Some(_) => {}
        }
    }
    // `was elected in May`: since then is more than then.
    let start = known.qualifiers.iter().find(|(key, _)| *key == Qualifier::Start);
    if let Some(start) = start.map(|(_, value)| value.clone()) {
        known.qualifiers.retain(|(key, value)| *key != Qualifier::Date || *value != start);
    }
    known.qualifiers.sort_by_key(|one| one.0);
    for span in claim.evidence {
        if known.evidence.len() < 5 && !known.evidence.contains(&span) {
            known.evidence.push(span);
        }
    }
}

/// Replaces the indices of a claim's entities.
fn renumber(claim: &mut Claim, renumbered: &[EntityId]) {
    let renew = |id: &mut EntityId| *id = renumbered[id.0 as usize];
    renew(&mut claim.subject);
    if let Object::Entity(entity) = &mut claim.object {
        renew(entity);
    }
    if let Some(Holder::Entity(entity)) = &mut claim.status.holder {
        renew(entity);
    }
    for (_, value) in &mut claim.qualifiers {
        if let Value::Entity(entity) = value {
            renew(entity);
        }
    }
}
