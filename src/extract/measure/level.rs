//! Levels and changes: `exports reached $5 billion`, `rose from 3 to 5 percent`, `fell by 12
//! percent`, `debt of $2 billion`, `a 5 percent increase in trade`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::{Parties, Reader};
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::ontology::measure::MeasureUse as Use;
use crate::ontology::word_class::WordClass;
use crate::text::{Relation, Upos};

impl Reader<'_, '_> {
    /// What a verb of level, growth or decline says with the number.
    pub fn by_verb(&self, seat: &Seat) -> Option<Figure> {
        let syntax = &self.syntax;
        // `The population is 19 million.`
        if syntax.child(seat.head, &[Relation::COP]).is_some() {
            let subject = syntax.child(seat.head, &[Relation::NSUBJ])?;
            // `Bashkirs are 31 percent, Russians are 37`: nobody counts all Russians.
            if seat.unit == Unit::Things && self.scene.view.upos(subject) == Upos::Propn {
                return None;
            }
            return self.level(seat, subject, seat.head);
        }
        let (verb, relation) = self.governor(seat)?;
        // `is 1,340 kilometres long`
        if self.scene.view.upos(verb) == Upos::Adj && verb == seat.tokens.end {
            let subject =
                syntax.child(verb, &[Relation::NSUBJ]).or_else(|| self.set_beside(verb))?;
            // `The line is 972 kilometres long and runs through Kenya`: it is not Kenya that is long.
            let is_owned = !self.parties(subject).holders().is_empty();
            let level = || is_owned.then(|| self.level(seat, subject, verb)).flatten();
            return self.extent(seat, subject, verb).or_else(level);
        }
        let is_predicate = self.scene.view.upos(verb) == Upos::Verb
            || syntax.child(verb, &[Relation::NSUBJ]).is_some();
        let is_argument = matches!(
            relation,
            Relation::OBJ
                | Relation::OBL
                | Relation::OBL_AGENT
                | Relation::OBL_UNMARKED
                | Relation::XCOMP
                | Relation::ADVMOD
                | Relation::CONJ
                | Relation::NMOD
                | Relation::DEP
        );
        if !is_predicate || !is_argument {
            return None;
        }
        let lemma = self.scene.view.lemma(verb);
        if self.rules.words.is(lemma, WordClass::Estimating) && seat.before == "at" {
            return self.level(seat, self.estimated(seat, verb)?, verb);
        }
        if let Some(sign) = self.direction(verb) {
            let measured = self.changed(verb, seat)?;
            return match seat.before.as_str() {
                "to" | "at" => self.level(seat, measured, verb),
                "from" => {
                    let figure = self.level(seat, measured, verb)?;
                    Some(Figure { settled: true, ..figure })
                }
                "by" => self.change(seat, measured, verb, sign),
                _ if relation != Relation::OBL && !self.follows_preposition(seat) => {
                    self.change(seat, measured, verb, sign)
                }
                _ => None,
            };
        }
        let may_follow =
            matches!(seat.before.as_str(), "to" | "at") || !self.follows_preposition(seat);
        if !self.is(verb, Use::Level) || !may_follow {
            return None;
        }
        self.level(seat, syntax.subject(verb)?, verb)
    }

    /// `the line, 523 kilometres long,`: the noun right before the comma that an adjective belongs to.
    fn set_beside(&self, adjective: usize) -> Option<usize> {
        let (first, _) = self.syntax.extent(adjective);
        let comma = first.checked_sub(usize::from(self.scene.view.word(first) != ","))?;
        let mut noun = comma.checked_sub(1)?;
        // `the line from Lima to Quito, 523 kilometres long`, `a cable under the sea, 90 kilometres long`
        for _ in 0..4 {
            let has_case = !self.syntax.case(noun).is_empty();
            match self.syntax.head(noun) {
                Some(head) if has_case && self.is_noun(head) && head < noun => noun = head,
                Some(head) if has_case => {
                    let object = self.syntax.child(head, &[Relation::OBJ])?;
                    noun = Some(object).filter(|object| *object < noun)?;
                }
                _ => break,
            }
        }
        (self.scene.view.word(comma) == "," && self.is_noun(noun)).then_some(noun)
    }

