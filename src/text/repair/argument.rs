//! Subjects and objects that the order of words gives away: what stands right behind a verb, what
//! stands before the comma after an opening phrase, and what a year before `when` belongs to.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

impl Mending<'_> {
    /// `In Cuba, only members are allowed to vote`: no subject has a preposition; the noun behind the comma is it.
    pub(super) fn subject_with_case(&mut self, place: usize) {
        let relation = self.tokens[place].relation;
        let is_subject = matches!(relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
        let Some(verb) = self.head(place).filter(|verb| is_subject && *verb > place) else {
            return;
        };
        let children = self.children(place);
        let has_case = children.iter().any(|at| {
            *at < place
                && self.tokens[*at].relation == Relation::CASE
                && matches!(
                    self.form(*at),
                    "In" | "in"
                        | "At"
                        | "at"
                        | "For"
                        | "for"
                        | "During"
                        | "during"
                        | "After"
                        | "after"
                        | "Before"
                        | "before"
                        | "From"
                        | "from"
                )
        });
        let subject = children.iter().copied().rfind(|at| {
            (place + 2..verb).contains(at)
                && self.tokens[*at].relation == Relation::APPOS
                && matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn)
        });
        if let Some(subject) = subject.filter(|_| has_case) {
            self.hang(subject, verb, relation);
            self.hang(place, verb, Relation::OBL);
        }
    }

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

    /// `it is true that Peru joined`: the clause says what is true.
    pub(super) fn verdict(&mut self, mark: usize) {
        let is_that = self.form(mark) == "that" && self.tokens[mark].relation == Relation::MARK;
        let verdict = mark.checked_sub(1).filter(|at| {
            is_that
                && self.tokens[*at].upos == Upos::Adj
                && self.has(*at, &[Relation::COP])
                && self.children(*at).into_iter().any(|it| self.form(it).eq_ignore_ascii_case("it"))
        });
        let (Some(verdict), Some(clause)) = (verdict, self.head(mark)) else { return };
        if self.tokens[clause].relation == Relation::ADVCL && !self.is_below(verdict, clause) {
            self.hang(clause, verdict, Relation::CCOMP);
        }
    }

    /// `opposed Peru's joining the bloc`: Peru would join.
    pub(super) fn actor_of_gerund(&mut self, actor: usize) {
        if self.tokens[actor].relation != Relation::OBJ {
            return;
        }
        let mark = (self.children(actor).into_iter())
            .find(|at| *at > actor && matches!(self.form(*at), "'s" | "’s"));
        let gerund = mark.map(|mark| mark + 1).filter(|gerund| {
            self.tokens
                .get(*gerund)
                .is_some_and(|token| token.xpos == Xpos::VBG && token.relation == Relation::ADVCL)
                && self.head(*gerund) == self.head(actor)
        });
        if let Some(gerund) = gerund {
            self.tokens[gerund].relation = Relation::CCOMP;
            self.hang(actor, gerund, Relation::NSUBJ);
        }
    }

    /// `On his first visit to Lima, she signed`: the visit goes there.
    pub(super) fn goal(&mut self, place: usize) {
        if self.tokens[place].relation != Relation::OBL {
            return;
        }
        let to = self.children(place).into_iter().find(|at| *at < place && self.form(*at) == "to");
        let noun = to.and_then(|to| to.checked_sub(1)).filter(|noun| {
            matches!(self.form(*noun), "visit" | "trip" | "journey" | "tour" | "visits" | "trips")
                && self.tokens[*noun].relation == Relation::OBL
                && self.head(*noun) == self.head(place)
        });
        if let Some(noun) = noun {
            self.hang(place, noun, Relation::NMOD);
        }
    }

    /// `on suspicion of founding a party`: the gerund tells what the noun before its `of` is about.
    pub(super) fn gerund_of_noun(&mut self, gerund: usize) {
        let is_gerund = self.tokens[gerund].xpos == Xpos::VBG
            && self.tokens[gerund].relation == Relation::ADVCL;
        let of = gerund.checked_sub(1).filter(|of| is_gerund && self.form(*of) == "of");
        let noun = of.and_then(|of| of.checked_sub(1)).filter(|noun| {
            self.tokens[*noun].upos == Upos::Noun && self.head(*noun) == self.head(gerund)
        });
        if let Some(noun) = noun {
            self.hang(gerund, noun, Relation::ACL);
        }
    }

    /// `Anna Weber of Vienna and Karim Bekov of Lima`: each is of the place behind the own name.
    pub(super) fn origin(&mut self, place: usize) {
        if self.tokens[place].relation != Relation::NMOD || self.tokens[place].upos != Upos::Propn {
            return;
        }
        let of = (self.children(place).into_iter())
            .find(|at| *at < place && matches!(self.form(*at), "of" | "in"));
        let (Some(of), Some(first)) = (of, self.head(place)) else { return };
        let Some(before) = of.checked_sub(1) else { return };
        let name = match self.tokens[before].relation {
            Relation::FLAT => self.head(before),
            // `Leiden University and Harvard University in Boston`
            _ if self.tokens[before].upos == Upos::Propn && self.form(of) == "in" => Some(before),
            _ => None,
        };
        let Some(name) = name else { return };
        if self.tokens[name].relation == Relation::CONJ && self.head(name) == Some(first) {
            self.hang(place, name, Relation::NMOD);
        }
    }

    /// `According to the newspaper Vestnik, Peru and Chile planned`: the subject stands behind the
    /// comma that closes the phrase before it.
    pub(super) fn source(&mut self, name: usize) {
        let relation = self.tokens[name].relation;
        let Some(verb) = self.head(name).filter(|verb| {
            *verb > name && SUBJECTS.contains(&relation) && self.tokens[name].upos == Upos::Propn
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
        let of_clause: Vec<usize> = (self.children(root).into_iter())
            .filter(|child| match self.tokens[*child].relation {
                Relation::OBL | Relation::ADVMOD => true,
                Relation::PUNCT => *child > object,
                _ => false,
            })
            .collect();
        self.take_place(verb, root, |child| of_clause.contains(&child));
        self.tokens[verb].xpos = Xpos::VBD;
        self.hang(object, verb, Relation::OBJ);
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
        self.take_place(verb, root, |child| child > dash);
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

    /// `made her foreign minister`: she was made one; no minister of hers was made.
    pub(super) fn made_office(&mut self, her: usize) {
        let Some(office) = self.head(her).filter(|office| {
            self.form(her) == "her"
                && *office > her
                && self.tokens[her].relation == Relation::NMOD_POSS
                && self.tokens[*office].relation == Relation::OBJ
                && self.tokens[*office].xpos == Xpos::NN
        }) else {
            return;
        };
        let verb = self.head(office).filter(|verb| {
            *verb + 1 == her
                && matches!(self.form(*verb), "made" | "appointed" | "named" | "elected")
        });
        let Some(verb) = verb else { return };
        self.hang(her, verb, Relation::OBJ);
        self.tokens[office].relation = Relation::XCOMP;
    }

    /// `became independent Peru's first president`: what one becomes is the office.
    pub(super) fn became_office(&mut self, adjective: usize) {
        let owner = adjective + 1;
        let may_be = self.tokens[adjective].upos == Upos::Adj
            && self.tokens[adjective].relation == Relation::XCOMP
            && owner < self.tokens.len()
            && self.tokens[owner].upos == Upos::Propn
            && self.tokens[owner].relation == Relation::NMOD_POSS;
        let office = if may_be { self.head(owner) } else { None };
        let Some(office) =
            office.filter(|office| *office > owner && self.head(*office) == Some(adjective))
        else {
            return;
        };
        self.take_place(office, adjective, |_| true);
        self.hang(adjective, owner, Relation::AMOD);
    }

    /// `was arrested on May 6 and was given six years`: what has an auxiliary of its own stands beside a
    /// verb, and not beside a date.
    pub(super) fn verb_beside_verb(&mut self, verb: usize) {
        let may_be = self.tokens[verb].upos == Upos::Verb
            && self.tokens[verb].relation == Relation::CONJ
            && self.has(verb, &[Relation::AUX, Relation::AUX_PASS])
            && !self.has(verb, &[Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::MARK]);
        let Some(noun) = self.head(verb).filter(|noun| {
            may_be
                && *noun < verb
                && matches!(self.tokens[*noun].upos, Upos::Noun | Upos::Propn | Upos::Num)
                && !self.has(*noun, &[Relation::COP])
        }) else {
            return;
        };
        let mut above = self.head(noun);
        while let Some(at) = above.filter(|at| self.tokens[*at].upos != Upos::Verb) {
            above = self.head(at);
        }
        if let Some(above) = above.filter(|above| *above < noun) {
            self.hang(verb, above, Relation::CONJ);
        }
    }

    /// `Around 80 percent of its exports leave through Peru`: the word before the number is no preposition,
    /// and the verb has a subject.
    pub(super) fn numbered_subject(&mut self, noun: usize) {
        let Some(verb) = self.head(noun).filter(|verb| {
            *verb > noun
                && self.tokens[noun].relation == Relation::OBL
                && self.tokens[*verb].upos == Upos::Verb
                && !self.has(*verb, &[Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::EXPL])
        }) else {
            return;
        };
        let about = self.children(noun).into_iter().find(|at| {
            self.tokens[*at].relation == Relation::CASE
                && matches!(
                    self.form(*at).to_ascii_lowercase().as_str(),
                    "around" | "about" | "over" | "under" | "above"
                )
                && self.tokens[*at + 1].upos == Upos::Num
        });
        let Some(about) = about.filter(|_| (noun..verb).all(|at| self.form(at) != ",")) else {
            return;
        };
        let is_passive = self.has(verb, &[Relation::AUX_PASS]);
        self.tokens[noun].relation =
            if is_passive { Relation::NSUBJ_PASS } else { Relation::NSUBJ };
        self.hang(about, about + 1, Relation::ADVMOD);
    }

    /// `put trade between Peru and Kenya at $5 million`: what is between the two is the object.
    pub(super) fn between_of_object(&mut self, at: usize) {
        if self.tokens[at].relation != Relation::OBL {
            return;
        }
        let case = self.children(at).into_iter().find(|case| {
            self.tokens[*case].relation == Relation::CASE && self.form(*case) == "between"
        });
        let Some(object) = case.and_then(|case| case.checked_sub(1)).filter(|object| {
            self.tokens[*object].relation == Relation::OBJ
                && self.tokens[*object].upos == Upos::Noun
                && self.head(*object) == self.head(at)
        }) else {
            return;
        };
        self.hang(at, object, Relation::NMOD);
    }

    /// `At a forum held in Lima in May, Peru pledged help`: the forum was held, and Peru is who acts.
    pub(super) fn fronted_participle(&mut self, participle: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::EXPL];
        let may_be = matches!(self.tokens[participle].xpos, Xpos::VBN | Xpos::VBD)
            && self.head(participle).is_none()
            && participle >= 2
            && !self.has(participle, &subjects)
            && !self.has(participle, &[Relation::AUX, Relation::AUX_PASS, Relation::OBJ]);
        if !may_be {
            return;
        }
        let noun = participle - 1;
        let is_phrase = self.tokens[noun].relation == Relation::OBL
            && self.head(noun) == Some(participle)
            && self.has(noun, &[Relation::CASE]);
        let main = self.children(participle).into_iter().find(|at| {
            *at > participle
                && self.tokens[*at].relation == Relation::CONJ
                && self.tokens[*at].xpos.is_finite()
        });
        let Some(main) = main.filter(|_| is_phrase) else { return };
        let Some(comma) = (participle..main).find(|at| {
            self.form(*at) == ","
                && *at + 1 < main
                && !matches!(self.tokens[*at + 1].upos, Upos::Num | Upos::Verb | Upos::Cconj)
        }) else {
            return;
        };
        self.take_place(main, participle, |child| child > main);
        self.hang(noun, main, Relation::OBL);
        self.hang(participle, noun, Relation::ACL);
        // What stands behind the comma and hangs on something before it is who acts.
        let actor = (comma + 1..main).find(|at| {
            matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn)
                && self.head(*at).is_some_and(|head| head < comma)
        });
        let Some(actor) = actor else { return };
        let rest: Vec<usize> = self
            .children(main)
            .into_iter()
            .filter(|at| subjects.contains(&self.tokens[*at].relation) && *at > actor)
            .collect();
        for other in &rest {
            self.hang(*other, actor, Relation::CONJ);
        }
        if !self.has(main, &subjects) {
            self.hang(actor, main, Relation::NSUBJ);
        }
    }

    /// `Trade with Peru reached a record`: the trade did.
    pub(super) fn trade_with(&mut self, with: usize) {
        let Some(verb) = self.head(with).filter(|verb| {
            with > 0
                && self.form(with) == "with"
                && self.tokens[with].relation == Relation::MARK
                && self.tokens[*verb].relation == Relation::ADVCL
                && self.tokens[*verb].xpos.is_finite()
        }) else {
            return;
        };
        let noun = with - 1;
        let other = self
            .children(verb)
            .into_iter()
            .find(|at| self.tokens[*at].relation == Relation::NSUBJ && *at > with && *at < verb);
        let is_subject = self.head(verb) == Some(noun)
            && self.head(noun).is_none()
            && self.tokens[noun].upos == Upos::Noun
            && !self.has(noun, &[Relation::COP, Relation::NSUBJ]);
        let Some(other) = other.filter(|_| is_subject) else { return };
        self.take_place(verb, noun, |child| child > verb);
        self.hang(noun, verb, Relation::NSUBJ);
        self.hang(other, noun, Relation::NMOD);
        self.hang(with, other, Relation::CASE);
    }

    /// `the ministry, under Anna Weber,`: a preposition makes no second name.
    pub(super) fn under_somebody(&mut self, name: usize) {
        let has_case = self.tokens[name].relation == Relation::APPOS
            && self.children(name).into_iter().any(|at| {
                at < name
                    && self.tokens[at].relation == Relation::CASE
                    && matches!(self.form(at), "under" | "with" | "by" | "from" | "against")
            });
        if has_case {
            self.tokens[name].relation = Relation::NMOD;
        }
    }
}
