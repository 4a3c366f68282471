//! Cuts text into words and punctuation as the English treebanks of Universal Dependencies do.
//!
//! Rules only; each looks at most a few characters ahead, so that the time is linear in the text
//! whatever it holds.

use super::language::{Abbreviation, Language};

/// A word or a punctuation mark: byte offsets into the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    /// It is a later part of a word that is written as one (`n't` of `don't`).
    pub part: bool,
}

/// Cuts `text`; white space and zero-width separators belong to no word.
pub(super) fn tokenize(text: &str, language: &Language) -> Vec<Word> {
    let mut scanner = Scanner { text, language, words: Vec::with_capacity(text.len() / 5 + 1) };
    let mut start = None;
    for (offset, c) in text.char_indices() {
        match (is_space(c), start) {
            (false, None) => start = Some(offset),
            (true, Some(from)) => {
                scanner.chunk(from, offset);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        scanner.chunk(from, text.len());
    }
    missing_apostrophes(text, scanner.words)
}

/// Cuts `its` into `it` and `s` before words that no possessive stands before.
fn missing_apostrophes(text: &str, words: Vec<Word>) -> Vec<Word> {
    const AFTER: [&str; 9] = ["a", "an", "the", "not", "been", "that", "my", "your", "going"];
    let mut cut = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let form = &text[word.start..word.end];
        let next = words.get(index + 1).map_or("", |next| &text[next.start..next.end]);
        if form.eq_ignore_ascii_case("its") && AFTER.contains(&next) {
            cut.push(Word { end: word.end - 1, ..*word });
            cut.push(Word { start: word.end - 1, end: word.end, part: true });
        } else {
            cut.push(*word);
        }
    }
    cut
}

/// White space, and the characters of no width that separate words.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\0')
}

/// Top-level domains and file suffixes that make `name.suffix` one word.
const SUFFIXES: [&str; 29] = [
    "com", "org", "net", "edu", "gov", "info", "int", "io", "uk", "us", "eu", "de", "fr", "ru",
    "kz", "uz", "kg", "tj", "cn", "tv", "doc", "docx", "pdf", "xls", "htm", "html", "txt", "jpg",
    "zip",
];

/// Abbreviated units that are cut off the number they are glued to.
const UNITS: [&str; 21] = [
    "am", "pm", "km", "kg", "cm", "mm", "lb", "lbs", "ft", "hrs", "hr", "min", "mins", "bn", "mn",
    "mph", "sq", "GB", "MB", "AM", "PM",
];

const EMOTICONS: [&str; 16] = [
    ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":p", ":-P", ";D", "=)", ":/", "<3",
    ":o)",
];

/// What may stand before the first word of a link or an address, or after its last.
const WRAPPING: &[char] = &[
    '(', ')', '[', ']', '{', '}', '<', '>', '"', '“', '”', '‘', '’', '\'', '.', ',', ';', ':', '!',
    '?',
];

struct Scanner<'a> {
    text: &'a str,
    language: &'a Language,
    words: Vec<Word>,
}

impl<'a> Scanner<'a> {
    /// Cuts a stretch without white space.
    fn chunk(&mut self, start: usize, end: usize) {
        let chunk = &self.text[start..end];
        if EMOTICONS.contains(&chunk) {
            return self.push(start, end);
        }
        let core = chunk.trim_matches(WRAPPING);
        if is_link(core) {
            let from = start + chunk.find(core).unwrap_or(0);
            // A link keeps a bracket that it opened itself.
            let mut to = from + core.len();
            if core.contains('(') && !core.contains(')') && self.text[to..end].starts_with(')') {
                to += 1;
            }
            self.stretch(start, from);
            self.push(from, to);
            return self.stretch(to, end);
        }
        self.stretch(start, end);
    }

