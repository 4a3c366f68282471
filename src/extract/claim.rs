//! Turns what a pattern matched into claims: one for each pair of list members, with qualifiers,
//! status, source and evidence.

mod lists;
mod mint;
mod misread;
mod offices;
mod owner;
mod qualify;

use super::Rules;
use super::coreference;
use super::denial;
use super::entity::Registry;
use super::fact::{Claim, EntityId, Holder, Object, Qualifier, Realis, Reason, Status, Value};
use super::holder::{Attribution, Source};
use super::implied::{self, Implied};
use super::matching::{Fill, Match};
use super::mention::{Candidate, Meaning, clean, is_some_of_a_people};
use super::scene::Scene;
use super::status;
use super::time::TimeRelation;
use super::view::Tokens;
use crate::ontology::Range;
use crate::ontology::pattern::{Part, Pattern, QualifierName};
use crate::span::Span;
use crate::text::Relation;
use crate::text::Upos;

/// What a claim needs of the place where its sentence stands.
pub struct Setting<'s> {
    /// Index of the article.
    pub article: u32,
    /// Passages that go before the sentence's own in the evidence, such as an item of its list.
    pub context: &'s [Span],
    /// Sources named in the sentence.
    pub attributions: &'s [Attribution],
    /// The source of a quotation that covers the sentence or part of it.
    pub quoted: &'s [(Span, Holder, Span)],
}

