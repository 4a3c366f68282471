//! Subjects and objects that the order of words gives away: what stands right behind a verb, what
//! stands before the comma after an opening phrase, and what a year before `when` belongs to.

use super::Mending;
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

impl Mending<'_> {
    /// `detained Anna Weber`: a name right behind a verb is what that does, but for verbs that say
    /// what somebody becomes or is called.
    pub(super) fn named_object(&mut self, at: usize) {
        let Some(verb) = self.head(at).filter(|verb| {
            self.tokens[at].upos == Upos::Propn
                && self.tokens[at].relation == Relation::XCOMP
                && self.tokens[*verb].upos == Upos::Verb
        }) else {
            return;
        };
        let is_linking = matches!(
            &*self.tokens[verb].lemma,
            "be" | "become" | "remain" | "stay" | "seem" | "appear" | "call" | "name" | "rename"
                | "dub" | "title" | "entitle" | "style" | "nickname" | "christen" | "baptize"
        );
        let has_own = [Relation::OBJ, Relation::AUX_PASS, Relation::NSUBJ_PASS];
        if verb + 1 == at && !is_linking && !self.has(verb, &has_own) {
            self.tokens[at].relation = Relation::OBJ;
        }
    }

    /// `Anna Weber, hosting a summit, refused`: a participle is no second name of a person, and what
    /// stands right behind it is its object.
    pub(super) fn participle_beside_name(&mut self, participle: usize) {
        let is_beside = matches!(self.tokens[participle].relation, Relation::APPOS | Relation::LIST)
            && matches!(self.tokens[participle].xpos, Xpos::VBG | Xpos::VBN)
            && self.tokens[participle].upos == Upos::Verb;
        let Some(name) = self.head(participle).filter(|name| is_beside && *name < participle)
        else {
            return;
        };
        self.tokens[participle].relation = Relation::ACL;
        let is_active = self.tokens[participle].xpos == Xpos::VBG;
        let object = self.children(name).into_iter().find(|at| {
            *at > participle
                && matches!(self.tokens[*at].relation, Relation::APPOS | Relation::LIST)
                && (participle + 1..*at).all(|between| self.is_below(between, *at))
        });
        if let Some(object) =
            object.filter(|_| is_active && !self.has(participle, &[Relation::OBJ]))
        {
            self.hang(object, participle, Relation::OBJ);
        }
    }

    /// `According to the newspaper Vestnik, Peru and Chile planned`: the subject stands behind the
    /// comma that closes the phrase before it.
    pub(super) fn source(&mut self, name: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS];
        let relation = self.tokens[name].relation;
        let Some(verb) = self.head(name).filter(|verb| {
            *verb > name
                && subjects.contains(&relation)
                && self.tokens[name].upos == Upos::Propn
        }) else {
            return;
        };
        let Some(noun) = name.checked_sub(1).filter(|noun| {
            self.tokens[*noun].upos == Upos::Noun
                && self.tokens[*noun].relation == Relation::OBL
                && self.head(*noun) == Some(verb)
                && self.has(*noun, &[Relation::CASE])
        }) else {
            return;
        };
        let conjuncts: Vec<usize> = (self.children(name).into_iter())
            .filter(|at| *at > name && self.tokens[*at].relation == Relation::CONJ)
            .collect();
        let Some(first) = conjuncts.first().copied() else { return };
        let starts_behind_comma = (name + 1..=first).find(|at| self.form(*at) == ",");
        let has_comma = starts_behind_comma
            .is_some_and(|comma| (name + 1..comma).all(|at| self.is_below(at, name)));
        if !has_comma {
            return;
        }
        self.hang(name, noun, Relation::APPOS);
        self.hang(first, verb, relation);
        for other in &conjuncts[1..] {
            self.hang(*other, first, Relation::CONJ);
        }
    }

    /// `began in 2010 and ended in 2015, when Peru joined`: `when` goes back to the date before it.
    pub(super) fn when(&mut self, when: usize) {
        let is_when = self.form(when) == "when" && when >= 2 && self.form(when - 1) == ",";
        let Some(clause) = self.head(when).filter(|clause| {
            is_when && *clause > when && self.tokens[*clause].relation == Relation::ADVCL
        }) else {
            return;
        };
        let date = when - 2;
        let is_date = matches!(self.tokens[date].upos, Upos::Num | Upos::Propn)
            && self.tokens[date].relation == Relation::OBL;
        let Some(verb) = self.head(date).filter(|verb| {
            is_date && self.tokens[*verb].upos == Upos::Verb && self.head(clause) != Some(*verb)
        }) else {
            return;
        };
        if !self.is_below(verb, clause) {
            self.hang(clause, verb, Relation::ADVCL);
        }
    }
}
