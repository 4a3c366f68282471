//! Parts of speech by two perceptrons, left to right: the second sees the first one's tags on both
//! sides (stacking, after Cohen and Carvalho 2005).

use super::hash::{key, number};
use super::lexicon::{Known, Lexicon};
use super::shape::Spelling;
use super::tag::{Upos, Xpos};
use super::weights::{Weights, best};

/// The trained tagger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tagger {
    /// What each class of the two models stands for.
    pub classes: Vec<(Upos, Xpos)>,
    /// Words of the training texts.
    pub lexicon: Lexicon,
    /// Sees the words and the two tags before.
    pub first: Weights,
    /// Sees the first model's tags too.
    pub second: Weights,
}

/// A sentence as the tagger sees it.
pub(super) struct Words {
    pub spellings: Vec<Spelling>,
    pub known: Vec<Known>,
    /// Every word with letters is in capitals.
    pub shouted: bool,
    /// Most words begin with a capital, as in titles.
    pub titled: bool,
    /// Words that are no function words for certain: the closed classes take no new ones.
    /// Empty where nothing is known of that.
    pub open: Vec<bool>,
}

impl Words {
    /// Looks the words of a sentence up.
    pub fn new(spellings: Vec<Spelling>, lexicon: &Lexicon) -> Self {
        let known = spellings.iter().map(|spelling| lexicon.get(spelling)).collect();
        let mut letters = spellings.iter().filter(|s| s.is(Spelling::LETTER)).peekable();
        let shouted = letters.peek().is_some() && letters.all(|s| s.is(Spelling::UPPER));
        let longer = || spellings.iter().filter(|s| s.is(Spelling::LETTER) && s.suffixes[2] != 0);
        let capitals = longer().filter(|s| s.is(Spelling::CAPITAL)).count();
        let titled = capitals > 1 && capitals * 3 > longer().count() * 2;
        Self { spellings, known, shouted, titled, open: Vec::new() }
    }
}

impl Tagger {
    /// Tags a sentence: class numbers, one for each word.
    pub fn tag(&self, words: &Words) -> Vec<u8> {
        let first = self.pass(&self.first, words, None);
        if self.second.is_empty() { first } else { self.pass(&self.second, words, Some(&first)) }
    }

    /// One model's pass; the second one gets the tags of the first.
    pub fn pass(&self, model: &Weights, words: &Words, seen: Option<&[u8]>) -> Vec<u8> {
        let mut tags: Vec<u8> = Vec::with_capacity(words.spellings.len());
        let mut keys = Vec::with_capacity(96);
        let landmarks = landmarks(&self.classes);
        let mut scores = vec![0; self.classes.len()];
        for at in 0..words.spellings.len() {
            keys.clear();
            features(words, at, &tags, seen.map(|seen| (seen, &landmarks[..])), &mut keys);
            scores.fill(0);
            model.add(&keys, &mut scores);
            if words.open.get(at) == Some(&true) {
                for (score, (upos, _)) in scores.iter_mut().zip(&self.classes) {
                    if upos.is_closed() {
                        *score = i32::MIN;
                    }
                }
            }
            tags.push(best(&scores) as u8);
        }
        tags
    }
}

/// Says of each class whether it is a verb, a modal, `to` or punctuation.
pub(super) fn landmarks(classes: &[(Upos, Xpos)]) -> Vec<bool> {
    classes
        .iter()
        .map(|(upos, xpos)| {
            xpos.is_verb() || *upos == Upos::Punct || matches!(*xpos, Xpos::MD | Xpos::TO)
        })
        .collect()
}