    fn stretch(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let c = self.char_at(at).expect("`at` is inside the text, on a boundary");
            at = if is_word(c) || self.opens_word(at, c, start) {
                self.word(at, end)
            } else {
                self.mark(at, end, c)
            };
        }
    }

    /// Says whether a mark is the first character of a word: `'90s`, `@name`, `+7`, `.5`.
    fn opens_word(&self, at: usize, c: char, start: usize) -> bool {
        let next = self.char_at(at + c.len_utf8());
        let digit = next.is_some_and(|next| next.is_ascii_digit());
        match c {
            '\'' | '’' => {
                let rest = &self.text[at + c.len_utf8()..];
                let decade = rest.len() >= 3
                    && rest.as_bytes()[..2].iter().all(u8::is_ascii_digit)
                    && rest.as_bytes()[2] == b's';
                decade || (at == start && (starts_word(rest, "tis") || starts_word(rest, "twas")))
            }
            '@' => at == start && next.is_some_and(char::is_alphabetic),
            '+' | '.' => at == start && digit,
            _ => false,
        }
    }

    /// Cuts the word that starts at `start`, with its clitics and its full stop; returns its end.
    fn word(&mut self, start: usize, end: usize) -> usize {
        let first = self.char_at(start).map_or(1, char::len_utf8);
        let mut at = start + first;
        let mut segment = if self.char_at(start).is_some_and(is_word) { start } else { at };
        loop {
            match self.char_at(at).filter(|_| at < end) {
                Some(c) if is_word(c) => at += c.len_utf8(),
                Some(c) if at > segment && self.joins(start, segment, at, end, c) => {
                    at += c.len_utf8();
                    segment = at;
                }
                _ => break,
            }
        }
        let unit = self.unit(start, at);
        if unit > start {
            self.push(start, unit);
            self.words.push(Word { start: unit, end: at, part: false });
            return at;
        }
        let word = &self.text[start..at];
        let next = self.char_at(at).filter(|_| at < end);
        if next == Some('.') && self.keeps_stop(start, at, end) {
            at += 1;
            // `K.-J.` is one token: two initials of one given name.
            let rest = &self.text[at..end];
            if let Some(second) = rest.strip_prefix('-')
                && let Some(len) = initial(second)
            {
                at += 1 + len;
            }
            self.push(start, at);
            return at;
        }
        if let Some(len) = self.language.contractions.get(&word.to_lowercase()).copied()
            && word.is_char_boundary(len)
        {
            self.push(start, start + len);
            self.words.push(Word { start: start + len, end: at, part: true });
            return at;
        }
        self.clitics(start, at, end)
    }

    /// Emits the word and what an apostrophe ties to it; returns the end of all.
    fn clitics(&mut self, start: usize, at: usize, end: usize) -> usize {
        let apostrophe = self.char_at(at).filter(|c| at < end && matches!(c, '\'' | '’' | '`'));
        let Some(apostrophe) = apostrophe else {
            self.push(start, at);
            return at;
        };
        let after = at + apostrophe.len_utf8();
        let tail = self.letters(after, end);
        let lower = self.text[after..tail].to_lowercase();
        match lower.as_str() {
            "t" if at - start > 1 && self.text[..at].ends_with(['n', 'N']) => {
                self.push(start, at - 1);
                self.words.push(Word { start: at - 1, end: tail, part: true });
                self.clitics_after(tail, end)
            }
            "s" | "re" | "ve" | "ll" | "d" | "m" => {
                self.push(start, at);
                self.words.push(Word { start: at, end: tail, part: true });
                self.clitics_after(tail, end)
            }
            "" if self.text[..at].ends_with(['s', 'S', 'z', 'x'])
                && apostrophe != '`'
                && !self.quoted(apostrophe) =>
            {
                self.push(start, at);
                self.words.push(Word { start: at, end: after, part: true });
                after
            }
            _ => {
                self.push(start, at);
                at
            }
        }
    }

    /// A second clitic: `'ve` of `wouldn't've`.
    fn clitics_after(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        for clitic in ["'ve", "’ve", "'s", "’s", "'d", "’d"] {
            if starts_word(rest, clitic) {
                self.words.push(Word { start: at, end: at + clitic.len(), part: true });
                return at + clitic.len();
            }
        }
        at
    }

    /// Says whether a single quotation mark was opened in the last few words and not closed.
    fn quoted(&self, closing: char) -> bool {
        let opening = if closing == '’' { "‘" } else { "'" };
        for word in self.words.iter().rev().take(40) {
            let form = &self.text[word.start..word.end];
            if form == opening && !word.part {
                return true;
            }
            if matches!(form, "’" | "'") {
                return false;
            }
        }
        false
    }

    /// Says whether the mark `c` at `at` stands inside one word. `segment` is the start of the
    /// word's last part.
    fn joins(&self, start: usize, segment: usize, at: usize, end: usize, c: char) -> bool {
        let after = at + c.len_utf8();
        let Some(next) = self.char_at(after).filter(|next| after < end && is_word(*next)) else {
            return false;
        };
        let before = &self.text[segment..at];
        let digits = before.ends_with(|c: char| c.is_ascii_digit()) && next.is_ascii_digit();
        let tail = self.letters(after, end.min(after + 24));
        let coming = &self.text[after..tail];
        match c {
            '.' if digits => true,
            '.' => {
                // `U.S`, `e.g`, `Ph.D`: short parts; `L.N.Gumilyov` ends after its initials.
                let short = before.chars().count() == 1 || before == "Ph";
                let one = coming.chars().count() == 1;
                (short && one && before.chars().all(char::is_alphabetic))
                    || SUFFIXES.contains(&coming.to_lowercase().as_str())
                        && before.chars().count() > 1
                    || self.is_dotted(start, end)
            }
            ',' => digits && coming.len() == 3 && before.len() <= 3,
            ':' => digits,
            '\'' | '’' => {
                next.is_alphabetic()
                    && !matches!(
                        coming.to_lowercase().as_str(),
                        "s" | "re" | "ve" | "ll" | "d" | "m" | "t"
                    )
            }
            '-' => {
                // No prefix is longer; a long chain of numbers must not be read again and again.
                let whole = &self.text[start..at];
                (whole.len() <= 12
                    && self.language.prefixes.contains(whole.to_lowercase().as_str()))
                    || digits && self.is_numbered(start, end)
            }
            '/' => digits || (at - start == 1 && coming.len() == 1),
            '&' => {
                let upper = |part: &str| part.len() <= 3 && part.chars().all(char::is_uppercase);
                upper(before) && upper(coming)
            }
            '_' | '@' | '·' => true,
            _ => false,
        }
    }

    /// Says whether small letters and at least two full stops between them follow from `start`:
    /// the name of a host or a newsgroup.
    fn is_dotted(&self, start: usize, end: usize) -> bool {
        let bytes = &self.text.as_bytes()[start..end.min(start + 48)];
        let len = bytes.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'.').count();
        let parts: Vec<&[u8]> = bytes[..len].split(|b| *b == b'.').collect();
        parts.iter().filter(|part| part.len() > 1).count() > 2
    }

    /// Says whether digits and hyphens from `start` make a telephone number or a date rather than
    /// a range: three groups, or three and four digits.
    fn is_numbered(&self, start: usize, end: usize) -> bool {
        let bytes = &self.text.as_bytes()[start..end.min(start + 24)];
        let len = bytes.iter().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
        let groups: Vec<usize> = bytes[..len].split(|b| *b == b'-').map(<[u8]>::len).collect();
        groups.len() >= 3 || groups == [3, 4]
    }

    /// Returns where a unit starts that is glued to a number (`5pm`), else `start`.
    fn unit(&self, start: usize, end: usize) -> usize {
        let word = &self.text[start..end];
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let digits = number.bytes().all(|b| b.is_ascii_digit() || b"., :".contains(&b));
        if !number.is_empty() && digits && UNITS.contains(&&word[number.len()..]) {
            start + number.len()
        } else {
            start
        }
    }

    /// Says whether the full stop at `at` belongs to the word `start..at`.
    fn keeps_stop(&self, start: usize, at: usize, end: usize) -> bool {
        let word = &self.text[start..at];
        let rest = &self.text[at + 1..];
        if rest.starts_with('.') {
            return false;
        }
        let glued = at + 1 < end;
        let next = rest.chars().find(|c| !is_space(*c));
        let known = self.language.abbreviations.get(word).copied();
        match known {
            Some(Abbreviation::Title | Abbreviation::General) => {
                // `etc.` at the end of a sentence gives its full stop to the sentence.
                let ends = next.is_none_or(char::is_uppercase) && !glued;
                // `lives on Main St. She`, but `went to St. Petersburg`
                let is_street = || {
                    let before = self.text[..start].trim_end().rsplit(is_space).next();
                    let opens = |word: &str| {
                        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                    };
                    before.is_some_and(|word| opens(word) && !word.ends_with(','))
                };
                return !(ends && (matches!(word, "etc" | "al") || word == "St" && is_street()));
            }
            Some(Abbreviation::Number) if next.is_some_and(|c| c.is_ascii_digit()) => return true,
            Some(Abbreviation::Month)
                if next.is_some_and(|c| c.is_ascii_digit() || c.is_lowercase() || c == ',') =>
            {
                return true;
            }
            _ => {}
        }
        // Acronyms with stops: `U.S`, `a.m`.
        if word.contains('.')
            && word.split('.').all(|part| part.chars().count() <= 2)
            && word.chars().all(|c| c.is_alphabetic() || c == '.')
        {
            return true;
        }
        let mut chars = word.chars();
        let (first, second) = (chars.next(), chars.next());
        let upper = first.is_some_and(char::is_uppercase);
        let name_follows = next.is_some_and(char::is_uppercase)
            || glued && next == Some('-') && rest[1..].starts_with(char::is_uppercase);
        match second {
            // An initial. `I.` may be the pronoun at the end of a sentence.
            None => upper && (name_follows || glued && next == Some(',')) && (word != "I" || glued),
            // Initials of two letters in transliterated names: `Kh.`, `Zh.`, `Yu.`
            Some(second) => {
                upper
                    && chars.next().is_none()
                    && name_follows
                    && (second == 'h' || matches!(word, "Yu" | "Ya" | "Ye" | "Yo" | "Ts"))
            }
        }
    }

    /// Cuts a punctuation mark or a run of them; returns its end.
    fn mark(&mut self, start: usize, end: usize, c: char) -> usize {
        let mut at = start + c.len_utf8();
        let together: fn(char, char) -> bool = match c {
            '!' | '?' => |_, next| matches!(next, '!' | '?'),
            '.' => |_, next| matches!(next, '.' | '!' | '?'),
            '-' | '*' | '=' | '_' | '~' | '#' | '`' | '<' | '>' | '+' | '^' | '|' | '$' | '—'
            | '…' => |c, next| c == next,
            '\'' | '’' | '‘' => |c, next| c == next,
            _ => |_, _| false,
        };
        while let Some(next) = self.char_at(at).filter(|_| at < end) {
            let joiner = matches!(next, '\u{FE0F}' | '\u{200D}' | '\u{20E3}');
            let modified = ('\u{1F3FB}'..='\u{1F3FF}').contains(&next);
            let after_joiner = self.text[..at].ends_with('\u{200D}');
            if !(together(c, next) || joiner || modified || after_joiner) {
                break;
            }
            at += next.len_utf8();
        }
        self.push(start, at);
        at
    }

    /// Returns the end of the run of letters and digits from `at`.
    fn letters(&self, at: usize, end: usize) -> usize {
        let end = (end..=self.text.len()).find(|e| self.text.is_char_boundary(*e)).unwrap_or(end);
        let run = &self.text[at.min(end)..end];
        at + run.find(|c| !is_word(c)).unwrap_or(run.len())
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.words.push(Word { start, end, part: false });
        }
    }
}

