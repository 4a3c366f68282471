//! Who does what to whom in a sentence: its enhanced dependencies with the voice undone and the
//! many ways of saying that two things are one made the same.

use crate::extract::view::View;
use crate::text::{Relation, Token, Upos, Xpos};

/// How two words of a sentence belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Who does it: the subject of an active verb, the agent of a passive one.
    Subject,
    /// Whom it is done to: the object of an active verb, the subject of a passive one.
    Object,
    /// To whom: `gave Peru a loan`.
    Indirect,
    /// A verb that completes another: `plans to join`, `said that …`.
    Complement,
    /// `Peru's`, `its`.
    Possessor,
    /// A word in front of a noun: `Peruvian`, `trade`, `EU`.
    Modifier,
    /// Said to be the same: `X is a member`.
    Is,
    /// Named as the same: `X, a member`, `President X`.
    Same,
    /// A part of the verb: `set up`.
    Particle,
    /// A clause that hangs on a verb: `…, adding that`.
    Clause,
    /// By this preposition, in lower case.
    Prep(String),
}

/// A labelled edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arc {
    /// Index of the governing token.
    pub head: usize,
    /// Index of the governed token.
    pub dependent: usize,
    /// How they belong together.
    pub label: Label,
}

/// The arcs of one sentence.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    arcs: Vec<Arc>,
    /// Indices of the arcs from each token down.
    down: Vec<Vec<usize>>,
    /// Indices of the arcs from each token up.
    up: Vec<Vec<usize>>,
}

impl Graph {
    /// Reads the graph of a sentence.
    pub fn new(view: &View<'_>) -> Self {
        let mut arcs = Reader { view, tokens: &view.sentence.tokens }.arcs();
        arcs.sort();
        arcs.dedup();
        let mut graph =
            Self { down: vec![Vec::new(); view.len()], up: vec![Vec::new(); view.len()], arcs };
        for (index, arc) in graph.arcs.iter().enumerate() {
            graph.down[arc.head].push(index);
            graph.up[arc.dependent].push(index);
        }
        graph
    }

    /// Arcs from a token to those that it governs.
    pub fn below(&self, token: usize) -> impl Iterator<Item = &Arc> {
        self.down[token].iter().map(|index| &self.arcs[*index])
    }

    /// Arcs from a token to those that govern it.
    pub fn above(&self, token: usize) -> impl Iterator<Item = &Arc> {
        self.up[token].iter().map(|index| &self.arcs[*index])
    }
}

/// Verbs whose object did what stands behind `of` or `for`: `criticized X for attacking Y`.
const CHARGING: [&str; 24] = [
    "accuse",
    "acquit",
    "arrest",
    "blame",
    "charge",
    "clear",
    "condemn",
    "convict",
    "criticise",
    "criticize",
    "detain",
    "expel",
    "fine",
    "imprison",
    "jail",
    "praise",
    "prosecute",
    "punish",
    "rebuke",
    "sentence",
    "suspect",
    "thank",
    "try",
    "warn",
];

/// Verbs whose object is to do what the infinitive after it says: `called on his men to go`.
const ADDRESSING: [&str; 30] = [
    "advise",
    "allow",
    "appeal",
    "ask",
    "authorize",
    "beg",
    "call",
    "command",
    "compel",
    "convince",
    "direct",
    "enable",
    "encourage",
    "forbid",
    "force",
    "help",
    "instruct",
    "invite",
    "lead",
    "oblige",
    "order",
    "permit",
    "persuade",
    "press",
    "request",
    "require",
    "summon",
    "tell",
    "urge",
    "warn",
];

struct Reader<'r, 'a> {
    view: &'r View<'a>,
    tokens: &'a [Token],
}

impl Reader<'_, '_> {
    fn arcs(&self) -> Vec<Arc> {
        let mut arcs = Vec::with_capacity(self.tokens.len() * 2);
        for edge in &self.view.sentence.enhanced {
            let Some(head) = edge.head else { continue };
            let case = edge.case.map(|case| self.view.word(case as usize).to_owned());
            self.arc(head as usize, edge.dependent as usize, edge.relation, case, &mut arcs);
        }
        for at in 0..self.tokens.len() {
            self.shared_subject(at, &mut arcs);
            self.part_of_whole(at, &mut arcs);
        }
        for at in 0..self.tokens.len() {
            self.included(at, &mut arcs);
            self.subject_after_participle(at, &mut arcs);
        }
        for at in 0..self.tokens.len() {
            self.passed_on_subject(at, &mut arcs);
        }
        for at in 0..self.tokens.len() {
            self.shared_by_conjuncts(at, &mut arcs);
        }
        arcs
    }

