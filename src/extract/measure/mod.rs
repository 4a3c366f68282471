//! Numbers to claims: what each number of a sentence measures, of what, about whom and when.
//!
//! Every number has one seat in the dependency tree, and what governs it there says what it
//! measures: a verb (`reached $5 billion`), a noun (`debt of $5 billion`), the noun that it counts
//! (`17 regions`) or ranks (`largest partner`). The words that tell are data
//! (`seeds/language/en/measures.csv`); the readers know only grammar. A number whose owner the text
//! does not tell gives no claim.

mod amount; // sums that are paid, lent, exported
mod before; // what a figure was before
mod count; // things and people
mod estimate; // estimates, comparisons, stakes, lengths
mod figure; // a number with what it measures
mod gap; // figures that leave out what the one before said
mod level; // levels and changes
mod phrase; // noun phrases
mod portion; // parts of the thing just counted
mod rank; // places in an order
mod share; // parts of a whole
mod standing; // status and date of a figure
mod syntax; // the tree
mod topic; // whom an article is about
mod vote; // results of elections

pub use figure::Figure;
pub use phrase::Reader;
pub use topic::Topic;

use super::Rules;
use super::claim::Setting;
use super::entity::Registry;
use super::fact::{Claim, Holder, Mention, Object, Qualifier, Status, Value};
use super::holder::Source;
use super::mention::{Candidate, clean};
use super::quantity::QuantityKind;
use super::scene::Scene;
use super::view::Tokens;
use crate::span::Span;
use crate::text::Relation;
use syntax::Syntax;

/// Reads the numbers of one sentence. `index` is its place among the scenes of its article, which
/// `topic` knows.
pub fn claims(
    scene: &Scene<'_>,
    index: usize,
    topic: &Topic,
    rules: &Rules<'_>,
    registry: &mut Registry,
    setting: &Setting<'_>,
) -> Vec<Claim> {
    let is_ranking = scene.vocabulary.binary_search_by(|word| word.as_str().cmp("rank")).is_ok();
    if scene.quantities.is_empty() && !is_ranking {
        return Vec::new();
    }
    let country = topic.country_before(index);
    let reader = Reader { scene, syntax: Syntax::new(&scene.view, rules.words), rules, country };
    let figures = reader.figures();
    let mut claims = Vec::new();
    let dated: Vec<_> = figures.iter().map(|figure| reader.dates(figure)).collect();
    for (figure, dates) in figures.iter().zip(&dated) {
        // A change is of the day of the level that it led to.
        let level = || {
            let of_level = figures.iter().zip(&dated).find(|(other, dates)| {
                other.governor == figure.governor
                    && other.measure != "change"
                    && !other.settled
                    && !dates.is_empty()
            });
            of_level.map(|(_, dates)| dates)
        };
        let level_after = || {
            let before =
                (figures.iter().zip(&dated)).take_while(|(other, _)| other.tokens != figure.tokens);
            let of_level = before.filter(|(other, _)| other.measure == figure.measure);
            of_level.last().map(|(_, dates)| before::years_before(dates, figure.years_back))
        };
        let moved;
        let dates = match figure.measure {
            "change" if figure.years_back == 0 => level().unwrap_or(dates),
            _ if figure.years_back > 0 => {
                moved = level_after().unwrap_or_default();
                if moved.is_empty() {
                    continue;
                }
                &moved
            }
            _ => dates,
        };
        let (about, from) = match figure.about.as_slice() {
            [] => match topic.implied(
                index,
                scene,
                rules,
                figure.counterpart.as_ref(),
                figure.governor,
            ) {
                Some((candidate, span)) => (vec![candidate], Some(span)),
                None => continue,
            },
            _ => (figure.about.clone(), None),
        };
        claims.extend(claim(&reader, figure, dates, (about, from), topic, registry, setting));
    }
    claims
}