    /// `The Aldan is 2,273 kilometres long`: a dimension of something that has a name.
    fn extent(&self, seat: &Seat, subject: usize, adjective: usize) -> Option<Figure> {
        let dimension = match self.scene.view.lemma(adjective) {
            "long" => "length",
            "wide" => "width",
            "high" | "tall" => "height",
            "deep" => "depth",
            _ => return None,
        };
        let found = self.described(subject);
        let [named] = found.as_slice() else { return None };
        let is_state = ["Country", "City"].iter().any(|class| self.rules.is(named.class, class));
        (matches!(seat.unit, Unit::Physical(_)) && !is_state).then_some(())?;
        let mut figure = seat.figure("amount", dimension.to_owned(), adjective);
        figure.about = vec![named.clone()];
        Some(figure)
    }

    /// What a noun says whose number it is: `growth of 5 percent`, `a $3 billion loan`,
    /// `trade worth $5 billion`, `exports ($2 billion)`.
    pub fn by_noun(&self, seat: &Seat) -> Option<Figure> {
        let colon = (seat.before == ":").then_some((seat.head, Relation::DEP));
        let (head, relation) = colon.or_else(|| self.governor(seat))?;
        // `45 percent of its output and more than half of its debt`: of the debt.
        if seat.unit == Unit::Percent
            && relation == Relation::NMOD_UNMARKED
            && self.whole(seat).is_some()
        {
            return None;
        }
        // `according to the ministry's figures, $3 billion of debt`
        if self
            .syntax
            .child(head, &[Relation::CASE])
            .is_some_and(|case| self.scene.view.word(case) == "according")
        {
            return None;
        }
        let noun = match (seat.before.as_str(), relation) {
            // `trade between Peru and Kenya, $5 billion`: no country is a sum.
            (_, Relation::APPOS)
                if matches!(seat.unit, Unit::Money(_)) && !self.entities(head).is_empty() =>
            {
                let over = |at: &usize| self.syntax.head(*at);
                std::iter::successors(over(&head), over).take(2).find(|at| self.is_noun(*at))?
            }
            ("of" | "at", Relation::NMOD) | (_, Relation::APPOS) => head,
            ("(", _) => head,
            // `Population: 19 million`
            (":", _) => (0..seat.tokens.first - 1).rfind(|at| self.is_noun(*at))?,
            ("worth", _) if self.scene.view.word(head) == "worth" => {
                self.syntax.child(head, &[Relation::NSUBJ]).or_else(|| self.syntax.head(head))?
            }
            ("worth", _) => head,
            (
                _,
                Relation::COMPOUND | Relation::NUMMOD | Relation::AMOD | Relation::NMOD_UNMARKED,
            ) if seat.unit != Unit::Things => head,
            _ => return None,
        };
        if !self.is_noun(noun) || self.scene.view.lemma(noun) == "point" {
            return None;
        }
        // What is set beside a noun is so whatever is planned with the noun.
        let is_beside = relation == Relation::APPOS && matches!(seat.unit, Unit::Money(_));
        let governor = if is_beside { noun } else { self.syntax.clause(noun) };
        // A contract does not contract.
        if let Some(sign) = self.direction(noun).filter(|_| !self.is(noun, Use::Gift)) {
            let inner = self.syntax.children(noun).iter().copied().find(|child| {
                self.syntax.relation(*child) == Relation::NMOD
                    && matches!(self.syntax.case(*child), "in" | "of")
                    && self.is_noun(*child)
            });
            return self.change(seat, inner.unwrap_or(noun), governor, sign);
        }
        self.level(seat, noun, governor)
    }

