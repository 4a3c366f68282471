//! Numbers that a clause gives to something else than its subject: `put the cost at $5 million`,
//! `9 percent more than a year earlier`, `took a 49 percent stake in`, `a 293-kilometre railway`,
//! `a country of 7 million people`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::Reader;
use crate::extract::coreference::kind::is_kind;
use crate::extract::fact::Reason;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::quantity::QuantityKind;
use crate::ontology::word_class::WordClass;
use crate::text::Relation;

impl Reader<'_, '_> {
    /// `trade with the four states reached $9bn, a rise of 3 percent`: the rise is that of the $9bn, and where
    /// nobody knows whose they are, not that of the states.
    pub(super) fn is_next_number(&self, earlier: &Figure, seat: &Seat) -> bool {
        !self.scene.quantities.iter().any(|one| {
            matches!(one.kind, QuantityKind::Money(_))
                && earlier.tokens.end <= one.tokens.first
                && one.tokens.end <= seat.tokens.first
        })
    }

    /// The noun that somebody puts at a number: the object of `put … at`, the subject of `was put at`.
    /// `None` where the verb is no such verb.
    pub fn estimated(&self, seat: &Seat, verb: usize) -> Option<usize> {
        let is_estimate = seat.before == "at"
            && self.rules.words.is(self.scene.view.lemma(verb), WordClass::Estimating);
        is_estimate.then_some(())?;
        let object = self.syntax.children(verb).iter().copied().find(|child| {
            self.syntax.relation(*child) == Relation::OBJ
                && *child != seat.head
                && !self.is_figure(*child)
        });
        object.or_else(|| self.syntax.subject(verb).filter(|_| self.syntax.is_passive(verb)))
    }

    /// `the bank put the total at $6 billion`: what the number before was of.
    pub fn put_again(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let (verb, _) = self.governor(seat)?;
        let noun = self.estimated(seat, verb)?;
        let view = &self.scene.view;
        let is_total =
            self.rules.words.is(view.lemma(noun), WordClass::Total) && self.inner(noun).is_none();
        let again = seat.figure(seat.measure(), String::new(), verb);
        let earlier = earlier.filter(|earlier| is_total && earlier.unit == again.unit)?;
        Some(Figure {
            of: earlier.of.clone(),
            measure: earlier.measure,
            about: earlier.about.clone(),
            counterpart: earlier.counterpart.clone(),
            ..again
        })
    }

    /// Which way `9 percent more than` goes; `None` where nothing is compared.
    pub fn compared(&self, seat: &Seat) -> Option<f64> {
        let view = &self.scene.view;
        let end = seat.tokens.end;
        let sign = match view.word(end) {
            "more" | "higher" | "larger" | "greater" | "above" => 1.0,
            "less" | "fewer" | "lower" | "smaller" | "below" => -1.0,
            _ => return None,
        };
        let has_than = matches!(view.word(end), "above" | "below")
            || (end + 1..end + 4).any(|at| view.word(at) == "than");
        (seat.unit == Unit::Percent && has_than).then_some(sign)
    }

    /// `trade reached $5 billion, 9 percent more than a year earlier`: a change of what was measured before.
    pub fn by_comparison(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let sign = self.compared(seat)?;
        let view = &self.scene.view;
        let than = (seat.tokens.end..view.len().min(seat.tokens.end + 4))
            .find(|at| matches!(view.word(*at), "than" | "above" | "below"))?;
        // Than before, and not than somebody else.
        let is_before = (than + 1..view.len().min(than + 5))
            .any(|at| matches!(view.word(at), "earlier" | "before" | "previous" | "last" | "year"))
            || self
                .scene
                .times
                .iter()
                .any(|time| time.tokens.first > than && time.tokens.first <= than + 2);
        let earlier = earlier.filter(|earlier| {
            is_before
                && matches!(earlier.measure, "amount" | "count")
                && seat.tokens.first <= earlier.tokens.end + 6
        })?;
        self.is_next_number(earlier, seat).then(|| earlier.changed(seat, sign))
    }

    /// `took a 49 percent stake in the port`: of whoever takes or has it.
    pub fn stake(&self, seat: &Seat) -> Option<Figure> {
        let (noun, relation) = self.governor(seat)?;
        let view = &self.scene.view;
        let is_stake = seat.unit == Unit::Percent
            && self.rules.words.is(view.lemma(noun), WordClass::Stake)
            && matches!(
                relation,
                Relation::COMPOUND | Relation::NUMMOD | Relation::AMOD | Relation::NMOD_UNMARKED
            );
        is_stake.then_some(())?;
        let verb = self.syntax.head(noun).filter(|verb| {
            self.syntax.relation(noun) == Relation::OBJ
                && self.rules.words.is(view.lemma(*verb), WordClass::Acquiring)
        })?;
        let subjects = self.entities(self.syntax.subject(verb)?);
        let [owner] = subjects.as_slice() else { return None };
        let target = self.syntax.children(noun).iter().copied().find(|child| {
            self.syntax.case(*child) == "in" && self.syntax.relation(*child) == Relation::NMOD
        });
        let mut figure = seat.figure("share", "stake".to_owned(), verb);
        figure.counterpart = target.and_then(|at| self.described(at).into_iter().next());
        figure.about = vec![owner.clone()];
        Some(figure)
    }

