//! Whom a clause without a subject of its own has for one: that of the clause it hangs on, the one addressed,
//! or the one whom a participle opens for (control).

use super::{Arc, Label, Reader};
use crate::ontology::word_class::WordClass;
use crate::text::{Relation, Upos, Xpos};

impl Reader<'_, '_> {
    /// The subject of a participle beside a clause is that of the clause: `X resigned, saying …`.
    pub(super) fn shared_subject(&self, at: usize, arcs: &mut Vec<Arc>) {
        let token = &self.tokens[at];
        let label = match token.xpos {
            Xpos::VBG => Label::Subject,
            Xpos::VBN => Label::Object,
            Xpos::VB => return self.purpose_subject(at, arcs),
            _ => return,
        };
        let is_own =
            |arc: &Arc| arc.head == at && matches!(arc.label, Label::Subject | Label::Object);
        if token.relation != Relation::ADVCL {
            return;
        }
        // `having joined`: a perfect participle is active.
        let auxiliary = self.child(at, Relation::AUX);
        if auxiliary.is_some_and(|auxiliary| self.tokens[auxiliary].xpos != Xpos::VBG) {
            return;
        }
        let label = if auxiliary.is_some() { Label::Subject } else { label };
        let has_subject =
            arcs.iter().any(|arc| is_own(arc) && (arc.label == label || arc.dependent < at));
        let Some(head) = token.head.map(|head| head as usize).filter(|_| !has_subject) else {
            return;
        };
        // `X accused Y of joining`: Y joined, says X; where nobody says it, it is not said.
        let is_charge = self.words.is(self.view.lemma(head), WordClass::Charging)
            && self
                .children(at)
                .any(|mark| mark < at && matches!(self.view.word(mark), "of" | "with" | "for"));
        // `prevented Y from joining`
        // `warned Y against joining`, `congratulated Y on joining`
        let is_kept = self.children(at).any(|mark| {
            mark < at && matches!(self.view.word(mark), "from" | "against" | "on" | "into" | "in")
        }) && self.tokens[head].xpos != Xpos::VBN
            && arcs
                .iter()
                .filter(|arc| arc.head == head && arc.label == Label::Object && arc.dependent < at)
                .any(|arc| {
                    // `aligned themselves in refusing`: who does so himself.
                    self.tokens[arc.dependent].upos != Upos::Pron
                });
        // `opposed Peru joining`: who stands right before it joins.
        let is_bare = token.xpos == Xpos::VBG
            && at > 0
            && self.tokens[at - 1].upos == Upos::Propn
            && arcs.iter().any(|arc| {
                arc.head == head && arc.label == Label::Object && arc.dependent + 1 == at
            });
        let is_kept = is_kept || is_bare;
        let is_said = arcs.iter().any(|arc| arc.head == head && arc.label == Label::Subject);
        let is_accusation = self.words.is(self.view.lemma(head), WordClass::Accusing);
        // `Sudan, accused by Chad of joining, …`: the clause goes on to tell of Sudan.
        let is_aside = self.tokens[head].xpos == Xpos::VBN
            && matches!(self.tokens[head].relation, Relation::ACL | Relation::ADVCL);
        if is_charge && is_accusation && (!is_said || is_aside) {
            return;
        }
        let subjects: Vec<Arc> = arcs
            .iter()
            .filter(|arc| arc.head == head && arc.dependent != at)
            .filter(|arc| match self.tokens[head].xpos {
                _ if is_charge || is_kept => arc.label == Label::Object,
                Xpos::VBN if self.child(head, Relation::AUX_PASS).is_some() => {
                    arc.label == Label::Object
                }
                _ => arc.label == Label::Subject,
            })
            .map(|arc| Arc { head: at, dependent: arc.dependent, label: label.clone() })
            .collect();
        arcs.extend(subjects);
    }