impl Reader<'_, '_> {
    /// Every number of the sentence with what it measures, in order.
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures: Vec<Figure> = Vec::new();
        for quantity in &self.scene.quantities {
            if quantity.kind == QuantityKind::Rank {
                figures.extend(self.rank(quantity));
                continue;
            }
            let Some(seat) = self.seat(quantity) else { continue };
            if self.is_aside(quantity) {
                continue;
            }
            let equivalent = self.equivalent(&seat, figures.last());
            let is_compared = self.compared(&seat).is_some();
            let found = equivalent
                .or_else(|| self.ballots(&seat))
                .or_else(|| self.counted_again(&seat, figures.last()))
                .or_else(|| self.those_elsewhere(&seat, figures.last()))
                .or_else(|| self.level_before(&seat, figures.last()))
                .or_else(|| self.repeated(&seat, figures.last()))
                .or_else(|| self.put_again(&seat, figures.last()))
                .or_else(|| self.by_direction(&seat, figures.last()))
                .or_else(|| self.by_comparison(&seat, figures.last()))
                .or_else(|| self.portion(&seat, figures.last()))
                .or_else(|| self.gapped(&seat, figures.last()))
                .or_else(|| self.share(&seat))
                .or_else(|| self.length(&seat))
                .or_else(|| self.run(&seat))
                .or_else(|| self.by_verb(&seat))
                .or_else(|| self.amount(&seat))
                .or_else(|| self.by_noun(&seat))
                .or_else(|| self.toll(&seat))
                .or_else(|| self.elided(&seat))
                .or_else(|| self.count(&seat))
                // `9 percent more than Peru`: no level of anything.
                .filter(|figure| !is_compared || figure.measure == "change");
            // `17-20 %`: at least the one and at most the other.
            let low = quantity.low.zip(found.as_ref()).map(|(low, high)| Figure {
                value: low,
                bound: Some("at least".to_owned()),
                ..high.clone()
            });
            let bound = low.is_some().then(|| "at most".to_owned());
            figures.extend(low);
            figures.extend(found.map(|high| Figure { bound: bound.or(high.bound), ..high }));
        }
        for at in 0..self.scene.view.len() {
            figures.extend(self.ranking(at));
        }
        figures
    }

    /// `won with 81%, with 5% of the votes against all`: a second share behind a comma is somebody
    /// else's, and nobody says whose.
    fn is_aside(&self, quantity: &super::quantity::Quantity) -> bool {
        let view = &self.scene.view;
        let Some(comma) = quantity.tokens.first.checked_sub(2) else { return false };
        quantity.kind == QuantityKind::Percent
            && view.word(comma) == ","
            && view.word(comma + 1) == "with"
            && (self.scene.quantities.iter())
                .any(|one| one.kind == QuantityKind::Percent && one.tokens.end <= comma)
    }

    /// `25,000 left in 2016 and 27,000 did so in 2017`: a number that does what the one before did.
    fn repeated(&self, seat: &figure::Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let view = &self.scene.view;
        let verb = self.syntax.head(seat.head)?;
        let does_so = self.syntax.relation(seat.head) == Relation::NSUBJ
            && view.lemma(verb) == "do"
            && matches!(view.word(verb + 1), "so" | "the");
        let earlier = earlier.filter(|earlier| earlier.measure == "count" && does_so)?;
        (seat.unit == figure::Unit::Things).then(|| Figure {
            value: seat.value,
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            governor: verb,
            ..earlier.clone()
        })
    }

    /// `RMB 2 billion ($283 million)`: the same sum in another currency.
    fn equivalent(&self, seat: &figure::Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let earlier = earlier?;
        let figure::Unit::Money(code) = &seat.unit else { return None };
        let open = seat.tokens.first.checked_sub(1)?;
        let is_money = code.len() == 3 && earlier.unit.len() == 3 && earlier.measure == "amount";
        let follows = seat.before == "(" && earlier.tokens.end == open;
        (is_money && follows && *code != earlier.unit).then(|| Figure {
            value: seat.value,
            unit: code.clone(),
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            ..earlier.clone()
        })
    }
}

