//! Matches patterns on a sentence: slots on mentions, words in any form, and between them the
//! words that a clause can take in without changing who does what (auxiliaries, adverbs, inserts
//! between commas, parentheses, dates).

mod between;
pub mod clause;

use super::Rules;
use super::fact::{EntityId, Reason};
use super::noun;
use super::scene::Scene;
use super::view::{Tokens, View, is_dash, is_quote};
use crate::ontology::ClassId;
use crate::ontology::pattern::{Filter, Part, Slot};
use crate::text::{Relation, Upos};
pub use between::is_passive;
use between::{
    complement_end, insert_end, is_content, is_phrase_opening, is_verb_group, joined_end,
    starts_predicate,
};

/// A pattern's element with what the annotation of its own words adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A typed gap.
    Slot(Slot),
    /// One of these words, in any of its forms.
    Word(Vec<Form>),
    /// Up to eight words of the same clause.
    Gap,
}

/// A word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// As the pattern has it, in lower case.
    pub form: String,
    /// Its lemma in the pattern.
    pub lemma: String,
    /// It is the verb of the pattern; then `true` when the pattern has it in the passive.
    pub verb: Option<bool>,
}

impl Match {
    /// The word that says what the match says: its anchor, its verb, or the head of its words.
    pub fn predicate(&self, view: &View<'_>) -> usize {
        let head = || view.head_of(Tokens::new(self.first, self.end));
        self.anchor.or(self.verb).unwrap_or_else(head)
    }
}

/// What filled the slots of a pattern.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    /// The parts of the claim, in the order of the sentence.
    pub fills: Vec<(Part, Fill)>,
    /// From the first token to the last.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Tokens passed over one by one between a slot and a verb: auxiliaries, negation, `to`.
    pub passed: Vec<usize>,
    /// The verb, if the pattern has one.
    pub verb: Option<usize>,
    /// Indices of the dates passed over, or that the tree gives to the match.
    pub times: Vec<usize>,
    /// The word that a template was found by; `None` for matches on the surface.
    pub anchor: Option<usize>,
}

/// What fills one slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Fill {
    /// Candidates of the scene: one, or the members of a list.
    Candidates(Vec<usize>, Tokens),
    /// Entities from other sentences, such as the items of a list.
    Entities(Vec<EntityId>),
    /// An action or measure that a noun phrase describes.
    Described(Tokens, ClassId),
    /// A date of the scene.
    Time(usize),
    /// A number, by its first token.
    Quantity(usize),
    /// Words.
    Words(Tokens),
}

/// Matches `steps` from the token `start`.
pub fn match_at(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    steps: &[Step],
    start: usize,
) -> Option<Match> {
    let is_verb = |step: &Step| matches!(step, Step::Word(forms) if forms.iter().any(|word| word.verb.is_some()));
    let has_verb = steps.iter().any(is_verb);
    let mut matcher = Matcher { scene, rules, steps, has_verb, budget: 600 };
    let found = Match { first: start, end: start, ..Match::default() };
    // `the son of Jan Berg's secretary`: not of Jan Berg.
    let is_whole = |found: &Match| {
        let is_slot = matches!(steps.last(), Some(Step::Slot(_)));
        !(is_slot && (scene.view.word(found.end) == "'s" || clause::is_cut(scene, rules, found)))
    };
    matcher.step(0, start, &found, false).filter(is_whole)
}

/// The tokens at which the first step of a pattern can be, in order: most places are turned away here,
/// before anything is allocated for them.
pub fn starts(scene: &Scene<'_>, steps: &[Step], starts: &mut Vec<usize>) {
    starts.clear();
    match steps.first() {
        // A word with a hyphen may be several tokens.
        Some(Step::Word(forms))
            if !forms.iter().any(|form| form.form.contains('-') || is_dash(&form.form)) =>
        {
            for form in forms {
                starts.extend_from_slice(scene.places_of(&form.form));
                starts.extend_from_slice(scene.places_of(&form.lemma));
            }
            starts.sort_unstable();
        }
        Some(Step::Slot(Slot { filter: Filter::Classes(_) | Filter::Described(_), .. })) => {
            starts.extend(scene.groups.iter().map(|group| group.tokens.first));
        }
        _ => starts.extend(0..scene.view.len()),
    }
    starts.dedup();
}

