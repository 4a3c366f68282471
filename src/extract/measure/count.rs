//! Things and people counted: `Kazakhstan has 17 regions`, `12,000 Kazakh students study in
//! China`, `17 of the 30 members voted`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::{Parties, Reader, plural};
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::extract::view::is_dash;
use crate::ontology::measure::MeasureUse as Use;
use crate::ontology::word_class::WordClass;
use crate::text::{Number, Relation, Upos};

impl Reader<'_, '_> {
    /// A number with the noun that it counts.
    pub fn count(&self, seat: &Seat) -> Option<Figure> {
        if seat.unit != Unit::Things {
            return None;
        }
        if let Some(figure) = self.members(seat) {
            return Some(figure);
        }
        // `1,500 of 7,000 soldiers were moved`: not all of them.
        let of = seat.tokens.first.checked_sub(1).filter(|at| self.scene.view.word(*at) == "of");
        if of.is_some_and(|of| self.scene.quantities.iter().any(|part| part.tokens.end == of)) {
            return None;
        }
        // `Boeing 787 Dreamliners`: the number is part of the name.
        let view = &self.scene.view;
        let is_model = seat.tokens.len() == 1
            && seat.tokens.first > 1
            && view.is_capitalised(seat.tokens.first - 1)
            && view.upos(seat.tokens.first - 1) == Upos::Propn
            && view.is_capitalised(seat.tokens.end)
            && self.syntax.head(seat.tokens.first - 1) == self.syntax.head(seat.head);
        if is_model {
            return None;
        }
        let noun = self.counted(seat)?;
        // `the president is 62`
        let is_age = self.syntax.relation(noun) == Relation::NSUBJ
            && self.syntax.head(noun) == Some(seat.head)
            && self.scene.view.token(noun).features.number != Some(Number::Plural);
        if is_age {
            return None;
        }
        // `the first three sections`: there are more.
        let is_some_of = seat.tokens.first > 0
            && matches!(view.word(seat.tokens.first - 1), "first" | "last" | "next" | "remaining");
        // `recognised by five members of the union`: it has more, or nobody says so.
        let is_indefinite = matches!(view.lemma(noun), "member" | "state")
            && self.inner(noun).is_some_and(|body| {
                let body = self.entities(body);
                body.iter().any(|one| self.rules.is(one.class, "Organization"))
            })
            && !view
                .children(noun)
                .any(|word| matches!(view.word(word), "the" | "all" | "its") && word < noun)
            && !self.syntax.head(noun).is_some_and(|verb| {
                let holds = matches!(
                    view.lemma(verb),
                    "have" | "count" | "number" | "comprise" | "include" | "unite" | "be"
                );
                holds && self.syntax.relation(noun) == Relation::OBJ
            });
        if is_some_of || is_indefinite {
            return None;
        }
        let parties = self.parties_within(noun, 0);
        let mut figure = seat.figure("count", String::new(), self.syntax.clause(noun));
        if let Some(place) = self.inhabited(noun) {
            // `Lima, a city of two million, was the capital until 1997`: it has them now.
            figure.governor = noun;
            figure.unit = "people".to_owned();
            figure.of = "population".to_owned();
            figure.about = vec![place];
            return Some(figure);
        }
        // `40,000 Peruvians`
        let is_demonym = self.scene.candidates.iter().any(|one| {
            one.reason == Reason::Adjective
                && one.tokens.end == noun + 1
                && self.rules.is(one.class, "Country")
        });
        if self.counts_people(noun) || is_demonym {
            figure.unit = "people".to_owned();
        }
        // `won 68 of the 126 seats`: the number has the place of its noun.
        let place = match self.syntax.head(noun) {
            Some(head) if head == seat.head => head,
            _ => self.seat_of(noun),
        };
        let relation = self.syntax.relation(place);
        let verb = self.syntax.head(place).filter(|head| self.scene.view.upos(*head) == Upos::Verb);
        let done = match (verb, relation) {
            (Some(verb), Relation::OBJ) => self.done_by(&mut figure, noun, verb, &parties),
            (Some(verb), Relation::OBL) if self.scene.view.lemma(verb) == "consist" => {
                self.done_by(&mut figure, noun, verb, &parties)
            }
            (Some(verb), Relation::NSUBJ | Relation::NSUBJ_PASS) => {
                self.doing(&mut figure, noun, verb, &parties)
            }
            (Some(verb), Relation::OBL) if self.is(verb, Use::Rise) || self.is(verb, Use::Fall) => {
                self.belonging(&mut figure, noun, &parties)
            }
            _ => self.belonging(&mut figure, noun, &parties),
        };
        done.then_some(figure)
    }

