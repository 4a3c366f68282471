//! Parts of a whole: `China accounts for 19.2 percent of Kazakhstan's exports`, `of its inhabitants,
//! 40 percent are ethnic Russians`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::Reader;
use crate::extract::mention::Candidate;
use crate::extract::quantity::QuantityKind;
use crate::extract::view::Tokens;
use crate::ontology::measure::MeasureUse as Use;
use crate::text::{Relation, Upos};

impl Reader<'_, '_> {
    /// A percentage of something.
    pub fn share(&self, seat: &Seat) -> Option<Figure> {
        if seat.unit != Unit::Percent || self.compared(seat).is_some() {
            return None;
        }
        if let Some(figure) = self.stake(seat) {
            return Some(figure);
        }
        if let Some(figure) = self.of_vote(seat) {
            return Some(figure);
        }
        if let Some(figure) = self.covered(seat) {
            return Some(figure);
        }
        if let Some(figure) = self.depended(seat) {
            return Some(figure);
        }
        let whole = self.whole(seat).or_else(|| self.whole_before(seat))?;
        // `90 percent of our exports`: whose, only the speaker knows.
        if self.is_the_speakers(whole) {
            return None;
        }
        let clause = self.syntax.clause(seat.head);
        let relation = self.syntax.relation(seat.head);
        let view = &self.scene.view;
        let is_predicate =
            clause == seat.head && self.syntax.child(clause, &[Relation::COP]).is_some();
        let is_whole_of = self.is(clause, Use::Share)
            && (seat.before == "for" || seat.before == "up" || relation == Relation::OBJ)
            || (self.is(clause, Use::Rise) || self.is(clause, Use::Fall))
                && matches!(seat.before.as_str(), "to" | "from")
            // `remittances are equivalent to 45 percent of output`
            || seat.before == "to" && matches!(view.lemma(clause), "equivalent" | "equal")
            || (self.is(clause, Use::Share) || self.is(clause, Use::Level))
                && !matches!(relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
        let mut figure = seat.figure("share", String::new(), clause);
        figure.settled = seat.before == "from";
        if is_predicate || is_whole_of {
            let part = self.syntax.subject(clause)?;
            let found = self.part_of(figure.clone(), part, whole);
            if found.is_some() || relation != Relation::OBJ {
                return found;
            }
        }
        if relation == Relation::APPOS {
            // What is set beside a noun is so whatever is said of the noun.
            let part = self.syntax.head(seat.head)?;
            figure.governor = part;
            return self.part_of(figure, part, whole);
        }
        if matches!(relation, Relation::NSUBJ | Relation::NSUBJ_PASS) {
            return self.predicated(figure, whole, clause);
        }
        if relation == Relation::OBJ && view.upos(clause) == Upos::Verb {
            return self.taken(&mut figure, whole, clause).then_some(figure);
        }
        None
    }

    /// The noun that the percentage is of.
    pub(super) fn whole(&self, seat: &Seat) -> Option<usize> {
        let is_whole =
            |at: &usize| self.syntax.case(*at) == "of" && self.is_noun(*at) && !self.is_figure(*at);
        let below = self.syntax.children(seat.head).iter().copied().find(is_whole);
        // `took 31 percent of its exports`, where the parser hung the whole on the verb
        let beside = || {
            let governor = self.syntax.head(seat.head)?;
            let is_next = |at: &usize| {
                is_whole(at)
                    && *at > seat.tokens.end
                    && self.scene.view.word(seat.tokens.end) == "of"
                    && self.syntax.extent(*at).0 == seat.tokens.end
            };
            self.syntax.children(governor).iter().copied().find(is_next)
        };
        below.or_else(beside).or_else(|| {
            // `Of its inhabitants, 40 percent …`: the whole stands first and hangs on the verb.
            let clause = self.syntax.clause(seat.head);
            let first = self.syntax.children(clause).iter().copied().find(is_whole)?;
            let stands_first = self.syntax.extent(first).0 <= 1 && first < seat.head;
            stands_first.then_some(first)
        })
    }

    /// `80 percent of the population speak Uzbek, and 20 percent speak Tajik`: the second is of
    /// what the first is of.
    fn whole_before(&self, seat: &Seat) -> Option<usize> {
        let is_subject = |head: usize| {
            matches!(self.syntax.relation(head), Relation::NSUBJ | Relation::NSUBJ_PASS)
        };
        let second = self.syntax.head(seat.head).filter(|_| is_subject(seat.head))?;
        let earlier = self.scene.quantities.iter().rev().find(|quantity| {
            quantity.kind == QuantityKind::Percent && quantity.tokens.end <= seat.tokens.first
        })?;
        let earlier = self.seat(earlier).filter(|earlier| is_subject(earlier.head))?;
        let first = self.syntax.head(earlier.head)?;
        let is_beside = self.syntax.head(second) == Some(first)
            && matches!(
                self.syntax.relation(second),
                Relation::CONJ | Relation::ADVCL | Relation::PARATAXIS
            );
        if is_beside { self.whole(&earlier) } else { None }
    }

    /// `the region covers 45 percent of Kenya`: of its territory.
    fn covered(&self, seat: &Seat) -> Option<Figure> {
        let verb = self.syntax.head(seat.head)?;
        let is_such = matches!(self.scene.view.lemma(verb), "cover" | "occupy")
            && self.syntax.relation(seat.head) == Relation::OBJ;
        let wholes = self.entities(self.whole(seat).filter(|_| is_such)?);
        let subjects = self.entities(self.syntax.subject(verb)?);
        let ([part], [whole]) = (subjects.as_slice(), wholes.as_slice()) else { return None };
        let is_place = |one: &Candidate| {
            self.rules.is(one.class, "Place") || self.rules.is(one.class, "Country")
        };
        let mut figure = seat.figure("share", "territory".to_owned(), verb);
        figure.about = vec![part.clone()];
        figure.counterpart = Some(whole.clone());
        (is_place(part) && is_place(whole) && part.meaning != whole.meaning).then_some(figure)
    }

    /// `Kenya depends on Peru for 60 percent of its trade`.
    fn depended(&self, seat: &Seat) -> Option<Figure> {
        let verb = self.syntax.head(seat.head)?;
        let view = &self.scene.view;
        let is_such = matches!(view.lemma(verb), "depend" | "rely")
            && seat.before == "for"
            && self.syntax.relation(seat.head) == Relation::OBL;
        let whole = self.whole(seat).filter(|_| is_such)?;
        let subjects = self.entities(self.syntax.subject(verb)?);
        let others = self.beside(verb, &["on", "upon"]);
        let ([who], [other]) = (subjects.as_slice(), others.as_slice()) else { return None };
        let owners = self.parties(whole).owner;
        let is_own = owners.iter().all(|owner| owner.meaning == who.meaning);
        let mut figure = seat.figure("share", self.describe(whole, &[who]), verb);
        figure.about = vec![who.clone()];
        figure.counterpart = Some(other.clone());
        is_own.then_some(figure)
    }

    /// `X accounts for N percent of the whole`.
    fn part_of(&self, mut figure: Figure, part: usize, whole: usize) -> Option<Figure> {
        let mut holders = self.holders_of(whole);
        // `62 percent of the Kenyan producer Altyn Tau`: a name that nobody knows.
        let is_unknown = self.entities(whole).is_empty()
            && self.syntax.children(whole).iter().any(|name| {
                *name == whole + 1
                    && self.scene.view.upos(*name) == Upos::Propn
                    && matches!(self.syntax.relation(*name), Relation::APPOS | Relation::FLAT)
            });
        if is_unknown {
            return None;
        }
        let part = match self.is(part, Use::Part) {
            true => self.inner(part).unwrap_or(part),
            false => part,
        };
        let mut part_names = self.entities(part);
        let is_group = self.counts_people(part);
        if part_names.len() == 1 && !is_group {
            figure.counterpart = part_names
                .pop()
                .filter(|one| holders.iter().all(|holder| holder.meaning != one.meaning));
            figure.counterpart.as_ref()?;
        } else if part_names.len() > 1 || !self.is_noun(part) {
            return None;
        }
        let of_part = self.parties(part);
        if holders.is_empty() {
            // `Kenya's debt reached 60 percent of GDP`
            let mut of_part = of_part;
            if is_group {
                of_part.modifier.clear();
            }
            holders = of_part.holders().to_vec();
            if holders.is_empty() {
                holders = self.by_clause(part, self.syntax.clause(part));
            }
            if holders.len() > 1 {
                return None;
            }
        }
        let apart: Vec<&Candidate> = holders.iter().chain(&figure.counterpart).collect();
        let base = self.describe(whole, &apart);
        if self.is_of_world(whole) {
            // `Kazakhstan accounts for 40 percent of the world's uranium`
            figure.about = figure.counterpart.take().into_iter().collect();
            figure.of = in_world(&base);
            return (!figure.about.is_empty()).then_some(figure);
        }
        if self.has_other_owner(whole) {
            return None;
        }
        let is_of_firm = !self.entities(whole).is_empty() && !self.counts_people(whole);
        if let (true, [firm], Some(owner)) = (is_of_firm, holders.as_slice(), &figure.counterpart) {
            // `owns 51 percent of the company`: of whoever has it, as of a stake.
            figure.of = "stake".to_owned();
            figure.about = vec![owner.clone()];
            figure.counterpart = Some(firm.clone());
            return Some(figure);
        }
        figure.of = match figure.counterpart {
            Some(_) => base,
            None => format!("{} in {base}", self.describe(part, &apart)),
        };
        figure.about = holders;
        self.is_told(&figure, whole).then_some(figure)
    }

    /// `40 percent of the inhabitants are ethnic Russians`, `55 percent of the population lives …`.
    fn predicated(&self, mut figure: Figure, whole: usize, clause: usize) -> Option<Figure> {
        let view = &self.scene.view;
        let holders = self.holders_of(whole);
        let apart: Vec<&Candidate> = holders.iter().collect();
        let base = self.describe(whole, &apart);
        let is_copular = self.syntax.child(clause, &[Relation::COP]).is_some();
        let (_, end) = self.syntax.extent(clause);
        let is_partner = matches!(self.syntax.case(clause), "with" | "to" | "from");
        let goes = matches!(view.lemma(clause), "go" | "come");
        let partner = if is_partner {
            self.entities(clause)
        } else if goes {
            self.beside(clause, &["to", "from"])
        } else {
            Vec::new()
        };
        figure.of = if let ([partner], true) = (partner.as_slice(), is_copular || goes) {
            // `5 percent of its trade is with Armenia`
            figure.counterpart = Some(partner.clone());
            base
        } else if is_copular && self.is_noun(clause) && self.syntax.case(clause).is_empty() {
            format!("{} in {base}", self.describe(clause, &apart))
        } else {
            // What is said of them is the rest of the clause, up to a comma.
            let stop = (clause + 1..=end)
                .find(|at| matches!(view.word(*at), "," | ";" | ":" | "." | "—" | "–" | "”"))
                .unwrap_or(end + 1);
            let first = self.first_of_predicate(clause);
            if stop - first > 12 || first < figure.tokens.end {
                return None;
            }
            format!("{base} that {}", view.slice(Tokens::new(first, stop)))
        };
        figure.about = holders;
        self.is_told(&figure, whole).then_some(figure)
    }

    /// First token of the verb group of a clause: its auxiliaries, negations and adverbs.
    fn first_of_predicate(&self, clause: usize) -> usize {
        let mut first = clause;
        while first > 0
            && self.syntax.head(first - 1) == Some(clause)
            && matches!(
                self.syntax.relation(first - 1),
                Relation::AUX
                    | Relation::AUX_PASS
                    | Relation::ADVMOD
                    | Relation::COP
                    // `were on the road`
                    | Relation::CASE
                    | Relation::DET
                    | Relation::NMOD_POSS
            )
        {
            first -= 1;
        }
        first
    }

    /// `Uzbekistan exports 80 percent of its cotton to Russia`, `Tokayev won 69 percent of the vote`.
    fn taken(&self, figure: &mut Figure, whole: usize, clause: usize) -> bool {
        let Some(subject) = self.syntax.subject(clause) else { return false };
        let subjects = self.entities(subject);
        let [subject] = subjects.as_slice() else { return false };
        // `beating Anna Weber's 4 percent`
        if figure.tokens.first > 0 && self.scene.view.word(figure.tokens.first - 1) == "'s" {
            return false;
        }
        let is_vote = matches!(self.scene.view.lemma(whole), "vote" | "seat" | "ballot");
        let is_won = is_vote && self.scene.view.lemma(clause) != "lose";
        // `of the vote in the election in Peru`: whose the votes are, says who wins them.
        let holders = if is_won { Vec::new() } else { self.holders_of(whole) };
        let wholes = self.entities(whole);
        let participle = self.rules.words.measures.noun(self.scene.view.lemma(clause), Use::Act);
        let is_own = holders.is_empty() || holders.iter().all(|one| one.meaning == subject.meaning);
        if !wholes.is_empty() || !is_own {
            return false;
        }
        let base = self.describe(whole, &[subject]);
        if self.is_of_world(whole) {
            figure.of = in_world(&base);
            figure.about = vec![subject.clone()];
            return true;
        }
        if self.has_other_owner(whole) {
            return false;
        }
        if is_won {
            figure.of = base;
        } else if let Some(participle) = participle {
            figure.of = format!("{base} {participle}");
        } else {
            return false;
        }
        figure.about = vec![subject.clone()];
        figure.counterpart = self
            .beside(clause, &["to", "from", "with"])
            .into_iter()
            .find(|one| one.meaning != subject.meaning);
        true
    }

    /// Says whether something is called `our` or `my`.
    fn is_the_speakers(&self, noun: usize) -> bool {
        self.syntax
            .children(noun)
            .iter()
            .any(|at| matches!(self.scene.view.word(*at), "our" | "my" | "your"))
    }

    /// Whose a whole is: its possessor, or the people or country itself.
    fn holders_of(&self, whole: usize) -> Vec<Candidate> {
        let parties = self.parties(whole);
        let mut holders = parties.holders().to_vec();
        if holders.is_empty() {
            holders = self.entities(whole);
        }
        holders.truncate(2);
        if holders.len() == 2 && parties.between.is_empty() { Vec::new() } else { holders }
    }

    /// Says whether the text tells whose the figure is.
    fn is_told(&self, figure: &Figure, whole: usize) -> bool {
        !figure.about.is_empty() || self.is(whole, Use::Whole)
    }
}

/// The name of a whole that is the world's.
fn in_world(base: &str) -> String {
    if base.starts_with("world") || base.starts_with("global") {
        base.to_owned()
    } else {
        format!("world {base}")
    }
}
