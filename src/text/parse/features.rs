//! What the parser looks at: values read off a state ("atoms"), and the combinations of up to three
//! of them that are features (after Zhang and Nivre 2011, with label sets, valency and distance).

use std::sync::LazyLock;

use super::super::hash::{key, number, pair};
use super::super::lexicon::Known;
use super::super::shape::Spelling;
use super::super::tag::{Upos, Xpos};
use super::state::{NONE, Node, State};

/// A word as the parser sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    /// The word in lower case; its shape and end when it is not in the lexicon.
    word: u64,
    /// Its two tags.
    tag: u64,
    /// Word and tags.
    both: u64,
    /// Its universal tag.
    coarse: u64,
}

/// A sentence as the parser sees it.
pub(crate) struct Input {
    /// Words, then the artificial root.
    atoms: Vec<Atom>,
    /// By word: how many verbs, commas, conjunctions and other marks stand before it.
    before: Vec<[u16; 4]>,
}

impl Input {
    /// Prepares a sentence.
    pub fn new(spellings: &[Spelling], known: &[Known], tags: &[(Upos, Xpos)]) -> Self {
        let mut atoms = Vec::with_capacity(tags.len() + 1);
        let mut before = Vec::with_capacity(tags.len() + 2);
        let mut counts = [0_u16; 4];
        for ((spelling, known), (upos, xpos)) in spellings.iter().zip(known).zip(tags) {
            let word = if known.is_common() {
                spelling.lower
            } else {
                pair(spelling.suffixes[2], spelling.shape)
            };
            let tag = number(u64::from(xpos.0) * 32 + *upos as u64 + 10);
            atoms.push(Atom {
                word,
                tag,
                both: pair(word, tag),
                coarse: number(*upos as u64 + 5_000),
            });
            before.push(counts);
            let kind = match (*upos, *xpos) {
                (Upos::Verb | Upos::Aux, _) => Some(0),
                (Upos::Punct, Xpos::COMMA) => Some(1),
                (Upos::Cconj, _) => Some(2),
                (Upos::Punct, _) => Some(3),
                _ => None,
            };
            if let Some(kind) = kind {
                counts[kind] += 1;
            }
        }
        let root = number(9_999);
        atoms.push(Atom { word: root, tag: root, both: root, coarse: root });
        before.push(counts);
        before.push(counts);
        Self { atoms, before }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.atoms.len() - 1
    }

    fn atom(&self, word: u16) -> Atom {
        const ABSENT: Atom = Atom { word: 11, tag: 12, both: 13, coarse: 14 };
        self.atoms.get(usize::from(word)).copied().unwrap_or(ABSENT)
    }

    /// Says what stands between two words.
    fn between(&self, left: u16, right: u16) -> u64 {
        if left == NONE || right == NONE || right <= left {
            return 15;
        }
        let (from, to) = (self.before[usize::from(left) + 1], self.before[usize::from(right)]);
        let some = |kind: usize| u64::from(to[kind].saturating_sub(from[kind]).min(2));
        number(7_000 + some(0) + 3 * some(1) + 9 * some(2) + 27 * some(3).min(1))
    }
}

macro_rules! atoms {
    ($($name:ident),* $(,)?) => {
        #[derive(Clone, Copy, Debug)]
        #[repr(u8)]
        pub(crate) enum A { O, $($name),*, Count }
        use A::*;
    };
}

atoms! {
    S0w, S0t, S0b, S0c, S1w, S1t, S1b, S1c, S2w, S2t, S2b,
    B0w, B0t, B0b, B0c, B1w, B1t, B1b, B1c, B2w, B2t, B2b, B3t,
    S0Lw, S0Lt, S0Ll, S0L2t, S0L2l, S0L2w, S0Rw, S0Rt, S0Rl, S0R2t, S0R2l, S0R2w,
    S1Lw, S1Lt, S1Ll, S1L2t, S1L2l, S1Rw, S1Rt, S1Rl, S1R2t, S1R2l, S1R2w,
    B0Lw, B0Lt, B0Ll, B0L2t, B0L2l, B0L2w, S2Lw, S2Rl,
    S0vl, S0vr, S1vl, S1vr, B0vl,
    S0ls, S0rs, S1ls, S1rs, B0ls,
    D0, D1, Bt0, Bt1,
    S0pt, S0nt, S1nt, B0pt, S1pt,
}

