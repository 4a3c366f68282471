//! Learns the parser: first greedily with a dynamic oracle (Goldberg and Nivre 2013), then with a
//! beam and updates at the point of the greatest violation (Huang, Fayong and Guo 2012).

use super::super::parse::features::{Input, N_FEATURES, features};
use super::super::parse::state::{N_CLASSES, NONE, State, Transition};
use super::super::parse::{Parser, Tree, for_legal};
use super::super::relation::Relation;
use super::super::weights::Weights;
use super::Shuffler;
use super::perceptron::Perceptron;

/// A sentence with its tree.
pub(crate) struct Parsed {
    pub input: Input,
    pub tree: Tree,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Passes with the dynamic oracle.
    pub greedy: usize,
    /// Passes with the beam.
    pub beam: usize,
    /// Width of the beam.
    pub width: usize,
    /// Features seen less often in right derivations are not learned.
    pub least: u32,
    /// Weights below this integer are dropped before the passes with the beam and after them.
    pub smallest: i32,
}

/// Units of a weight of 1 in the frozen model.
const RESOLUTION: f64 = 8.0;

/// Size of an update in the passes with the beam, in the same units.
const STEP: i32 = 4;

/// Learns a parser.
pub(crate) fn train(
    sentences: &[Parsed],
    plan: Plan,
    log: &mut dyn FnMut(String, Option<&Parser>),
) -> Parser {
    let gold: Vec<Gold> = sentences.iter().map(|sentence| Gold::new(&sentence.tree)).collect();
    let mut model = Perceptron::new();
    let mut keys = [0; N_FEATURES];
    for (sentence, gold) in sentences.iter().zip(&gold) {
        let mut state = State::new(sentence.input.len());
        while !state.is_final() {
            features(&sentence.input, &state, &mut keys);
            model.count(&keys);
            let right = gold.canonical(&state);
            state.apply(right);
        }
    }
    model.close(plan.least);
    log(format!("parser: {} features", model.len()), None);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffler = Shuffler::new(11);
    for epoch in 0..plan.greedy {
        shuffler.shuffle(&mut order);
        let (mut wrong, mut steps) = (0, 0);
        for index in &order {
            let input = &sentences[*index].input;
            let errors = greedy(&mut model, input, &gold[*index], epoch > 0, &mut shuffler);
            wrong += errors;
            steps += 2 * input.len();
        }
        let parser = Parser { weights: model.freeze(1, RESOLUTION, 1), width: 1, slack: 0 };
        log(
            format!("parser: greedy pass {}: {wrong} of {steps} steps wrong", epoch + 1),
            Some(&parser),
        );
    }
    let start = model.freeze(1, RESOLUTION, plan.smallest);
    refine(sentences, &start, plan, log)
}

/// Trains further with a beam; features that `start` lacks are not learned.
pub(crate) fn refine(
    sentences: &[Parsed],
    start: &Weights,
    plan: Plan,
    log: &mut dyn FnMut(String, Option<&Parser>),
) -> Parser {
    let gold: Vec<Gold> = sentences.iter().map(|sentence| Gold::new(&sentence.tree)).collect();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffler = Shuffler::new(13);
    let mut model = Perceptron::from_weights(start);
    for epoch in 0..plan.beam {
        shuffler.shuffle(&mut order);
        let mut wrong = 0;
        for index in &order {
            let input = &sentences[*index].input;
            wrong += usize::from(!beam(&mut model, input, &gold[*index], plan.width));
            model.tick();
        }
        let weights = model.freeze(1, 1.0, plan.smallest);
        let parser = Parser { weights, width: plan.width, slack: i32::MAX / 4 };
        log(format!("parser: beam pass {}: {wrong} sentences updated", epoch + 1), Some(&parser));
    }
    let weights = model.freeze(1, 1.0, plan.smallest);
    Parser { weights, width: plan.width, slack: i32::MAX / 4 }
}

