//! Finds names and says what they name: a perceptron over the words from left to right, with the
//! tree, a gazetteer and what the same word was earlier in the document.

use super::hash::{key, number};
use super::lexicon::{Lexicon, lists};
use super::shape::Spelling;
use super::weights::Weights;
use super::{Name, NameKind, Token, Upos};

/// The trained recogniser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Recogniser {
    /// Weights of the labels.
    pub weights: Weights,
}

/// All kinds, in the order of their labels.
pub(super) const KINDS: [NameKind; 6] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Place,
    NameKind::Event,
    NameKind::Date,
    NameKind::Other,
];

/// Label 0 is outside; then come, for each kind, the first word of a name and a later one.
pub(super) const N_LABELS: usize = 1 + 2 * KINDS.len();

/// What words were earlier in the document: label kinds by word, kept in order.
pub(super) type Memory = std::collections::BTreeMap<u64, u8>;

/// A sentence as the recogniser sees it.
pub(super) struct View<'a> {
    pub spellings: &'a [Spelling],
    pub tokens: &'a [Token],
    pub lists: Vec<u32>,
    pub memory: Vec<u8>,
}

impl<'a> View<'a> {
    /// Looks the words up.
    pub fn new(
        spellings: &'a [Spelling],
        tokens: &'a [Token],
        lexicon: &Lexicon,
        memory: &Memory,
    ) -> Self {
        let lists = spellings.iter().map(|spelling| lexicon.get(spelling).lists).collect();
        let memory = spellings.iter().map(|s| memory.get(&s.lower).copied().unwrap_or(0)).collect();
        View { spellings, tokens, lists, memory }
    }
}

impl Recogniser {
    /// Finds the names of a sentence and remembers them.
    pub fn names(
        &self,
        spellings: &[Spelling],
        tokens: &[Token],
        lexicon: &Lexicon,
        memory: &mut Memory,
    ) -> Vec<Name> {
        if self.weights.is_empty() {
            return Vec::new();
        }
        let view = View::new(spellings, tokens, lexicon, memory);
        let mut labels = Vec::with_capacity(tokens.len());
        let mut leads = Vec::with_capacity(tokens.len());
        let mut keys = Vec::with_capacity(64);
        for at in 0..tokens.len() {
            let mut scores = [0; N_LABELS];
            keys.clear();
            features(&view, at, &labels, &mut keys);
            self.weights.add(&keys, &mut scores);
            let label = choose(&scores, labels.last().copied());
            let second = (0..N_LABELS)
                .filter(|other| *other != usize::from(label))
                .map(|other| scores[other])
                .max()
                .unwrap_or(0);
            labels.push(label);
            leads.push(scores[usize::from(label)] - second);
        }
        remember(spellings, &labels, memory);
        let names = spans(&labels)
            .into_iter()
            .map(|(first, last, kind)| {
                // A lead of 0 is a toss-up; certainty is never reached.
                let least = leads[first..=last].iter().copied().min().unwrap_or(0).max(0) as f32;
                let score = 0.5 + 0.5 * least / (least + 100.0);
                let kind = by_list(kind, &view.lists[first..=last]);
                Name { first: first as u32, last: last as u32, kind, score }
            })
            .collect();
        joined(names, tokens, &view.lists)
    }
}

/// Joins two names of one kind with a hyphen between them (`Nagorno-Karabakh`), unless both are
/// known countries or places of their own (`Armenia-Azerbaijan`). Dashes never join.
fn joined(names: Vec<Name>, tokens: &[Token], words: &[u32]) -> Vec<Name> {
    let known = |name: &Name| {
        let on = |at: u32| words[at as usize] & (lists::COUNTRY | lists::PLACE) != 0;
        name.first == name.last && on(name.first)
    };
    let mut kept: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        if let Some(before) = kept.last_mut()
            && before.kind == name.kind
            && before.last + 2 == name.first
            && !(known(before) && known(&name))
        {
            let [left, hyphen, right] =
                [before.last, before.last + 1, name.first].map(|at| tokens[at as usize].span);
            let glued = left.end == hyphen.start && hyphen.end == right.start;
            // A hyphen has one byte, a dash three.
            if glued && hyphen.len() == 1 && tokens[before.last as usize + 1].upos == Upos::Punct {
                before.last = name.last;
                before.score = before.score.min(name.score);
                continue;
            }
        }
        kept.push(name);
    }
    kept
}