struct Matcher<'m, 's> {
    scene: &'m Scene<'s>,
    rules: &'m Rules<'m>,
    steps: &'m [Step],
    /// One of the steps is a verb.
    has_verb: bool,
    /// Steps left before the attempt is given up: no sentence can take long.
    budget: u32,
}

/// A place that the next step may start from.
struct Reached {
    at: usize,
    passed: Vec<usize>,
    times: Vec<usize>,
    /// Nothing stands between but words that belong to the same phrase.
    adjoins: bool,
}

impl Matcher<'_, '_> {
    /// Matches step `index` at or after token `at`.
    fn step(&mut self, index: usize, at: usize, found: &Match, must_adjoin: bool) -> Option<Match> {
        self.budget = self.budget.checked_sub(1)?;
        let Some(step) = self.steps.get(index) else {
            return Some(Match { end: at, ..found.clone() });
        };
        let places = match index {
            0 => vec![Reached { at, passed: Vec::new(), times: Vec::new(), adjoins: true }],
            _ => self.reach(index, at),
        };
        for place in places {
            if must_adjoin && !place.adjoins || place.at >= self.scene.view.len() {
                continue;
            }
            let mut next = found.clone();
            next.passed.extend(&place.passed);
            next.times.extend(&place.times);
            let matched = match step {
                Step::Gap => self.gap(index, place.at, &next),
                Step::Word(forms) => {
                    forms.iter().find_map(|form| self.word(index, &place, &next, form))
                }
                Step::Slot(slot) => self.slot(index, place.at, &next, slot),
            };
            if matched.is_some() {
                return matched;
            }
        }
        None
    }

    /// Up to eight words without a clause boundary.
    fn gap(&mut self, index: usize, at: usize, found: &Match) -> Option<Match> {
        let is_copula = |step: &Step| {
            matches!(step, Step::Word(forms)
                if forms.iter().any(|word| word.lemma == "be" || word.lemma == "become"))
        };
        let before = &self.steps[..index];
        let after_copula = before.last().is_some_and(is_copula);
        let is_predicate = before.iter().rev().take(2).any(is_copula);
        let is_comma = |step: &Step| matches!(step, Step::Word(forms) if forms.iter().all(|word| word.form == ","));
        let after_comma = before.iter().rev().take(2).any(is_comma);
        for width in 0..=8 {
            let end = at + width;
            // `has been visiting the leader of`: another predicate is no part of this one.
            let is_crossing = end > at
                && after_copula
                && self.scene.view.upos(end - 1) == Upos::Verb
                && self.scene.view.relation(end - 1) != Relation::AMOD;
            // `Anna Weber, the chief editor, Jan Berg, head of`: the comma ends what is said of her.
            // `Anna Weber, an adviser to the president of`: what is said of her is `adviser`.
            // `Anna Weber, met the head of`: nor what she does.
            // `Anna Weber, and the king of`: another person.
            let adds_another = after_comma && end > at && self.scene.view.word(at) == "and";
            let ends_insert = adds_another
                || end > at
                    && after_comma
                    && (matches!(
                        self.scene.view.word(end - 1),
                        "," | "of" | "to" | "for" | "like" | "unlike" | "according"
                    ) || matches!(self.scene.view.upos(end - 1), Upos::Verb | Upos::Aux)
                        && !matches!(
                            self.scene.view.relation(end - 1),
                            Relation::AMOD | Relation::COMPOUND
                        ));
            // `was founded by Peru and renamed in`: nor what is told of it next.
            let starts_next = end > at
                && matches!(self.scene.view.word(end - 1), "and" | "or")
                && starts_predicate(&self.scene.view, end);
            if is_crossing || ends_insert || starts_next {
                break;
            }
            if end > self.scene.view.len() {
                break;
            }
            // What stands in the gap may deny or plan what the pattern says.
            let mut next = found.clone();
            next.passed.extend(at..end);
            let is_open = !is_predicate || !clause::is_in_phrase_of_noun(&self.scene.view, at, end);
            if is_open && let Some(matched) = self.step(index + 1, end, &next, false) {
                return Some(matched);
            }
            if matches!(
                self.scene.view.word(end),
                ";" | ":"
                    | "."
                    | "who"
                    | "whom"
                    | "whose"
                    | "where"
                    | "which"
                    | "while"
                    | "but"
                    | "because"
                    | "”"
            ) {
                break;
            }
        }
        None
    }

