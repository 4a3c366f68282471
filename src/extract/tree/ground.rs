//! A sentence ready for templates: its graph, and which word each mention hangs by.

use super::elaboration;
use super::graph::{Graph, Label};
use crate::extract::rules::Rules;
use crate::extract::scene::Scene;
use crate::extract::view::{Tokens, View};
use crate::ontology::words::WordLists;
use crate::text::Relation;

/// A scene with its graph.
pub struct Ground<'g, 'a> {
    /// The sentence and what was found in it.
    pub scene: &'g Scene<'a>,
    /// Lists of words.
    pub words: &'g WordLists,
    /// Who does what to whom.
    pub graph: Graph,
    /// For each token the candidates whose head it is, longer ones first.
    pub headed: Vec<Vec<usize>>,
    /// For each time of the scene its head.
    pub times: Vec<usize>,
    /// For each token those coordinated with it that come after it.
    pub conjuncts: Vec<Vec<usize>>,
}

impl<'g, 'a> Ground<'g, 'a> {
    /// Prepares a scene.
    pub fn new(scene: &'g Scene<'a>, rules: &Rules<'g>) -> Self {
        let (view, words) = (&scene.view, rules.words);
        let mut headed = vec![Vec::new(); view.len()];
        for (index, candidate) in scene.candidates.iter().enumerate() {
            headed[head_of(view, candidate.tokens)].push(index);
        }
        for candidates in &mut headed {
            candidates.sort_by_key(|index| {
                let candidate = &scene.candidates[*index];
                (std::cmp::Reverse(candidate.tokens.len()), candidate.reason, *index)
            });
        }
        let mut conjuncts = vec![Vec::new(); view.len()];
        for (at, token) in view.sentence.tokens.iter().enumerate() {
            if token.relation == Relation::CONJ
                && let Some(head) = token.head
            {
                conjuncts[head as usize].push(at);
            }
        }
        let times = scene.times.iter().map(|time| head_of(view, time.tokens)).collect();
        let mut graph = Graph::new(view, words);
        for (counted, list) in elaboration::elaborated(scene, rules) {
            graph.name(counted, list);
        }
        for (noun, subject) in elaboration::predicated(scene) {
            graph.name(noun, subject);
            let is_infinitive = |at: &usize| {
                view.relation(*at) == Relation::ACL
                    && view.children(*at).any(|mark| view.word(mark) == "to")
                    && elaboration::is_of_order(view, noun)
            };
            for verb in view.children(noun).filter(is_infinitive) {
                graph.acts(subject, verb);
            }
        }
        for (title, person) in elaboration::titles(scene) {
            graph.rename(title, person);
        }
        for lifted in elaboration::lifted(scene, rules) {
            graph.lift(lifted.clause, lifted.inner, lifted.noun, lifted.is_either);
        }
        for (office, body, people) in elaboration::holders(scene, rules) {
            for person in people {
                graph.rename(office, person);
            }
            graph.belong(body, office);
        }
        for (verb, other) in elaboration::elided(scene) {
            graph.act(other, verb);
        }
        for (verb, other) in elaboration::companions(scene, words) {
            // `together with his brother Jan`: who is named by another noun stays so named.
            if graph.above(other).any(|arc| arc.label == Label::Same) {
                graph.acts(other, verb);
            } else {
                graph.act(other, verb);
            }
        }
        Self { scene, words, graph, headed, times, conjuncts }
    }

    /// The governor of a token in the basic tree.
    pub fn parent(&self, token: usize) -> Option<usize> {
        self.scene.view.token(token).head.map(|head| head as usize)
    }

    /// The relation of a token to its governor in the basic tree.
    pub fn relation(&self, token: usize) -> Relation {
        self.scene.view.token(token).relation
    }

    /// The tokens that hang on `token` in the basic tree.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> {
        let tokens = &self.scene.view.sentence.tokens;
        (0..tokens.len()).filter(move |at| tokens[*at].head == Some(token as u32))
    }
}

/// The token of a stretch that the rest of the sentence governs: where there are several, the last
/// one that is no preposition.
pub fn head_of(view: &View<'_>, tokens: Tokens) -> usize {
    let is_outside = |at: &usize| match view.token(*at).head {
        Some(head) => !(tokens.first..tokens.end).contains(&(head as usize)),
        None => true,
    };
    let is_content = |at: &usize| {
        !matches!(
            view.token(*at).relation,
            Relation::CASE | Relation::PUNCT | Relation::DET | Relation::MARK | Relation::CC
        )
    };
    (tokens.first..tokens.end)
        .rev()
        .find(|at| is_outside(at) && is_content(at))
        .unwrap_or(tokens.end.max(tokens.first + 1) - 1)
}