    /// `With 12 million inhabitants, Lima is the largest city`, `the Union is a body with ten members`: of what
    /// the predicate is said of.
    fn with_predicate(&self, noun: usize) -> Vec<Candidate> {
        let Some(above) = self.syntax.head(noun) else { return Vec::new() };
        let opens = self.syntax.extent(noun).0 == 0;
        let is_body =
            self.scene.view.upos(above) == Upos::Noun && self.syntax.case(above).is_empty();
        let subject = match self.syntax.relation(above) {
            _ if opens => self.syntax.subject(above),
            Relation::APPOS if is_body => self.syntax.head(above),
            _ if is_body && self.syntax.child(above, &[Relation::COP]).is_some() => {
                self.syntax.child(above, &[Relation::NSUBJ])
            }
            _ => None,
        };
        subject.map(|subject| self.entities(subject)).unwrap_or_default()
    }

    /// `the 22-member cabinet of Kenya`, `the eight-nation East African Community`.
    fn members(&self, seat: &Seat) -> Option<Figure> {
        let view = &self.scene.view;
        let noun = seat.tokens.end + 1;
        let is_joined = is_dash(view.word(seat.tokens.end)) && view.is_joined(seat.tokens.end);
        if !is_joined || !matches!(view.word(noun), "member" | "nation" | "seat" | "state") {
            return None;
        }
        let holder = self.scene.candidates.iter().find(|candidate| {
            candidate.tokens.first <= noun + 1
                && noun + 1 < candidate.tokens.end
                && candidate.reason != Reason::Adjective
                && self.rules.is(candidate.class, "Organization")
        })?;
        let of = plural(view.lemma(noun));
        let mut figure = seat.figure("count", of, self.syntax.clause(noun));
        figure.about = vec![holder.clone()];
        Some(figure)
    }

    /// The noun that a number counts: the one it modifies, or the one after `of` (`17 of the 30
    /// members`).
    fn counted(&self, seat: &Seat) -> Option<usize> {
        let view = &self.scene.view;
        let partitive =
            self.syntax.children(seat.head).iter().copied().find(|child| {
                self.syntax.case(*child) == "of" && view.word(seat.tokens.end) == "of"
            });
        let noun = match partitive {
            // Which of them is told by a verb whose subject they are.
            Some(noun) => {
                let verb = self.syntax.head(seat.head)?;
                let is_told = match self.syntax.relation(seat.head) {
                    Relation::NSUBJ => self.is(verb, Use::Stay),
                    // `won 68 of the 126 seats`
                    Relation::OBJ => self.is(verb, Use::Have) || self.is(verb, Use::Act),
                    _ => false,
                };
                is_told.then_some(noun)?
            }
            None => {
                let head = self.syntax.head(seat.head)?;
                // `which has four, protests began`: no comma comes between.
                let modifies = self.syntax.relation(seat.head) == Relation::NUMMOD
                    && view.word(seat.tokens.end) != ",";
                // A number after its noun is its name: `Article 5`.
                (modifies && seat.tokens.end <= head && head - seat.tokens.end < 6)
                    .then_some(head)?
            }
        };
        let is_plural = view.token(noun).features.number != Some(Number::Singular)
            || view.forms[noun].ends_with('s');
        // `the two countries` are known already; `one` says rather `a certain`.
        let is_known = seat.bound.is_none()
            && seat.value < 4.0
            && seat.tokens.first > 0
            && matches!(
                view.word(seat.tokens.first - 1),
                "the" | "these" | "those" | "both" | "other"
            );
        let is_reference = self.scene.candidates.iter().any(|candidate| {
            candidate.reason == Reason::Coreference
                && candidate.tokens.first <= noun
                && noun < candidate.tokens.end
        });
        let is_figure = self.is_noun(noun)
            && is_plural
            && !is_known
            && !is_reference
            && seat.value >= 2.0
            && !self.is(noun, Use::Uncounted)
            && !self.is(noun, Use::Number)
            && !self.is(noun, Use::Size)
            && !self.is(noun, Use::Part);
        is_figure.then_some(noun)
    }

