//! Dependency trees by transitions: a beam over labelled arc-hybrid transitions, scored by a
//! perceptron (Zhang and Clark 2008; Huang, Fayong and Guo 2012).

pub(super) mod features;
pub(super) mod state;

use super::relation::Relation;
use super::weights::Weights;
use features::{Atoms, GROUPED, Groups, Input, N_FEATURES, N_GROUPS, read};
use state::{N_CLASSES, NONE, State, Transition};

/// The trained parser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parser {
    /// Weights of the transitions.
    pub weights: Weights,
    /// Most partial parses that are kept at a time.
    pub width: usize,
    /// How much worse than the best a partial parse may score and still be kept.
    pub slack: i32,
}

/// Head (`None` for the root) and relation of each word.
pub(super) type Tree = Vec<(Option<u32>, Relation)>;

/// A partial parse in the beam.
#[derive(Clone)]
struct Item {
    state: State,
    score: i32,
}

/// One way to go on.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Candidate {
    score: i32,
    item: usize,
    class: usize,
}

/// Room that parsing needs, kept from sentence to sentence.
#[derive(Default)]
pub(super) struct Room {
    items: Vec<Item>,
    others: Vec<Item>,
    sums: Sums,
}

/// Sums of weights of the groups of templates: a cache within one sentence, in which a later sum may
/// take the place of an earlier one.
#[derive(Default)]
struct Sums {
    /// What each place is for.
    names: Vec<u64>,
    sums: Vec<[i32; N_CLASSES]>,
}

/// Places of the cache for each group.
const PLACES: usize = 32;

impl Sums {
    fn clear(&mut self) {
        self.names.clear();
        self.names.resize(PLACES * N_GROUPS, u64::MAX);
        self.sums.resize(PLACES * N_GROUPS, [0; N_CLASSES]);
    }

    /// Returns the sums of a group for what has this name; `fill` adds them up when they are not
    /// there.
    fn get(
        &mut self,
        group: usize,
        name: u64,
        fill: impl FnOnce(&mut [i32; N_CLASSES]),
    ) -> &[i32; N_CLASSES] {
        let place = group * PLACES + (name as usize & (PLACES - 1));
        let sums = &mut self.sums[place];
        if self.names[place] != name {
            self.names[place] = name;
            sums.fill(0);
            fill(sums);
        }
        sums
    }
}

impl Parser {
    /// Parses a sentence of at least one word and less than 65,000.
    pub fn parse(&self, input: &Input, room: &mut Room) -> Tree {
        let fresh = || Item { state: State::new(0), score: 0 };
        let width = self.width.max(1);
        room.items.resize_with(width, fresh);
        room.others.resize_with(width, fresh);
        let (mut items, mut others) = (&mut room.items, &mut room.others);
        let (groups, sums) = (&*GROUPED, &mut room.sums);
        sums.clear();
        items[0].state.reset(input.len());
        items[0].score = 0;
        let mut n_items = 1;
        let mut scores = [0; N_CLASSES];
        let mut chosen: Vec<Candidate> = Vec::with_capacity(width + 1);
        for _ in 0..2 * input.len() {
            chosen.clear();
            for (index, item) in items[..n_items].iter().enumerate() {
                let [shift, left, right] = item.state.legal();
                // Without rivals, the only way needs no score.
                if width == 1 && shift && !left && !right {
                    offer(
                        &mut chosen,
                        width,
                        Candidate { score: item.score, item: index, class: 0 },
                    );
                    continue;
                }
                self.score(input, &item.state, groups, sums, &mut scores);
                for_legal(&item.state, |class| {
                    let score = item.score + scores[class];
                    offer(&mut chosen, width, Candidate { score, item: index, class });
                });
            }
            let floor = chosen[0].score - self.slack;
            n_items = 0;
            if let [only] = chosen[..]
                && items.len() == 1
            {
                items[0].state.apply(Transition::from_class(only.class));
                n_items = 1;
                continue;
            }
            for candidate in chosen.iter().take_while(|candidate| candidate.score >= floor) {
                let next = &mut others[n_items];
                next.state.clone_from(&items[candidate.item].state);
                next.state.apply(Transition::from_class(candidate.class));
                next.score = candidate.score;
                n_items += 1;
            }
            std::mem::swap(&mut items, &mut others);
        }
        tree(&items[0].state)
    }

    /// Adds up the weights of all features of a state.
    fn score(
        &self,
        input: &Input,
        state: &State,
        groups: &Groups,
        sums: &mut Sums,
        scores: &mut [i32; N_CLASSES],
    ) {
        let atoms: Atoms = read(input, state);
        let mut keys = [0; N_FEATURES];
        scores.fill(0);
        for (group, name) in Groups::names(state).into_iter().enumerate() {
            let sums = sums.get(group, name, |sums| {
                let n_keys = groups.keys(group, &atoms, &mut keys);
                self.weights.add(&keys[..n_keys], sums);
            });
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += sum;
            }
        }
    }
}

/// Calls `visit` with the class of each transition that may follow `state`.
#[inline]
pub(super) fn for_legal(state: &State, mut visit: impl FnMut(usize)) {
    let [shift, left, right] = state.legal();
    let root = Transition::Left(Relation::ROOT).class();
    if shift {
        visit(0);
    }
    if left && state.next == state.root() {
        visit(root);
    } else if left {
        (1..1 + super::RELATIONS.len()).filter(|class| *class != root).for_each(&mut visit);
    }
    if right {
        let root = Transition::Right(Relation::ROOT).class();
        (1 + super::RELATIONS.len()..N_CLASSES).filter(|class| *class != root).for_each(visit);
    }
}

/// Keeps the `width` best candidates, best first; of equals the first.
#[inline]
fn offer(chosen: &mut Vec<Candidate>, width: usize, candidate: Candidate) {
    if chosen.len() == width {
        if chosen[width - 1].score >= candidate.score {
            return;
        }
        chosen.pop();
    }
    let at = chosen.partition_point(|other| other.score >= candidate.score);
    chosen.insert(at, candidate);
}

fn tree(state: &State) -> Tree {
    let root = state.root();
    state.nodes[..usize::from(root)]
        .iter()
        .map(|node| match node.head {
            head if head == root || head == NONE => (None, Relation::ROOT),
            head => (Some(u32::from(head)), Relation(node.label)),
        })
        .collect()
}
