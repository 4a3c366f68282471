//! Matches whose sentence uses the words of a relation and says something else with them.

use super::Maker;
use crate::extract::fact::{Polarity, Reason, Status};
use crate::extract::mention::Candidate;
use crate::extract::person::is_kin;
use crate::extract::view::Tokens;
use crate::ontology::pattern::Part;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos, Xpos};

impl Maker<'_, '_> {
    /// Says whether the sentence tells something else than the relation.
    pub(super) fn is_misread(&self) -> bool {
        self.joins_in_doing()
            || self.is_of_a_charge()
            || self.is_date_of_entry()
            || self.is_lifted()
            || self.is_minister_of_a_union()
            || self.is_where_somebody_acts()
            || self.is_kin_as_office()
            || self.is_among_others()
            || self.is_said_by_a_name()
            || self.places_an_adjective()
            || self.meets_somebody()
    }

    /// `the head of the bank met the president in Lima`: that is no meeting of the bank.
    fn meets_somebody(&self) -> bool {
        let view = &self.scene.view;
        let meets =
            self.found.verb.or(self.found.anchor).filter(|verb| view.lemma(*verb) == "meet");
        self.pattern.minted.is_some()
            && meets.is_some_and(|verb| {
                view.children(verb).any(|at| view.relation(at) == Relation::OBJ)
            })
    }

    /// `joined the union in condemning Peru`: an act is joined, and no union.
    fn joins_in_doing(&self) -> bool {
        let view = &self.scene.view;
        let joins = self.found.verb.filter(|verb| view.lemma(*verb) == "join");
        self.says("memberOf")
            && joins.is_some_and(|verb| {
                view.children(verb).any(|act| {
                    view.token(act).xpos == Xpos::VBG
                        && view.children(act).any(|mark| mark < act && view.word(mark) == "in")
                })
            })
    }

    /// `acquitted of plotting a coup in June`: whether there was one is not said, and June is the verdict's.
    fn is_of_a_charge(&self) -> bool {
        let view = &self.scene.view;
        if !["heldOn", "heldIn", "participatedIn"].iter().any(|relation| self.says(relation)) {
            return false;
        }
        let is_charged = |event: &Candidate| {
            let head = view.head_of(event.tokens);
            let deed = view.governor(head).filter(|_| view.relation(head) == Relation::OBJ);
            let deed = deed.filter(|deed| {
                view.token(*deed).xpos == Xpos::VBG
                    && view
                        .children(*deed)
                        .any(|mark| mark < *deed && matches!(view.word(mark), "of" | "with"))
            });
            deed.and_then(|deed| view.governor(deed))
                .is_some_and(|verb| self.rules.words.is(view.lemma(verb), WordClass::Charging))
        };
        let part = if self.says("participatedIn") { Part::Object } else { Part::Subject };
        self.candidates(part).any(is_charged)
    }

    /// `became a member of the forum in May`: the date of one's entry.
    fn is_date_of_entry(&self) -> bool {
        let view = &self.scene.view;
        let is_joined = |event: &Candidate| {
            let head = view.head_of(event.tokens);
            let is_of = view.children(head).any(|case| case < head && view.word(case) == "of");
            view.governor(head).is_some_and(|of| {
                view.lemma(of) == "member" && is_of
                    || view.lemma(of) == "join" && view.relation(head) == Relation::OBJ
            })
        };
        self.says("heldOn") && self.candidates(Part::Subject).any(is_joined)
    }

    /// `lifted its sanctions on Peru`: from then on there are none.
    fn is_lifted(&self) -> bool {
        let view = &self.scene.view;
        let noun = self.found.anchor.unwrap_or_else(|| self.found.predicate(view));
        let noun = (view.upos(noun) == Upos::Noun).then_some(noun);
        let verb = noun.and_then(|noun| {
            let is_undergone = matches!(view.relation(noun), Relation::OBJ | Relation::NSUBJ_PASS);
            view.governor(noun).filter(|_| is_undergone)
        });
        self.says("sanctioned")
            && verb.is_some_and(|verb| self.rules.words.is(view.lemma(verb), WordClass::Lifting))
    }

    /// `leaves the bloc, as its trade minister threatened`: a union has no ministers.
    fn is_minister_of_a_union(&self) -> bool {
        let view = &self.scene.view;
        let is_minister =
            self.role().is_some_and(|role| view.lemma(view.head_of(role)) == "minister");
        let is_union = |union: &Candidate| {
            union.reason == Reason::Coreference
                && ["Country", "Place", "Person"]
                    .iter()
                    .all(|class| !self.rules.is(union.class, class))
        };
        is_minister && self.filled().any(is_union)
    }

    /// `those at Solt University in Lima, Quito University and the academy`: the noun that would say what the
    /// others are is part of a name, and what stands beside it is told of that name.
    fn is_said_by_a_name(&self) -> bool {
        let view = &self.scene.view;
        let noun = self.found.anchor.filter(|at| {
            self.found.verb.is_none() && view.is_capitalised(*at) && view.upos(*at) == Upos::Propn
        });
        let is_filled =
            |name: &Candidate| self.filled().any(|one| one.tokens.overlaps(name.tokens));
        noun.is_some_and(|noun| {
            self.scene.candidates.iter().any(|name| {
                name.reason == Reason::Gazetteer
                    && name.tokens.len() > 1
                    && name.tokens.contains(Tokens::new(noun, noun + 1))
                    && !is_filled(name)
            })
        })
    }

