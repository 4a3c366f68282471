//! Groups the words of a block into sentences.

use super::language::{Abbreviation, Language};
use super::token::Word;

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
pub(super) fn split(text: &str, words: &[Word], language: &Language) -> Vec<Stretch> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for at in 0..words.len() {
        if at + 1 == words.len() || ends(text, words, at, language) {
            cut(text, words, start, at + 1, &mut sentences);
            start = at + 1;
        }
    }
    sentences
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
    use super::super::token::tokenize;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let english = Language::english();
        let words = tokenize(text, &english);
        let sentences: Vec<&str> = split(text, &words, &english)
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
        let english = Language::english();
        let words = tokenize(&text, &english);
        let sentences = split(&text, &words, &english);
        assert!(sentences.iter().all(|s| s.cut && s.end - s.start <= LONGEST));
        assert_eq!(sentences.last().map(|s| s.end), Some(words.len()));
    }
}
