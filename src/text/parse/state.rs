//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011) with the root at the
//! end of the buffer (Ballesteros and Nivre 2013).

use super::super::hash::{number, pair};
use super::super::relation::{RELATIONS, Relation};

/// "No word" among word numbers.
pub(crate) const NONE: u16 = u16::MAX;

/// A transition: class 0 shifts; then come the arcs from the next word of the buffer to the top of
/// the stack, by relation; then those from the second word of the stack to the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transition {
    /// The next word of the buffer goes onto the stack.
    Shift,
    /// The top of the stack depends on the next word of the buffer.
    Left(Relation),
    /// The top of the stack depends on the word below it.
    Right(Relation),
}

/// How many classes there are.
pub(crate) const N_CLASSES: usize = 1 + 2 * RELATIONS.len();

impl Transition {
    /// Returns the class number.
    pub fn class(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(relation) => 1 + usize::from(relation.0),
            Self::Right(relation) => 1 + RELATIONS.len() + usize::from(relation.0),
        }
    }

    /// Returns the transition of a class number.
    pub fn from_class(class: usize) -> Self {
        match class.checked_sub(1) {
            None => Self::Shift,
            Some(left) if left < RELATIONS.len() => Self::Left(Relation(left as u8)),
            Some(right) => Self::Right(Relation((right - RELATIONS.len()) as u8)),
        }
    }
}

/// What is known of one word so far. The artificial root is the word after the last one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub head: u16,
    pub label: u8,
    /// How many dependents it has on the left and on the right.
    pub n_left: u8,
    pub n_right: u8,
    /// Outermost dependents and the ones next to them.
    pub left: [u16; 2],
    pub right: [u16; 2],
    /// Sums of hashes of the relations to its dependents.
    pub left_set: u64,
    pub right_set: u64,
    /// Hash of all dependents and relations, in the order in which they came.
    pub tree: u64,
}

const FRESH: Node = Node {
    head: NONE,
    label: 0,
    n_left: 0,
    n_right: 0,
    left: [NONE; 2],
    right: [NONE; 2],
    left_set: 0,
    right_set: 0,
    tree: 0,
};

/// A partial parse.
#[derive(Debug)]
pub(crate) struct State {
    pub nodes: Vec<Node>,
    pub stack: Vec<u16>,
    /// First word of the buffer; `nodes.len() - 1` is the artificial root.
    pub next: u16,
}

impl Clone for State {
    fn clone(&self) -> Self {
        Self { nodes: self.nodes.clone(), stack: self.stack.clone(), next: self.next }
    }

    fn clone_from(&mut self, other: &Self) {
        self.nodes.clone_from(&other.nodes);
        self.stack.clone_from(&other.stack);
        self.next = other.next;
    }
}

impl State {
    /// The state before the first transition, for `n` words.
    pub fn new(n: usize) -> Self {
        Self { nodes: vec![FRESH; n + 1], stack: Vec::with_capacity(n), next: 0 }
    }

    /// Begins again with `n` words.
    pub fn reset(&mut self, n: usize) {
        self.nodes.clear();
        self.nodes.resize(n + 1, FRESH);
        self.stack.clear();
        self.next = 0;
    }

    /// Number of the artificial root.
    pub fn root(&self) -> u16 {
        (self.nodes.len() - 1) as u16
    }

    /// Returns the word at a depth of the stack, 0 for the top.
    pub fn stacked(&self, depth: usize) -> u16 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }

    /// Returns the word at a place in the buffer, 0 for the next one.
    pub fn buffered(&self, place: u16) -> u16 {
        let word = self.next + place;
        if word <= self.root() { word } else { NONE }
    }

    /// Says whether every word has its head.
    pub fn is_final(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// Says which of the three kinds of transition may follow: shift, left, right. Exactly one word
    /// gets the artificial root as its head.
    pub fn legal(&self) -> [bool; 3] {
        let at_root = self.next == self.root();
        let depth = self.stack.len();
        [!at_root, depth > 0 && (!at_root || depth == 1), depth > 1]
    }

    /// Carries a transition out.
    pub fn apply(&mut self, transition: Transition) {
        match transition {
            Transition::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Transition::Left(relation) => {
                if let Some(dependent) = self.stack.pop() {
                    let head = self.next;
                    self.link(head, dependent, relation);
                    let node = &mut self.nodes[usize::from(head)];
                    node.left = [dependent, node.left[0]];
                    node.n_left = node.n_left.saturating_add(1);
                    node.left_set = node.left_set.wrapping_add(number(u64::from(relation.0)));
                    node.tree = grown(node.tree, dependent, relation);
                }
            }
            Transition::Right(relation) => {
                let head = self.stacked(1);
                if let Some(dependent) = self.stack.pop().filter(|_| head != NONE) {
                    self.link(head, dependent, relation);
                    let node = &mut self.nodes[usize::from(head)];
                    node.right = [dependent, node.right[0]];
                    node.n_right = node.n_right.saturating_add(1);
                    node.right_set = node.right_set.wrapping_add(number(u64::from(relation.0)));
                    node.tree = grown(node.tree, dependent, relation);
                }
            }
        }
    }

    fn link(&mut self, head: u16, dependent: u16, relation: Relation) {
        let node = &mut self.nodes[usize::from(dependent)];
        node.head = head;
        node.label = relation.0;
    }
}

/// Returns the hash of a word's dependents with one more.
fn grown(tree: u64, dependent: u16, relation: Relation) -> u64 {
    // Not 0, which would leave the hash of no dependents as it is.
    pair(tree, (u64::from(dependent) + 1) << 8 | u64::from(relation.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_transitions_are_one_to_one() {
        for class in 0..N_CLASSES {
            assert_eq!(Transition::from_class(class).class(), class);
        }
    }

    #[test]
    fn one_word_hangs_on_the_root() {
        let mut state = State::new(2);
        state.apply(Transition::Shift);
        state.apply(Transition::Shift);
        assert_eq!(state.legal(), [false, false, true]);
        state.apply(Transition::Right(Relation::OBJ));
        assert_eq!(state.legal(), [false, true, false]);
        state.apply(Transition::Left(Relation::ROOT));
        assert!(state.is_final());
        assert_eq!((state.nodes[0].head, state.nodes[1].head), (2, 0));
        assert_eq!(state.nodes[0].right[0], 1);
    }
}