    /// One word, in any of its forms and in the voice that the pattern has.
    fn word(&mut self, index: usize, place: &Reached, found: &Match, word: &Form) -> Option<Match> {
        let Form { form, lemma, verb } = word;
        let view = &self.scene.view;
        let at = place.at;
        let is_same = view.word(at) == *form
            || view.lemma(at) == *lemma
            || view.word(at) == *lemma
            || is_dash(form) && is_dash(view.word(at));
        if !is_same {
            // `member-states` may be several tokens.
            let end = joined_end(view, at, form)?;
            return self.step(index + 1, end, found, false);
        }
        let mut next = found.clone();
        if let Some(passive) = *verb {
            let is_verb = !matches!(view.upos(at), Upos::Noun | Upos::Propn | Upos::Adp);
            if !is_verb && !self.stands_as_verb(at, index) {
                return None;
            }
            if is_passive(view, at) != passive {
                return None;
            }
            next.verb = Some(at);
        }
        self.step(index + 1, at + 1, &next, false)
    }

    /// Says whether a word that the tagger took for a noun stands where only a verb can: right after
    /// the subject's name and right before another name or an article (`Kenya borders Uganda`).
    fn stands_as_verb(&self, at: usize, index: usize) -> bool {
        let view = &self.scene.view;
        let after_name = matches!(self.steps.get(index.wrapping_sub(1)), Some(Step::Slot(_)))
            && at > 0
            && self.scene.candidates.iter().any(|candidate| {
                candidate.tokens.end == at && candidate.reason != Reason::Adjective
            });
        let before_name =
            self.scene.groups_at(at + 1).next().is_some() || matches!(view.upos(at + 1), Upos::Det);
        after_name && before_name && view.word(at).ends_with('s')
    }

    /// One slot, with every way to fill it, longest first.
    fn slot(&mut self, index: usize, at: usize, found: &Match, slot: &Slot) -> Option<Match> {
        for (fill, end, must_adjoin) in self.fills(index, at, slot) {
            let mut next = found.clone();
            next.fills.push((slot.part, fill));
            let wants_mark = self.wants_possessor(index + 1);
            let is_possessor =
                self.scene.view.word(end) == "'s" && index + 1 < self.steps.len() && !wants_mark;
            let after = end + usize::from(is_possessor);
            if let Some(matched) = self.step(index + 1, after, &next, must_adjoin) {
                return Some(Match { end: matched.end.max(end), ..matched });
            }
        }
        None
    }

    /// What can fill `slot` at token `at`: fill, end, and whether the next step must adjoin.
    fn fills(&self, index: usize, at: usize, slot: &Slot) -> Vec<(Fill, usize, bool)> {
        let (scene, view) = (self.scene, &self.scene.view);
        let quantity = |wanted: fn(&super::quantity::QuantityKind) -> bool| {
            let number = scene.quantity_at(at).filter(|number| wanted(&number.kind));
            number
                .map(|number| (Fill::Quantity(at), number.tokens.end, false))
                .into_iter()
                .collect()
        };
        use super::quantity::QuantityKind as Kind;
        match &slot.filter {
            Filter::Classes(classes) | Filter::Described(classes) => {
                self.entities(index, at, classes)
            }
            Filter::Date => {
                let time = scene.time_at(at).or_else(|| {
                    scene
                        .times
                        .iter()
                        .position(|time| time.tokens.first < at && at < time.tokens.end)
                });
                time.map(|time| (Fill::Time(time), scene.times[time].tokens.end, false))
                    .into_iter()
                    .collect()
            }
            Filter::Money => quantity(|kind| matches!(kind, Kind::Money(_))),
            Filter::Percent => quantity(|kind| *kind == Kind::Percent),
            Filter::Count => quantity(|kind| *kind == Kind::Count),
            Filter::Rank => quantity(|kind| *kind == Kind::Rank),
            Filter::Office(kinds) => scene.offices[at]
                .filter(|office| kinds.is_empty() || kinds.contains(&office.kind))
                // `Kenyan foreign minister`: whose minister it is does not belong to the office.
                .filter(|office| {
                    !scene.candidates.iter().any(|candidate| {
                        candidate.tokens.first == at
                            && candidate.tokens.end < office.tokens.end
                            && candidate.reason == Reason::Adjective
                    })
                })
                .map(|office| (Fill::Words(office.tokens), office.tokens.end, false))
                .into_iter()
                .collect(),
            Filter::Noun => noun::phrase(view, at)
                .map(|tokens| {
                    let whole = noun::with_of(view, self.rules.words, tokens);
                    (Fill::Words(whole), whole.end, false)
                })
                .into_iter()
                .collect(),
        }
    }