/// Characters of words: letters, digits, combining marks and what joins them invisibly.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{AD}' | '\u{200C}' | '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20F0}')
}

/// Says whether `text` begins with `word` and no letter follows it.
fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_word))
}

/// Returns the length of an initial with its full stop at the start of `text`.
fn initial(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let letter = chars.next().filter(|c| c.is_uppercase())?;
    (chars.next() == Some('.')).then(|| letter.len_utf8() + 1)
}

/// Says whether `text` is a link or an e-mail address.
fn is_link(text: &str) -> bool {
    let lower = |prefix: &str| {
        text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if lower("http://") || lower("https://") || lower("www.") || lower("ftp://") || lower("mailto:")
    {
        return true;
    }
    if let Some((name, host)) = text.split_once('@') {
        let host_like = host.contains('.') && !host.contains('@') && host.is_ascii();
        return !name.is_empty() && name.is_ascii() && host_like;
    }
    // `name.org/page`
    text.split_once('/').is_some_and(|(host, _)| {
        host.rsplit_once('.').is_some_and(|(name, suffix)| {
            !name.is_empty() && SUFFIXES.contains(&suffix) && host.is_ascii()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::language::english;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let english = english();
        let words: Vec<&str> =
            tokenize(text, english).iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn clitics_are_cut_off() {
        check("They don't know.", &["They", "do", "n't", "know", "."]);
        check("Kazakhstan’s ministers’ plans", &["Kazakhstan", "’s", "ministers", "’", "plans"]);
        check(
            "We cannot, I'll wouldn't've",
            &["We", "can", "not", ",", "I", "'ll", "would", "n't", "'ve"],
        );
        check("‘allies’ of O'Brien", &["‘", "allies", "’", "of", "O'Brien"]);
    }

    #[test]
    fn full_stops_stay_where_they_belong() {
        check(
            "Dr. A. B. Lee of the U.S. left.",
            &["Dr.", "A.", "B.", "Lee", "of", "the", "U.S.", "left", "."],
        );
        check("K.-J. Tokayev and L.N. Gumilyov", &["K.-J.", "Tokayev", "and", "L.N.", "Gumilyov"]);
        check("L.N.Gumilyov, Zh. Askarov", &["L.N.", "Gumilyov", ",", "Zh.", "Askarov"]);
        check("grew 3.5% to $22 billion.", &["grew", "3.5", "%", "to", "$", "22", "billion", "."]);
        check("No. 5 said no.", &["No.", "5", "said", "no", "."]);
        check("in China.358 All", &["in", "China", ".", "358", "All"]);
        check("well... yes?!", &["well", "...", "yes", "?!"]);
    }

    #[test]
    fn hyphens_and_dashes_separate() {
        check(
            "Russia–Belarus, Sino-Kazakh",
            &["Russia", "–", "Belarus", ",", "Sino", "-", "Kazakh"],
        );
        check("Kassym-Jomart re-elected", &["Kassym", "-", "Jomart", "re-elected"]);
        check("in 2013-2014 call 555-0199", &["in", "2013", "-", "2014", "call", "555-0199"]);
        check(
            "a “well-known” ally—Iran",
            &["a", "“", "well", "-", "known", "”", "ally", "—", "Iran"],
        );
    }

    #[test]
    fn links_and_numbers_are_whole() {
        check(
            "(see https://example.org/a(b).)",
            &["(", "see", "https://example.org/a(b)", ".", ")"],
        );
        check("at 5:30 on 9/11, 1,200 men", &["at", "5:30", "on", "9/11", ",", "1,200", "men"]);
        check("mail a.b@example.com, now", &["mail", "a.b@example.com", ",", "now"]);
        check("5pm", &["5", "pm"]);
    }

    #[test]
    fn words_never_overlap() {
        for text in ["👩‍👩‍👧 ok", "a\u{200B}b", "''''", "é.é.", "x'", "@@@", "7'", "–\u{301}"]
        {
            let words = tokenize(text, english());
            assert!(words.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text}: {words:?}");
            assert!(words.iter().all(|word| word.start < word.end), "{text}: {words:?}");
        }
    }
}