    /// Who does what an infinitive of purpose says is who acts for it: `Peru flew to Lima to sign`,
    /// `bought a ship to export its oil`, also where it is the second of two.
    pub(super) fn purpose_subject(&self, at: usize, arcs: &mut Vec<Arc>) {
        let token = &self.tokens[at];
        let Some(head) = token.head.map(|head| head as usize) else { return };
        if self.child(at, Relation::NSUBJ).is_some() || self.child(at, Relation::AUX).is_some() {
            return;
        }
        let is_infinitive = |verb: usize| {
            self.child(verb, Relation::MARK).is_some_and(|mark| self.view.word(mark) == "to")
        };
        // `offered Peru to form`, `invited Peru to join`: the other one acts.
        let has_addressee = |verb: usize| {
            let object = self.child(verb, Relation::OBJ).or(self.child(verb, Relation::IOBJ));
            // `called on Peru to join`
            let asked = self.children(verb).find(|child| {
                self.tokens[*child].relation == Relation::OBL
                    && self.words.is(self.view.lemma(verb), WordClass::Appealing)
                    && self
                        .child(*child, Relation::CASE)
                        .is_some_and(|case| matches!(self.view.word(case), "on" | "upon" | "to"))
            });
            object.or(asked).is_some_and(|object| {
                let is_name = matches!(self.tokens[object].upos, Upos::Propn | Upos::Pron);
                object < at
                    && (is_name || self.words.is(self.view.lemma(verb), WordClass::Addressing))
            })
        };
        let actor = match token.relation {
            Relation::ADVCL
                if is_infinitive(at)
                    && head < at
                    && (!has_addressee(head) || self.view.lemma(head) == "join") =>
            {
                head
            }
            // The noun is no argument of a verb that has its own object.
            Relation::ACL
                if is_infinitive(at)
                    && self.child(at, Relation::OBJ).is_some()
                    && self.tokens[head].relation == Relation::OBJ =>
            {
                match self.tokens[head].head {
                    Some(verb) if self.child(verb as usize, Relation::IOBJ).is_none() => {
                        verb as usize
                    }
                    _ => return,
                }
            }
            Relation::CONJ if self.tokens[head].xpos == Xpos::VB && is_infinitive(head) => head,
            _ => return,
        };
        if arcs.iter().any(|arc| arc.head == at && arc.label == Label::Subject) {
            return;
        }
        let subjects: Vec<Arc> = arcs
            .iter()
            .filter(|arc| arc.head == actor && arc.dependent != at)
            // `joined Peru to found a union`: both found it.
            .filter(|arc| {
                arc.label == Label::Subject
                    || arc.label == Label::Object && self.view.lemma(actor) == "join"
            })
            .map(|arc| Arc { head: at, dependent: arc.dependent, label: Label::Subject })
            .collect();
        arcs.extend(subjects);
    }

    /// Complements and second predicates have the subject of the first, where it came late:
    /// `X left, refusing to sign`; `X is a friend and an ally`.
    pub(super) fn passed_on_subject(&self, at: usize, arcs: &mut Vec<Arc>) {
        let token = &self.tokens[at];
        let Some(head) = token.head.map(|head| head as usize) else { return };
        let has_own = arcs.iter().any(|arc| {
            arc.head == at
                && matches!(arc.label, Label::Subject | Label::Object | Label::Is)
                && self.tokens[arc.dependent].head != Some(at as u32)
                || arc.head == at && arc.label == Label::Subject
        });
        let is_nominal = |at: usize| matches!(self.tokens[at].upos, Upos::Noun | Upos::Propn);
        let is_second = token.relation == Relation::CONJ
            && is_nominal(at)
            && self.is_copular(head)
            && head < at;
        let is_complement = token.relation == Relation::XCOMP;
        if has_own || !is_second && !is_complement {
            return;
        }
        let is_passive = self.child(at, Relation::AUX_PASS).is_some();
        let passed: Vec<Arc> = arcs
            .iter()
            .filter(|arc| arc.head == head && arc.dependent != at)
            .filter(|arc| arc.label == Label::Subject || is_second && arc.label == Label::Is)
            .map(|arc| {
                let label = if is_passive { Label::Object } else { arc.label.clone() };
                Arc { head: at, dependent: arc.dependent, label }
            })
            .collect();
        arcs.extend(passed);
    }

    /// `Educated at the academy, Anna Weber left`: the parser may hang her on the academy, and the
    /// verb then has no subject.
    pub(super) fn subject_after_participle(&self, at: usize, arcs: &mut Vec<Arc>) {
        let has_subject = arcs.iter().any(|arc| arc.head == at && arc.label == Label::Subject)
            || self.child(at, Relation::NSUBJ_PASS).is_some();
        if !self.tokens[at].xpos.is_finite() || has_subject {
            return;
        }
        let Some(participle) = self.child(at, Relation::ADVCL).filter(|clause| {
            *clause < at && matches!(self.tokens[*clause].xpos, Xpos::VBN | Xpos::VBG)
        }) else {
            return;
        };
        let subject = (participle + 1..at).rev().find(|token| {
            self.tokens[*token].relation == Relation::APPOS
                && self.tokens[*token].upos == Upos::Propn
                && (*token + 1..at).all(|after| {
                    matches!(self.tokens[after].relation, Relation::FLAT)
                        || self.tokens[after].upos == Upos::Adv
                })
        });
        let Some(subject) = subject else { return };
        let label = match self.tokens[participle].xpos {
            Xpos::VBN => Label::Object,
            _ => Label::Subject,
        };
        arcs.retain(|arc| arc.dependent != subject || arc.label != Label::Same);
        arcs.push(Arc { head: at, dependent: subject, label: Label::Subject });
        arcs.push(Arc { head: participle, dependent: subject, label });
    }
}
