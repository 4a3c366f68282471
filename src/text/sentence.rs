//! Groups the words of a block into sentences.

use super::hash::{key, number, text as hash_text};
use super::language::{Abbreviation, Language};
use super::shape::Spelling;
use super::token::Word;
use super::weights::Weights;

/// Most words that are parsed as one sentence; longer ones are cut.
pub(super) const LONGEST: usize = 160;

/// A range of words, and whether it was cut for its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub start: usize,
    pub end: usize,
    pub cut: bool,
}

/// Finds the sentences of `text`, which are ranges of `words` and tile them.
pub(super) fn split(
    text: &str,
    words: &[Word],
    spellings: &[Spelling],
    language: &Language,
) -> Vec<Stretch> {
    let model = language.model.as_ref().map(|model| &model.splitter);
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut keys = Vec::new();
    let context = Context { text, words, spellings, language };
    for at in 0..words.len() {
        let end = at + 1 == words.len()
            || match (context.fixed(at), model) {
                (Some(end), _) => end,
                (None, Some(model)) => {
                    keys.clear();
                    context.features(at, start, &mut keys);
                    ends_by(model, &keys) && !context.is_entry_date(start, at)
                }
                (None, None) => ends(text, words, at, language),
            };
        if end {
            cut(text, words, start, at + 1, &mut sentences);
            start = at + 1;
        }
    }
    sentences
}

/// Says whether the model wants a sentence to end where these features hold.
fn ends_by(model: &Weights, keys: &[u32]) -> bool {
    let mut score = [0];
    model.add(keys, &mut score);
    score[0] > 0
}

/// The words of a block, for questions about the gaps between them.
pub(super) struct Context<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    pub spellings: &'a [Spelling],
    pub language: &'a Language,
}