    /// The arcs of one dependency.
    fn arc(
        &self,
        head: usize,
        dependent: usize,
        relation: Relation,
        case: Option<String>,
        arcs: &mut Vec<Arc>,
    ) {
        let mut push = |head, dependent, label| arcs.push(Arc { head, dependent, label });
        match relation {
            Relation::NSUBJ | Relation::NSUBJ_OUTER if self.is_copular(head) => {
                // `X is in Y`, `X is a member`
                match self.child(head, Relation::CASE) {
                    Some(case) if self.view.word(case) != "'s" => {
                        push(dependent, head, Label::Prep(self.view.word(case).to_owned()));
                    }
                    _ => {
                        push(head, dependent, Label::Is);
                        push(head, dependent, Label::Subject);
                    }
                }
            }
            Relation::NSUBJ | Relation::NSUBJ_OUTER => push(head, dependent, Label::Subject),
            Relation::NSUBJ_PASS => push(head, dependent, Label::Object),
            Relation::OBL_AGENT => push(head, dependent, Label::Subject),
            // `the writers Anna Weber and Karl Berg`, misread as what the writers write.
            Relation::OBJ if self.is_named_noun(head, dependent) => push(head, dependent, Label::Same),
            Relation::OBJ => push(head, dependent, Label::Object),
            Relation::IOBJ => {
                push(head, dependent, Label::Indirect);
                push(head, dependent, Label::Prep("to".to_owned()));
            }
            Relation::OBL | Relation::NMOD => {
                let Some(case) = case else { return };
                let is_agent = case == "by"
                    && self.tokens[head].xpos == Xpos::VBN
                    && !matches!(self.tokens[dependent].upos, Upos::Num | Upos::Verb);
                if is_agent {
                    push(head, dependent, Label::Subject);
                }
                push(head, dependent, Label::Prep(case));
            }
            Relation::NMOD_POSS => push(head, dependent, Label::Possessor),
            Relation::APPOS | Relation::NMOD_DESC | Relation::FLAT => {
                push(head, dependent, Label::Same);
                if relation != Relation::APPOS {
                    push(head, dependent, Label::Modifier);
                }
            }
            Relation::COMPOUND | Relation::AMOD | Relation::NMOD_UNMARKED => {
                push(head, dependent, Label::Modifier);
            }
            Relation::XCOMP | Relation::CCOMP => push(head, dependent, Label::Complement),
            Relation::ACL
                // `a plan to build`; participles have the noun as an argument already.
                if self.child(dependent, Relation::MARK).is_some() => {
                    push(head, dependent, Label::Complement);
                }
            Relation::ADVCL => push(head, dependent, Label::Clause),
            Relation::COMPOUND_PRT => push(head, dependent, Label::Particle),
            _ => {}
        }
    }

    /// Says whether `dependent` is a name right behind the noun `head`.
    fn is_named_noun(&self, head: usize, dependent: usize) -> bool {
        self.tokens[head].upos == Upos::Noun
            && self.tokens[dependent].upos == Upos::Propn
            && head < dependent
    }

    fn children(&self, head: usize) -> impl Iterator<Item = usize> {
        (0..self.tokens.len()).filter(move |at| self.tokens[*at].head == Some(head as u32))
    }

    fn child(&self, head: usize, relation: Relation) -> Option<usize> {
        self.children(head).find(|at| self.tokens[*at].relation == relation)
    }

    /// Says whether a nominal is the predicate of a clause.
    fn is_copular(&self, at: usize) -> bool {
        !matches!(self.tokens[at].upos, Upos::Verb | Upos::Adj)
            && self.child(at, Relation::COP).is_some()
    }

