//! Text in tables that is nothing but text, whatever Gephi and spreadsheets would like to see in it.
//!
//! Gephi guesses what a column holds from its first 25 rows: the first type that can be read from
//! all cells with anything in them wins, and one cell may be all there is. Its readers are lenient:
//! sets of times are read from `'5` and `(2023`, times with values from any brackets anywhere in a
//! sentence, as long as a time comes first in them: `a fifth (2023, says the ministry)`. Such a
//! column loses its other cells, and one with times in it makes the import of a table with
//! intervals fail altogether (`TimestampsParser` and `IntervalsParser` of Gephi's graphstore).

use std::borrow::Cow;

/// What goes in front of a number or a time. Unlike `'` it starts no literal in Gephi.
const MARK: char = '’';

/// Returns the text so that neither Gephi nor a spreadsheet takes it for anything but text: with an
/// apostrophe in front, or in brackets in front of the time.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_word = ["true", "false", "<empty>"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_word || are_times(text) || text.starts_with(['[', '<']) {
        return Cow::Owned(format!("{MARK}{}", without_times_in_brackets(text)));
    }
    match without_times_in_brackets(text) {
        Cow::Borrowed(text) => formula_free(text),
        marked => Cow::Owned(formula_free(&marked).into_owned()),
    }
}

/// Returns the text so that no spreadsheet takes it for a formula (OWASP, "CSV Injection").
pub(super) fn formula_free(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Says whether Gephi may read the text as a number or a time, or as a row of them.
fn are_times(text: &str) -> bool {
    let parts = text.split(|c: char| c.is_ascii_whitespace() || ",;<>()[]'\"".contains(c));
    let mut parts = parts.filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(is_time)
}

/// Says whether the word may be a number to Java (`5`, `-1.5e3`, `5f`, `0x1p3`, `NaN`) or a date.
fn is_time(word: &str) -> bool {
    let unsigned = word.trim_start_matches(['+', '-']);
    if ["nan", "infinity"].iter().any(|number| unsigned.eq_ignore_ascii_case(number)) {
        return true;
    }
    if unsigned.starts_with("0x") || unsigned.starts_with("0X") {
        return true;
    }
    let digits = unsigned.trim_end_matches(['f', 'F', 'd', 'D', '%']);
    digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || "+-.:/TZeE".contains(c))
}

/// Returns the text with a mark before the first time in brackets, if Gephi could read all brackets
/// in it as times with something after them.
fn without_times_in_brackets(text: &str) -> Cow<'_, str> {
    let mut first = None;
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[']) {
        let inside = &rest[open + 1..];
        let close = inside.find([')', ']']).unwrap_or(inside.len());
        let start =
            inside[..close].trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let quote = start.starts_with(['\'', '"']);
        let end = start.find([',', '\'', '"']).filter(|_| !quote).unwrap_or(start.len());
        // A literal may hold brackets: what is quoted is not looked at, but taken for a time.
        if !quote && !is_time(start[..end].trim()) {
            return Cow::Borrowed(text);
        }
        first.get_or_insert(text.len() - rest.len() + open + 1);
        rest = &inside[close..];
    }
    match first {
        Some(at) => Cow::Owned(format!("{}{MARK}{}", &text[..at], &text[at..])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_alone() {
        for harmless in [
            "A b",
            "x-1",
            "",
            "e",
            "'",
            "Infinity War",
            "the fifth (of 2023)",
            "in the year (as planned, 2023)",
            "a (2023, planned) and a (b)",
            "“A fifth.” — An article (x), 0–8",
        ] {
            assert_eq!(plain(harmless), harmless);
        }
    }

    #[test]
    fn what_gephi_would_read_as_more_gets_a_mark() {
        for guessed in [
            "1",
            "'1",
            "1.5e3",
            "5f",
            "2020-01",
            "2020; 2021",
            "10:00:00",
            "TRUE",
            "[a]",
            "<1, 2>",
            "19%",
            "-5",
            "NaN",
            "-Infinity",
            "0x1p3",
            "2020-01-01T00:00:00Z",
            "<empty>",
            "<Empty>",
        ] {
            assert_eq!(plain(guessed), format!("’{guessed}"));
        }
        let marked = [
            ("a fifth (2023, says the ministry)", "a fifth (’2023, says the ministry)"),
            ("from [ 2023, 2024, x", "from [’ 2023, 2024, x"),
            ("a ('2023', b); c (1, d)", "a (’'2023', b); c (1, d)"),
            ("(1992)", "’(’1992)"),
            ("[1, 2]", "’[’1, 2]"),
        ];
        for (text, expected) in marked {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn formulas_get_an_apostrophe() {
        for formula in ["=SUM(1,2)", "+a", "-a", "@a"] {
            assert!(plain(formula).starts_with(['\'', '’']), "{formula}");
            assert_eq!(formula_free(formula), format!("'{formula}"));
        }
        assert_eq!(plain("=cmd|'/c calc'!A1"), "'=cmd|'/c calc'!A1");
    }
}