/// Makes the claim of a figure about one entity, or about one of two that have it together.
fn claim(
    reader: &Reader<'_, '_>,
    figure: &Figure,
    dates: &[(Qualifier, Value)],
    (mut about, implied): (Vec<Candidate>, Option<Span>),
    topic: &Topic,
    registry: &mut Registry,
    setting: &Setting<'_>,
) -> Option<Claim> {
    let (scene, rules) = (reader.scene, reader.rules);
    let predicate = *rules.onto.relation_names.get(figure.measure)?;
    if !rules.onto.relation(predicate).measure {
        return None;
    }
    let mut counterpart = figure.counterpart.clone();
    if matches!(figure.measure, "amount" | "share" | "change") {
        reader.as_countries(&mut about, &mut counterpart);
    }
    if about.len() == 2 {
        topic.first(&mut about);
        counterpart = about.pop();
    }
    let about = about.pop()?;
    // `half of his group left`: a person has a part of votes and of firms.
    // `in the census of 1989 Kazakhs made up 39 percent`: of the people, and not of the census.
    let is_of_count = figure.measure == "share"
        && rules.is(about.class, "Event")
        && ["Vote", "Election"].iter().all(|class| !rules.is(about.class, class));
    if is_of_count {
        return None;
    }
    // `stands 30 kilometres to the south`: how far off, and not how long.
    let is_distance = matches!(figure.unit.as_str(), "km" | "m" | "mi")
        && matches!(scene.view.lemma(figure.governor), "stand" | "lie" | "sit" | "locate");
    if is_distance {
        return None;
    }
    // `sold its 60 percent stake`: it has none now.
    let is_sold = figure.measure == "share"
        && figure.of.contains("stake")
        && matches!(
            scene.view.lemma(figure.governor),
            "sell" | "divest" | "offload" | "relinquish"
        );
    if is_sold {
        return None;
    }
    let is_of_person = figure.measure == "share" && rules.is(about.class, "Person");
    let is_held =
        ["vote", "ballot", "stake", "share", "seat"].iter().any(|one| figure.of.contains(one));
    if is_of_person && !is_held {
        return None;
    }
    let subject = register(reader, &about, registry);
    let mut qualifiers = vec![
        (Qualifier::Of, Value::Text(figure.of.clone())),
        (Qualifier::Unit, Value::Text(figure.unit.clone())),
    ];
    if let Some(counterpart) = counterpart {
        let entity = register(reader, &counterpart, registry);
        if entity == subject {
            return None;
        }
        qualifiers.push((Qualifier::Counterpart, Value::Entity(entity)));
    }
    if let Some(bound) = &figure.bound {
        qualifiers.push((Qualifier::Bound, Value::Text(bound.clone())));
    }
    qualifiers.extend(dates.iter().cloned());
    qualifiers.sort_by(|one, other| {
        one.0.cmp(&other.0).then_with(|| format!("{:?}", one.1).cmp(&format!("{:?}", other.1)))
    });
    let mut status = reader.status(figure);
    attribute(reader, figure.tokens, &mut status, registry, setting);
    let mut evidence = setting.context.to_vec();
    evidence.push(scene.view.sentence.span);
    evidence.extend(implied.filter(|span| !scene.view.sentence.span.contains(*span)));
    Some(Claim {
        article: setting.article,
        subject,
        predicate,
        object: Object::Number(figure.value),
        qualifiers,
        status,
        evidence,
        rule: format!("measure/{}", figure.measure),
    })
}

/// The entity of a candidate, with this mention of it.
fn register(
    reader: &Reader<'_, '_>,
    candidate: &Candidate,
    registry: &mut Registry,
) -> super::EntityId {
    // What a description means may be decided by what the sentence says of it.
    let place = reader.scene.view.span(candidate.tokens);
    let decided = (candidate.reason == super::fact::Reason::Description)
        .then(|| registry.at(place, candidate.class, reader.rules))
        .flatten();
    let entity = decided
        .unwrap_or_else(|| registry.entity(reader.rules, &candidate.meaning, candidate.class));
    if candidate.tokens.end > candidate.tokens.first {
        registry.mention(
            entity,
            Mention {
                span: reader.scene.view.span(candidate.tokens),
                reason: candidate.reason,
                antecedent: candidate.antecedent,
            },
        );
    }
    entity
}

/// Finds who gives the number: the source whose words it stands in.
fn attribute(
    reader: &Reader<'_, '_>,
    tokens: Tokens,
    status: &mut Status,
    registry: &mut Registry,
    setting: &Setting<'_>,
) {
    let view = &reader.scene.view;
    let mut covering = setting.attributions.iter().filter(|one| one.scope.contains(tokens));
    if let Some(attribution) = covering.next() {
        status.holder_cue = Some(view.span(attribution.cue));
        status.holder = Some(match &attribution.source {
            Source::Candidate(index) => {
                let candidate = reader.scene.candidates[*index].clone();
                Holder::Entity(register(reader, &candidate, registry))
            }
            Source::Words(tokens) => Holder::Text(clean(view.slice(*tokens))),
        });
        return;
    }
    let span = view.span(tokens);
    if let Some((_, holder, cue)) = setting.quoted.iter().find(|(quote, _, _)| quote.contains(span))
    {
        status.holder = Some(holder.clone());
        status.holder_cue = Some(*cue);
    }
}
