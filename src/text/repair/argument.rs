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
            "be" | "become"
                | "remain"
                | "stay"
                | "seem"
                | "appear"
                | "call"
                | "name"
                | "rename"
                | "dub"
                | "title"
                | "entitle"
                | "style"
                | "nickname"
                | "christen"
                | "baptize"
        );
        let has_own = [Relation::OBJ, Relation::AUX_PASS, Relation::NSUBJ_PASS];
        if verb + 1 == at && !is_linking && !self.has(verb, &has_own) {
            self.tokens[at].relation = Relation::OBJ;
        }
    }

    /// `Anna Weber, hosting a summit, refused`: a participle is no second name of a person, and what
    /// stands right behind it is its object.
    pub(super) fn participle_beside_name(&mut self, participle: usize) {
        let is_beside =
            matches!(self.tokens[participle].relation, Relation::APPOS | Relation::LIST)
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
            *verb > name && subjects.contains(&relation) && self.tokens[name].upos == Upos::Propn
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

    /// `signed a contract worth $5 million`: it is the contract that is worth it.
    pub(super) fn worth(&mut self, worth: usize) {
        let is_price = self.form(worth) == "worth"
            && worth > 0
            && worth + 1 < self.tokens.len()
            && matches!(self.tokens[worth + 1].upos, Upos::Sym | Upos::Num | Upos::Adv);
        let Some(noun) = worth.checked_sub(1).filter(|noun| {
            is_price
                && self.tokens[*noun].upos == Upos::Noun
                && self.head(worth) != Some(*noun)
                && !self.is_below(*noun, worth)
        }) else {
            return;
        };
        self.hang(worth, noun, Relation::AMOD);
    }

    /// `war broke out, with Peru recognizing the region`: after `with` and a noun a participle has that
    /// noun as its subject.
    pub(super) fn absolute(&mut self, with: usize) {
        let is_absolute = with > 0
            && self.form(with) == "with"
            && self.form(with - 1) == ","
            && self.tokens[with].relation == Relation::CASE;
        let Some(noun) = self.head(with).filter(|noun| {
            is_absolute
                && *noun > with
                && matches!(self.tokens[*noun].relation, Relation::NMOD | Relation::OBL)
        }) else {
            return;
        };
        let Some(verb) = (noun + 1..self.tokens.len())
            .find(|at| self.tokens[*at].upos != Upos::Adv)
            .filter(|verb| {
                self.tokens[*verb].xpos == Xpos::VBG
                    && self.tokens[*verb].upos == Upos::Verb
                    && matches!(
                        self.tokens[*verb].relation,
                        Relation::ADVCL | Relation::ACL | Relation::XCOMP
                    )
            })
        else {
            return;
        };
        let Some(above) = self.head(noun).filter(|_| !self.has(verb, &[Relation::NSUBJ])) else {
            return;
        };
        if self.head(verb) == Some(noun) {
            // Both change places.
            self.hang(verb, above, Relation::ADVCL);
        } else if self.is_below(above, verb) {
            return;
        }
        self.hang(noun, verb, Relation::NSUBJ);
        self.hang(with, verb, Relation::MARK);
    }

    /// `The minister, Anna Weber, expressed concern that …`: a sentence of one long noun phrase has its
    /// verb behind the last comma.
    pub(super) fn verbless(&mut self) {
        let Some(root) = self.root() else { return };
        let is_nominal = matches!(self.tokens[root].upos, Upos::Noun | Upos::Propn);
        if !is_nominal || self.has(root, &[Relation::COP, Relation::NSUBJ]) {
            return;
        }
        let verb = (root + 2..self.tokens.len().saturating_sub(1)).find(|at| {
            self.tokens[*at].upos == Upos::Verb
                && matches!(self.tokens[*at].xpos, Xpos::VBD | Xpos::VBN)
                && self.tokens[*at].relation == Relation::AMOD
                && self.form(*at - 1) == ","
                && self.head(*at).is_some_and(|noun| {
                    noun > *at
                        && self.head(noun) == Some(root)
                        && matches!(
                            self.tokens[noun].relation,
                            Relation::APPOS | Relation::CONJ | Relation::LIST | Relation::PARATAXIS
                        )
                })
        });
        let Some((verb, object)) = verb.and_then(|verb| Some((verb, self.head(verb)?))) else {
            return;
        };
        self.tokens[verb].head = None;
        self.tokens[verb].relation = Relation::ROOT;
        self.tokens[verb].xpos = Xpos::VBD;
        self.hang(object, verb, Relation::OBJ);
        for child in self.children(root) {
            let is_of_clause =
                matches!(self.tokens[child].relation, Relation::OBL | Relation::ADVMOD)
                    || self.tokens[child].relation == Relation::PUNCT && child > object;
            if is_of_clause {
                self.tokens[child].head = Some(verb as u32);
            }
        }
        self.hang(root, verb, Relation::NSUBJ);
    }

    /// `3 March 2011 – The bank is founded`: the date that opens an entry is that of its verb.
    pub(super) fn dated_entry(&mut self) {
        let Some(root) = self.root() else { return };
        let is_dash = |at: &usize| matches!(self.form(*at), "–" | "—" | "-" | ":");
        let Some(dash) = (0..self.tokens.len().min(6)).find(is_dash).filter(|dash| root < *dash)
        else {
            return;
        };
        let is_date = (0..dash).any(|at| self.form(at).bytes().all(|byte| byte.is_ascii_digit()));
        let verb = (dash + 1..self.tokens.len()).find(|at| {
            self.tokens[*at].upos == Upos::Verb
                && self.tokens[*at].relation == Relation::PARATAXIS
                && self.head(*at).is_some_and(|head| head < dash)
        });
        let Some(verb) = verb.filter(|_| is_date) else { return };
        self.tokens[verb].head = None;
        self.tokens[verb].relation = Relation::ROOT;
        for child in self.children(root) {
            if child > dash {
                self.tokens[child].head = Some(verb as u32);
            }
        }
        self.hang(root, verb, Relation::OBL);
    }

    /// `wars between Peru and Chile, which ended in 1994, and a war in Kenya`: a noun with an article
    /// and without a verb is no second clause, but a second thing.
    pub(super) fn noun_beside_verb(&mut self) {
        for noun in 1..self.tokens.len() {
            let is_second = self.tokens[noun].upos == Upos::Noun
                && self.tokens[noun].relation == Relation::CONJ
                && self.has(noun, &[Relation::DET])
                && !self.has(noun, &[Relation::COP, Relation::NSUBJ, Relation::NSUBJ_PASS]);
            let Some(verb) = self.head(noun).filter(|verb| {
                is_second
                    && *verb < noun
                    && self.tokens[*verb].upos == Upos::Verb
                    && self.tokens[*verb].relation == Relation::ACL_RELCL
            }) else {
                continue;
            };
            let mut first = self.head(verb);
            while let Some(at) = first {
                if self.tokens[at].upos == Upos::Noun || self.tokens[at].upos == Upos::Verb {
                    break;
                }
                first = self.head(at);
            }
            if let Some(first) = first.filter(|first| {
                self.tokens[*first].upos == Upos::Noun && !self.is_below(*first, noun)
            }) {
                self.hang(noun, first, Relation::CONJ);
            }
        }
    }
}