const TEMPLATES: &[[A; 3]] = &[
    [O, O, O],
    // single words
    [S0w, O, O],
    [S0t, O, O],
    [S0b, O, O],
    [S1w, O, O],
    [S1t, O, O],
    [S1b, O, O],
    [S2w, O, O],
    [S2t, O, O],
    [S2b, O, O],
    [B0w, O, O],
    [B0t, O, O],
    [B0b, O, O],
    [B1w, O, O],
    [B1t, O, O],
    [B1b, O, O],
    [B2w, O, O],
    [B2t, O, O],
    [B2b, O, O],
    // top of the stack and buffer
    [S0b, B0b, O],
    [S0b, B0w, O],
    [S0w, B0b, O],
    [S0b, B0t, O],
    [S0t, B0b, O],
    [S0w, B0w, O],
    [S0t, B0t, O],
    [B0t, B1t, O],
    [S0t, B1t, O],
    [B0b, B1t, O],
    [B0w, B1w, O],
    // the two words on top of the stack
    [S1b, S0b, O],
    [S1b, S0w, O],
    [S1w, S0b, O],
    [S1b, S0t, O],
    [S1t, S0b, O],
    [S1w, S0w, O],
    [S1t, S0t, O],
    [S1w, B0w, O],
    [S1t, B0t, O],
    [S1b, B0t, O],
    [S1t, B0b, O],
    // three tags
    [B0t, B1t, B2t],
    [S0t, B0t, B1t],
    [S1t, S0t, B0t],
    [S2t, S1t, S0t],
    [S1t, S0t, B1t],
    [S0c, B0c, B1c],
    [S1c, S0c, B0c],
    [B1t, B2t, B3t],
    [S0b, B0t, B1t],
    [S0t, B0b, B1t],
    [S1b, S0t, B0t],
    [S1t, S0b, B0t],
    [S1t, S0t, B0b],
    [S2t, S1t, B0t],
    [S2b, S1t, S0t],
    // with dependents
    [S0t, S0Lt, B0t],
    [S0t, S0Rt, B0t],
    [S0t, B0t, B0Lt],
    [S0t, S0L2t, B0t],
    [S0t, B0t, B0L2t],
    [S1t, S1Rt, S0t],
    [S1t, S1Lt, S0t],
    [S1t, S0t, S0Lt],
    [S1t, S0t, S0Rt],
    [S1t, S1R2t, S0t],
    [S0t, S0Lt, S0L2t],
    [S0t, S0Rt, S0R2t],
    [B0t, B0Lt, B0L2t],
    [S1t, S1Rt, S1R2t],
    [S1t, S1Lt, S1L2t],
    [S1t, S1Rt, B0t],
    [S0Lw, O, O],
    [S0Lt, O, O],
    [S0Ll, O, O],
    [S0L2t, O, O],
    [S0L2l, O, O],
    [S0L2w, O, O],
    [S0Rw, O, O],
    [S0Rt, O, O],
    [S0Rl, O, O],
    [S0R2t, O, O],
    [S0R2l, O, O],
    [S0R2w, O, O],
    [S1Lw, O, O],
    [S1Lt, O, O],
    [S1Ll, O, O],
    [S1L2t, O, O],
    [S1L2l, O, O],
    [S1Rw, O, O],
    [S1Rt, O, O],
    [S1Rl, O, O],
    [S1R2t, O, O],
    [S1R2l, O, O],
    [S1R2w, O, O],
    [B0Lw, O, O],
    [B0Lt, O, O],
    [B0Ll, O, O],
    [B0L2t, O, O],
    [B0L2l, O, O],
    [B0L2w, O, O],
    [S0t, S0Ll, B0t],
    [S0t, S0Rl, B0t],
    [S1t, S1Rl, S0t],
    [S0t, B0t, B0Ll],
    [S1t, S0t, S0Ll],
    [S1t, S0t, S0Rl],
    [S1t, S1Ll, S0t],
    [S0Rl, S0t, B0b],
    [S1Rl, S1t, S0b],
    [S2Rl, S1t, S0t],
    // prepositions and conjunctions with what they join
    [S1w, S0w, S0Lw],
    [S1t, S0Lw, S0w],
    [S1w, S0Lw, S0t],
    [S1w, S0Lw, O],
    [S1t, S0Lw, S0t],
    [B0w, B0Lw, O],
    [S0w, B0w, B1w],
    [S0t, B0w, B1t],
    [S0w, B0w, B1t],
    [S1t, S0t, B0w],
    [S1w, S0t, B0w],
    [S1w, B0w, S0w],
    [S1b, B0w, S0t],
    [S0b, B0w, S1t],
    [S0Rw, S0t, B0t],
    [S0Rw, S0w, B0w],
    [S1Rw, S1t, S0t],
    [S1w, S1Rw, S0w],
    [S0t, B0Lw, B0t],
    [S0w, B0Lw, B0t],
    [S1t, S0t, S0Rw],
    [S2w, S1w, S0w],
    [S2t, S1w, S0t],
    [S0Lw, S0t, B0t],
    [S2Lw, S2t, S1t],
    // distance and what lies between
    [S0w, D0, O],
    [S0t, D0, O],
    [B0w, D0, O],
    [B0t, D0, O],
    [S0w, B0w, D0],
    [S0t, B0t, D0],
    [S1w, D1, O],
    [S1t, D1, O],
    [S0w, D1, O],
    [S1t, S0t, D1],
    [S1w, S0w, D1],
    [S0t, B0t, Bt0],
    [S1t, S0t, Bt1],
    [S0b, B0t, Bt0],
    [S1b, S0t, Bt1],
    [S1t, S0b, Bt1],
    // how many dependents, and in which relations
    [S0w, S0vl, O],
    [S0t, S0vl, O],
    [S0w, S0vr, O],
    [S0t, S0vr, O],
    [S1w, S1vr, O],
    [S1t, S1vr, O],
    [S1t, S1vl, O],
    [B0w, B0vl, O],
    [B0t, B0vl, O],
    [S0w, S0ls, O],
    [S0t, S0ls, O],
    [S0w, S0rs, O],
    [S0t, S0rs, O],
    [S1w, S1rs, O],
    [S1t, S1rs, O],
    [S1t, S1ls, O],
    [B0w, B0ls, O],
    [B0t, B0ls, O],
    [S0t, S0rs, B0t],
    [S1t, S1rs, S0t],
    [S0t, B0ls, B0t],
    [S0t, S0ls, B0t],
    [S1t, S0t, S0ls],
    [S1t, S1ls, S0t],
    [S1t, S0rs, S0t],
    [S1t, S1rs, S0b],
    // neighbours in the text
    [S0t, S0nt, B0t],
    [S0pt, S0t, B0t],
    [B0pt, B0t, S0t],
    [S1t, S1nt, S0t],
    [S1pt, S1t, S0t],
    [S0pt, S0t, S0nt],
    [S1t, S0pt, S0t],
];