/// Makes the claims of one match.
pub fn claims(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    registry: &mut Registry,
    pattern: &Pattern,
    found: &Match,
    setting: &Setting<'_>,
) -> Vec<Claim> {
    let guests = match pattern.abroad {
        true => match implied::from_elsewhere(scene, rules, found) {
            Some(guests) => Some(guests),
            None => return Vec::new(),
        },
        false => None,
    };
    let found = guests.as_ref().unwrap_or(found);
    let mut maker = Maker { scene, rules, registry, pattern, found };
    let Some(mut status) = status::of(scene, rules, found) else { return Vec::new() };
    let cue = |word: usize| Some(scene.view.span(Tokens::new(word, word + 1)));
    if pattern.negated {
        status.polarity = super::fact::Polarity::Negated;
    }
    if pattern.planned && status.realis == Realis::Actual {
        status.realis = Realis::Planned;
    }
    // `the president-elect of Peru`
    if let Some(elect) = maker.elect()
        && status.realis == Realis::Actual
    {
        status.realis = Realis::Planned;
        status.realis_cue = cue(elect);
    }
    if let Some(words) = maker.no_longer() {
        status.polarity = super::fact::Polarity::Negated;
        status.polarity_cue = Some(scene.view.span(words));
    }
    if pattern.presupposed && status.polarity == super::fact::Polarity::Negated {
        status = Status::default();
    }
    if pattern.actual {
        status.realis = Realis::Actual;
        status.realis_cue = None;
    }
    // `According to Anna Weber, a judge in Lima`: the title is hers, whatever is said or planned.
    // `is not the sister of Anna Weber` says so, and denies it.
    let is_kin = found.verb.is_none() && maker.says("relativeOf") && !maker.is_predicate();
    let is_title = is_kin || maker.is_title();
    let is_denied = status.polarity == super::fact::Polarity::Negated;
    // `Neither A nor B, both ministers, came`: ministers they are.
    let is_of_list = is_title && maker.is_denied_as_member(&status);
    let said = maker.is_only_said();
    if is_kin || is_of_list || is_title && !is_denied && maker.elect().is_none() {
        status = Status::default();
    }
    if let Some(says) = said {
        status.weaken(Realis::Hypothetical, cue(says));
    }
    if let Some(mark) = maker.is_yet_to_open() {
        status.weaken(Realis::Planned, cue(mark));
    }
    if let Some(words) = maker.failed().filter(|_| status.realis == Realis::Planned) {
        status.polarity = super::fact::Polarity::Negated;
        status.polarity_cue = Some(scene.view.span(words));
    }
    if !pattern.presupposed && !is_title {
        maker.attribute(&mut status, setting);
    }
    if maker.is_one_list()
        || maker.is_nobody_knows_which()
        || maker.is_another_thing()
        || maker.is_title_of_next()
        || maker.leads_a_part()
        || maker.is_of_a_few()
        || maker.is_behind_a_phrase()
        || maker.is_of_ones_people()
        || maker.leads_those_sent()
        || maker.leads_another_state()
        || maker.leads_a_group()
        || maker.is_nationality()
        || maker.has_date_of_another()
        || maker.places_a_person()
        || maker.is_one_of_both(status.polarity == super::fact::Polarity::Negated)
        || maker.is_over()
        || maker.is_held_elsewhere()
        || maker.is_led_nowhere()
        || maker.is_elsewhere()
        || maker.is_misread()
        || maker.is_denied_beside(&status)
    {
        return Vec::new();
    }
    maker.settle_vote(&mut status);
    let mut qualifiers = maker.qualifiers();
    // `In 2017 Solt Oil, a Peruvian firm, bought`: since when or in what year it is one is not said.
    // `In 2017 Karl Brandt, a critic of Peru, was arrested`
    let is_apposed = found.verb.is_none()
        && found.anchor.is_some_and(|at| {
            let view = &scene.view;
            view.upos(at) == Upos::Noun && !view.has_copula(at)
        });
    if (is_title || is_apposed && maker.says("opposed")) && maker.role().is_none() {
        qualifiers.retain(|(name, _)| {
            !matches!(name, Qualifier::Date | Qualifier::Start | Qualifier::End)
        });
    }
    maker.drop_deadline(&status, &mut qualifiers);
    let mut subjects = maker.ends(Part::Subject);
    maker.keep_own(&mut subjects);
    let mut objects = maker.ends(Part::Object);
    let mut told_before = None;
    if let Some((part, classes)) = &pattern.implied {
        let implied = implied::of(scene, rules, found, classes);
        if let Some(Implied::Before(recent)) = implied {
            told_before = Some(recent.sentence);
        }
        let end = implied.map(|implied| End::Entity(maker.implied(implied)));
        match part {
            Part::Subject => subjects.extend(end),
            _ => objects.extend(end),
        }
    }
    if pattern.known {
        let Some(state) = implied::led(scene, rules, found).map(|state| maker.home(state)) else {
            return Vec::new();
        };
        match pattern.home {
            Some(_) => objects.push(state),
            None => objects.retain(|object| *object == state),
        }
    } else if let Some(part) = pattern.home {
        let is_office = maker.says("leaderOf") || maker.says("holdsPosition");
        let end = implied::home(scene, rules, found, is_office).map(|entry| maker.home(entry));
        match part {
            Part::Subject => subjects.extend(end),
            _ => objects.extend(end),
        }
    }
    // `Neither A nor his daughter B came`: his daughter she is.
    let excluded = if is_title { Vec::new() } else { maker.excluded() };
    let both = maker.ends(Part::Both);
    let pairs = match maker.facing() {
        _ if both.is_empty() => maker.pair(subjects, objects),
        // `between A and its neighbours B and C`: A with each of them.
        Some(first) if first < both.len() => {
            let (one, others) = both.split_at(first);
            one.iter().flat_map(|one| others.iter().map(|other| (*one, *other))).collect()
        }
        _ => each_two(&both),
    };
    let mut made = Vec::new();
    for (subject, object) in pairs {
        let End::Entity(subject) = subject else { continue };
        let object = match object {
            End::Entity(entity) if entity == subject => continue,
            End::Entity(entity) => Object::Entity(entity),
            End::Date(date) => Object::Date(date),
            End::Number(number) => Object::Number(number),
        };
        // A figure between a country and itself is a misreading.
        let is_own_counterpart = qualifiers
            .iter()
            .any(|(key, value)| *key == Qualifier::Counterpart && *value == Value::Entity(subject));
        if is_own_counterpart {
            continue;
        }
        let is_either = |(entity, _): &&(EntityId, usize)| {
            *entity == subject || object == Object::Entity(*entity)
        };
        let mut status = status.clone();
        if let Some((_, word)) = excluded.iter().find(is_either) {
            // `trade between A and B but not C`
            if !both.is_empty() {
                continue;
            }
            status.polarity = super::fact::Polarity::Negated;
            status.polarity_cue = cue(*word);
        }
        let mut evidence = setting.context.to_vec();
        evidence.extend(told_before);
        evidence.push(maker.sentence_span());
        made.push(Claim {
            article: setting.article,
            subject,
            predicate: pattern.relation,
            object,
            qualifiers: qualifiers.clone(),
            status,
            evidence,
            rule: pattern.id.clone(),
        });
    }
    made
}