    /// `up 15 percent`, `, down 3 percent on the year`: a change of what was measured before.
    pub fn by_direction(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        // `made up 34 percent of the turnover`
        let is_particle = seat.tokens.first >= 2
            && matches!(
                self.scene.view.lemma(seat.tokens.first - 2),
                "make" | "take" | "put" | "pay"
            );
        let sign = match seat.before.as_str() {
            "up" | "down" if is_particle => return None,
            "up" => 1.0,
            "down" => -1.0,
            // `, an increase of 8 percent`
            "of" => {
                let (noun, _) = self.governor(seat)?;
                let bare = matches!(
                    self.syntax.relation(noun),
                    Relation::APPOS | Relation::PARATAXIS | Relation::CONJ
                ) && self.parties(noun).holders().is_empty()
                    && self.inner(noun).is_none_or(|inner| inner == seat.head);
                self.direction(noun).filter(|_| bare && self.is_noun(noun))?
            }
            _ => return None,
        };
        let earlier = earlier.filter(|earlier| {
            (earlier.measure == "amount" || earlier.measure == "count")
                && self.is_next_number(earlier, seat)
        })?;
        (seat.unit == Unit::Percent).then_some(())?;
        Some(earlier.changed(seat, sign))
    }

    /// Up or down, for a verb or noun of change.
    fn direction(&self, at: usize) -> Option<f64> {
        match (self.is(at, Use::Rise), self.is(at, Use::Fall)) {
            (true, _) => Some(1.0),
            (_, true) => Some(-1.0),
            _ => None,
        }
    }

    /// What grows or falls by a verb: its object where it has one, else its subject.
    fn changed(&self, verb: usize, seat: &Seat) -> Option<usize> {
        let object = self.syntax.children(verb).iter().copied().find(|child| {
            self.syntax.relation(*child) == Relation::OBJ
                && *child != seat.head
                && !self.is_figure(*child)
        });
        // `showed an increase in support, rising from 4 to 9 percent`
        let shown = || {
            let is_added = matches!(self.syntax.relation(verb), Relation::ADVCL | Relation::ACL);
            let main = self.syntax.head(verb).filter(|_| is_added)?;
            let mut nouns = vec![main];
            nouns.extend(self.syntax.child(main, &[Relation::OBJ]));
            let change = nouns
                .into_iter()
                .rfind(|noun| self.is_noun(*noun) && self.direction(*noun).is_some())?;
            self.syntax.children(change).iter().copied().find(|child| {
                matches!(self.syntax.case(*child), "in" | "of") && self.is_noun(*child)
            })
        };
        object.or_else(shown).or_else(|| self.syntax.subject(verb))
    }

    /// Says whether a preposition stands right before the number.
    fn follows_preposition(&self, seat: &Seat) -> bool {
        seat.tokens.first.checked_sub(1).is_some_and(|at| self.scene.view.upos(at) == Upos::Adp)
    }

    /// A change of what the noun at `measured` names.
    fn change(&self, seat: &Seat, measured: usize, governor: usize, sign: f64) -> Option<Figure> {
        if seat.unit == Unit::Things {
            return None;
        }
        let figure = self.level(seat, measured, governor)?;
        Some(Figure { measure: "change", value: sign * seat.value, ..figure })
    }