/// Writes the features of word `at` into `keys`, given the `tags` of the words before it.
pub(super) fn features(
    words: &Words,
    at: usize,
    tags: &[u8],
    seen: Option<(&[u8], &[bool])>,
    keys: &mut Vec<u32>,
) {
    let n = words.spellings.len();
    let known = |offset: isize| -> Known {
        let index = at.wrapping_add_signed(offset);
        words.known.get(index).copied().unwrap_or_default()
    };
    // Words of unknown tags hide behind their shape: the model learns to do without them.
    let lower = |offset: isize| -> u64 {
        let index = at.wrapping_add_signed(offset);
        match words.spellings.get(index) {
            None => 1,
            Some(spelling) if words.known[index].lower > 0 => spelling.lower,
            Some(spelling) => spelling.shape.wrapping_add(1),
        }
    };
    let set = |offset: isize| -> u64 {
        let known = known(offset);
        let index = at.wrapping_add_signed(offset);
        match words.spellings.get(index) {
            None => 2,
            Some(_) if known.form > 0 => number(u64::from(known.form)),
            Some(spelling) if known.lower > 0 => {
                number(u64::from(known.lower) << 20 | u64::from(spelling.flags & 3))
            }
            Some(spelling) => spelling.suffixes[2] ^ number(u64::from(spelling.flags & 31)),
        }
    };
    let before = |distance: usize| -> u64 {
        at.checked_sub(distance).map_or(3, |index| number(u64::from(tags[index]) + 4))
    };
    let word = &words.spellings[at];
    let here = known(0);
    let mut template = if seen.is_some() { 100 } else { 0 };
    let mut push = |a: u64, b: u64, c: u64| {
        template += 1;
        keys.push(key(template, a, b, c));
    };
    let (set0, lower0) = (set(0), lower(0));
    let (t1, t2) = (before(1), before(2));
    let place = number(
        u64::from(at == 0)
            | u64::from(at + 1 == n) << 1
            | u64::from(words.shouted) << 2
            | u64::from(words.titled) << 3,
    );
    push(0, 0, 0);
    push(if here.form > 0 { word.form } else { 5 }, 0, 0);
    push(lower0, 0, 0);
    push(number(u64::from(here.form)), 0, 0);
    push(number(u64::from(here.lower)), number(u64::from(word.flags)), place);
    push(word.shape, place, 0);
    for prefix in word.prefixes {
        push(prefix, 0, 0);
    }
    for suffix in word.suffixes {
        push(suffix, number(u64::from(word.flags & 3)), 0);
    }
    push(word.suffixes[1], word.shape, 0);
    push(t1, 0, 0);
    push(t1, t2, 0);
    push(t1, lower0, 0);
    push(t1, set0, 0);
    push(t1, t2, set0);
    push(t1, set0, set(1));
    push(t1, word.suffixes[2], 0);
    push(t1, word.shape, place);
    push(before(3), t2, t1);
    push(lower(-1), 0, 0);
    push(lower(-2), 0, 0);
    push(lower(1), 0, 0);
    push(lower(2), 0, 0);
    push(lower(-1), lower0, 0);
    push(lower0, lower(1), 0);
    push(lower(-1), lower(1), 0);
    push(lower(-1), lower(1), set0);
    push(set(-1), 0, 0);
    push(set(1), 0, 0);
    push(set(2), 0, 0);
    push(set0, set(1), 0);
    push(set0, set(-1), 0);
    push(set0, set(1), set(2));
    push(set(-1), set0, set(1));
    push(word.suffixes[1], set(1), 0);
    let flags = |offset: isize| {
        let index = at.wrapping_add_signed(offset);
        number(words.spellings.get(index).map_or(255, |s| u64::from(s.flags)))
    };
    push(flags(-1), flags(0), flags(1));
    push(flags(0), lower(1), 0);
    let list = |offset: isize| {
        let index = at.wrapping_add_signed(offset);
        number(words.known.get(index).map_or(0, |known| u64::from(known.lists)) + 70_000)
    };
    let title = number(u64::from(words.titled) + 90_000);
    push(list(0), flags(0), 0);
    push(list(-1), list(0), flags(0));
    push(list(0), list(1), flags(1));
    push(list(0), t1, 0);
    push(set0, title, flags(1));
    push(lower0, title, flags(-1));
    push(set0, flags(-1), flags(1));
    push(word.suffixes[2], title, flags(0));
    push(lower(1), lower(2), lower0);
    push(lower(-2), lower(-1), lower0);
    push(set0, set(2), 0);
    push(set0, set(-2), t1);
    let Some((seen, landmarks)) = seen else { return };
    let tag = |offset: isize| -> u64 {
        let index = at.wrapping_add_signed(offset);
        number(seen.get(index).map_or(3, |tag| u64::from(*tag) + 4))
    };
    push(tag(0), 0, 0);
    push(tag(1), 0, 0);
    push(tag(2), 0, 0);
    push(tag(0), lower0, 0);
    push(tag(1), lower0, 0);
    push(t1, tag(1), 0);
    push(t1, tag(1), set0);
    push(t1, tag(0), tag(1));
    push(tag(0), tag(1), tag(2));
    push(tag(1), tag(2), set0);
    push(tag(1), tag(2), tag(3));
    push(t1, lower0, tag(1));
    push(t2, t1, tag(1));
    push(tag(0), word.suffixes[2], 0);
    // What comes first: a verb form, `to`, or the end of the phrase.
    let ahead = (1..8_isize)
        .find_map(|offset| {
            let class = *seen.get(at.wrapping_add_signed(offset))?;
            landmarks[usize::from(class)].then_some(tag(offset))
        })
        .unwrap_or(7);
    push(lower0, ahead, 0);
    push(tag(0), ahead, t1);
    push(tag(1), tag(2), tag(3));
    push(tag(-1), tag(0), tag(1));
    push(tag(-2), tag(-1), tag(0));
    push(lower0, tag(1), tag(2));
    push(lower0, t2, t1);
}