/// Lets the lists overrule the model where they leave no doubt: the treebank with names is small.
fn by_list(kind: NameKind, words: &[u32]) -> NameKind {
    let last = words.last().copied().unwrap_or(0);
    let on = |lists: u32| words.iter().all(|word| word & lists != 0);
    let person = words.iter().any(|word| word & (lists::GIVEN | lists::SURNAME) != 0);
    match kind {
        NameKind::Date | NameKind::Event => kind,
        _ if words.len() == 1 && on(lists::COUNTRY) && !person => NameKind::Place,
        NameKind::Person | NameKind::Other if on(lists::COUNTRY | lists::PLACE) && !person => {
            NameKind::Place
        }
        NameKind::Person | NameKind::Place | NameKind::Other
            if words.len() > 1
                && last & lists::ORGANIZATION_HEAD != 0
                && last & lists::PLACE_HEAD == 0 =>
        {
            NameKind::Organization
        }
        NameKind::Person if words.len() > 1 && last & lists::PLACE_HEAD != 0 => NameKind::Place,
        _ => kind,
    }
}

/// Returns the best label that may follow `before`: a name does not begin in its middle.
pub(super) fn choose(scores: &[i32; N_LABELS], before: Option<u8>) -> u8 {
    let mut best = 0;
    for label in 1..N_LABELS {
        let later = label % 2 == 0;
        let before = usize::from(before.unwrap_or(0));
        let follows = before == label || before + 1 == label;
        if (!later || follows) && scores[label] > scores[best] {
            best = label;
        }
    }
    best as u8
}

/// Notes the labels of words that are names.
pub(super) fn remember(spellings: &[Spelling], labels: &[u8], memory: &mut Memory) {
    for (spelling, label) in spellings.iter().zip(labels) {
        if spelling.is(Spelling::CAPITAL) {
            let kind = if *label == 0 { 0 } else { label.div_ceil(2) };
            if kind > 0 || !memory.contains_key(&spelling.lower) {
                memory.insert(spelling.lower, if kind > 0 { kind } else { 7 });
            }
        }
    }
}

/// Returns first word, last word and kind of each labelled name.
pub(super) fn spans(labels: &[u8]) -> Vec<(usize, usize, NameKind)> {
    let mut spans: Vec<(usize, usize, NameKind)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match label {
            0 => {}
            label if label % 2 == 1 => {
                spans.push((at, at, KINDS[usize::from(label / 2)]));
            }
            _ => {
                if let Some(span) = spans.last_mut() {
                    span.1 = at;
                }
            }
        }
    }
    spans
}