/// One end of a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Entity(EntityId),
    Date(crate::date::Date),
    Number(f64),
}

/// Each two of a few; of many, one cannot tell who does it with whom.
fn each_two(both: &[End]) -> Vec<(End, End)> {
    if both.len() > 4 {
        return Vec::new();
    }
    let with_later = |(index, one): (usize, &End)| {
        both[index + 1..].iter().map(|other| (*one, *other)).collect::<Vec<_>>()
    };
    both.iter().enumerate().flat_map(with_later).collect()
}

struct Maker<'m, 's> {
    scene: &'m Scene<'s>,
    rules: &'m Rules<'m>,
    registry: &'m mut Registry,
    pattern: &'m Pattern,
    found: &'m Match,
}

impl Maker<'_, '_> {
    /// The passage that states the claim.
    fn sentence_span(&self) -> Span {
        self.scene.view.sentence.span
    }

    /// Says whether an end is a few of a people: `two ethnic Kazakhs`.
    fn is_of_a_few(&self) -> bool {
        self.filled().any(|one| is_some_of_a_people(&self.scene.view, self.rules, one))
    }

    /// `a trade war between Peru and Chile`: a word before the pattern's noun makes it something else.
    fn is_another_thing(&self) -> bool {
        let view = &self.scene.view;
        let unless = &self.pattern.unless;
        let first = self.found.first.saturating_sub(1);
        let is_nominal = |at: usize| matches!(view.upos(at), Upos::Noun | Upos::Propn | Upos::Adj);
        // `arrested in absentia`: a word in the clause of the match.
        let verb = self.found.verb.or(self.found.anchor);
        let is_beside = |at: usize| {
            verb.is_some_and(|verb| {
                view.governor(at) == Some(verb)
                    || view.governor(at).is_some_and(|above| {
                        // `the past commander joined` tells of no past membership.
                        view.governor(above) == Some(verb)
                            && view.upos(at) != Upos::Verb
                            && !matches!(
                                view.relation(above),
                                Relation::NSUBJ | Relation::NSUBJ_PASS
                            )
                    })
            })
        };
        (first..self.found.end)
            .any(|at| is_nominal(at + 1) && unless.iter().any(|word| word == view.word(at)))
            || (0..view.len())
                .any(|at| unless.iter().any(|word| word == view.word(at)) && is_beside(at))
    }

    /// Says whether the pattern says this relation.
    fn says(&self, relation: &str) -> bool {
        self.rules.onto.relation_names.get(relation) == Some(&self.pattern.relation)
    }

    /// The candidates that fill a part.
    fn candidates(&self, part: Part) -> impl Iterator<Item = &Candidate> {
        self.fills(part).flat_map(|fill| self.candidates_of(fill))
    }

    /// The candidates that fill any part.
    fn filled(&self) -> impl Iterator<Item = &Candidate> {
        self.found.fills.iter().flat_map(|(_, fill)| self.candidates_of(fill))
    }

