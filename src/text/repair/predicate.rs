//! Verbs that say no more than that something is so: `be`, and `do` for a verb that was just said.

use super::Mending;
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

impl Mending<'_> {
    /// `has always been a rich town`: `be` has no object, and the noun is the predicate.
    pub(super) fn object_of_be(&mut self, noun: usize) {
        let Some(be) = self.head(noun).filter(|be| {
            *be < noun
                && self.tokens[noun].relation == Relation::OBJ
                && self.tokens[noun].upos == Upos::Noun
                && &*self.tokens[*be].lemma == "be"
        }) else {
            return;
        };
        let children = self.children(be);
        let is_of =
            |relation: Relation| children.iter().any(|at| self.tokens[*at].relation == relation);
        let has_subject =
            is_of(Relation::NSUBJ) && !is_of(Relation::EXPL) && !is_of(Relation::XCOMP);
        if has_subject {
            self.take_place(noun, be, |child| child != noun);
            self.hang(be, noun, Relation::COP);
        }
    }

    /// `and 27,000 did so`: who did it, did what was said just now.
    pub(super) fn did_so(&mut self, so: usize) {
        let Some(verb) = so.checked_sub(1).filter(|verb| {
            self.form(so) == "so"
                && &*self.tokens[*verb].lemma == "do"
                && matches!(self.tokens[*verb].relation, Relation::COP | Relation::AUX)
        }) else {
            return;
        };
        let Some(taken) = self.head(verb) else { return };
        if self.tokens[taken].upos == Upos::Verb || taken < verb {
            return;
        }
        let is_before = |child: usize| child < verb;
        self.take_place(verb, taken, is_before);
        let relation = if taken == so { Relation::ADVMOD } else { Relation::OBL };
        self.hang(taken, verb, relation);
        self.hang(so, verb, Relation::ADVMOD);
        self.tokens[verb].upos = Upos::Verb;
    }

    /// `replaced Berg with Weber`: it is done with Weber, and Berg had none.
    pub(super) fn replaced_with(&mut self, next: usize) {
        let old = self.head(next).filter(|old| {
            self.tokens[next].relation == Relation::NMOD
                && self.tokens[*old].relation == Relation::OBJ
        });
        let Some(verb) = old.and_then(|old| self.head(old)) else { return };
        let is_with =
            self.children(next).into_iter().any(|at| at < next && self.form(at) == "with");
        if is_with && matches!(&*self.tokens[verb].lemma, "replace" | "supplant") {
            self.hang(next, verb, Relation::OBL);
        }
    }

    /// `borders Kenya to the north and Ghana to the south`: what comes behind `and` is a second object, and has
    /// a side of its own.
    pub(super) fn second_side(&mut self, second: usize) {
        let Some(side) = self.head(second).filter(|side| {
            *side < second
                && self.tokens[second].relation == Relation::CONJ
                && self.tokens[second].upos == Upos::Propn
                && matches!(self.form(*side), "north" | "south" | "east" | "west")
        }) else {
            return;
        };
        let first = self.head(side).and_then(|verb| {
            let is_object = |at: &usize| {
                self.tokens[*at].relation == Relation::OBJ
                    && self.tokens[*at].upos == Upos::Propn
                    && *at < side
            };
            self.children(verb).into_iter().rfind(is_object)
        });
        if let Some(first) = first {
            self.hang(second, first, Relation::CONJ);
        }
    }

    /// `One of them, Anna Weber, now teaches`: a number is no sentence, and what stands behind the name says
    /// what the one does.
    pub(super) fn one_of_them(&mut self, one: usize) {
        let is_one =
            one == 0 && self.form(one).eq_ignore_ascii_case("one") && self.head(one).is_none();
        if !is_one {
            return;
        }
        let children = self.children(one);
        let name = children.iter().copied().find(|at| self.tokens[*at].relation == Relation::APPOS);
        let verb = children.iter().copied().find(|at| {
            matches!(
                self.tokens[*at].relation,
                Relation::PARATAXIS | Relation::ACL | Relation::CONJ
            ) && self.tokens[*at].xpos.is_finite()
                && !self.has(*at, &[Relation::NSUBJ, Relation::NSUBJ_PASS])
        });
        let (Some(name), Some(verb)) =
            (name, verb.filter(|verb| name.is_some_and(|name| name < *verb)))
        else {
            return;
        };
        self.take_place(verb, one, |child| child > verb && child != name);
        self.hang(one, verb, Relation::NSUBJ);
    }

    /// `the summit that Kenya is to host`: what has no object is done to the noun before `that`.
    pub(super) fn that_is_to(&mut self, that: usize) {
        let Some(verb) = self.head(that).filter(|verb| {
            self.form(that) == "that"
                && self.tokens[that].relation == Relation::MARK
                && matches!(self.tokens[*verb].relation, Relation::ACL | Relation::ACL_RELCL)
                && *verb > that
                && self.head(*verb) == that.checked_sub(1)
                && self.tokens[*verb].upos == Upos::Verb
        }) else {
            return;
        };
        let is_infinitive = verb >= 2
            && self.form(verb - 1) == "to"
            && matches!(self.form(verb - 2), "is" | "was" | "are" | "were");
        let has_own = [Relation::OBJ, Relation::CCOMP, Relation::XCOMP, Relation::NSUBJ_PASS];
        if is_infinitive && !self.has(verb, &has_own) && self.has(verb, &[Relation::NSUBJ]) {
            self.hang(that, verb, Relation::OBJ);
            self.tokens[that].upos = Upos::Pron;
            self.tokens[verb].relation = Relation::ACL_RELCL;
        }
    }

    /// `Mr Bekov, a poet who left`: the name is what the sentence speaks of, and the title stands before it.
    pub(super) fn title_before_name(&mut self, title: usize) {
        let is_title = matches!(
            self.form(title),
            "Mr" | "Mr."
                | "Mrs"
                | "Mrs."
                | "Ms"
                | "Ms."
                | "Dr"
                | "Dr."
                | "Sir"
                | "Professor"
                | "Prof."
        );
        let name = title + 1;
        let is_head = is_title
            && name < self.tokens.len()
            && self.head(name) == Some(title)
            && self.tokens[name].relation == Relation::FLAT;
        if is_head {
            self.take_place(name, title, |child| child != name);
            self.hang(title, name, Relation::NMOD_DESC);
        }
    }

    /// `the conference aimed at trade has begun`: of two finite verbs with nothing between, the first is a
    /// participle.
    pub(super) fn reduced_relative(&mut self, verb: usize) {
        let Some(first) = self.head(verb).filter(|first| {
            *first < verb
                && matches!(self.tokens[*first].xpos, Xpos::VBD | Xpos::VBN)
                && self.form(*first).ends_with("ed")
                && matches!(
                    self.tokens[verb].relation,
                    Relation::ADVCL | Relation::CCOMP | Relation::CONJ | Relation::PARATAXIS
                )
                && matches!(self.tokens[verb].upos, Upos::Verb | Upos::Adj | Upos::Noun)
        }) else {
            return;
        };
        let own = self.children(verb);
        let is_of = |relations: &[Relation]| {
            own.iter().any(|at| relations.contains(&self.tokens[*at].relation))
        };
        let auxiliary = own.iter().copied().find(|at| {
            matches!(self.tokens[*at].relation, Relation::AUX | Relation::AUX_PASS | Relation::COP)
                && *at < verb
                && matches!(
                    self.form(*at),
                    "has" | "have" | "had" | "is" | "are" | "was" | "were" | "will"
                )
        });
        let (Some(auxiliary), Some(subject)) = (auxiliary, self.subject(first)) else { return };
        let is_plain = (first + 1..auxiliary).all(|at| {
            !matches!(
                self.form(at),
                "," | ";" | ":" | "that" | "and" | "but" | "it" | "he" | "she" | "they" | "–" | "—"
            )
        });
        let needs = [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::MARK, Relation::CC];
        let has_object = self.has(first, &[Relation::OBJ, Relation::AUX, Relation::AUX_PASS]);
        if !is_plain || is_of(&needs) || has_object || subject > first || auxiliary == first + 1 {
            return;
        }
        self.take_place(verb, first, |child| child > verb || child == subject);
        self.hang(first, subject, Relation::ACL);
        self.tokens[first].xpos = Xpos::VBN;
    }

    /// The subject of a verb.
    fn subject(&self, verb: usize) -> Option<usize> {
        let is_subject = |at: &usize| {
            matches!(self.tokens[*at].relation, Relation::NSUBJ | Relation::NSUBJ_PASS)
        };
        self.children(verb).into_iter().find(is_subject)
    }

    /// `the vote held by Peru in Ghana`: where it was held, and not where Peru is.
    pub(super) fn place_behind_agent(&mut self, place: usize) {
        let Some(agent) = self.head(place).filter(|agent| {
            *agent < place
                && self.tokens[place].relation == Relation::NMOD
                && self.tokens[place].upos == Upos::Propn
                && self.tokens[*agent].upos == Upos::Propn
                && self.tokens[*agent].relation == Relation::OBL_AGENT
        }) else {
            return;
        };
        let is_inside = self.children(place).into_iter().any(|at| {
            self.tokens[at].relation == Relation::CASE
                && matches!(self.form(at), "in" | "on" | "at")
        });
        if let Some(verb) = self.head(agent).filter(|_| is_inside) {
            self.hang(place, verb, Relation::OBL);
        }
    }

    /// `the Confucius Institute at Leiden University, founded in 2005`: what is at a place was founded, and not
    /// the place.
    pub(super) fn founded_at(&mut self, participle: usize) {
        let Some(place) = self.head(participle).filter(|place| {
            self.tokens[participle].relation == Relation::ACL
                && self.tokens[participle].xpos == Xpos::VBN
                && participle > 0
                && self.form(participle - 1) == ","
                && *place < participle
                && self.tokens[*place].relation == Relation::NMOD
        }) else {
            return;
        };
        let is_at = self
            .children(place)
            .into_iter()
            .any(|at| self.tokens[at].relation == Relation::CASE && self.form(at) == "at");
        let named = self.head(place).filter(|named| {
            is_at && *named < place && matches!(self.tokens[*named].upos, Upos::Noun | Upos::Propn)
        });
        if let Some(named) = named {
            self.hang(participle, named, Relation::ACL);
        }
    }

    /// `In the north of Kenya lies Marsabit`, `On the river stands a dam`: what stands behind a verb of place is
    /// its subject where a phrase of place opens the sentence.
    pub(super) fn inverted(&mut self, verb: usize) {
        let is_place = matches!(
            &*self.tokens[verb].lemma,
            "lie" | "stand" | "sit" | "rise" | "stretch" | "live" | "run"
        ) && self.tokens[verb].upos == Upos::Verb
            && self.tokens[verb].xpos.is_finite();
        let opener = self.tokens.first().map(|first| &*first.lemma);
        let opens = matches!(
            opener,
            Some(
                "in" | "on"
                    | "at"
                    | "inside"
                    | "near"
                    | "beyond"
                    | "behind"
                    | "between"
                    | "under"
                    | "along"
            )
        );
        if !is_place || !opens {
            return;
        }
        let children = self.children(verb);
        let Some(subject) = children
            .iter()
            .copied()
            .find(|at| *at > verb && self.tokens[*at].relation == Relation::OBJ)
        else {
            return;
        };
        // The only noun before the verb is that of the phrase.
        let before = children.iter().copied().filter(|at| {
            *at < verb
                && matches!(
                    self.tokens[*at].relation,
                    Relation::NSUBJ | Relation::OBL | Relation::OBL_UNMARKED
                )
        });
        let before: Vec<usize> = before.collect();
        let [place] = before.as_slice() else { return };
        if self.phrase_start(*place) > 1 {
            return;
        }
        self.tokens[*place].relation = Relation::OBL;
        self.tokens[subject].relation = Relation::NSUBJ;
        // `Inside Kenyan territory`
        if !self.has(*place, &[Relation::CASE]) && !self.is_below(*place, 0) {
            self.hang(0, *place, Relation::CASE);
            self.tokens[0].upos = Upos::Adp;
        }
    }

    /// `served until Anna Weber, a surgeon, won`: behind `until` a clause may begin with a name.
    pub(super) fn until_somebody(&mut self, until: usize) {
        let is_until = self.form(until) == "until" && self.tokens[until].relation == Relation::CASE;
        let Some(name) = self.head(until).filter(|name| is_until && *name > until) else { return };
        let verb = (name + 1..self.tokens.len()).find(|at| {
            self.form(at - 1) == ","
                && matches!(self.tokens[*at].xpos, Xpos::VBD | Xpos::VBZ)
                && self.tokens[*at].relation == Relation::CONJ
        });
        let Some(verb) = verb.filter(|verb| {
            self.tokens[name].upos == Upos::Propn
                && self.subject(*verb).is_none()
                && !self.has(*verb, &[Relation::CC])
                && !self.is_below(*verb, name)
                && self.head(*verb).is_some_and(|first| self.is_below(name, first))
        }) else {
            return;
        };
        self.hang(until, verb, Relation::MARK);
        self.hang(name, verb, Relation::NSUBJ);
        self.tokens[verb].relation = Relation::ADVCL;
    }
}