    /// `a 293-kilometre railway from Lima to Quito`: how long it is.
    pub fn length(&self, seat: &Seat) -> Option<Figure> {
        let Unit::Physical(unit) = &seat.unit else { return None };
        let (noun, relation) = self.governor(seat)?;
        let is_beside = matches!(relation, Relation::COMPOUND | Relation::NUMMOD | Relation::AMOD)
            && noun > seat.head;
        let is_long = matches!(unit.as_str(), "km" | "m" | "mi" | "KiloM" | "M");
        if !is_beside || !is_long {
            return None;
        }
        let line_at = |noun: usize| {
            self.scene.candidates.iter().find(|candidate| {
                (candidate.tokens.first..candidate.tokens.end).contains(&noun)
                    && self.scene.view.head_of(candidate.tokens) == noun
                    && self.rules.is(candidate.class, "Project")
                    && candidate.specific
            })
        };
        // `the Nabucco pipeline, a 3,300-kilometre project`
        let beside = || {
            let named = self.syntax.head(noun)?;
            let is_beside = self.syntax.relation(noun) == Relation::APPOS;
            line_at(named).filter(|_| is_beside)
        };
        let line = line_at(noun).or_else(beside)?;
        let mut figure = seat.figure("amount", "length".to_owned(), noun);
        figure.about = vec![line.clone()];
        Some(figure)
    }

    /// `a fund with a capital of $5 million`, where the phrase hangs on the verb; `built at a cost of $5 million`:
    /// whose capital or cost it is.
    pub fn furnished(&self, noun: usize, verb: usize) -> Option<Candidate> {
        let (view, syntax) = (&self.scene.view, &self.syntax);
        if syntax.relation(noun) != Relation::OBL || syntax.head(noun) != Some(verb) {
            return None;
        }
        match syntax.case(noun) {
            "with" => {
                let (first, _) = syntax.extent(noun);
                let owner = (self.scene.candidates.iter()).find(|one| one.tokens.end == first)?;
                let is_thing = ["Organization", "Project", "Programme"]
                    .iter()
                    .any(|class| self.rules.is(owner.class, class));
                is_thing.then(|| owner.clone())
            }
            "at" | "for" if matches!(view.lemma(noun), "cost" | "price" | "expense") => {
                let is_made = self.rules.words.is(view.lemma(verb), WordClass::Building);
                // A participle is of the noun that it stands behind.
                let made = match syntax.relation(verb) {
                    Relation::ACL => syntax.head(verb),
                    _ if syntax.is_passive(verb) => syntax.subject(verb),
                    _ => syntax
                        .children(verb)
                        .iter()
                        .copied()
                        .find(|child| syntax.relation(*child) == Relation::OBJ),
                };
                let made = self.described(made.filter(|_| is_made)?);
                let [one] = made.as_slice() else { return None };
                Some(one.clone())
            }
            _ => None,
        }
    }

    /// `the line would run for 1,800 kilometres`: how long it is.
    pub fn run(&self, seat: &Seat) -> Option<Figure> {
        let (verb, _) = self.governor(seat)?;
        let Unit::Physical(unit) = &seat.unit else { return None };
        let is_long = matches!(unit.as_str(), "km" | "m" | "mi" | "KiloM" | "M");
        let is_such = is_long
            && self.rules.words.is(self.scene.view.lemma(verb), WordClass::Course)
            && matches!(seat.before.as_str(), "" | "for" | "over");
        let subjects = self.described(self.syntax.subject(verb).filter(|_| is_such)?);
        let [line] = subjects.as_slice() else { return None };
        let is_line = self.rules.is(line.class, "Project") || self.rules.is(line.class, "Place");
        let mut figure = seat.figure("amount", "length".to_owned(), verb);
        figure.about = vec![line.clone()];
        is_line.then_some(figure)
    }