/// How many features a state has.
pub(crate) const N_FEATURES: usize = TEMPLATES.len();

/// Number of the first template in the keys of features.
const FIRST: u64 = 300;

/// Writes the features of `state` into `keys`.
pub(crate) fn features(input: &Input, state: &State, keys: &mut [u32; N_FEATURES]) {
    let atoms = read(input, state);
    for (template, (names, key_at)) in TEMPLATES.iter().zip(keys.iter_mut()).enumerate() {
        *key_at = key_of(template, *names, &atoms);
    }
}

fn key_of(template: usize, [a, b, c]: [A; 3], atoms: &Atoms) -> u32 {
    let template = template as u64 + FIRST;
    key(template, atoms[a as usize], atoms[b as usize], atoms[c as usize])
}

/// Values of all atoms of a state.
pub(crate) type Atoms = [u64; Count as usize];

/// How many groups the templates are in.
pub(crate) const N_GROUPS: usize = 14;

/// The templates by the words they depend on, so that sums of weights can be kept within one
/// sentence: partial parses in a beam share most of what they are scored by.
#[derive(Debug)]
pub(crate) struct Groups([Vec<(usize, [A; 3])>; N_GROUPS]);

/// What an atom depends on, as bits: a word as it stands in the text, or with its dependents.
mod on {
    pub const B0: u8 = 1;
    pub const S0: u8 = 2;
    pub const S1: u8 = 4;
    pub const S2: u8 = 8;
    pub const B0_TREE: u8 = 16;
    pub const S0_TREE: u8 = 32;
    pub const S1_TREE: u8 = 64;
    pub const S2_TREE: u8 = 128;
}

