//! Who does what to whom in a sentence: its enhanced dependencies with the voice undone and the
//! many ways of saying that two things are one made the same.

mod subjects;

use crate::extract::view::View;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::{NameKind, Relation, Token, Upos, Xpos};

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
    pub fn new(view: &View<'_>, words: &WordLists) -> Self {
        let mut arcs = Reader { view, tokens: &view.sentence.tokens, words }.arcs();
        arcs.sort();
        arcs.dedup();
        let mut graph =
            Self { down: vec![Vec::new(); view.len()], up: vec![Vec::new(); view.len()], arcs };
        graph.link();
        graph
    }

    /// Makes `name` what `noun` is called, and nothing else that it stands beside.
    pub fn name(&mut self, noun: usize, name: usize) {
        self.arcs.retain(|arc| arc.dependent != name || arc.label != Label::Same);
        self.arcs.push(Arc { head: noun, dependent: name, label: Label::Same });
        self.arcs.sort();
        self.link();
    }

    /// Makes `name` what `noun` is called, and nothing else.
    pub fn rename(&mut self, noun: usize, name: usize) {
        self.arcs.retain(|arc| arc.dependent != name);
        self.name(noun, name);
    }

    /// Makes `noun` one of `body`, and the body of nothing else: `the leader of the union`.
    pub fn belong(&mut self, body: usize, noun: usize) {
        self.arcs.retain(|arc| arc.dependent != body);
        self.arcs.push(Arc { head: noun, dependent: body, label: Label::Prep("of".to_owned()) });
        self.arcs.sort();
        self.link();
    }

    /// Makes a clause tell of `noun` what it was said to tell of `inner`, or of either.
    pub fn lift(&mut self, clause: usize, inner: usize, noun: usize, is_either: bool) {
        let told = |arc: &&Arc| arc.head == clause && arc.dependent == inner;
        let lifted: Vec<Arc> = self
            .arcs
            .iter()
            .filter(told)
            .map(|arc| Arc { dependent: noun, ..arc.clone() })
            .collect();
        if !is_either {
            self.arcs.retain(|arc| !told(&arc));
        }
        self.arcs.extend(lifted);
        self.arcs.sort();
        self.link();
    }

    /// Makes `actor` a subject of `verb` as well.
    pub fn acts(&mut self, actor: usize, verb: usize) {
        self.arcs.push(Arc { head: verb, dependent: actor, label: Label::Subject });
        self.arcs.sort();
        self.link();
    }

    /// Makes `actor` do what the subject of `verb` does, and nothing else.
    pub fn act(&mut self, actor: usize, verb: usize) {
        let as_subject = |arc: &&Arc| {
            arc.head == verb
                && arc.dependent < verb
                && matches!(arc.label, Label::Subject | Label::Object)
        };
        let Some(label) = self.arcs.iter().find(as_subject).map(|arc| arc.label.clone()) else {
            return;
        };
        self.arcs.retain(|arc| arc.dependent != actor);
        self.arcs.push(Arc { head: verb, dependent: actor, label });
        self.arcs.sort();
        self.link();
    }

    fn link(&mut self) {
        self.down.iter_mut().chain(&mut self.up).for_each(Vec::clear);
        for (index, arc) in self.arcs.iter().enumerate() {
            self.down[arc.head].push(index);
            self.up[arc.dependent].push(index);
        }
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

struct Reader<'r, 'a> {
    view: &'r View<'a>,
    tokens: &'a [Token],
    words: &'r WordLists,
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
            self.part_of_place(at, &mut arcs);
            self.named_place(at, &mut arcs);
            self.past_manner(at, &mut arcs);
            self.past_goods(at, &mut arcs);
            self.own_meeting(at, &mut arcs);
            self.called(at, &mut arcs);
        }
        for at in 0..self.tokens.len() {
            self.among_them(at, &mut arcs);
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

    /// `founded a group called New Dawn`: what it is called is the group.
    fn called(&self, participle: usize, arcs: &mut Vec<Arc>) {
        let is_called = self.words.is(self.view.lemma(participle), WordClass::Naming)
            && self.tokens[participle].relation == Relation::ACL;
        let is_body =
            |noun: &u32| self.words.name_heads.contains_key(self.view.lemma(*noun as usize));
        let Some(noun) = self.tokens[participle].head.filter(|_| is_called).filter(is_body) else {
            return;
        };
        let name = (participle + 1..self.tokens.len()).find(|at| {
            self.tokens[*at].upos == Upos::Propn
                && self.tokens[*at].head == u32::try_from(participle).ok()
        });
        let name = name.filter(|name| name - participle <= 3);
        arcs.extend(name.map(|dependent| Arc {
            head: noun as usize,
            dependent,
            label: Label::Same,
        }));
    }

    /// `sold Kenya drones`: the verb right before a place that the parser took for a part of what is given.
    fn giving_to(&self, goods: usize, place: usize) -> Option<usize> {
        let verb = place.checked_sub(1).filter(|verb| {
            self.tokens[goods].relation == Relation::OBJ
                && self.tokens[goods].head == u32::try_from(*verb).ok()
                && self.words.is(self.view.lemma(*verb), WordClass::Giving)
        })?;
        let is_place = self.view.sentence.names.iter().any(|name| {
            name.kind == NameKind::Place
                && name.first as usize == place
                && name.last as usize == place
        });
        is_place.then_some(verb)
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
                // `met Peru, together with Chile`: who is company for whom, nobody can tell.
                let is_company = case == "with"
                    && self.child(dependent, Relation::CASE).is_some_and(|at| {
                        let before = at.checked_sub(1).map_or("", |at| self.view.word(at));
                        self.words.is(before, WordClass::Jointly)
                    });
                if is_company {
                    return;
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
                if let Some(verb) = self.giving_to(head, dependent) {
                    push(verb, dependent, Label::Indirect);
                    push(verb, dependent, Label::Prep("to".to_owned()));
                }
            }
            Relation::XCOMP | Relation::CCOMP => push(head, dependent, Label::Complement),
            Relation::ACL
                // `a plan to build`; participles have the noun as an argument already.
                if self.child(dependent, Relation::MARK).is_some() => {
                    push(head, dependent, Label::Complement);
                }
            Relation::ADVCL => push(head, dependent, Label::Clause),
            Relation::COMPOUND_PRT => push(head, dependent, Label::Particle),
            // `gathered here`, `came here`
            Relation::ADVMOD if self.view.word(dependent) == "here" => {
                let comes = self.words.is(self.view.lemma(head), WordClass::Travel);
                push(head, dependent, Label::Prep(if comes { "to" } else { "in" }.to_owned()));
            }
            // `first put forward by Peru`
            Relation::ADVMOD
                if self.tokens[head].upos == Upos::Verb
                    && dependent == head + 1
                    && matches!(
                        self.view.word(dependent),
                        "forward" | "up" | "down" | "out" | "off" | "back"
                    ) =>
            {
                push(head, dependent, Label::Particle);
            }
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

    /// `Ten writers attended the fair, among them Anna Weber`: what is said of those many is said of her.
    fn among_them(&self, at: usize, arcs: &mut Vec<Arc>) {
        if self.view.word(at) != "among" || !matches!(self.view.word(at + 1), "them" | "whom") {
            return;
        }
        let is_noun = |at: &usize| matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn);
        let Some(named) = (at + 2..self.tokens.len()).take(8).find(|named| {
            is_noun(named)
                && self.tokens[*named].head.is_none_or(|head| {
                    let head = head as usize;
                    head < at + 2 || !is_noun(&head)
                })
        }) else {
            return;
        };
        let is_many = |at: usize| self.tokens[at].xpos == Xpos::NNS && at + 1 < named;
        let whole = arcs
            .iter()
            .filter(|arc| matches!(arc.label, Label::Subject | Label::Object))
            .filter(|arc| is_many(arc.dependent) && arc.dependent < at)
            .min_by_key(|arc| (arc.label != Label::Subject, arc.dependent))
            .cloned();
        let Some(whole) = whole else { return };
        arcs.retain(|arc| {
            arc.dependent != named || !matches!(arc.label, Label::Subject | Label::Object)
        });
        arcs.push(Arc { dependent: named, ..whole });
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

    /// `During a visit to Peru, X said`, `after talks with Y, X left`: the visit and the talks are those of X.
    fn own_meeting(&self, at: usize, arcs: &mut Vec<Arc>) {
        let is_meeting = self.words.is(self.view.lemma(at), WordClass::Encounter)
            && self.tokens[at].upos == Upos::Noun
            && self.tokens[at].relation == Relation::OBL;
        let has_case = self.child(at, Relation::CASE).is_some_and(|case| {
            matches!(
                self.view.word(case),
                "during" | "on" | "after" | "before" | "following" | "at" | "in" | "amid"
            )
        });
        // `During a visit to Lima by Anna Weber, …`; but `during his visit, he`.
        let has_owner = arcs.iter().any(|arc| {
            let is_pronoun = self.tokens[arc.dependent].upos == Upos::Pron;
            arc.head == at
                && match &arc.label {
                    Label::Possessor => !is_pronoun,
                    Label::Modifier => self.tokens[arc.dependent].upos == Upos::Propn,
                    Label::Prep(word) => matches!(word.as_str(), "of" | "by" | "between" | "among"),
                    _ => false,
                }
        });
        let Some(verb) = self.tokens[at].head.filter(|_| is_meeting && has_case && !has_owner)
        else {
            return;
        };
        let end = (at..self.tokens.len()).find(|end| self.view.word(*end) == ",").unwrap_or(at);
        if (at..end).any(|between| matches!(self.view.word(between), "by" | "of" | "between")) {
            return;
        }
        let subjects: Vec<Arc> = arcs
            .iter()
            .filter(|arc| arc.head == verb as usize && arc.label == Label::Subject)
            .map(|arc| Arc { head: at, dependent: arc.dependent, label: Label::Possessor })
            .collect();
        arcs.extend(subjects);
    }

    /// `graduated with distinction from the university`: a bare noun that tells how has no university; it is
    /// the verb's.
    fn past_manner(&self, at: usize, arcs: &mut Vec<Arc>) {
        let is_bare = self.tokens[at].upos == Upos::Noun
            && self.tokens[at].relation == Relation::OBL
            && self.child(at, Relation::DET).is_none()
            && self.child(at, Relation::AMOD).is_none()
            && self.child(at, Relation::CASE).is_some_and(|case| {
                case + 1 == at && matches!(self.view.word(case), "with" | "without")
            });
        let Some(verb) = self.tokens[at].head.map(|head| head as usize).filter(|_| is_bare) else {
            return;
        };
        pass_up(&[at], verb, &["from", "in", "at", "to"], arcs);
    }

    /// `buys most of its fuel from Peru`: from whom one buys is the verb's, whatever it hangs on (verbs of change
    /// of possession, Levin 1993, class 13).
    fn past_goods(&self, at: usize, arcs: &mut Vec<Arc>) {
        let transfers = self.tokens[at].upos == Upos::Verb
            && self.words.is(self.view.lemma(at), WordClass::Transfer);
        if !transfers {
            return;
        }
        let mut goods: Vec<usize> =
            self.children(at).filter(|one| self.tokens[*one].relation == Relation::OBJ).collect();
        // `most of its fuel`
        let inner: Vec<usize> = (goods.iter())
            .flat_map(|one| self.children(*one))
            .filter(|one| self.tokens[*one].relation == Relation::NMOD)
            .collect();
        goods.extend(inner);
        goods.retain(|one| self.tokens[*one].upos != Upos::Propn);
        pass_up(&goods, at, &["from", "to"], arcs);
    }

    /// `governor of the region of Ica`: the region is Ica.
    fn named_place(&self, at: usize, arcs: &mut Vec<Arc>) {
        let lemma = self.view.lemma(at);
        let is_kind = self.tokens[at].upos == Upos::Noun
            && (self.words.is(lemma, WordClass::Settlement)
                || self.words.is(lemma, WordClass::Country)
                || lemma == "republic");
        let name = self.children(at).find(|name| {
            self.tokens[*name].upos == Upos::Propn
                && self.tokens[*name].relation == Relation::NMOD
                && self.child(*name, Relation::CASE).is_some_and(|of| self.view.word(of) == "of")
        });
        let name = name.filter(|_| is_kind);
        arcs.extend(name.map(|name| Arc { head: at, dependent: name, label: Label::Same }));
    }

    /// `in the centre of Lima`, `in the south of Peru`: what is there is in Lima, in Peru.
    fn part_of_place(&self, at: usize, arcs: &mut Vec<Arc>) {
        let is_part = {
            let word = self.view.word(at);
            matches!(word, "part" | "parts")
                || self.words.is(word, WordClass::Centre)
                || self.words.is(word, WordClass::Compass)
        };
        if !is_part {
            return;
        }
        let of = Label::Prep("of".to_owned());
        let wholes: Vec<usize> = arcs
            .iter()
            .filter(|arc| {
                arc.head == at
                    && (arc.label == of || arc.label == Label::Possessor)
                    && self.tokens[arc.dependent].upos == Upos::Propn
            })
            .map(|arc| arc.dependent)
            .collect();
        let inside: Vec<Arc> = arcs
            .iter()
            .filter(|arc| arc.dependent == at)
            .filter(|arc| matches!(&arc.label, Label::Prep(word) if matches!(word.as_str(), "in" | "on" | "from")))
            .flat_map(|arc| {
                wholes.iter().map(|whole| Arc {
                    head: arc.head,
                    dependent: *whole,
                    label: Label::Prep("in".to_owned()),
                })
            })
            .collect();
        arcs.extend(inside);
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

/// Gives `verb` as well what hangs on these nouns by one of these prepositions.
fn pass_up(nouns: &[usize], verb: usize, prepositions: &[&str], arcs: &mut Vec<Arc>) {
    let is_such = |label: &Label| match label {
        Label::Prep(word) => prepositions.contains(&word.as_str()),
        _ => false,
    };
    let passed: Vec<Arc> = arcs
        .iter()
        .filter(|arc| nouns.contains(&arc.head) && is_such(&arc.label))
        .map(|arc| Arc { head: verb, ..arc.clone() })
        .collect();
    arcs.extend(passed);
}