/// The right tree, by word numbers as states have them.
struct Gold {
    heads: Vec<u16>,
    labels: Vec<Relation>,
    dependents: Vec<Vec<u16>>,
}

impl Gold {
    fn new(tree: &Tree) -> Self {
        let root = tree.len() as u16;
        let heads: Vec<u16> =
            tree.iter().map(|(head, _)| head.map_or(root, |h| h as u16)).collect();
        let mut dependents = vec![Vec::new(); tree.len() + 1];
        for (dependent, head) in heads.iter().enumerate() {
            dependents[usize::from(*head)].push(dependent as u16);
        }
        Self { heads, labels: tree.iter().map(|(_, label)| *label).collect(), dependents }
    }

    /// Returns how many right arcs each kind of transition makes impossible.
    fn costs(&self, state: &State) -> [usize; 3] {
        let (s0, s1, next) = (state.stacked(0), state.stacked(1), state.next);
        let in_stack = |word: u16| state.nodes[usize::from(word)].head == NONE && word < next;
        let mut costs = [0; 3];
        if next < state.root() {
            costs[0] = self.dependents[usize::from(next)].iter().filter(|d| in_stack(**d)).count();
            let head = self.heads[usize::from(next)];
            costs[0] += usize::from(head != s0 && head < next && in_stack(head));
        }
        if s0 != NONE {
            let lost = self.dependents[usize::from(s0)].iter().filter(|d| **d >= next).count();
            let head = self.heads[usize::from(s0)];
            costs[1] = lost + usize::from(head == s1 && s1 != NONE || head > next);
            costs[2] = lost + usize::from(head >= next);
        }
        costs
    }

    /// Returns the cost of each labelled transition that may follow.
    fn labelled(&self, state: &State, costs: [usize; 3], class: usize) -> usize {
        let (s0, s1) = (state.stacked(0), state.stacked(1));
        match Transition::from_class(class) {
            Transition::Shift => costs[0],
            Transition::Left(label) => costs[1] + self.mislabels(s0, state.next, label),
            Transition::Right(label) => costs[2] + self.mislabels(s0, s1, label),
        }
    }

    fn mislabels(&self, dependent: u16, head: u16, label: Relation) -> usize {
        let dependent = usize::from(dependent);
        usize::from(self.heads[dependent] == head && self.labels[dependent] != label)
    }

    /// Returns a best transition: arcs before shifts, with the right label.
    fn canonical(&self, state: &State) -> Transition {
        let costs = self.costs(state);
        let [shift, left, right] = state.legal();
        let s0 = state.stacked(0);
        let label = || self.labels[usize::from(s0)];
        let mut best: Option<(usize, Transition)> = None;
        let mut consider = |legal: bool, cost: usize, transition: &dyn Fn() -> Transition| {
            if legal && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, transition()));
            }
        };
        let plain =
            |label: Relation| if label == Relation::ROOT { Relation::PARATAXIS } else { label };
        let at_root = state.next == state.root();
        consider(left, costs[1], &|| {
            Transition::Left(if at_root { Relation::ROOT } else { plain(label()) })
        });
        consider(right, costs[2], &|| Transition::Right(plain(label())));
        consider(shift, costs[0], &|| Transition::Shift);
        best.map_or(Transition::Shift, |(_, transition)| transition)
    }
}