/// What the templates of each group may depend on; a template is in the first group that fits.
const GROUPS: [u8; N_GROUPS] = [
    on::B0,
    on::S0 | on::S1,
    on::B0 | on::S0,
    on::B0 | on::S0 | on::S1,
    on::B0 | on::B0_TREE,
    on::B0 | on::S0 | on::B0_TREE,
    on::S0 | on::S0_TREE,
    on::S1 | on::S1_TREE,
    on::B0 | on::S0 | on::S0_TREE,
    on::S0 | on::S1 | on::S0_TREE,
    on::S0 | on::S1 | on::S1_TREE,
    on::S0 | on::S1 | on::S2 | on::S2_TREE,
    on::B0 | on::S1 | on::S2 | on::S1_TREE,
    u8::MAX,
];

/// The groups of all templates.
pub(crate) static GROUPED: LazyLock<Groups> = LazyLock::new(Groups::new);

impl Groups {
    fn new() -> Self {
        let mut groups: [Vec<_>; N_GROUPS] = Default::default();
        for (template, names) in TEMPLATES.iter().enumerate() {
            let needs = names.iter().fold(0, |needs, name| needs | dependence(*name));
            let group = GROUPS.iter().position(|group| needs & !group == 0).unwrap_or(N_GROUPS - 1);
            groups[group].push((template, *names));
        }
        Self(groups)
    }

    /// Writes the keys of one group into `keys` and returns how many there are.
    pub fn keys(&self, group: usize, atoms: &Atoms, keys: &mut [u32; N_FEATURES]) -> usize {
        let group = &self.0[group];
        for (key_at, (template, names)) in keys.iter_mut().zip(group) {
            *key_at = key_of(*template, *names, atoms);
        }
        group.len()
    }

    /// Returns a hash for each group of all that its templates depend on in a state.
    pub fn names(state: &State) -> [u64; N_GROUPS] {
        let words = [state.next, state.stacked(0), state.stacked(1), state.stacked(2)];
        let trees =
            words.map(|word| state.nodes.get(usize::from(word)).map_or(0, |node| node.tree));
        GROUPS.map(|group| {
            let mut name = 0;
            for (bit, (word, tree)) in words.iter().zip(trees).enumerate() {
                if group >> bit & 1 == 1 {
                    name = pair(name, u64::from(*word));
                }
                if group >> (bit + 4) & 1 == 1 {
                    name = pair(name, tree);
                }
            }
            name
        })
    }
}

/// Returns what an atom depends on.
fn dependence(name: A) -> u8 {
    match name {
        O => 0,
        B0w | B0t | B0b | B0c | B1w | B1t | B1b | B1c | B2w | B2t | B2b | B3t | B0pt => on::B0,
        S0w | S0t | S0b | S0c | S0pt | S0nt => on::S0,
        D0 | Bt0 => on::S0 | on::B0,
        S1w | S1t | S1b | S1c | S1pt | S1nt => on::S1,
        D1 | Bt1 => on::S0 | on::S1,
        S2w | S2t | S2b => on::S2,
        B0Lw | B0Lt | B0Ll | B0L2t | B0L2l | B0L2w | B0vl | B0ls => on::B0 | on::B0_TREE,
        S0Lw | S0Lt | S0Ll | S0L2t | S0L2l | S0L2w | S0Rw | S0Rt | S0Rl | S0R2t | S0R2l | S0R2w
        | S0vl | S0vr | S0ls | S0rs => on::S0 | on::S0_TREE,
        S1Lw | S1Lt | S1Ll | S1L2t | S1L2l | S1Rw | S1Rt | S1Rl | S1R2t | S1R2l | S1R2w | S1vl
        | S1vr | S1ls | S1rs => on::S1 | on::S1_TREE,
        S2Lw | S2Rl => on::S2 | on::S2_TREE,
        Count => u8::MAX,
    }
}