    /// The subject of a participle beside a clause is that of the clause: `X resigned, saying …`.
    fn shared_subject(&self, at: usize, arcs: &mut Vec<Arc>) {
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
        let is_charge = CHARGING.contains(&self.view.lemma(head))
            && self
                .children(at)
                .any(|mark| mark < at && matches!(self.view.word(mark), "of" | "with" | "for"));
        // `prevented Y from joining`
        let is_kept = self.children(at).any(|mark| mark < at && self.view.word(mark) == "from")
            && self.tokens[head].xpos != Xpos::VBN
            && arcs
                .iter()
                .any(|arc| arc.head == head && arc.label == Label::Object && arc.dependent < at);
        let is_said = arcs.iter().any(|arc| arc.head == head && arc.label == Label::Subject);
        let is_accusation =
            matches!(self.view.lemma(head), "accuse" | "suspect" | "charge" | "blame");
        if is_charge && is_accusation && !is_said {
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
    fn purpose_subject(&self, at: usize, arcs: &mut Vec<Arc>) {
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
            object.is_some_and(|object| {
                let is_name = matches!(self.tokens[object].upos, Upos::Propn | Upos::Pron);
                object < at && (is_name || ADDRESSING.contains(&self.view.lemma(verb)))
            })
        };
        let actor = match token.relation {
            Relation::ADVCL if is_infinitive(at) && head < at && !has_addressee(head) => head,
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
            .filter(|arc| arc.head == actor && arc.label == Label::Subject && arc.dependent != at)
            .map(|arc| Arc { head: at, dependent: arc.dependent, label: Label::Subject })
            .collect();
        arcs.extend(subjects);
    }

    /// Complements and second predicates have the subject of the first, where it came late:
    /// `X left, refusing to sign`; `X is a friend and an ally`.
    fn passed_on_subject(&self, at: usize, arcs: &mut Vec<Arc>) {
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

    /// `Ten writers were arrested, including Anna Weber`: what is said of the whole is said of her.
    fn included(&self, at: usize, arcs: &mut Vec<Arc>) {
        let has_case =
            self.children(at).any(|child| child < at && self.view.word(child) == "including");
        let Some(head) = self.tokens[at].head.map(|head| head as usize).filter(|_| has_case) else {
            return;
        };
        let is_argument =
            |arc: &&Arc| matches!(arc.label, Label::Subject | Label::Object) && arc.dependent < at;
        let shared: Vec<Arc> = match self.tokens[at].relation {
            Relation::OBL => {
                let arguments = arcs.iter().filter(|arc| arc.head == head).filter(is_argument);
                let nearest = arguments.max_by_key(|arc| arc.dependent);
                nearest.map(|arc| Arc { dependent: at, ..arc.clone() }).into_iter().collect()
            }
            Relation::NMOD => {
                let whole = arcs.iter().filter(|arc| arc.dependent == head).filter(|arc| {
                    matches!(arc.label, Label::Subject | Label::Object | Label::Prep(_))
                });
                whole.map(|arc| Arc { dependent: at, ..arc.clone() }).collect()
            }
            _ => Vec::new(),
        };
        arcs.extend(shared);
    }

    /// `Educated at the academy, Anna Weber left`: the parser may hang her on the academy, and the
    /// verb then has no subject.
    fn subject_after_participle(&self, at: usize, arcs: &mut Vec<Arc>) {
        let is_finite = matches!(self.tokens[at].xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBP);
        let has_subject = arcs.iter().any(|arc| arc.head == at && arc.label == Label::Subject)
            || self.child(at, Relation::NSUBJ_PASS).is_some();
        if !is_finite || has_subject {
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

    /// What two verbs side by side have in common though it stands once: the object of `founded and
    /// leads the bank`, the agent of `was recalled by the ministry and dismissed`.
    fn shared_by_conjuncts(&self, at: usize, arcs: &mut Vec<Arc>) {
        let is_verb = |at: usize| self.tokens[at].upos == Upos::Verb;
        let Some(first) = self.tokens[at].head.map(|head| head as usize) else { return };
        if self.tokens[at].relation != Relation::CONJ
            || !is_verb(at)
            || !is_verb(first)
            || first > at
        {
            return;
        }
        let has = |verb: usize, label: &Label, arcs: &[Arc]| {
            arcs.iter().any(|arc| arc.head == verb && arc.label == *label)
        };
        let is_passive = |verb: usize| {
            self.tokens[verb].xpos == Xpos::VBN && self.child(verb, Relation::AUX).is_none()
        };
        let are_side_by_side = (first + 1..at).all(|between| {
            matches!(self.tokens[between].upos, Upos::Cconj | Upos::Adv | Upos::Aux)
        });
        let mut shared: Vec<Arc> = Vec::new();
        if are_side_by_side && !is_passive(first) && !has(first, &Label::Object, arcs) {
            let objects = arcs
                .iter()
                .filter(|arc| arc.head == at && arc.label == Label::Object && arc.dependent > at);
            shared.extend(objects.map(|arc| Arc { head: first, ..arc.clone() }));
        }
        if is_passive(first) && is_passive(at) && !has(at, &Label::Subject, arcs) {
            let agents = arcs.iter().filter(|arc| {
                arc.head == first
                    && arc.label == Label::Subject
                    && (first..at).contains(&arc.dependent)
            });
            shared.extend(agents.map(|arc| Arc { head: at, ..arc.clone() }));
        }
        arcs.extend(shared);
    }

    /// `one of the members`, `the rest of …`: the part is of the kind of the whole.
    fn part_of_whole(&self, at: usize, arcs: &mut Vec<Arc>) {
        let is_part = self.tokens[at].upos == Upos::Num
            || matches!(
                self.view.word(at),
                "each" | "some" | "most" | "all" | "both" | "any" | "none" | "either" | "neither"
            );
        if !is_part {
            return;
        }
        let wholes: Vec<usize> = arcs
            .iter()
            .filter(|arc| arc.head == at && arc.label == Label::Prep("of".to_owned()))
            .map(|arc| arc.dependent)
            .collect();
        arcs.extend(wholes.into_iter().map(|whole| Arc {
            head: at,
            dependent: whole,
            label: Label::Same,
        }));
    }
}