    /// Says whether step `index` is the `'s` of a possessor.
    fn wants_possessor(&self, index: usize) -> bool {
        matches!(self.steps.get(index), Some(Step::Word(forms)) if forms.iter().any(|word| word.form == "'s"))
    }

    /// Entities and lists of entities of the wanted classes that start at `at`.
    fn entities(&self, index: usize, at: usize, classes: &[ClassId]) -> Vec<(Fill, usize, bool)> {
        let scene = self.scene;
        let is_last = index + 1 == self.steps.len();
        let next_is_noun = match self.steps.get(index + 1) {
            Some(Step::Word(forms)) => forms.iter().all(|word| {
                word.verb.is_none() && is_content(&word.form)
                    || is_dash(&word.form)
                    || word.form == "'s"
            }),
            Some(Step::Slot(_)) => true,
            Some(Step::Gap) | None => false,
        };
        let verb_follows = matches!(self.steps.get(index + 1), Some(Step::Word(forms)) if forms.iter().any(|word| word.verb.is_some()));
        let mut found = Vec::new();
        for group in scene.groups_at(at) {
            let fits = |member: &usize| {
                let candidate = &scene.candidates[*member];
                classes.iter().any(|class| self.rules.onto.is_a(candidate.class, *class))
            };
            if !group.members.iter().all(fits) {
                continue;
            }
            // `A, B and C–D border`: only C borders D.
            let before_dash = matches!(self.steps.get(index + 1), Some(Step::Word(forms))
                if forms.iter().any(|word| is_dash(&word.form)));
            if before_dash && group.members.len() > 1 {
                continue;
            }
            // `the EU and China's plan` is China's; `Peru and China's plan` is that of both.
            let top = |member: &usize| self.rules.onto.class(scene.candidates[*member].class).top;
            let is_mixed = group.members.iter().any(|one| top(one) != top(&group.members[0]));
            if is_mixed && scene.view.word(group.tokens.end) == "'s" {
                continue;
            }
            // `China, India and Iran, which joined`: the last of them did.
            let goes_on = scene.view.word(group.tokens.end) == ","
                && matches!(scene.view.word(group.tokens.end + 1), "who" | "which");
            if goes_on && verb_follows && group.members.len() > 1 {
                continue;
            }
            let candidate = &scene.candidates[group.members[0]];
            let is_adjective = candidate.reason == Reason::Adjective;
            let is_pronoun = matches!(scene.view.word(at), "his" | "her");
            if (is_adjective || is_pronoun) && !next_is_noun {
                continue;
            }
            // `Foreign Minister Anna Weber's speech` still tells who the minister is.
            let is_named_owner = is_last
                && !self.has_verb
                && scene.view.word(group.tokens.end) == "'s"
                && self.rules.is(candidate.class, "Person");
            // `Kenya borders Uganda`: what looks like a compound is the pattern's own word.
            let is_own_word = matches!(self.steps.get(index + 1), Some(Step::Word(forms))
                if forms.iter().any(|word| word.form == scene.view.word(group.tokens.end)));
            let may_go_on = is_named_owner || is_own_word;
            if (is_last || !next_is_noun) && !scene.ends_phrase(group.tokens.end) && !may_go_on {
                continue;
            }
            if index == 0
                && (verb_follows || matches!(self.steps.get(1), Some(Step::Gap)))
                && !self.can_be_subject(group)
            {
                continue;
            }
            found.push((
                Fill::Candidates(group.members.clone(), group.tokens),
                group.tokens.end,
                is_adjective,
            ));
        }
        found
    }