    fn candidates_of(&self, fill: &Fill) -> impl Iterator<Item = &Candidate> {
        let members = match fill {
            Fill::Candidates(members, _) => members.as_slice(),
            _ => &[],
        };
        members.iter().map(|member| &self.scene.candidates[*member])
    }

    /// What fills a part: nothing for a minted one.
    fn fills(&self, part: Part) -> impl Iterator<Item = &Fill> {
        self.found.fills.iter().filter(move |(filled, _)| *filled == part).map(|(_, fill)| fill)
    }

    /// The words of the office or the part that somebody has.
    fn role(&self) -> Option<Tokens> {
        self.fills(Part::Qualifier(QualifierName::Role)).find_map(|fill| match fill {
            Fill::Words(tokens) => Some(*tokens),
            _ => None,
        })
    }

    /// The entities, dates or numbers that fill one end. A minted end has none yet.
    fn ends(&mut self, part: Part) -> Vec<End> {
        let fills: Vec<Fill> = self.fills(part).cloned().collect();
        let own =
            |fill: Fill| self.of_one_office(self.with_its_own(part, self.apposed(part, fill)));
        let fills: Vec<Fill> = fills.into_iter().map(own).collect();
        fills.iter().flat_map(|fill| self.end(fill)).collect()
    }

    /// The members of lists that are left out, with the word that does it.
    fn excluded(&mut self) -> Vec<(EntityId, usize)> {
        let scene = self.scene;
        let members = self.found.fills.iter().flat_map(|(_, fill)| match fill {
            Fill::Candidates(members, _) => members.as_slice(),
            _ => &[],
        });
        let left_out: Vec<(usize, usize)> = members
            .filter_map(|member| {
                let head = scene.view.head_of(scene.candidates[*member].tokens);
                Some((*member, denial::exclusion(&scene.view, self.rules, head)?))
            })
            .collect();
        let entity = |(member, cue)| (self.candidate(self.state_of(member)), cue);
        left_out.into_iter().map(entity).collect()
    }

    fn end(&mut self, fill: &Fill) -> Vec<End> {
        match fill {
            Fill::Candidates(members, _) => {
                let whole = members.iter().filter(|member| !self.is_one_of_a_kind(**member));
                let whole: Vec<usize> = whole.map(|member| self.state_of(*member)).collect();
                whole.into_iter().map(|member| End::Entity(self.candidate(member))).collect()
            }
            Fill::Entities(entities) => entities.iter().copied().map(End::Entity).collect(),
            Fill::Time(time) => {
                let time = &self.scene.times[*time];
                // `the first meeting since February`, `open for discussion until May`: not then.
                let is_when = !matches!(time.relation, TimeRelation::Since | TimeRelation::Until)
                    || !self.says("heldOn");
                is_when.then_some(End::Date(time.start)).into_iter().collect()
            }
            Fill::Quantity(first) => self
                .scene
                .quantity_at(*first)
                .map(|number| End::Number(number.value))
                .into_iter()
                .collect(),
            Fill::Described(tokens, class) => vec![End::Entity(self.described(*tokens, *class))],
            Fill::Words(_) => Vec::new(),
        }
    }

    /// `Washington sanctioned Iran`: what states do to states a city stands for its state in.
    fn state_of(&self, index: usize) -> usize {
        let candidates = &self.scene.candidates;
        if !self.rules.is(candidates[index].class, "City") {
            return index;
        }
        let relation = self.rules.onto.relation(self.pattern.relation);
        let has_country = |classes: &[crate::ontology::ClassId]| {
            classes.iter().any(|class| self.rules.onto.class(*class).name == "Country")
        };
        let is_between_states = !relation.transitive
            && has_country(&relation.domain)
            && matches!(&relation.range, Range::Classes(classes) if has_country(classes));
        let state = candidates.iter().position(|other| {
            other.tokens == candidates[index].tokens && other.reason == Reason::Metonym
        });
        state.filter(|_| is_between_states).unwrap_or(index)
    }