    /// `Kazakhstan has 17 regions`, `purchased two tankers`.
    fn done_by(&self, figure: &mut Figure, noun: usize, verb: usize, parties: &Parties) -> bool {
        let words = &self.rules.words.measures;
        let lemma = self.scene.view.lemma(verb);
        let is_having = self.is(verb, Use::Have);
        // `including 5 ministers` says nothing of how many there are.
        let is_finite = self.scene.view.word(verb) != "including";
        let done = words
            .noun(lemma, Use::Act)
            .or_else(|| words.noun(lemma, Use::Share).filter(|_| is_having));
        let moved = words.noun(lemma, Use::Move);
        let subjects = self.syntax.subject(verb).map(|at| self.described(at)).unwrap_or_default();
        // A name that nobody knows acts for itself, not for the place where it is.
        let is_named = self
            .syntax
            .subject(verb)
            .is_some_and(|subject| self.scene.view.upos(subject) == Upos::Propn);
        let holder = match (subjects.as_slice(), is_finite && (is_having || done.is_some())) {
            ([subject], true) => subject.clone(),
            _ if moved.is_some() => return false,
            // `Police in Lima detained 40 people`: nobody by name does it, so it is the place's.
            ([], true) if !is_having && !is_named && self.counts_people(noun) => {
                let place = self.place_of(verb);
                let ([place], Some(done)) = (place.as_slice(), done) else { return false };
                figure.of = format!("{} {done}", self.describe(noun, &[]));
                figure.about = vec![place.clone()];
                return true;
            }
            // `Japan and Mongolia signed 15 agreements`
            ([_, _], true) if self.is_mutual(noun) => {
                figure.of = self.describe(noun, &subjects.iter().collect::<Vec<_>>());
                if let Some(done) = done {
                    figure.of = format!("{} {done}", figure.of);
                }
                figure.about = subjects;
                return true;
            }
            // Where something was done does not say whose it is.
            _ => {
                let owned = Parties { place: Vec::new(), ..parties.clone() };
                return self.belonging(figure, noun, &owned);
            }
        };
        if self.rules.is(holder.class, "Person") {
            return false;
        }
        let mut others = parties.others();
        others.extend(self.beside(verb, &["with", "to", "from", "in", "at"]));
        // `received 4 million visitors, 1.2 million of them from Peru`
        let next = self.scene.quantities.iter().map(|one| one.tokens.first);
        let next = next.filter(|first| *first >= figure.tokens.end).min();
        others.retain(|one| next.is_none_or(|next| one.tokens.first < next));
        figure.counterpart = others.into_iter().find(|one| one.meaning != holder.meaning);
        let apart: Vec<&Candidate> = vec![&holder];
        figure.of = self.describe(noun, &apart);
        if !is_having && let Some(done) = done {
            figure.of = format!("{} {done}", figure.of);
        }
        figure.about = vec![holder];
        true
    }

    /// Where the subject of a verb is, or else what the verb says: `police in Lima detained`.
    fn place_of(&self, verb: usize) -> Vec<Candidate> {
        let subject = self.syntax.subject(verb).map(|subject| self.parties_within(subject, 0));
        match subject {
            Some(parties) if !parties.place.is_empty() => parties.place,
            Some(parties) if !parties.modifier.is_empty() && parties.modifier.len() == 1 => {
                parties.modifier
            }
            _ => self.beside(verb, &["in", "at", "across", "throughout"]),
        }
    }

    /// `12,000 Kazakh students study in China`, `25,000 Russians left the country`.
    fn doing(&self, figure: &mut Figure, noun: usize, verb: usize, parties: &Parties) -> bool {
        let words = &self.rules.words.measures;
        let lemma = self.scene.view.lemma(verb);
        let place =
            self.beside(verb, &["in", "across", "throughout", "at", "inside", "on", "outside"]);
        if let Some(moved) = words.noun(lemma, Use::Move) {
            let object = self.syntax.child(verb, &[Relation::OBJ]).map(|at| self.entities(at));
            let ground = object
                .filter(|found| !found.is_empty())
                .unwrap_or_else(|| self.beside(verb, &["from", "to", "in"]));
            let [ground] = ground.as_slice() else { return false };
            figure.of = format!("{} {moved}", self.describe(noun, &[]));
            figure.about = vec![ground.clone()];
            return true;
        }
        let stays = words
            .noun(lemma, Use::Stay)
            .or_else(|| words.noun(lemma, Use::Act).filter(|_| self.syntax.is_passive(verb)));
        let is_there = lemma == "be";
        // `Two soldiers wounded five men` counts no wounded soldiers.
        let is_doing = self.syntax.child(verb, &[Relation::OBJ]).is_some()
            && !stays.is_some_and(|manner| manner.ends_with("ing"));
        if let (Some(manner), false) = (stays, is_there || is_doing) {
            let holders = parties.holders().to_vec();
            let agent = self
                .syntax
                .child(verb, &[Relation::OBL_AGENT])
                .map(|at| self.entities(at))
                .unwrap_or_default();
            // `95,000 citizens of Peru live in Kenya`: in Kenya they are counted.
            let is_abroad =
                matches!(self.scene.view.lemma(noun), "citizen" | "national" | "native")
                    && !place.is_empty();
            // `placed in Kenya and the Gulf`: in both together.
            let is_of_several = place.first().is_some_and(|one| {
                let head = self.syntax.head_of(one.tokens.first, one.tokens.end);
                self.syntax.child(head, &[Relation::CONJ]).is_some()
            });
            let all: Vec<Candidate> = match is_abroad {
                true => [agent, place, holders].concat(),
                false => [agent, holders, place].concat(),
            };
            if is_of_several {
                return false;
            }
            let Some(holder) = all.first().cloned() else { return false };
            figure.counterpart = all.into_iter().find(|one| one.meaning != holder.meaning);
            figure.of = format!("{} {manner}", self.describe(noun, &[]));
            figure.about = vec![holder];
            return true;
        }
        if is_there && let [place] = place.as_slice() {
            figure.of = self.describe(noun, &[place]);
            figure.about = vec![place.clone()];
            return true;
        }
        self.belonging(figure, noun, parties)
    }