    /// `Kenya is a country of 7 million people`: whose inhabitants are counted.
    pub fn inhabited(&self, noun: usize) -> Option<Candidate> {
        let view = &self.scene.view;
        let is_people = self.rules.words.is(view.lemma(noun), WordClass::Inhabitant)
            && self.syntax.case(noun) == "of";
        let place = self.syntax.head(noun).filter(|place| {
            is_people
                && (self.rules.words.is(view.lemma(*place), WordClass::Settlement)
                    || self.rules.words.is(view.lemma(*place), WordClass::Country))
        })?;
        let is_said = self.syntax.child(place, &[Relation::COP]).is_some();
        let subject = self.syntax.child(place, &[Relation::NSUBJ]).filter(|_| is_said);
        let apposed =
            self.syntax.head(place).filter(|_| self.syntax.relation(place) == Relation::APPOS);
        let named = self.entities(subject.or(apposed)?);
        let [one] = named.as_slice() else { return None };
        let is_place = self.rules.is(one.class, "Country") || self.rules.is(one.class, "Place");
        is_place.then(|| one.clone())
    }

    /// `the attack killed 145 people`, `riots in which 238 people died`, `left 400 dead`: of the event.
    pub fn toll(&self, seat: &Seat) -> Option<Figure> {
        let view = &self.scene.view;
        if seat.unit != Unit::Things {
            return None;
        }
        // `400 dead`, where the adjective is the noun
        let noun = match self.syntax.head(seat.head) {
            Some(head) if self.syntax.relation(seat.head) == Relation::NUMMOD => head,
            _ => seat.head,
        };
        let verb = self.syntax.head(noun)?;
        let relation = self.syntax.relation(noun);
        let is_counted = noun == seat.head || self.counts_people(noun);
        let is_dead = |at: usize| self.rules.words.is(view.word(at), WordClass::Casualty);
        let manner = match view.lemma(verb) {
            harm if self.rules.words.is(harm, WordClass::Harming) => harm,
            "die" | "perish" => "die",
            "leave" => {
                let state = (noun + 1..view.len().min(noun + 3)).find(|at| is_dead(*at))?;
                view.word(state)
            }
            _ => return None,
        };
        let event = match relation {
            Relation::OBJ => self.syntax.subject(verb)?,
            Relation::NSUBJ | Relation::NSUBJ_PASS
                if self.syntax.relation(verb) == Relation::ACL_RELCL =>
            {
                let is_inside = self.syntax.children(verb).iter().any(|child| {
                    matches!(view.word(*child), "which" | "where")
                        && (matches!(self.syntax.case(*child), "in" | "during")
                            || view.word(*child) == "where")
                });
                self.syntax.head(verb).filter(|_| is_inside)?
            }
            // `70,000 people died in the war`
            Relation::NSUBJ | Relation::NSUBJ_PASS => {
                let is_inside = |child: &usize| matches!(self.syntax.case(*child), "in" | "during");
                let is_event = |child: &usize| {
                    self.described(*child).iter().any(|one| self.rules.is(one.class, "Event"))
                };
                let children = self.syntax.children(verb).iter().copied();
                children.filter(is_inside).find(is_event)?
            }
            _ => return None,
        };
        let found = self.described(event);
        let [event] = found.as_slice() else { return None };
        let is_event = is_counted
            && self.rules.is(event.class, "Event")
            && (event.specific || event.reason != Reason::Description);
        is_event.then_some(())?;
        let counted =
            if noun == seat.head { "people".to_owned() } else { self.describe(noun, &[]) };
        let of = match manner {
            "kill" => format!("{counted} killed"),
            "injure" => format!("{counted} injured"),
            "wound" => format!("{counted} wounded"),
            "displace" => format!("{counted} displaced"),
            "die" => format!("{counted} who died"),
            state => format!("{counted} {state}"),
        };
        let mut figure = seat.figure("count", of, verb);
        figure.unit = "people".to_owned();
        figure.about = vec![event.clone()];
        Some(figure)
    }

    /// `Kenya has five`, where the sentence before tells of what: a kind of things with one name.
    pub fn elided(&self, seat: &Seat) -> Option<Figure> {
        let kind = self.scene.candidates.iter().find(|candidate| {
            candidate.reason == Reason::Coreference
                && candidate.tokens.overlaps(seat.tokens)
                && is_kind(self.rules, &candidate.meaning)
        })?;
        let verb = self.syntax.head(seat.head)?;
        let is_had = seat.unit == Unit::Things
            && self.syntax.relation(seat.head) == Relation::OBJ
            && self.scene.view.lemma(verb) == "have";
        let subjects = self.entities(self.syntax.subject(verb).filter(|_| is_had)?);
        let [owner] = subjects.as_slice() else { return None };
        let Meaning::Entry(entry) = kind.meaning else { return None };
        let of = self.rules.lexicon.entry(entry).name.clone();
        let mut figure = seat.figure("count", of, verb);
        figure.about = vec![owner.clone()];
        Some(figure)
    }
}