    /// `the first Confucius Institute`, where the lexicon has `Confucius Institutes`: one of them, not
    /// all.
    fn is_one_of_a_kind(&self, index: usize) -> bool {
        let candidate = &self.scene.candidates[index];
        let view = &self.scene.view;
        let Meaning::Entry(entry) = candidate.meaning else { return false };
        let kind = &self.rules.lexicon.entry(entry).name;
        let last = candidate.tokens.end - 1;
        // `the first of the three Peace Institutes was opened`
        let is_one_of = view.governor(view.head_of(candidate.tokens)).is_some_and(|one| {
            one < candidate.tokens.first
                && matches!(
                    view.word(one),
                    "one" | "first" | "second" | "third" | "last" | "oldest" | "newest" | "latest"
                )
        });
        if is_one_of && coreference::kind::is_kind(self.rules, &candidate.meaning) {
            return true;
        }
        let is_singular = kind.ends_with('s') && !view.word(last).ends_with('s');
        // `the first of them`
        if candidate.reason == Reason::Coreference
            && coreference::kind::is_kind(self.rules, &candidate.meaning)
        {
            return !matches!(
                view.word(candidate.tokens.first),
                "they" | "them" | "their" | "which"
            );
        }
        let before = candidate.tokens.first.checked_sub(1).map_or("", |at| view.word(at));
        let is_counted = matches!(
            before,
            "a" | "an"
                | "another"
                | "one"
                | "first"
                | "second"
                | "third"
                | "fourth"
                | "fifth"
                | "last"
                | "new"
                | "next"
                | "its"
                | "their"
                | "'s"
                | "’s"
        );
        // `the Confucius Institute at Osh University`
        let is_placed = matches!(view.word(last + 1), "at" | "in" | "of");
        is_singular
            && (is_counted || is_placed)
            && matches!(candidate.reason, Reason::Gazetteer | Reason::Acronym)
    }

    /// Words as they would stand inside a sentence: without the capital of its first word.
    fn plain_words(&self, tokens: Tokens) -> String {
        let view = &self.scene.view;
        let words = clean(view.slice(tokens));
        let is_name = (self.scene.candidates.iter())
            .any(|candidate| candidate.tokens.first == tokens.first)
            || view.forms[tokens.first].chars().skip(1).any(char::is_uppercase);
        let mut letters = words.chars();
        match letters.next() {
            Some(first) if tokens.first == 0 && !is_name => {
                first.to_lowercase().chain(letters).collect()
            }
            _ => words,
        }
    }

    /// Finds who says it.
    fn attribute(&mut self, status: &mut Status, setting: &Setting<'_>) {
        let matched = Tokens::new(self.found.first, self.found.end);
        // What the words that name the source say of it, the author says.
        let is_about_source = |attribution: &Attribution| {
            let source = match &attribution.source {
                Source::Candidate(index) => self.scene.candidates[*index].tokens,
                Source::Words(tokens) => *tokens,
            };
            let is_said_of_itself = matched.contains(attribution.cue);
            source.overlaps(matched) && matched.len() < source.len() + 6 && !is_said_of_itself
        };
        let in_scope = setting.attributions.iter().find(|attribution| {
            attribution.scope.contains(matched) && !is_about_source(attribution)
        });
        if let Some(attribution) = in_scope {
            status.holder = Some(self.holder(&attribution.source));
            status.holder_cue = Some(self.scene.view.span(attribution.cue));
            return;
        }
        let span = self.scene.view.span(matched);
        if let Some((_, holder, cue)) =
            setting.quoted.iter().find(|(quote, _, _)| quote.contains(span))
        {
            status.holder = Some(holder.clone());
            status.holder_cue = Some(*cue);
        }
    }

    fn holder(&mut self, source: &Source) -> Holder {
        match source {
            Source::Candidate(index) => Holder::Entity(self.candidate(*index)),
            Source::Words(tokens) => Holder::Text(clean(self.scene.view.slice(*tokens))),
        }
    }
}
