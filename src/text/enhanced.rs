//! Enhanced relations: what the basic tree implies (Schuster and Manning 2016).
//!
//! Conjuncts share the head of the first one and, where they have none of their own, its subject and
//! what stands after all of them; relative clauses get their antecedent; complements without a
//! subject get the one that controls them; prepositions and conjunctions are noted beside the
//! relation. Beyond the treebanks' scheme, a noun is the subject of a participle that modifies it
//! (`the pact signed in May`).

use super::relation::Relation;
use super::tag::{Upos, Xpos};
use super::{Edge, Token};

/// Returns all enhanced relations of a sentence, by dependent, then head.
pub(super) fn enhance(tokens: &[Token]) -> Vec<Edge> {
    let tree = Tree::new(tokens);
    let mut edges: Vec<Edge> = (0..tokens.len())
        .map(|at| Edge {
            dependent: at as u32,
            head: tokens[at].head,
            relation: if tokens[at].head.is_none() { Relation::ROOT } else { tokens[at].relation },
            case: tree.case(at),
            basic: true,
        })
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        match token.relation {
            Relation::ACL_RELCL => tree.antecedent(at, &mut edges),
            Relation::ACL => tree.participle(at, &mut edges),
            Relation::PARATAXIS | Relation::DEP => tree.owner(at, &mut edges),
            _ => {}
        }
    }
    // From left to right, so that the second conjunct has its edges when the third one asks.
    for (at, token) in tokens.iter().enumerate() {
        if token.relation == Relation::CONJ {
            tree.conjunct(at, &mut edges);
        }
    }
    for (at, token) in tokens.iter().enumerate() {
        if token.relation == Relation::XCOMP {
            tree.controlled(at, &mut edges);
        }
    }
    edges.sort_unstable();
    edges.dedup_by_key(|edge| (edge.dependent, edge.head, edge.relation));
    edges
}

/// An edge that the tree leaves out, without a preposition.
fn implied(dependent: u32, head: u32, relation: Relation) -> Edge {
    Edge { dependent, head: Some(head), relation, case: None, basic: false }
}

const SUBJECTS: [Relation; 4] =
    [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::CSUBJ, Relation::CSUBJ_PASS];

