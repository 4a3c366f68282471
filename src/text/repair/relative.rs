//! Relative clauses: in `she praised Jan Berg, who lives in Bern`, the clause says something of him.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

impl Mending<'_> {
    /// Hangs a clause whose subject is `who` or `which` on the noun right before that word, where
    /// the parser took it for a clause of the verb before.
    pub(super) fn relative_clause(&mut self, pronoun: usize) {
        let is_subject = matches!(self.tokens[pronoun].xpos, Xpos::WP | Xpos::WDT)
            && matches!(self.form(pronoun), "who" | "which")
            && matches!(self.tokens[pronoun].relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
        let Some(verb) = self.head(pronoun).filter(|verb| is_subject && *verb > pronoun) else {
            return;
        };
        let is_adverbial = matches!(
            self.tokens[verb].relation,
            Relation::ADVCL | Relation::CCOMP | Relation::CONJ | Relation::PARATAXIS
        );
        let is_first = (0..pronoun).all(|before| {
            !self.is_below(before, verb) || before + 1 == pronoun && self.form(before) == ","
        });
        // `China, India and Iran, which joined in 2023`: the last of a list did, where the verb does
        // not say that all of them.
        if self.tokens[verb].relation == Relation::ACL_RELCL
            && self.tokens[verb].xpos != Xpos::VBP
            // `Peru and Kenya, which together founded the union`, `A and B, who were arrested`
            && !self.children(verb).into_iter().any(|at| {
                matches!(self.form(at), "together" | "both" | "all" | "jointly")
                    || matches!(self.form(at), "were" | "are" | "have")
                        && self.tokens[at].upos == Upos::Aux
            })
            && let Some(last) = self.noun_before(pronoun).filter(|last| {
                self.tokens[*last].upos == Upos::Propn
                    && self.tokens[*last].relation == Relation::CONJ
                    && self.head(*last) == self.head(verb)
            })
        {
            self.hang(verb, last, Relation::ACL_RELCL);
            return;
        }
        // `is a copy: its treaty was signed in Peru, which left it`: no clause reaches over another verb.
        if self.tokens[verb].relation == Relation::ACL_RELCL
            && self.form(pronoun - 1) == ","
            && let Some(near) = self.noun_before(pronoun).filter(|near| {
                self.head(verb).is_some_and(|far| {
                    far < *near
                        && !self.is_below(far, *near)
                        && (far + 1..*near).any(|at| {
                            matches!(self.tokens[at].upos, Upos::Verb | Upos::Aux)
                                && self.tokens[at].xpos.is_finite()
                        })
                })
            })
        {
            self.hang(verb, near, Relation::ACL_RELCL);
            return;
        }
        let Some(noun) = self.noun_before(pronoun).filter(|noun| {
            is_adverbial && is_first && !self.is_below(*noun, verb) && self.head(verb).is_some()
        }) else {
            return;
        };
        let asks = self.head(verb).is_some_and(|above| {
            // `asked Jan who lives there`: an indirect question.
            self.tokens[verb].relation == Relation::CCOMP && self.form(pronoun - 1) != ","
                || above > pronoun
        });
        if !asks {
            self.hang(verb, noun, Relation::ACL_RELCL);
        }
    }

    /// `a march in the centre of Lima, which took place in May`: no town takes place, but the march.
    pub(super) fn taken_place(&mut self, pronoun: usize) {
        let Some(verb) = self.head(pronoun).filter(|verb| {
            matches!(self.form(pronoun), "which" | "that")
                && self.tokens[*verb].relation == Relation::ACL_RELCL
        }) else {
            return;
        };
        let takes_place = self.children(verb).iter().any(|at| self.form(*at) == "place")
            && matches!(self.form(verb), "took" | "takes" | "taken" | "take");
        let happens = matches!(self.form(verb), "happened" | "occurred" | "happens" | "occurs");
        let is_place = |noun: usize| {
            self.tokens[noun].upos == Upos::Propn
                || matches!(
                    self.form(noun),
                    "centre"
                        | "center"
                        | "heart"
                        | "city"
                        | "town"
                        | "village"
                        | "capital"
                        | "square"
                        | "hall"
                        | "building"
                        | "north"
                        | "south"
                        | "east"
                        | "west"
                        | "region"
                )
        };
        let town = self.head(verb).filter(|noun| is_place(*noun));
        let Some(town) = town.filter(|_| takes_place || happens) else { return };
        let mut event = None;
        let mut above = self.head(town);
        for _ in 0..4 {
            let is_nominal = |at: &usize| matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn);
            let Some(noun) = above.filter(is_nominal) else { break };
            if event.is_none_or(is_place) {
                event = Some(noun);
            }
            above = self.head(noun);
        }
        if let Some(event) = event.filter(|event| *event < pronoun) {
            self.hang(verb, event, Relation::ACL_RELCL);
        }
    }

    /// `compared the union with the bloc, which Peru left`: the clause says something of the name before it.
    pub(super) fn which_object(&mut self, pronoun: usize) {
        let is_object = self.form(pronoun) == "which"
            && self.tokens[pronoun].relation == Relation::OBJ
            && pronoun >= 2
            && self.form(pronoun - 1) == ",";
        let Some(verb) = self.head(pronoun).filter(|verb| {
            is_object && self.tokens[*verb].relation == Relation::ACL_RELCL && *verb > pronoun
        }) else {
            return;
        };
        let name = self.noun_before(pronoun).filter(|name| {
            self.tokens[*name].upos == Upos::Propn
                && !self.is_below(*name, verb)
                && !matches!(self.tokens[*name].relation, Relation::APPOS | Relation::FLAT)
                && self.head(verb).is_some_and(|above| above < *name)
        });
        if let Some(name) = name {
            self.hang(verb, name, Relation::ACL_RELCL);
        }
    }

    /// `merged with the Green Party, founded in 1990`: what stands right before the comma was founded.
    pub(super) fn founded_thing(&mut self, participle: usize) {
        let is_founded = self.tokens[participle].xpos == Xpos::VBN
            && (self.tokens[participle].relation == Relation::ADVCL
                || self.tokens[participle].relation == Relation::CONJ
                    && !self.has(participle, &[Relation::CC]))
            && participle >= 2
            && self.form(participle - 1) == ","
            && matches!(
                self.form(participle),
                "founded"
                    | "established"
                    | "created"
                    | "launched"
                    | "built"
                    | "set"
                    | "formed"
                    | "headed"
                    | "owned"
                    | "chaired"
                    | "held"
                    | "hosted"
            );
        let Some(verb) = self.head(participle).filter(|verb| is_founded && *verb < participle)
        else {
            return;
        };
        let Some(noun) = self.noun_before(participle) else { return };
        let is_inside = self.is_below(noun, verb)
            && matches!(
                self.tokens[noun].relation,
                Relation::OBJ | Relation::OBL | Relation::OBL_AGENT
            );
        if is_inside {
            self.hang(participle, noun, Relation::ACL);
        }
    }

    /// `Anna Weber, who denies it, founded the party`: a name is no sentence, and what it does is the main
    /// verb.
    pub(super) fn relative_root(&mut self, verb: usize) {
        let own = [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::MARK, Relation::CC];
        let may_be = self.tokens[verb].xpos.is_finite()
            && verb >= 2
            && self.form(verb - 1) == ","
            && !self.has(verb, &own);
        if !may_be {
            return;
        }
        let Some(name) = self.root().filter(|name| self.tokens[*name].upos == Upos::Propn) else {
            return;
        };
        let clause = self.children(name).into_iter().find(|at| {
            *at < verb
                && self.tokens[*at].relation == Relation::ACL_RELCL
                && self.children(*at).into_iter().any(|who| self.form(who) == "who")
        });
        if clause.is_none_or(|clause| !self.is_below(verb, clause)) {
            return;
        }
        self.take_place(verb, name, |child| child > verb);
        self.hang(name, verb, Relation::NSUBJ);
    }

    /// `Anna Weber, a niece of the former president, Jan Berg, left`: no verb has two subjects, and a name
    /// between commas is a second one of the noun before it.
    pub(super) fn second_subject(&mut self, name: usize) {
        let is_subject = self.tokens[name].relation == Relation::NSUBJ
            && self.tokens[name].upos == Upos::Propn
            && name >= 2
            && self.form(name - 1) == ",";
        let Some(verb) = self.head(name).filter(|verb| is_subject && *verb > name) else { return };
        let has_first = self.children(verb).into_iter().any(|at| {
            at < name
                && self.tokens[at].relation == Relation::NSUBJ
                && self.tokens[at].upos == Upos::Propn
        });
        let noun = name - 2;
        if has_first && self.tokens[noun].upos == Upos::Noun && !self.is_below(noun, name) {
            self.hang(name, noun, Relation::APPOS);
        }
    }

    /// `Peru, whose president visited Lima, wants to join`: the clause says something of the name, and
    /// the verb behind it is the main one. `Lima University, where the centre opened, signed a treaty`: so too.
    pub(super) fn whose_clause(&mut self, whose: usize) {
        let is_where = self.form(whose) == "where";
        if !(is_where || self.form(whose) == "whose") || whose < 2 || self.form(whose - 1) != "," {
            return;
        }
        let Some(verb) = self.root().filter(|verb| *verb > whose) else { return };
        let name = self.children(verb).into_iter().find(|at| {
            *at < whose
                && self.tokens[*at].upos == Upos::Propn
                && matches!(
                    self.tokens[*at].relation,
                    Relation::VOCATIVE | Relation::DISLOCATED | Relation::NSUBJ
                )
        });
        let main = self.children(verb).into_iter().find(|at| {
            *at > verb
                && self.tokens[*at].relation == Relation::CONJ
                && self.tokens[*at].xpos.is_finite()
                && self.form(*at - 1) == ","
                && !self.has(*at, &[Relation::CC, Relation::NSUBJ])
        });
        let (Some(name), Some(main)) = (name, main) else { return };
        if is_where {
            // What opened there was taken for another name of the place.
            let is_subject = |at: &usize| {
                (whose..verb).contains(at) && self.tokens[*at].relation == Relation::APPOS
            };
            let Some(subject) = self.children(name).into_iter().find(is_subject) else { return };
            self.hang(subject, verb, Relation::NSUBJ);
            self.hang(whose, verb, Relation::ADVMOD);
        }
        self.take_place(main, verb, |child| child > main);
        self.hang(name, main, Relation::NSUBJ);
        self.hang(verb, name, Relation::ACL_RELCL);
    }

    /// `Peru, whose accession Anna Weber, the speaker, announced, settled for less`: she announced it,
    /// and no name is that of an accession.
    pub(super) fn whose_object(&mut self, whose: usize) {
        let Some(owned) = self
            .head(whose)
            .filter(|owned| self.form(whose) == "whose" && whose >= 2 && *owned == whose + 1)
        else {
            return;
        };
        let actor = owned + 1;
        let is_actor = actor < self.tokens.len()
            && self.tokens[actor].upos == Upos::Propn
            && self.tokens[actor].relation == Relation::APPOS
            && self.head(actor) == Some(owned)
            && !self.has(actor, &[Relation::CASE]);
        let verb = (actor + 1..self.tokens.len()).find(|at| {
            self.tokens[*at].upos == Upos::Verb
                && matches!(self.tokens[*at].xpos, Xpos::VBD | Xpos::VBN)
                && self.is_below(*at, owned)
                && !self.has(*at, &[Relation::OBJ, Relation::NSUBJ, Relation::AUX_PASS])
        });
        let antecedent = self.noun_before(whose).filter(|noun| !self.is_below(*noun, owned));
        let (Some(verb), Some(antecedent)) = (verb.filter(|_| is_actor), antecedent) else {
            return;
        };
        self.hang(verb, antecedent, Relation::ACL_RELCL);
        for child in self.children(owned) {
            if self.tokens[child].relation == Relation::APPOS && child > actor {
                self.hang(child, actor, Relation::APPOS);
            }
        }
        self.hang(actor, verb, Relation::NSUBJ);
        self.hang(owned, verb, Relation::OBJ);
    }

    /// `Jan Berg, whose wife, Nora, leads the union`: she does, and not he.
    pub(super) fn whose_named(&mut self, whose: usize) {
        if self.form(whose) != "whose" {
            return;
        }
        // `whose prime minister, Nora`
        let owned = self.head(whose).unwrap_or_default();
        self.two_subjects(whose);
        let is_near = owned > whose && owned <= whose + 3;
        let is_named = is_near
            && (whose + 1..owned).all(|at| self.head(at) == Some(owned))
            && whose >= 2
            && owned + 2 < self.tokens.len()
            && self.form(whose - 1) == ","
            && self.tokens[owned].upos == Upos::Noun
            && self.form(owned + 1) == ","
            && self.tokens[owned + 2].upos == Upos::Propn;
        if !is_named {
            return;
        }
        if self.tokens[owned + 2].relation == Relation::APPOS && self.head(owned + 2) != Some(owned)
        {
            self.hang(owned + 2, owned, Relation::APPOS);
        }
        let close = (owned + 2..self.tokens.len()).find(|at| self.form(*at) == ",");
        let Some(verb) = close.map(|close| close + 1).filter(|verb| {
            *verb < self.tokens.len()
                && self.tokens[*verb].upos == Upos::Verb
                && self.tokens[*verb].xpos.is_finite()
        }) else {
            return;
        };
        let Some(antecedent) = self.noun_before(whose) else { return };
        let Some(main) =
            self.head(verb).filter(|main| *main < whose && !self.is_below(*main, antecedent))
        else {
            return;
        };
        // The owner is what the clause before speaks of.
        if self.head(antecedent) == Some(verb) {
            let relation =
                if self.has(main, &[Relation::OBJ]) { Relation::OBL } else { Relation::OBJ };
            self.hang(antecedent, main, relation);
        }
        self.hang(verb, antecedent, Relation::ACL_RELCL);
        self.hang(owned, verb, Relation::NSUBJ);
    }

    /// `Jan Berg, whose brother runs the firm, left`: of two subjects the first is that of what comes after.
    fn two_subjects(&mut self, whose: usize) {
        let verb = self.head(whose).and_then(|owned| {
            self.head(owned).filter(|_| SUBJECTS.contains(&self.tokens[owned].relation))
        });
        let owner = self.noun_before(whose).and_then(|noun| {
            let is_of =
                |at: usize| self.head(at) == verb && SUBJECTS.contains(&self.tokens[at].relation);
            std::iter::successors(Some(noun), |at| self.head(*at)).take(3).find(|at| is_of(*at))
        });
        let (Some(verb), Some(owner)) = (verb, owner) else { return };
        let Some(main) = self.head(verb).filter(|main| *main > verb && !self.has(*main, &SUBJECTS))
        else {
            return;
        };
        self.hang(owner, main, Relation::NSUBJ);
        self.hang(verb, owner, Relation::ACL_RELCL);
    }

    /// `was led by the party, whose founder, Anna Weber, was arrested`: she was, and not the clause before.
    pub(super) fn whose_subject(&mut self, whose: usize) {
        let Some(owned) = self.head(whose).filter(|owned| {
            self.form(whose) == "whose"
                && whose >= 2
                && self.form(whose - 1) == ","
                && *owned > whose
                && matches!(
                    self.tokens[*owned].relation,
                    Relation::PARATAXIS
                        | Relation::APPOS
                        | Relation::CONJ
                        | Relation::NSUBJ
                        | Relation::NSUBJ_PASS
                )
        }) else {
            return;
        };
        let Some(verb) = self.root().filter(|verb| {
            *verb > owned && self.tokens[*verb].upos == Upos::Verb && self.form(*verb - 1) != ","
        }) else {
            return;
        };
        let main = self.children(verb).into_iter().find(|at| {
            *at < whose
                && self.tokens[*at].upos == Upos::Verb
                && (SUBJECTS.contains(&self.tokens[*at].relation)
                    || self.tokens[*at].relation == Relation::OBL)
                && self.has(*at, &SUBJECTS)
                && !self.has(*at, &[Relation::MARK])
        });
        let antecedent = self.noun_before(whose).filter(|noun| !self.is_below(*noun, owned));
        let (Some(main), Some(antecedent)) = (main, antecedent) else { return };
        if !self.is_below(antecedent, main) {
            return;
        }
        let is_passive = self.has(verb, &[Relation::AUX_PASS]);
        self.take_place(main, verb, |child| child < whose);
        self.hang(verb, antecedent, Relation::ACL_RELCL);
        let relation = if is_passive { Relation::NSUBJ_PASS } else { Relation::NSUBJ };
        self.hang(owned, verb, relation);
    }

    /// `a summit hosted by Peru, and Kenya, until then an observer, became a member`: the verb has a
    /// subject, and it stands behind the comma.
    pub(super) fn subject_behind_and(&mut self, verb: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::CSUBJ, Relation::EXPL];
        let may_be = self.tokens[verb].relation == Relation::CONJ
            && self.tokens[verb].upos == Upos::Verb
            && self.tokens[verb].xpos.is_finite()
            && verb >= 4
            && !self.has(verb, &subjects)
            && !self.has(verb, &[Relation::CC]);
        if may_be {
            self.subject_right_before(verb);
        }
        if !may_be || self.form(verb - 1) != "," || self.has(verb, &subjects) {
            return;
        }
        let is_verb = |at: usize| matches!(self.tokens[at].upos, Upos::Verb | Upos::Aux);
        let Some(name) = (0..verb - 2).rev().take_while(|at| !is_verb(*at)).find(|at| {
            self.tokens[*at].relation == Relation::CONJ
                && matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn)
        }) else {
            return;
        };
        let start = self.phrase_start(name);
        let and = (start..name).find(|at| self.form(*at) == "and");
        let is_next = and.is_some_and(|and| and > 0 && self.form(and - 1) == ",");
        let one = self.head(name).filter(|one| *one < start);
        let is_list = one.is_some_and(|one| {
            self.children(one)
                .into_iter()
                .any(|at| at != name && self.tokens[at].relation == Relation::CONJ)
        });
        let is_aside = (name + 1..verb.min(name + 4)).any(|at| self.form(at) == ",");
        let (Some(and), Some(_)) = (and, one.filter(|_| is_next && !is_list && is_aside)) else {
            return;
        };
        if self.is_below(verb, name) {
            return;
        }
        for at in name + 1..verb {
            let is_cut = self.head(at).is_some_and(|head| head < start) && !self.is_below(verb, at);
            if is_cut && matches!(self.tokens[at].upos, Upos::Noun | Upos::Propn) {
                self.hang(at, name, Relation::APPOS);
            }
        }
        self.hang(name, verb, Relation::NSUBJ);
        self.hang(and, verb, Relation::CC);
    }

    /// `Peru attacked Chile and Kenya kept silent`: two verbs need an `and`, and there is but one.
    fn subject_right_before(&mut self, verb: usize) {
        let mut name = verb - 1;
        while let Some(head) = self.head(name).filter(|head| {
            matches!(self.tokens[name].relation, Relation::FLAT | Relation::COMPOUND)
                && *head < verb
        }) {
            name = head;
        }
        let start = self.phrase_start(name);
        let and = (start..name).find(|at| self.form(*at) == "and");
        let is_listed = matches!(self.tokens[name].upos, Upos::Noun | Upos::Propn)
            && self.tokens[name].relation == Relation::CONJ
            && self.head(name).is_some_and(|one| {
                one < start
                    && matches!(
                        self.tokens[one].relation,
                        Relation::OBJ | Relation::OBL | Relation::NMOD | Relation::OBL_AGENT
                    )
            })
            && self.is_below(verb - 1, name)
            && !self.is_below(verb, name);
        if let Some(and) = and.filter(|and| is_listed && *and == start) {
            self.hang(name, verb, Relation::NSUBJ);
            self.hang(and, verb, Relation::CC);
        }
    }

    /// `it was Peru, not Chile, that joined`: the clause is about the one that is meant.
    pub(super) fn not_the_other(&mut self, clause: usize) {
        let other = self.head(clause).filter(|other| {
            self.tokens[clause].relation == Relation::ACL_RELCL
                && matches!(self.tokens[*other].relation, Relation::CONJ | Relation::APPOS)
                && self
                    .children(*other)
                    .into_iter()
                    .any(|not| not < *other && self.form(not) == "not")
        });
        if let Some(one) = other.and_then(|other| self.head(other)) {
            self.hang(clause, one, Relation::ACL_RELCL);
        }
    }

    /// `Anna Weber, whose husband was president, left`: what has a subject and a copula of its own is a
    /// clause and no other name.
    pub(super) fn copular_clause(&mut self, at: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_OUTER];
        let is_clause = self.tokens[at].relation == Relation::APPOS
            && self.has(at, &[Relation::COP])
            && self.has(at, &subjects);
        if is_clause {
            self.tokens[at].relation = Relation::ACL_RELCL;
        }
    }

    /// The head of the noun phrase that ends right before `at`, with or without a comma between.
    pub(super) fn noun_before(&self, at: usize) -> Option<usize> {
        let mut noun = at.checked_sub(1)?;
        if self.form(noun) == "," {
            noun = noun.checked_sub(1)?;
        }
        while matches!(self.tokens[noun].relation, Relation::FLAT | Relation::COMPOUND)
            && self.head(noun).is_some_and(|head| head < noun)
        {
            noun = self.head(noun)?;
        }
        matches!(self.tokens[noun].upos, Upos::Noun | Upos::Propn).then_some(noun)
    }
}