impl Context<'_> {
    fn form(&self, index: usize) -> &str {
        &self.text[self.words[index].start..self.words[index].end]
    }

    /// `15 May 1992 – The treaty is signed`: the date and the dash that open an entry of a chronology
    /// belong to it.
    fn is_entry_date(&self, start: usize, at: usize) -> bool {
        let has_year = (start..at).any(|index| {
            let form = self.form(index);
            form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit())
        });
        start == 0 && at <= 5 && matches!(self.form(at), "–" | "—" | "-" | ":") && has_year
    }

    fn gap(&self, at: usize) -> &str {
        &self.text[self.words[at].end..self.words[at + 1].start]
    }

    /// Says whether a sentence ends after word `at`, which is not the last one, where no model
    /// need be asked.
    pub fn fixed(&self, at: usize) -> Option<bool> {
        let gap = self.gap(at);
        if gap.bytes().filter(|byte| *byte == b'\n').count() > 1 {
            return Some(true);
        }
        if self.words[at + 1].part {
            return Some(false);
        }
        let form = self.form(at);
        let note = at > 0
            && self.form(at - 1) == "."
            && self.words[at - 1].end == self.words[at].start
            && form.len() <= 3
            && form.bytes().all(|byte| byte.is_ascii_digit());
        let capital = self.spellings[at + 1].is(Spelling::CAPITAL);
        if note && capital && !gap.is_empty() {
            return Some(true);
        }
        if gap.is_empty()
            && form == "."
            && self.form(at + 1).starts_with(|c: char| c.is_ascii_digit())
        {
            return Some(false);
        }
        // A note mark was taken out here, and a sentence begins after it.
        if form == "." && capital && gap.len() > 1 {
            return Some(true);
        }
        // `12,000 Kenyan students`: a number counts what follows it.
        let counts = form.contains(',')
            && form.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
            && gap == " "
            && !self.language.function_words.contains_key(&self.form(at + 1).to_lowercase());
        if counts {
            return Some(false);
        }
        // `A. B. Lee`: an initial, unless a word follows that opens sentences.
        let initial = form.ends_with('.') && form.len() > 1 && is_initial(form);
        let opener =
            || self.language.function_words.contains_key(&self.form(at + 1).to_lowercase());
        if initial && capital && !opener() {
            return Some(false);
        }
        let candidate = !form.ends_with(|c: char| c.is_alphanumeric())
            || capital
            || gap.contains('\n')
            || !self.spellings[at + 1].is(Spelling::LETTER);
        if candidate { None } else { Some(false) }
    }

    /// Writes the features of the gap after word `at` into `keys`; `start` is the first word of
    /// the sentence in hand.
    pub fn features(&self, at: usize, start: usize, keys: &mut Vec<u32>) {
        let n = self.words.len();
        let form = |offset: isize| -> u64 {
            let index = at.wrapping_add_signed(offset);
            self.spellings.get(index).map_or(1, |spelling| spelling.lower)
        };
        let shape = |offset: isize| -> u64 {
            let index = at.wrapping_add_signed(offset);
            self.spellings.get(index).map_or(1, |spelling| spelling.shape)
        };
        let gap_of = |index: usize| -> u64 {
            if index + 1 >= n {
                return number(9);
            }
            let gap = self.gap(index);
            number(u64::from(gap.contains('\n')) + 2 * gap.len().min(3) as u64)
        };
        let gap = gap_of(at);
        let length = (at + 1 - start) as u64;
        let bucket = number(if length < 6 { length } else { 6 + length.ilog2() as u64 });
        let this = self.form(at);
        let stripped = this.strip_suffix('.').unwrap_or("");
        let kind = match self.language.abbreviations.get(stripped) {
            None => 0,
            Some(Abbreviation::Title) => 1,
            Some(Abbreviation::General) => 2,
            Some(Abbreviation::Number) => 3,
            Some(Abbreviation::Month) => 4,
        };
        let function = self
            .language
            .function_words
            .get(&self.form(at + 1).to_lowercase())
            .map_or(0, |upos| 1 + *upos as u64);
        let class = number(kind * 64 + function);
        let open = (start..=at)
            .rev()
            .take(60)
            .find_map(|index| match self.form(index) {
                "“" | "(" | "[" => Some(1),
                "”" | ")" | "]" => Some(2),
                _ => None,
            })
            .unwrap_or(0);
        // The nearest mark before that is not a closer, for `.” Then`.
        let mark = (start..=at)
            .rev()
            .take(4)
            .find(|index| !is_closer(self.form(*index)))
            .map_or(0, |index| hash_text(self.form(index)));
        let first = self.spellings[start].lower;
        let open = number(open);
        let caps = number(self.spellings[at + 1].flags.into());
        let mut template = 200;
        let mut push = |a: u64, b: u64, c: u64| {
            template += 1;
            keys.push(key(template, a, b, c));
        };
        push(0, 0, 0);
        push(form(0), gap, 0);
        push(form(1), gap, 0);
        push(form(0), shape(1), gap);
        push(form(0), form(1), 0);
        push(shape(0), shape(1), gap);
        push(form(-1), form(0), 0);
        push(shape(-1), form(0), shape(1));
        push(form(1), form(2), 0);
        push(shape(1), shape(2), form(0));
        push(form(0), shape(1), form(2));
        push(bucket, form(0), shape(1));
        push(bucket, gap, caps);
        push(class, form(0), gap);
        push(class, shape(0), caps);
        push(class, mark, caps);
        push(mark, shape(1), gap);
        push(mark, form(1), 0);
        push(open, form(0), shape(1));
        push(open, mark, caps);
        push(gap, caps, number(self.spellings[at].flags.into()));
        push(form(-2), form(-1), form(0));
        push(form(0), form(1), form(2));
        push(first, form(0), gap);
        push(first, bucket, caps);
        push(gap_of(at + 1), form(0), shape(1));
        push(gap_of(at + 1), shape(1), shape(2));
        push(mark, class, open);
        push(shape(-1), shape(0), gap);
    }
}

fn is_initial(form: &str) -> bool {
    form.split('-').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.as_str() == "."
    })
}