    /// The level of what the noun at `measured` names.
    pub fn level(&self, seat: &Seat, measured: usize, governor: usize) -> Option<Figure> {
        if !self.is_noun(measured) {
            return None;
        }
        let named = self.entities(measured);
        if !named.is_empty() && !self.counts_people(measured) {
            return None;
        }
        // `owes China, its largest creditor, $4 billion`: nobody who gives or takes is a sum.
        let is_somebody = self.is(measured, Use::Partner)
            || self.rules.words.is(self.scene.view.lemma(measured), WordClass::Dealer);
        let is_body = || {
            let class = self.rules.words.name_heads.get(self.scene.view.lemma(measured));
            class.is_some_and(|class| self.rules.is(*class, "Organization"))
                && matches!(self.syntax.relation(measured), Relation::OBJ | Relation::IOBJ)
        };
        if (is_somebody || is_body()) && matches!(seat.unit, Unit::Money(_)) {
            return None;
        }
        // `573 kilometres to the Peruvian border`: the border is no longer for that.
        if is_border(self.scene.view.lemma(measured)) && self.syntax.case(measured) == "to" {
            return None;
        }
        let parties = self.parties(measured);
        let mut figure = seat.figure(seat.measure(), String::new(), governor);
        if self.is(measured, Use::Part) {
            return self.part(seat, measured, governor, &parties);
        }
        let mut noun = measured;
        if self.is(measured, Use::Number) || self.is(measured, Use::Size) {
            let inner = self.inner(measured);
            if self.is(measured, Use::Number) {
                noun = inner.filter(|_| seat.unit == Unit::Things)?;
            } else {
                noun = inner.unwrap_or(measured);
            }
        }
        // People have no level in per cent or money: `the minister put the cost at $5 million`.
        if matches!(seat.unit, Unit::Percent | Unit::Money(_))
            && self.counts_people(noun)
            && !self.is(noun, Use::Whole)
        {
            return None;
        }
        if seat.unit == Unit::Things {
            let is_people = self.counts_people(noun) || self.is(noun, Use::Headcount);
            // `the president is 62`: an age; `the agent put the cost at 62`: no number of agents.
            let is_one = noun == measured
                && !self.is(noun, Use::Headcount)
                && !self.scene.view.is_inflected(noun);
            if !is_people && !self.is(measured, Use::Number) || is_one {
                return None;
            }
            if is_people {
                figure.unit = "people".to_owned();
            }
        }
        self.settle(&mut figure, noun, &parties)?;
        Some(figure)
    }

    /// The noun after the `of` of another.
    pub fn inner(&self, noun: usize) -> Option<usize> {
        self.syntax.children(noun).iter().copied().find(|child| {
            self.syntax.relation(*child) == Relation::NMOD
                && self.syntax.case(*child) == "of"
                && self.is_noun(*child)
        })
    }

    /// `China's share of Kazakhstan's trade`, `the share of coal in its exports`.
    fn part(&self, seat: &Seat, part: usize, governor: usize, parties: &Parties) -> Option<Figure> {
        if seat.unit != Unit::Percent {
            return None;
        }
        let is_inside = |child: &usize| {
            self.syntax.relation(*child) == Relation::NMOD
                && matches!(self.syntax.case(*child), "of" | "in")
        };
        let mut nouns: Vec<usize> = Vec::new();
        for noun in self.syntax.children(part).iter().copied().filter(is_inside) {
            nouns.push(noun);
            let further = self.syntax.children(noun).iter().copied();
            nouns.extend(further.filter(|one| is_inside(one) && self.syntax.case(*one) == "in"));
        }
        // `the share of Russians in Kazakhstan`: the whole is whoever lives there.
        if let [people, place] = nouns.as_slice()
            && self.counts_people(*people)
            && let [place] = self.entities(*place).as_slice()
            && (self.rules.is(place.class, "Country") || self.rules.is(place.class, "Place"))
        {
            let mut figure = seat.figure("share", String::new(), governor);
            figure.of = format!("{} in population", self.describe(*people, &[]));
            figure.about = vec![place.clone()];
            return Some(figure);
        }
        let whole = nouns.iter().copied().rfind(|noun| self.entities(*noun).is_empty())?;
        let of_whole = self.parties(whole);
        let mut figure = seat.figure("share", String::new(), governor);
        let other =
            self.syntax.child(part, &[Relation::NMOD_POSS]).map(|owner| self.entities(owner));
        let other = other.filter(|other| other.len() == 1);
        let mut holders = of_whole.holders().to_vec();
        if holders.is_empty() && other.is_none() {
            holders = parties.place.clone();
        }
        figure.counterpart = other.and_then(|mut other| other.pop()).or_else(|| {
            // `the share of China in Kazakhstan's trade`
            nouns.iter().find_map(|noun| self.entities(*noun).into_iter().next())
        });
        figure.counterpart = figure
            .counterpart
            .filter(|one| holders.iter().all(|holder| holder.meaning != one.meaning));
        // `the party's share of the vote`
        if holders.is_empty()
            && of_whole.holders().is_empty()
            && self.rules.words.is(self.scene.view.lemma(whole), WordClass::Contested)
        {
            holders.extend(figure.counterpart.take());
        }
        let apart: Vec<&Candidate> = holders.iter().chain(&figure.counterpart).collect();
        figure.of = self.describe(whole, &apart);
        let first =
            nouns.iter().copied().find(|noun| *noun != whole && self.entities(*noun).is_empty());
        if let Some(first) = first {
            figure.of = format!("{} in {}", self.describe(first, &apart), figure.of);
        }
        figure.about = holders;
        self.keep(&figure, whole).then_some(figure)
    }