struct Tree<'a> {
    tokens: &'a [Token],
    /// Dependents of each word, in order.
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        let mut children = vec![Vec::new(); tokens.len()];
        for (at, token) in tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[head as usize].push(at);
            }
        }
        Self { tokens, children }
    }

    fn child(&self, head: usize, relations: &[Relation]) -> Option<usize> {
        self.children[head]
            .iter()
            .copied()
            .find(|at| relations.contains(&self.tokens[*at].relation))
    }

    /// The word that is collapsed into the relation of `at`.
    fn case(&self, at: usize) -> Option<u32> {
        let marker = match self.tokens[at].relation {
            Relation::OBL | Relation::OBL_AGENT | Relation::NMOD => {
                self.child(at, &[Relation::CASE])
            }
            Relation::NMOD_POSS => self
                .child(at, &[Relation::CASE])
                .filter(|case| self.tokens[*case].xpos != Xpos::POS),
            Relation::ADVCL | Relation::ACL => {
                self.child(at, &[Relation::MARK]).or_else(|| self.child(at, &[Relation::CASE]))
            }
            Relation::CONJ => self.child(at, &[Relation::CC]).or_else(|| self.last_cc(at)),
            _ => None,
        };
        marker.map(|marker| marker as u32)
    }

    /// In `a, b and c`, the conjunction of `c` is that of `b` too.
    fn last_cc(&self, at: usize) -> Option<usize> {
        let head = self.tokens[at].head? as usize;
        self.children[head]
            .iter()
            .filter(|sister| **sister > at && self.tokens[**sister].relation == Relation::CONJ)
            .find_map(|sister| self.child(*sister, &[Relation::CC]))
    }

    /// A clause can have a subject: a verb, or another word with a copula.
    fn is_clause(&self, at: usize) -> bool {
        self.tokens[at].upos == Upos::Verb || self.child(at, &[Relation::COP]).is_some()
    }

    fn subject(&self, at: usize) -> Option<usize> {
        self.child(at, &SUBJECTS)
    }

    /// Whether a subject of `at` is a passive one.
    fn subject_relation(&self, at: usize) -> Relation {
        let passive = self.child(at, &[Relation::AUX_PASS]).is_some()
            || self.tokens[at].xpos == Xpos::VBN
                && self.child(at, &[Relation::AUX, Relation::COP]).is_none()
                && self.child(at, &[Relation::OBJ]).is_none();
        if passive { Relation::NSUBJ_PASS } else { Relation::NSUBJ }
    }

    fn conjunct(&self, at: usize, edges: &mut Vec<Edge>) {
        let Some(first) = self.tokens[at].head.map(|head| head as usize) else { return };
        // The relations of the first conjunct, with a preposition of its own or the shared one.
        let incoming: Vec<Edge> = edges
            .iter()
            .filter(|edge| edge.dependent as usize == first && edge.relation != Relation::CONJ)
            .copied()
            .collect();
        let own_case = self.child(at, &[Relation::CASE]).map(|case| case as u32);
        for edge in incoming {
            let head_is_self = edge.head == Some(at as u32);
            if edge.relation != Relation::ROOT && !head_is_self {
                let case = own_case.or(edge.case);
                edges.push(Edge { dependent: at as u32, case, basic: false, ..edge });
            }
        }
        // `a treaty that Oman drafted and signed`: the object of the one is that of the other.
        let is_told_of = self.tokens[first].relation == Relation::ACL_RELCL
            && self.tokens[at].upos == Upos::Verb
            && self.child(at, &[Relation::AUX_PASS, Relation::OBJ]).is_none()
            && self.children[first].iter().any(|child| {
                *child < first
                    && self.tokens[*child].relation == Relation::OBJ
                    && matches!(self.tokens[*child].xpos, Xpos::WDT | Xpos::WP)
            });
        if let Some(noun) = self.tokens[first].head.filter(|_| is_told_of) {
            edges.push(implied(noun, at as u32, Relation::OBJ));
        }
        if self.is_clause(at) && self.is_clause(first) && self.subject(at).is_none() {
            let subjects: Vec<Edge> = edges
                .iter()
                .filter(|edge| {
                    edge.head == Some(first as u32)
                        && SUBJECTS.contains(&edge.relation)
                        && (edge.dependent as usize) < at
                })
                .copied()
                .collect();
            for edge in subjects {
                let relation = if is_told_of { Relation::NSUBJ } else { self.subject_relation(at) };
                let head = Some(at as u32);
                edges.push(Edge { head, relation, basic: false, ..edge });
            }
        }
        // What stands after the last conjunct and hangs on the first belongs to all.
        let shared: &[Relation] = match self.tokens[at].upos {
            Upos::Verb => &[Relation::OBJ, Relation::OBL],
            _ => &[Relation::NMOD],
        };
        for child in self.children[first].iter().filter(|child| **child > at) {
            let relation = self.tokens[*child].relation;
            if shared.contains(&relation) && self.child(at, &[relation]).is_none() {
                edges.push(Edge {
                    dependent: *child as u32,
                    head: Some(at as u32),
                    relation,
                    case: self.case(*child),
                    basic: false,
                });
            }
        }
    }

    /// Puts the antecedent of a relative clause in the place of the relative pronoun.
    fn antecedent(&self, clause: usize, edges: &mut Vec<Edge>) {
        let Some(noun) = self.tokens[clause].head else { return };
        let verbs =
            std::iter::once(clause).chain(self.children[clause].iter().copied().filter(|child| {
                matches!(self.tokens[*child].relation, Relation::XCOMP | Relation::CONJ)
            }));
        let mut add = |head: usize, relation: Relation, case: Option<u32>| {
            if head as u32 != noun {
                let head = Some(head as u32);
                edges.push(Edge { dependent: noun, head, relation, case, basic: false });
            }
        };
        let mut found = false;
        for verb in verbs {
            for child in self.children[verb].iter().copied() {
                let relative = matches!(self.tokens[child].xpos, Xpos::WDT | Xpos::WP)
                    || self.tokens[child].xpos == Xpos::WRB;
                let relation = self.tokens[child].relation;
                if relative && (child < clause || verb != clause) {
                    found = true;
                    // `where` and `when` stand for a place or a time.
                    let relation =
                        if relation == Relation::ADVMOD { Relation::OBL } else { relation };
                    if relation != Relation::MARK {
                        add(verb, relation, self.case(child));
                    }
                } else if let Some(whose) = self.child(child, &[Relation::NMOD_POSS])
                    && self.tokens[whose].xpos == Xpos::WPS
                {
                    found = true;
                    add(child, Relation::NMOD_POSS, None);
                }
            }
        }
        let open = self.tokens[clause].upos == Upos::Verb
            && self.child(clause, &[Relation::OBJ, Relation::CCOMP, Relation::XCOMP]).is_none();
        if !found && open {
            match self.subject(clause) {
                // `the pact they signed`
                Some(_) if self.child(clause, &[Relation::MARK]).is_none() => {
                    add(clause, Relation::OBJ, None);
                }
                None => add(clause, self.subject_relation(clause), None),
                Some(_) => {}
            }
        }
    }

    /// `Oman, whose leader, Jan Berg, …`, with the clause cut off: the leader is that of the noun it hangs on.
    fn owner(&self, owned: usize, edges: &mut Vec<Edge>) {
        let is_noun = |at: usize| matches!(self.tokens[at].upos, Upos::Noun | Upos::Propn);
        let whose = self.child(owned, &[Relation::NMOD_POSS]);
        let is_asked = whose.is_some_and(|whose| self.tokens[whose].xpos == Xpos::WPS);
        let owner = self.tokens[owned].head.filter(|owner| {
            is_asked && is_noun(owned) && is_noun(*owner as usize) && (*owner as usize) < owned
        });
        edges.extend(owner.map(|owner| implied(owner, owned as u32, Relation::NMOD_POSS)));
    }

    /// Makes a noun the subject of the participle that modifies it.
    fn participle(&self, clause: usize, edges: &mut Vec<Edge>) {
        let Some(noun) = self.tokens[clause].head else { return };
        let relation = match self.tokens[clause].xpos {
            Xpos::VBN => Relation::NSUBJ_PASS,
            Xpos::VBG => Relation::NSUBJ,
            _ => return,
        };
        if self.subject(clause).is_none() && self.child(clause, &[Relation::MARK]).is_none() {
            edges.push(implied(noun, clause as u32, relation));
        }
    }

    /// Gives a complement the object of the verb above it as its subject, else that verb's own.
    fn controlled(&self, at: usize, edges: &mut Vec<Edge>) {
        if self.subject(at).is_some() {
            return;
        }
        let Some(verb) = self.tokens[at].head else { return };
        let promise = &*self.tokens[verb as usize].lemma == "promise";
        let object = self
            .child(verb as usize, &[Relation::OBJ, Relation::IOBJ])
            .filter(|_| !promise)
            .map(|object| object as u32);
        let controllers: Vec<u32> = match object {
            Some(object) => edges
                .iter()
                .filter(|edge| edge.head == Some(verb) && edge.relation == Relation::OBJ)
                .map(|edge| edge.dependent)
                .chain([object])
                .collect(),
            None => edges
                .iter()
                .filter(|edge| edge.head == Some(verb) && SUBJECTS.contains(&edge.relation))
                .map(|edge| edge.dependent)
                .collect(),
        };
        for dependent in controllers.into_iter().filter(|dependent| *dependent != at as u32) {
            let relation = self.subject_relation(at);
            edges.push(implied(dependent, at as u32, relation));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    /// Implied edges of a sentence given as `form upos xpos head relation` rows.
    fn implied(rows: &[&str]) -> Vec<String> {
        let mut content = String::new();
        for (index, row) in rows.iter().enumerate() {
            let [form, upos, xpos, head, relation] =
                row.split(' ').collect::<Vec<_>>().try_into().unwrap();
            content += &format!(
                "{}\t{form}\t{form}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t_\n",
                index + 1
            );
        }
        let bank = conllu::read(&content).unwrap();
        let tokens = &bank.annotated.sentences[0].tokens;
        enhance(tokens)
            .iter()
            .filter(|edge| !edge.basic)
            .map(|edge| {
                let form = |at: u32| tokens[at as usize].span.of(&bank.text);
                let head = edge.head.map_or("ROOT", form);
                let case = edge.case.map_or(String::new(), |case| format!(":{}", form(case)));
                format!("{} <- {}{case} - {head}", form(edge.dependent), edge.relation)
            })
            .collect()
    }

    #[test]
    fn conjuncts_share_subject_and_object() {
        let edges = implied(&[
            "Ann PROPN NNP 2 nsubj",
            "wrote VERB VBD 0 root",
            "and CCONJ CC 4 cc",
            "signed VERB VBD 2 conj",
            "letters NOUN NNS 2 obj",
        ]);
        assert_eq!(edges, ["Ann <- nsubj - signed", "letters <- obj - signed"]);
    }

    #[test]
    fn conjuncts_share_their_head() {
        let edges = implied(&[
            "trade NOUN NN 0 root",
            "with ADP IN 3 case",
            "Iran PROPN NNP 1 nmod",
            "and CCONJ CC 5 cc",
            "Oman PROPN NNP 3 conj",
        ]);
        assert_eq!(edges, ["Oman <- nmod:with - trade"]);
    }

    #[test]
    fn antecedents_and_controllers_are_subjects() {
        let edges = implied(&[
            "banks NOUN NNS 0 root",
            "which PRON WDT 3 nsubj",
            "agreed VERB VBD 1 acl:relcl",
            "to PART TO 5 mark",
            "lend VERB VB 3 xcomp",
        ]);
        assert_eq!(
            edges,
            ["banks <- nsubj - agreed", "banks <- nsubj - lend", "which <- nsubj - lend",]
        );
    }

    #[test]
    fn participles_have_their_noun_as_subject() {
        let edges = implied(&["pact NOUN NN 0 root", "signed VERB VBN 1 acl"]);
        assert_eq!(edges, ["pact <- nsubj:pass - signed"]);
    }
}