/// Writes the features of word `at` into `keys`, given the labels of the words before it.
pub(super) fn features(view: &View<'_>, at: usize, labels: &[u8], keys: &mut Vec<u32>) {
    let spelling = |offset: isize| view.spellings.get(at.wrapping_add_signed(offset));
    let lower = |offset: isize| spelling(offset).map_or(1, |spelling| spelling.lower);
    let shape = |offset: isize| spelling(offset).map_or(1, |spelling| spelling.shape);
    let tag = |offset: isize| {
        let token = view.tokens.get(at.wrapping_add_signed(offset));
        number(token.map_or(99, |token| u64::from(token.xpos.0)) + 8_000)
    };
    let list = |offset: isize| {
        let bits = view.lists.get(at.wrapping_add_signed(offset)).copied().unwrap_or(0);
        number(u64::from(bits) + 8_200)
    };
    let before = |distance: usize| {
        at.checked_sub(distance).map_or(3, |index| number(u64::from(labels[index]) + 8_900))
    };
    let word = &view.spellings[at];
    let token = &view.tokens[at];
    let relation = number(u64::from(token.relation.0) + 9_000);
    let head = token.head.map_or(2, |head| view.spellings[head as usize].lower);
    let memory = number(u64::from(view.memory[at]) + 9_100);
    let next_memory = number(u64::from(view.memory.get(at + 1).copied().unwrap_or(0)) + 9_100);
    let next_head = view
        .tokens
        .get(at + 1)
        .and_then(|token| token.head)
        .map_or(2, |head| number(u64::from(head == at as u32) + 9_200));
    let proper = number(u64::from(token.upos == Upos::Propn) + 9_300);
    // The last word of the run of capitals that this word is in: `… University`, `… Bank`.
    let run_end = (at..view.spellings.len())
        .take(8)
        .take_while(|index| view.spellings[*index].is(Spelling::CAPITAL))
        .last()
        .map_or(4, |index| view.spellings[index].lower);
    let run_start = (0..=at)
        .rev()
        .take(8)
        .take_while(|index| view.spellings[*index].is(Spelling::CAPITAL))
        .last()
        .map_or((4, 4), |index| {
            let previous = index.checked_sub(1).map_or(5, |i| view.spellings[i].lower);
            (view.spellings[index].lower, previous)
        });
    let (t1, t2) = (before(1), before(2));
    let mut template = 500;
    let mut push = |a: u64, b: u64, c: u64| {
        template += 1;
        keys.push(key(template, a, b, c));
    };
    push(0, 0, 0);
    push(t1, 0, 0);
    push(t1, t2, 0);
    push(word.lower, 0, 0);
    push(word.form, t1, 0);
    push(word.shape, tag(0), 0);
    push(word.shape, t1, 0);
    push(tag(0), t1, 0);
    push(tag(0), tag(1), t1);
    push(tag(-1), tag(0), t1);
    push(tag(-1), tag(0), tag(1));
    push(word.suffixes[2], number(word.flags.into()), 0);
    push(word.suffixes[3], number(word.flags.into()), 0);
    push(word.suffixes[1], number(word.flags.into()), t1);
    push(word.prefixes[2], number(word.flags.into()), 0);
    push(lower(-1), t1, 0);
    push(lower(1), proper, 0);
    push(lower(-2), lower(-1), 0);
    push(lower(1), lower(2), 0);
    push(lower(-1), word.lower, 0);
    push(word.lower, lower(1), 0);
    push(lower(-1), word.shape, 0);
    push(lower(1), word.shape, t1);
    push(lower(2), word.shape, 0);
    push(shape(-1), word.shape, shape(1));
    push(list(0), t1, 0);
    push(list(0), tag(0), 0);
    push(list(0), list(1), t1);
    push(list(-1), list(0), t1);
    push(list(1), tag(1), t1);
    push(list(0), word.shape, shape(1));
    push(relation, head, proper);
    push(relation, tag(0), t1);
    push(head, tag(0), 0);
    push(memory, t1, 0);
    push(memory, tag(0), 0);
    push(memory, next_memory, t1);
    push(next_head, tag(1), t1);
    push(run_end, t1, proper);
    push(run_end, run_start.0, 0);
    push(run_start.1, t1, proper);
    push(run_start.1, run_end, 0);
    push(run_start.0, proper, 0);
    push(tag(1), tag(2), t1);
    push(shape(1), tag(1), t1);
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    #[test]
    fn hyphens_join_names_unless_both_are_known() {
        let bank = conllu::read(
            "1\tNagorno\t_\tPROPN\tNNP\t_\t0\troot\t_\tSpaceAfter=No\n\
             2\t-\t-\tPUNCT\tHYPH\t_\t3\tpunct\t_\tSpaceAfter=No\n\
             3\tKarabakh\t_\tPROPN\tNNP\t_\t1\tflat\t_\t_\n",
        )
        .unwrap();
        let tokens = &bank.annotated.sentences[0].tokens;
        let name = |at| Name { first: at, last: at, kind: NameKind::Place, score: 0.5 };
        let names = |words: [u32; 3]| joined(vec![name(0), name(2)], tokens, &words);
        assert_eq!(names([0; 3]), [Name { last: 2, ..name(0) }]);
        assert_eq!(names([lists::COUNTRY, 0, lists::COUNTRY]), [name(0), name(2)]);
    }

    #[test]
    fn lists_overrule_where_they_leave_no_doubt() {
        assert_eq!(by_list(NameKind::Person, &[lists::COUNTRY]), NameKind::Place);
        assert_eq!(by_list(NameKind::Person, &[lists::COUNTRY | lists::GIVEN]), NameKind::Person);
        assert_eq!(
            by_list(NameKind::Place, &[0, lists::ORGANIZATION_HEAD]),
            NameKind::Organization
        );
    }

    #[test]
    fn names_do_not_begin_in_their_middle() {
        let mut scores = [0; N_LABELS];
        scores[2] = 9;
        scores[3] = 5;
        assert_eq!(choose(&scores, None), 3);
        assert_eq!(choose(&scores, Some(1)), 2);
        assert_eq!(
            spans(&[0, 1, 2, 3]),
            [(1, 2, NameKind::Person), (3, 3, NameKind::Organization)]
        );
    }
}