/// Reads all atoms off a state.
pub(crate) fn read(input: &Input, state: &State) -> Atoms {
    let mut atoms = [0; Count as usize];
    let (s0, s1, s2) = (state.stacked(0), state.stacked(1), state.stacked(2));
    let (b0, b1) = (state.buffered(0), state.buffered(1));
    let (b2, b3) = (state.buffered(2), state.buffered(3));
    let mut set = |name: A, value: u64| atoms[name as usize] = value;
    let [s0a, s1a, s2a] = [s0, s1, s2].map(|word| input.atom(word));
    let [b0a, b1a, b2a] = [b0, b1, b2].map(|word| input.atom(word));
    for (names, atom) in [
        ([S0w, S0t, S0b, S0c], s0a),
        ([S1w, S1t, S1b, S1c], s1a),
        ([B0w, B0t, B0b, B0c], b0a),
        ([B1w, B1t, B1b, B1c], b1a),
    ] {
        set(names[0], atom.word);
        set(names[1], atom.tag);
        set(names[2], atom.both);
        set(names[3], atom.coarse);
    }
    for (names, atom) in [([S2w, S2t, S2b], s2a), ([B2w, B2t, B2b], b2a)] {
        set(names[0], atom.word);
        set(names[1], atom.tag);
        set(names[2], atom.both);
    }
    set(B3t, input.atom(b3).tag);
    let node = |word: u16| -> Option<&Node> { state.nodes.get(usize::from(word)) };
    let label = |word: u16| node(word).map_or(16, |node| number(u64::from(node.label) + 6_000));
    let child = |word: u16, right: bool, place: usize| {
        node(word).map_or(NONE, |node| if right { node.right[place] } else { node.left[place] })
    };
    for (names, word, right, place) in [
        ([S0Lw, S0Lt, S0Ll], s0, false, 0),
        ([S0L2w, S0L2t, S0L2l], s0, false, 1),
        ([S0Rw, S0Rt, S0Rl], s0, true, 0),
        ([S0R2w, S0R2t, S0R2l], s0, true, 1),
        ([S1Lw, S1Lt, S1Ll], s1, false, 0),
        ([O, S1L2t, S1L2l], s1, false, 1),
        ([S1Rw, S1Rt, S1Rl], s1, true, 0),
        ([S1R2w, S1R2t, S1R2l], s1, true, 1),
        ([B0Lw, B0Lt, B0Ll], b0, false, 0),
        ([B0L2w, B0L2t, B0L2l], b0, false, 1),
        ([S2Lw, O, O], s2, false, 0),
        ([O, O, S2Rl], s2, true, 0),
    ] {
        let child = child(word, right, place);
        let atom = input.atom(child);
        set(names[0], atom.word);
        set(names[1], atom.tag);
        set(names[2], label(child));
    }
    for (names, word) in [([S0vl, S0vr, S0ls, S0rs], s0), ([S1vl, S1vr, S1ls, S1rs], s1)] {
        if let Some(node) = node(word) {
            set(names[0], number(u64::from(node.n_left.min(6)) + 6_100));
            set(names[1], number(u64::from(node.n_right.min(6)) + 6_100));
            set(names[2], node.left_set.wrapping_add(17));
            set(names[3], node.right_set.wrapping_add(17));
        }
    }
    if let Some(node) = node(b0) {
        set(B0vl, number(u64::from(node.n_left.min(6)) + 6_100));
        set(B0ls, node.left_set.wrapping_add(17));
    }
    let distance = |left: u16, right: u16| {
        if left == NONE || right == NONE {
            return 18;
        }
        let distance = u64::from(right.saturating_sub(left));
        number(6_200 + if distance < 5 { distance } else { 5 + u64::from(distance > 9) })
    };
    set(D0, distance(s0, b0));
    set(D1, distance(s1, s0));
    set(Bt0, input.between(s0, b0));
    set(Bt1, input.between(s1, s0));
    let shifted = |word: u16, by: i16| {
        let word = if word == NONE { NONE } else { word.wrapping_add_signed(by) };
        input.atom(word).tag
    };
    set(S0pt, shifted(s0, -1));
    set(S0nt, shifted(s0, 1));
    set(S1nt, shifted(s1, 1));
    set(S1pt, shifted(s1, -1));
    set(B0pt, shifted(b0, -1));
    atoms[O as usize] = 0;
    atoms
}