    /// Finds whose the figure is and names what is measured. `None` when the text does not tell.
    pub fn settle(&self, figure: &mut Figure, noun: usize, parties: &Parties) -> Option<()> {
        let clause = self.syntax.clause(noun);
        // `a grant, not a loan, of $5 million`
        let is_denied = self.syntax.relation(noun) == Relation::CONJ
            && self.syntax.children(noun).iter().any(|not| self.scene.view.word(*not) == "not");
        if is_denied {
            return None;
        }
        let mut holders = parties.holders().to_vec();
        let mut with = parties.others();
        if self.is(noun, Use::Gift)
            && let Some(done) = self.gift(figure, noun, clause, parties)
        {
            return done.then_some(());
        }
        if self.is_mutual(noun) && holders.is_empty() {
            holders = self.syntax.subject(clause).map(|at| self.entities(at)).unwrap_or_default();
            if holders.len() != 2 {
                holders.clear();
            }
        }
        if holders.is_empty() {
            holders = self.by_clause(noun, clause);
        }
        // `Remittances to Peru rose to $5 billion`: Peru's they are.
        if let ([to], true) = (parties.to.as_slice(), holders.is_empty())
            && self.rules.words.is(self.scene.view.lemma(noun), WordClass::Inflow)
        {
            holders = vec![to.clone()];
        }
        // `the president wants to raise trade to $5 billion`: it is not his.
        if self.is_flow(noun) {
            holders.retain(|holder| !self.rules.is(holder.class, "Person"));
        }
        let relation = self.syntax.relation(noun);
        let is_argument =
            matches!(relation, Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::OBJ);
        if with.is_empty() && is_argument && !self.counts_people(noun) {
            with = self.beside(clause, &["with", "to", "from"]);
        }
        if holders.len() == 2 && !self.may_share(&holders, noun, parties) {
            return None;
        }
        if holders.len() > 2 {
            return None;
        }
        figure.counterpart =
            with.into_iter().find(|one| holders.iter().all(|holder| holder.meaning != one.meaning));
        let is_alone = figure.counterpart.is_none() && holders.len() < 2;
        if self.is_flow(noun) && is_alone && self.has_other_side(noun) {
            return None;
        }
        let mut apart: Vec<&Candidate> = holders.iter().chain(&figure.counterpart).collect();
        if self.counts_people(noun) {
            apart.retain(|one| one.reason != Reason::Adjective);
        }
        figure.of = self.describe(noun, &apart);
        figure.about = holders;
        self.keep(figure, noun).then_some(())
    }

    /// Takes a capital for its government where a country is the other side: `Moscow` beside
    /// `Kazakhstan`, both of `Beijing and Astana`.
    pub fn as_countries(&self, about: &mut [Candidate], counterpart: &mut Option<Candidate>) {
        let is_country = |one: &Candidate| self.rules.is(one.class, "Country");
        let government = |one: &Candidate| {
            let mut same = self.scene.candidates.iter();
            same.find(|other| {
                other.tokens == one.tokens && other.reason == Reason::Metonym && is_country(other)
            })
            .cloned()
        };
        let mut all: Vec<&mut Candidate> = about.iter_mut().chain(counterpart).collect();
        let may_be = |one: &Candidate| is_country(one) || government(one).is_some();
        if all.len() == 2 && all.iter().all(|one| may_be(one)) {
            for one in &mut all {
                if let Some(country) = government(one) {
                    **one = country;
                }
            }
        }
    }