    /// Says whether a group before a verb can be its subject: no preposition governs it, no
    /// possessor or list goes before.
    fn can_be_subject(&self, group: &super::scene::Group) -> bool {
        let view = &self.scene.view;
        let mut first = group.tokens.first;
        while first > 0
            && (matches!(view.upos(first - 1), Upos::Det | Upos::Adj)
                || is_quote(view.word(first - 1)))
        {
            first -= 1;
        }
        let before = first.checked_sub(1);
        let is_governed = before.is_some_and(|index| {
            matches!(view.upos(index), Upos::Adp)
                && !matches!(
                    view.word(index),
                    "after" | "before" | "since" | "until" | "like" | "as"
                )
        });
        !is_governed && !self.scene.continues_list(group)
    }

    /// The places from which step `index` may be tried after token `at`.
    fn reach(&self, index: usize, at: usize) -> Vec<Reached> {
        let view = &self.scene.view;
        let (wants_verb, wants_mark) = match &self.steps[index] {
            Step::Word(forms) => (
                forms.iter().any(|word| {
                    word.verb.is_some() || matches!(word.lemma.as_str(), "be" | "have")
                }),
                !forms.iter().any(|word| is_content(&word.form)),
            ),
            Step::Slot(_) | Step::Gap => (false, false),
        };
        let after_slot = matches!(self.steps.get(index - 1), Some(Step::Slot(_)));
        let mut places = vec![Reached { at, passed: Vec::new(), times: Vec::new(), adjoins: true }];
        let (mut place, mut passed, mut times, mut adjoins) = (at, Vec::new(), Vec::new(), true);
        while places.len() < 16 && place < view.len() {
            let word = view.word(place);
            if is_quote(word) {
                place += 1;
            } else if let Some(time) = self.time_after(place) {
                // A date, with the commas around it. It does not part what makes one phrase: in `his trip to
                // Lima in May President Karim Bekov` nobody is president of Lima.
                let ends = match &self.steps[index] {
                    Step::Slot(slot) => slot.filter == Filter::Date || after_slot,
                    Step::Word(_) | Step::Gap => false,
                };
                if ends {
                    break;
                }
                times.push(time);
                place = self.scene.times[time].tokens.end;
                place += usize::from(view.word(place) == "," && wants_verb);
                adjoins = false;
            } else if let Some(close) =
                view.closing(place).filter(|_| !wants_mark || wants_verb || word != "(")
            {
                place = close + 1;
            } else if word == "," && wants_verb && after_slot {
                // The members of a list are no aside.
                let is_listed = self.scene.groups.iter().any(|group| {
                    group.members.len() > 1
                        && group.tokens.first < place
                        && group.tokens.end > place + 1
                });
                match insert_end(view, place).filter(|_| !is_listed) {
                    Some(end) => place = end,
                    None => break,
                }
                adjoins = false;
            } else if let Some(end) = complement_end(view, self.rules.words, place)
                .filter(|_| wants_verb && after_slot && place == at)
            {
                place = end;
                adjoins = false;
            } else if wants_verb && is_verb_group(view, self.rules, place) {
                passed.push(place);
                place += 1;
                adjoins = false;
            } else if !wants_verb && !wants_mark && is_phrase_opening(view, place) {
                place += 1;
                adjoins &= matches!(view.upos(place - 1), Upos::Adj | Upos::Adv);
            } else if !wants_verb
                && matches!(view.upos(place), Upos::Adv)
                && view.word(place) != "not"
            {
                passed.push(place);
                place += 1;
                adjoins = false;
            } else {
                break;
            }
            places.push(Reached {
                at: place,
                passed: passed.clone(),
                times: times.clone(),
                adjoins,
            });
        }
        places
    }

    /// The date at `place`, or after a comma there.
    fn time_after(&self, place: usize) -> Option<usize> {
        let is_comma = self.scene.view.word(place) == ",";
        self.scene.time_at(place + usize::from(is_comma))
    }
}
