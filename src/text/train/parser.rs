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
pub(super) struct Parsed {
    pub input: Input,
    pub tree: Tree,
}

/// Passes with the dynamic oracle.
const GREEDY: usize = 9;
/// Width of the beam, in training and in use.
const WIDTH: usize = 4;
/// Features seen less often in right derivations are not learned.
const LEAST: u32 = 2;
/// How much worse than the best a partial parse may score and still be kept.
const SLACK: i32 = 1_200;
/// Rounds of passes with the beam: weights nearer to 0 are dropped before the round, so that the
/// passes make up for what the small model lacks.
const ROUNDS: [(i32, usize); 2] = [(6, 5), (15, 4)];
/// Weights of the finished model are multiples of this.
const STEP_OF_WEIGHTS: i32 = 4;
/// Units of a weight of 1 in the frozen model.
const RESOLUTION: f64 = 8.0;
/// Size of an update in the passes with the beam, in the same units.
const STEP: i32 = 4;

/// Learns a parser. `log` gets a line after every pass, with the parser as it is then.
pub(super) fn train(sentences: &[Parsed], log: &mut dyn FnMut(String, Option<&Parser>)) -> Parser {
    let gold: Vec<Gold> = sentences.iter().map(|sentence| Gold::new(&sentence.tree)).collect();
    let mut weights = greedily(sentences, &gold, log);
    let finished = |weights: &Weights, smallest| Parser {
        weights: weights.pruned(smallest, STEP_OF_WEIGHTS),
        width: WIDTH,
        slack: SLACK,
    };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffler = Shuffler::new(13);
    let mut parser = Parser::default();
    for (prune, passes) in ROUNDS {
        let mut model = Perceptron::from_weights(&weights.pruned(prune, 1));
        for pass in 0..passes {
            shuffler.shuffle(&mut order);
            let mut wrong = 0;
            for index in &order {
                let input = &sentences[*index].input;
                wrong += usize::from(!beam(&mut model, input, &gold[*index], WIDTH));
                model.tick();
            }
            weights = model.freeze(1, 1.0, 2);
            parser = finished(&weights, prune * 3 / 4);
            let pass = pass + 1;
            let line = format!("parser: beam pass {pass} without {prune}: {wrong} sentences wrong");
            log(line, Some(&parser));
        }
    }
    parser
}

/// Learns with the dynamic oracle.
fn greedily(
    sentences: &[Parsed],
    gold: &[Gold],
    log: &mut dyn FnMut(String, Option<&Parser>),
) -> Weights {
    let mut model = Perceptron::new();
    let mut keys = [0; N_FEATURES];
    for (sentence, gold) in sentences.iter().zip(gold) {
        let mut state = State::new(sentence.input.len());
        while !state.is_final() {
            features(&sentence.input, &state, &mut keys);
            model.count(&keys);
            let right = gold.canonical(&state);
            state.apply(right);
        }
    }
    model.close(LEAST);
    log(format!("parser: {} features", model.len()), None);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffler = Shuffler::new(11);
    for pass in 0..GREEDY {
        shuffler.shuffle(&mut order);
        let (mut wrong, mut steps) = (0, 0);
        for index in &order {
            let input = &sentences[*index].input;
            wrong += greedy(&mut model, input, &gold[*index], pass > 0, &mut shuffler);
            steps += 2 * input.len();
        }
        log(format!("parser: greedy pass {}: {wrong} of {steps} steps wrong", pass + 1), None);
    }
    model.freeze(1, RESOLUTION, 2)
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

    /// Says whether no transition that may follow costs less than this one.
    fn is_best(&self, state: &State, class: usize) -> bool {
        let costs = self.costs(state);
        let legal = state.legal();
        let least = (0..3).filter(|kind| legal[*kind]).map(|kind| costs[kind]).min().unwrap_or(0);
        self.labelled(state, costs, class) == least
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

impl Path {
    fn step(&mut self, class: usize, score: i32, right: bool) {
        self.state.apply(Transition::from_class(class));
        self.score = score;
        self.classes.push(class as u8);
        self.right = right;
    }
}

/// One sentence with a beam; says whether a right derivation came out. Of the derivations of the
/// right tree, the one that the model likes best at the time is the one to learn.
fn beam(model: &mut Perceptron, input: &Input, gold: &Gold, width: usize) -> bool {
    let start = State::new(input.len());
    let mut right = Path { state: start, score: 0, classes: Vec::new(), right: true };
    let mut items = vec![right.clone()];
    let mut keys = [0; N_FEATURES];
    let mut scores = [0; N_CLASSES];
    // The greatest lead of a wrong path over the right one, with both paths.
    let mut worst: Option<(i32, Vec<u8>, Vec<u8>)> = None;
    let mut lost = false;
    for _ in 0..2 * input.len() {
        let mut candidates: Vec<(i32, usize, usize)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            features(input, &item.state, &mut keys);
            scores.fill(0);
            model.add(&keys, &mut scores);
            for_legal(&item.state, |class| {
                candidates.push((item.score + scores[class], index, class));
            });
        }
        let better = |a: &(i32, usize, usize), b: &(i32, usize, usize)| {
            b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        };
        let stays_right = |index: usize, class: usize| {
            items[index].right && gold.is_best(&items[index].state, class)
        };
        let target = candidates
            .iter()
            .filter(|(_, index, class)| !lost && stays_right(*index, *class))
            .min_by(|a, b| better(a, b))
            .copied();
        if let Some((score, index, class)) = target {
            right = items[index].clone();
            right.step(class, score, true);
        } else {
            features(input, &right.state, &mut keys);
            scores.fill(0);
            model.add(&keys, &mut scores);
            let mut best: Option<usize> = None;
            for_legal(&right.state, |class| {
                let liked = best.is_none_or(|best| scores[class] > scores[best]);
                if liked && gold.is_best(&right.state, class) {
                    best = Some(class);
                }
            });
            let Some(class) = best else { return true };
            let score = right.score + scores[class];
            right.step(class, score, true);
        }
        if candidates.len() > width {
            candidates.select_nth_unstable_by(width - 1, better);
            candidates.truncate(width);
        }
        candidates.sort_unstable_by(better);
        items = candidates
            .iter()
            .map(|(score, index, class)| {
                let mut path = items[*index].clone();
                let stays = path.right && gold.is_best(&path.state, *class);
                path.step(*class, *score, stays);
                path
            })
            .collect();
        lost = !items.iter().any(|item| item.right);
        if lost || right.state.is_final() && !items[0].right {
            let lead = items[0].score - right.score;
            if worst.as_ref().is_none_or(|(most, _, _)| lead > *most) {
                worst = Some((lead, items[0].classes.clone(), right.classes.clone()));
            }
        }
    }
    let Some((_, wrong, right)) = worst else { return true };
    // Both paths are the same up to where they part: only the rest is updated.
    let apart = wrong.iter().zip(&right).take_while(|(a, b)| a == b).count();
    for (path, delta) in [(&right, STEP), (&wrong, -STEP)] {
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