    /// Says whether a figure is worth keeping: someone has it, or the country that is spoken of.
    fn keep(&self, figure: &Figure, noun: usize) -> bool {
        !figure.of.is_empty()
            && (!figure.about.is_empty()
                // `trade with Peru`: of the country that is spoken of.
                || figure.counterpart.is_some() && self.is_flow(noun)
                || self.is(noun, Use::Whole)
                || self.counts_people(noun))
    }

    /// Who has what the noun names by the clause around it: the subject of `has a debt of`, the
    /// noun before `with a debt of`, a place.
    pub fn by_clause(&self, noun: usize, clause: usize) -> Vec<Candidate> {
        let (view, syntax) = (&self.scene.view, &self.syntax);
        let noun = self.seat_of(noun);
        let relation = syntax.relation(noun);
        if syntax.case(noun) == "with" && relation == Relation::NMOD {
            let found = syntax.head(noun).map(|head| self.entities(head)).unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
        }
        // `built a fund with a capital of $5 million`, `built at a cost of $5 million`
        if let Some(found) = self.furnished(noun, clause) {
            return vec![found];
        }
        let is_object = relation == Relation::OBJ && syntax.head(noun) == Some(clause);
        let takes =
            [Use::Have, Use::Act, Use::Borrow, Use::Rise, Use::Fall, Use::Level, Use::Spend];
        // `shares with Peru a border of 600 kilometres`
        let is_shared = view.lemma(clause) == "share" && is_border(view.lemma(noun));
        if is_object
            && view.upos(clause) == Upos::Verb
            && (is_shared || takes.into_iter().any(|wanted| self.is(clause, wanted)))
        {
            let found = syntax.subject(clause).map(|at| self.entities(at)).unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
        }
        // `Georgian voters showed an increase in …`: of the clause's subject, by its people.
        let is_inside = relation == Relation::NMOD
            && syntax.head(noun).is_some_and(|head| self.direction(head).is_some());
        if is_inside && let Some(subject) = syntax.subject(clause) {
            let found = self.entities(subject);
            if !found.is_empty() {
                return found;
            }
            return self.parties(subject).holders().to_vec();
        }
        // `a contract worth $3 million was signed in Lima`: it is not Lima's.
        let is_agreement = self
            .rules
            .words
            .description_heads
            .get(view.lemma(noun))
            .is_some_and(|class| self.rules.is(*class, "Agreement"));
        if matches!(relation, Relation::NSUBJ | Relation::NSUBJ_PASS) && !is_agreement {
            let found = self.beside(clause, &["in", "across", "throughout"]);
            if found.len() == 1 {
                return found;
            }
        }
        Vec::new()
    }

    /// The entities that stand beside a verb after one of these prepositions.
    pub fn beside(&self, verb: usize, prepositions: &[&str]) -> Vec<Candidate> {
        let children = self.syntax.children(verb).iter().copied();
        children
            .filter(|child| {
                matches!(self.syntax.relation(*child), Relation::OBL | Relation::NMOD)
                    && prepositions.contains(&self.syntax.case(*child))
            })
            .map(|child| self.described(child))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// Says whether two holders have one figure together rather than one each.
    fn may_share(&self, holders: &[Candidate], noun: usize, parties: &Parties) -> bool {
        let is_pair = holders[0].tokens == holders[1].tokens;
        !parties.between.is_empty() || is_pair || self.is_mutual(noun)
    }

    /// `bilateral trade`, `mutual investment`, `joint exports`.
    pub fn is_mutual(&self, noun: usize) -> bool {
        self.syntax
            .children(noun)
            .iter()
            .any(|child| matches!(self.scene.view.word(*child), "bilateral" | "mutual" | "joint"))
            || self.scene.view.lemma(noun) == "agreement"
            || is_border(self.scene.view.lemma(noun))
    }

    /// Trade and what goes from one country to another.
    fn is_flow(&self, noun: usize) -> bool {
        self.rules.words.is(self.scene.view.lemma(noun), WordClass::Trade)
    }
}

/// What two neighbours have together.
fn is_border(lemma: &str) -> bool {
    matches!(lemma, "border" | "frontier" | "boundary")
}