    /// `the 17 regions of Kazakhstan`, `its 2.1 million inhabitants`, `five institutes in Kenya`,
    /// `Kazakhstan, with 19 million people`.
    fn belonging(&self, figure: &mut Figure, noun: usize, parties: &Parties) -> bool {
        let mut parties = parties.clone();
        // `five Russian banks` are five of them, not all.
        parties.modifier.retain(|one| one.reason != Reason::Adjective);
        let mut named = noun;
        if self.syntax.relation(noun) == Relation::APPOS
            && let Some(head) = self.syntax.head(noun)
            && parties.holders().is_empty()
            && self.counts_people(head)
        {
            // `the Kazakh minority in China, around 1.5 million people`
            parties = self.parties(head);
            parties.modifier.clear();
            named = head;
        }
        let mut holders = parties.holders().to_vec();
        let is_apart = matches!(
            self.syntax.relation(noun),
            Relation::APPOS | Relation::PARATAXIS | Relation::DEP | Relation::ROOT
        );
        let after_dash = figure
            .tokens
            .first
            .checked_sub(1)
            .is_some_and(|before| is_dash(self.scene.view.word(before)));
        if holders.is_empty() && self.counts_people(noun) && !is_apart && !after_dash {
            // `170 Peruvians working in Chile`
            let clause = self.syntax.child(noun, &[Relation::ACL, Relation::ACL_RELCL]);
            holders = clause.map(|verb| self.beside(verb, &["in", "at"])).unwrap_or_default();
        }
        if holders.is_empty() && self.syntax.case(noun) == "of" && !is_apart {
            // `one of 1,900 enterprises registered in Kenya`
            let is_settled = |verb: &usize| {
                self.rules.words.is(self.scene.view.lemma(*verb), WordClass::Settled)
            };
            // The parser may hang it on the `one`.
            let clause = self.syntax.child(noun, &[Relation::ACL]).or_else(|| {
                let one = self.syntax.head(noun)?;
                self.syntax.child(one, &[Relation::ACL]).filter(|verb| *verb > noun)
            });
            let clause = clause.filter(is_settled);
            holders = clause.map(|verb| self.beside(verb, &["in"])).unwrap_or_default();
        }
        if holders.is_empty() && self.syntax.case(noun) == "to" {
            // `is home to 40 peoples`
            let home = self.syntax.head(noun).filter(|home| self.scene.view.lemma(*home) == "home");
            let subject = home.and_then(|home| self.syntax.subject(home));
            holders = subject.map(|subject| self.entities(subject)).unwrap_or_default();
        }
        if holders.is_empty() && self.syntax.case(noun) == "with" {
            holders = self.syntax.head(noun).map(|head| self.entities(head)).unwrap_or_default();
        }
        if holders.is_empty() && self.syntax.case(noun) == "with" {
            holders = self.with_predicate(noun);
        }
        let [holder] = holders.as_slice() else { return false };
        if self.rules.is(holder.class, "Person") {
            return false;
        }
        // `shops in 38 regions of Russia`: there are more.
        let is_where = matches!(self.syntax.case(noun), "in" | "across" | "throughout" | "through")
            && self.syntax.child(noun, &[Relation::DET]).is_none()
            && parties.owner.is_empty();
        if is_where {
            return false;
        }
        figure.counterpart = parties.others().into_iter().find(|one| one.meaning != holder.meaning);
        // `Kenya's two neighbours` are mentioned rather than counted.
        if figure.value < 4.0 && !self.counts_people(noun) {
            return false;
        }
        let is_owned =
            !(parties.owner.is_empty() && parties.of.is_empty() && parties.modifier.is_empty());
        // `met five ministers in Lima`: where, and not whose.
        let is_met = !is_owned
            && self.rules.words.offices.contains_key(self.scene.view.lemma(noun))
            && matches!(self.syntax.relation(noun), Relation::OBL | Relation::OBJ | Relation::NMOD);
        if is_met {
            return false;
        }
        if is_owned {
            // How many members there are does not hang on what they do.
            figure.governor = noun;
        }
        figure.of = self.describe(named, &[holder]);
        figure.about = vec![holder.clone()];
        true
    }
}