/// Says whether a sentence ends after word `at`, which is not the last one.
fn ends(text: &str, words: &[Word], at: usize, language: &Language) -> bool {
    let form = |index: usize| &text[words[index].start..words[index].end];
    let gap = &text[words[at].end..words[at + 1].start];
    if gap.bytes().filter(|byte| *byte == b'\n').count() > 1 {
        return true;
    }
    // Look back over what may close a sentence after its last mark.
    let mut last = at;
    while last > 0 && at - last < 3 && is_closer(form(last)) {
        last -= 1;
    }
    // `integration.396 In`: a note number glued to the full stop.
    if last > 0
        && form(last).bytes().all(|byte| byte.is_ascii_digit())
        && form(last - 1) == "."
        && words[last - 1].end == words[last].start
    {
        last -= 1;
    }
    let next = form(at + 1);
    if is_closer(next) && gap.is_empty() {
        return false;
    }
    let mark = form(last);
    let starts = next.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || "“‘\"'([«•–—-*".contains(c)
    });
    match mark {
        "." => starts && !gap.is_empty() || gap.is_empty() && glued_sentence(next),
        "…" => starts && !gap.is_empty(),
        _ if mark.bytes().all(|byte| matches!(byte, b'!' | b'?' | b'.')) => {
            starts && !gap.is_empty()
        }
        _ if mark.ends_with('.') && mark.len() > 1 => {
            let known = language.abbreviations.get(&mark[..mark.len() - 1]);
            let initial =
                mark.chars().filter(|c| c.is_alphabetic()).count() == 1 || mark.contains('-');
            let may_end =
                !initial && !matches!(known, Some(Abbreviation::Title | Abbreviation::Number));
            may_end
                && starts
                && next.chars().next().is_some_and(char::is_uppercase)
                && language.function_words.contains_key(&next.to_lowercase())
        }
        _ => false,
    }
}

/// `end.Next`: a capital letter and then a small one right after the full stop.
fn glued_sentence(next: &str) -> bool {
    let mut chars = next.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

fn is_closer(form: &str) -> bool {
    matches!(form, "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»")
}

/// Adds the sentence, in pieces when it is too long: cut after a semicolon, else after a comma,
/// else before a conjunction or anywhere.
fn cut(text: &str, words: &[Word], start: usize, end: usize, sentences: &mut Vec<Stretch>) {
    let mut from = start;
    while end - from > LONGEST {
        let form = |index: usize| &text[words[index].start..words[index].end];
        let last = |marks: &[&str]| {
            (from + LONGEST / 2..from + LONGEST).rev().find(|index| marks.contains(&form(*index)))
        };
        let mut to = last(&[";", ".", ":"])
            .or_else(|| last(&[","]))
            .or_else(|| last(&["-", "—", ")"]))
            .map_or(from + LONGEST, |index| index + 1);
        // Never inside a word that is written as one.
        while to > from + 1 && words[to].part {
            to -= 1;
        }
        sentences.push(Stretch { start: from, end: to, cut: true });
        from = to;
    }
    sentences.push(Stretch { start: from, end, cut: from > start });
}

#[cfg(test)]
mod tests {
    use super::super::language::english;
    use super::super::shape::spellings;
    use super::super::token::tokenize;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let english = english();
        let words = tokenize(text, english);
        let sentences: Vec<&str> = split(text, &words, &spellings(text, &words), english)
            .iter()
            .map(|s| &text[words[s.start].start..words[s.end - 1].end])
            .collect();
        assert_eq!(sentences, expected);
    }

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        check("He met Dr. Lee. They left.", &["He met Dr. Lee.", "They left."]);
        check("A. B. Lee came. “Why?” he asked.", &["A. B. Lee came.", "“Why?” he asked."]);
        check("It is in the U.S. The rest is not.", &["It is in the U.S.", "The rest is not."]);
        check("It fell to 3.5 in the U.S. market.", &["It fell to 3.5 in the U.S. market."]);
        check("He said “no.” She left.", &["He said “no.”", "She left."]);
    }

    #[test]
    fn note_numbers_do_not_join_sentences() {
        check("It left.396 In May it came.", &["It left.396", "In May it came."]);
        check("of China.     All left.", &["of China.", "All left."]);
    }

    #[test]
    fn long_sentences_are_cut_and_marked() {
        let text = "word, ".repeat(400);
        let english = english();
        let words = tokenize(&text, english);
        let sentences = split(&text, &words, &spellings(&text, &words), english);
        assert!(sentences.iter().all(|s| s.cut && s.end - s.start <= LONGEST));
        assert_eq!(sentences.last().map(|s| s.end), Some(words.len()));
    }
}