/// One sentence with the dynamic oracle; returns how many steps were wrong.
fn greedy(
    model: &mut Perceptron,
    input: &Input,
    gold: &Gold,
    explore: bool,
    shuffler: &mut Shuffler,
) -> usize {
    let mut state = State::new(input.len());
    let mut keys = [0; N_FEATURES];
    let mut scores = [0; N_CLASSES];
    let mut wrong = 0;
    while !state.is_final() {
        features(input, &state, &mut keys);
        scores.fill(0);
        model.add(&keys, &mut scores);
        let costs = gold.costs(&state);
        // The best of all, and the best of those that cost least.
        let (mut guess, mut right): (Option<usize>, Option<(usize, usize)>) = (None, None);
        for_legal(&state, |class| {
            if guess.is_none_or(|guess| scores[class] > scores[guess]) {
                guess = Some(class);
            }
            let cost = gold.labelled(&state, costs, class);
            if right.is_none_or(|(least, best)| {
                cost < least || cost == least && scores[class] > scores[best]
            }) {
                right = Some((cost, class));
            }
        });
        let (Some(guess), Some((least, right))) = (guess, right) else { break };
        let good = gold.labelled(&state, costs, guess) == least;
        if !good {
            wrong += 1;
            model.update(&keys, right, 1);
            model.update(&keys, guess, -1);
        }
        model.tick();
        let follow = good || explore && shuffler.below(10) < 9;
        state.apply(Transition::from_class(if follow { guess } else { right }));
    }
    wrong
}

/// One partial parse of the training beam, with the way that led to it.
#[derive(Clone)]
struct Path {
    state: State,
    score: i32,
    classes: Vec<u8>,
    right: bool,
}

/// One sentence with a beam; says whether the right derivation came out.
fn beam(model: &mut Perceptron, input: &Input, gold: &Gold, width: usize) -> bool {
    let mut right =
        Path { state: State::new(input.len()), score: 0, classes: Vec::new(), right: true };
    let mut items = vec![right.clone()];
    let mut keys = [0; N_FEATURES];
    let mut scores = [0; N_CLASSES];
    // The greatest lead of a wrong path over the right one: at which step, by which path.
    let mut worst: Option<(i32, Vec<u8>)> = None;
    for step in 0..2 * input.len() {
        let target = gold.canonical(&right.state).class();
        let mut candidates: Vec<(i32, usize, usize)> = Vec::new();
        let mut seen = false;
        for (index, item) in items.iter().enumerate() {
            features(input, &item.state, &mut keys);
            scores.fill(0);
            model.add(&keys, &mut scores);
            for_legal(&item.state, |class| {
                candidates.push((item.score + scores[class], index, class));
            });
            if item.right {
                seen = true;
                right.score = item.score + scores[target];
            }
        }
        if !seen {
            features(input, &right.state, &mut keys);
            scores.fill(0);
            model.add(&keys, &mut scores);
            right.score += scores[target];
        }
        right.state.apply(Transition::from_class(target));
        right.classes.push(target as u8);
        let better = |a: &(i32, usize, usize), b: &(i32, usize, usize)| {
            b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        };
        if candidates.len() > width {
            candidates.select_nth_unstable_by(width - 1, better);
            candidates.truncate(width);
        }
        candidates.sort_unstable_by(better);
        let next: Vec<Path> = candidates
            .iter()
            .map(|(score, index, class)| {
                let item = &items[*index];
                let mut path = item.clone();
                path.state.apply(Transition::from_class(*class));
                path.score = *score;
                path.classes.push(*class as u8);
                path.right = item.right && *class == target;
                path
            })
            .collect();
        items = next;
        let last = step + 1 == 2 * input.len();
        if (!items[0].right && last) || !items.iter().any(|item| item.right) {
            let lead = items[0].score - right.score;
            if worst.as_ref().is_none_or(|(most, _)| lead > *most) {
                worst = Some((lead, items[0].classes.clone()));
            }
        }
    }
    let Some((_, wrong)) = worst else { return true };
    // Both paths are the same up to where they part: only the rest is updated.
    let apart = wrong.iter().zip(&right.classes).take_while(|(a, b)| a == b).count();
    for (path, delta) in [(&right.classes[..wrong.len()], STEP), (&wrong[..], -STEP)] {
        let mut state = State::new(input.len());
        for (step, class) in path.iter().enumerate() {
            if step >= apart {
                features(input, &state, &mut keys);
                model.update(&keys, usize::from(*class), delta);
            }
            state.apply(Transition::from_class(usize::from(*class)));
        }
    }
    false
}
