//! Names of authors: in by-lines and at the head of their biographies.

use crate::document::furniture::{self, Role};
use crate::span::Span;

/// Most words of one name.
const MAX_WORDS: usize = 5;

/// Reads a by-line ("By Ann Lee and B. Ray", "Authors: …"): the names in it. `None` when the line
/// is no by-line; an empty list when it is one that names nobody.
pub fn byline(text: &str, line: Span) -> Option<Vec<Span>> {
    let part = line.of(text);
    if part.len() > 200 {
        return None;
    }
    // `(Reporting by Ann Lee in Osh; editing by B. Ray)`
    let open = usize::from(part.starts_with('('));
    if let Some(at) = furniture::after_opening(&part[open..], Role::Byline) {
        let rest = Span::new(line.start as usize + open + at, line.end as usize);
        return Some(names(text, rest));
    }
    let at = ["By ", "BY ", "by "].iter().find(|by| part.starts_with(**by))?.len();
    let found = names(text, Span::new(line.start as usize + at, line.end as usize));
    // "By Ann Lee" is a by-line, "By Monday evening" or "By then, Ann Lee had gone." are not.
    let words = part.split_whitespace().count();
    let is_sentence = part.ends_with('.') || words > 20;
    (!found.is_empty() && !is_sentence).then_some(found)
}

/// The names in `Ann Lee, B. Ray & C. D. Moe | 3 May 2021`: a list, up to the first part that is
/// none.
pub fn names(text: &str, list: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let part = list.of(text);
    let mut start = 0;
    let cut = part.find(['|', '•', '·', '–', '—', '(', ')', ';']).unwrap_or(part.len());
    let head = &part[..cut];
    while start < head.len() {
        let rest = &head[start..];
        let next = [", and ", " and ", " & ", ", ", " with "]
            .iter()
            .filter_map(|mark| rest.find(mark).map(|at| (at, mark.len())))
            .min_by_key(|(at, len)| (*at, std::cmp::Reverse(*len)));
        let (len, step) = next.map_or((rest.len(), rest.len()), |(at, mark)| (at, at + mark));
        let from = list.start as usize + start;
        // `Ann Lee in Osh`, `Ann Lee for the Herald`
        let place =
            [" in ", " for ", " as "].iter().filter_map(|mark| rest[..len].find(mark)).min();
        let span = Span::new(from, from + place.unwrap_or(len)).trim(text);
        if !is_name(span.of(text)) || is_body(span.of(text)) && !out.is_empty() {
            break;
        }
        out.push(span);
        start += step;
    }
    out
}

/// `By Ann Lee, Marmara Energy Forum`: where she works, or as what, is no second author.
fn is_body(name: &str) -> bool {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    matches!(
        last,
        "Academy"
            | "Agency"
            | "Association"
            | "Bank"
            | "Center"
            | "Centre"
            | "College"
            | "Council"
            | "Desk"
            | "Forum"
            | "Foundation"
            | "Group"
            | "Herald"
            | "Initiative"
            | "Institute"
            | "Institution"
            | "Journal"
            | "Media"
            | "Network"
            | "News"
            | "Observer"
            | "Post"
            | "Press"
            | "Programme"
            | "Project"
            | "Review"
            | "School"
            | "Service"
            | "Society"
            | "Times"
            | "University"
            // What she is: `By Ann Lee, Senior Fellow`.
            | "Adviser"
            | "Analyst"
            | "Columnist"
            | "Correspondent"
            | "Director"
            | "Editor"
            | "Fellow"
            | "Lecturer"
            | "Professor"
            | "Reporter"
            | "Researcher"
            | "Writer"
    )
}

/// Two to five words that begin with capitals, lower-case particles aside.
pub fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(MAX_WORDS + 1).collect();
    let (first, last) = match words.as_slice() {
        [first, .., last] if words.len() <= MAX_WORDS => (first, last),
        _ => return false,
    };
    is_capitalised(first)
        && is_capitalised(last)
        && words.iter().all(|word| is_capitalised(word) || is_particle(word))
        && furniture::role(text).is_none()
}

/// The name with which a text begins that goes on to say who that is ("Ann Lee is a lecturer …"):
/// its length in bytes.
pub fn introduced(text: &str) -> Option<usize> {
    const VERBS: [&str; 27] = [
        "is",
        "was",
        "are",
        "were",
        "has",
        "holds",
        "serves",
        "served",
        "works",
        "worked",
        "teaches",
        "taught",
        "graduated",
        "leads",
        "heads",
        "covers",
        "writes",
        "wrote",
        "specializes",
        "specialises",
        "received",
        "earned",
        "lectures",
        "studies",
        "researches",
        "reports",
        "currently",
    ];
    let mut end = 0;
    let mut at = 0;
    for (count, word) in text.split(' ').take(MAX_WORDS + 3).enumerate() {
        let bare = word.trim_end_matches(',');
        if count >= 2 && VERBS.contains(&bare) {
            return is_name(&text[..end]).then_some(end);
        }
        if !(is_capitalised(bare) || is_particle(bare)) {
            return None;
        }
        end = at + bare.len();
        at += word.len() + 1;
    }
    None
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | 'ʼ'))
        && !is_calendar(word)
}

/// Days and months begin with capitals but name nobody.
fn is_calendar(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "The",
        "This",
    ];
    WORDS.contains(&word)
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "du"
            | "del"
            | "della"
            | "van"
            | "von"
            | "der"
            | "den"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "la"
            | "le"
            | "y"
            | "uly"
            | "kyzy"
            | "ogly"
            | "ter"
            | "zu"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Vec<&str>> {
        let names = byline(line, Span::new(0, line.len()))?;
        Some(names.into_iter().map(|span| span.of(line)).collect())
    }

    #[test]
    fn bylines_name_their_authors() {
        assert_eq!(read("By Ann Lee"), Some(vec!["Ann Lee"]));
        assert_eq!(read("By Ann van der Lee, B. Ray and C.-D. Moe | 3 May 2021").unwrap().len(), 3);
        assert_eq!(read("Authors: Ann Lee & Bo Ray"), Some(vec!["Ann Lee", "Bo Ray"]));
        assert_eq!(read("Commentary by Ann Lee, Marmara Energy Forum"), Some(vec!["Ann Lee"]));
        for line in ["By Monday evening", "By then, Ann Lee had gone.", "Bylaws", "By 2025"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn introductions_begin_with_a_name() {
        assert_eq!(introduced("Ann B. Lee is a lecturer in Osh."), Some(10));
        assert_eq!(introduced("Ann Lee, works in Osh."), Some(7));
        assert_eq!(introduced("Kazakhstan is a state."), None);
        assert_eq!(introduced("The Board was new."), None);
    }
}