    /// `Weber and Berg took part in the talks`: with whom they talked is not said.
    fn is_among_others(&self) -> bool {
        let view = &self.scene.view;
        let talks = self.found.anchor.filter(|at| view.upos(*at) == Upos::Noun);
        let verb = talks.and_then(|talks| view.governor(talks));
        let has_sides = talks.is_some_and(|talks| {
            view.children(talks).flat_map(|side| view.children(side)).any(|case| {
                view.relation(case) == Relation::CASE
                    && matches!(view.word(case), "between" | "with" | "of")
            })
        });
        self.says("met")
            && !has_sides
            && verb.is_some_and(|verb| {
                matches!(view.lemma(verb), "take" | "participate" | "attend" | "join")
            })
    }

    /// `whose sister is married to Karl Brandt`: no office, and not his.
    fn is_kin_as_office(&self) -> bool {
        let view = &self.scene.view;
        self.says("holdsPosition")
            && self
                .role()
                .is_some_and(|role| is_kin(self.rules.words, view.lemma(view.head_of(role))))
    }

    /// `a talk at the university, at which Professor Weber spoke`: not of the university.
    fn is_where_somebody_acts(&self) -> bool {
        let view = &self.scene.view;
        let is_place = |tokens: Tokens| {
            tokens.len() == 1
                && tokens.first > 0
                && view.word(tokens.first) == "which"
                && view.upos(tokens.first - 1) == Upos::Adp
        };
        self.found.verb.is_none()
            && self.role().is_some()
            && self.tokens_of(Part::Object).is_some_and(is_place)
    }

    /// `nor do five members of the union: A, B and C`: what is denied is not that they are members.
    pub(super) fn is_denied_beside(&self, status: &Status) -> bool {
        self.says("memberOf")
            && self.found.verb.is_none()
            && status.polarity == Polarity::Negated
            && self.found.anchor.is_some_and(|noun| self.scene.view.is_inflected(noun))
            && !self.is_predicate()
    }

    /// `African states in the Chinese capital`: an adjective lies nowhere.
    fn places_an_adjective(&self) -> bool {
        self.says("locatedIn")
            && self.candidates(Part::Subject).any(|one| one.reason == Reason::Adjective)
    }

    /// `a motion to expel Peru was defeated`, `Peru's bid to join failed`: the word that says that what was
    /// planned will not be.
    pub(super) fn failed(&self) -> Option<Tokens> {
        let view = &self.scene.view;
        let deed = self.found.verb.filter(|verb| view.relation(*verb) == Relation::ACL)?;
        let plan = view.governor(deed).filter(|plan| {
            *plan < deed
                && view.upos(*plan) == Upos::Noun
                && view.children(deed).any(|mark| view.word(mark) == "to")
        })?;
        let verb = view.governor(plan)?;
        let class = match view.relation(plan) {
            Relation::NSUBJ => WordClass::Failing,
            Relation::NSUBJ_PASS | Relation::OBJ => WordClass::Rejecting,
            _ => return None,
        };
        let is_denied = view.children(verb).any(|not| matches!(view.word(not), "not" | "never"));
        let is_actual = view.token(verb).xpos == Xpos::VBD || view.token(verb).xpos == Xpos::VBN;
        let is_dead = !is_denied && is_actual
            && self.rules.words.is(view.lemma(verb), class)
            // `would be defeated`
            && !view.children(verb).any(|modal| view.token(modal).xpos == Xpos::MD);
        is_dead.then(|| Tokens::new(verb, verb + 1))
    }

    /// Says whether the noun of the match is said of somebody, or denied: `is the sister of Anna Weber`,
    /// `neither the son of Jan Berg nor his nephew`, `B, not the sister of A,`.
    pub(super) fn is_predicate(&self) -> bool {
        let view = &self.scene.view;
        self.found.anchor.is_some_and(|noun| {
            let is_not = view.children(noun).any(|child| view.word(child) == "not");
            let first = view.governor(noun).filter(|_| view.relation(noun) == Relation::CONJ);
            view.has_copula(noun)
                || first.is_some_and(|first| view.has_copula(first))
                || is_not && view.relation(noun) == Relation::APPOS
        })
    }

    /// `claims to be the sister of Anna Weber`: the verb that somebody says so with.
    pub(super) fn is_only_said(&self) -> Option<usize> {
        let view = &self.scene.view;
        let kin = self.found.anchor.filter(|at| view.relation(*at) == Relation::XCOMP)?;
        let says = view.governor(kin)?;
        let is_said = self.rules.words.is_cue(view.lemma(says), Cue::Speech)
            || matches!(view.lemma(says), "pretend" | "purport" | "allege" | "rumour" | "rumor");
        (is_said && view.has_copula(kin)).then_some(says)
    }

    /// `The Confucius Institute at Leiden University will open in 2030`: the word that says that what is told of
    /// is still to come.
    pub(super) fn is_yet_to_open(&self) -> Option<usize> {
        let view = &self.scene.view;
        if !self.says("hosts") || self.found.verb.is_some() {
            return None;
        }
        let is_subject = |at: &usize| {
            matches!(
                view.relation(*at),
                Relation::NSUBJ | Relation::NSUBJ_OUTER | Relation::NSUBJ_PASS
            )
        };
        let subjects = (self.found.first..self.found.end).filter(is_subject);
        let verb = subjects.filter_map(|subject| view.governor(subject)).next()?;
        let is_made = |verb: usize| {
            self.rules.words.is_cue(view.lemma(verb), Cue::Creating)
                || matches!(view.lemma(verb), "open" | "inaugurate")
        };
        let mark = |verb: usize| {
            view.children(verb).find(|at| {
                matches!(view.word(*at), "will" | "would" | "shall" | "to")
                    && matches!(view.relation(*at), Relation::AUX | Relation::MARK)
            })
        };
        // `is to be opened`, `is due to open`
        let deeds = view.children(verb).filter(|at| view.relation(*at) == Relation::XCOMP);
        std::iter::once(verb).chain(deeds).filter(|deed| is_made(*deed)).find_map(mark)
    }
}
