//! Dates as pages print them beside a title, in English, Russian month names included.

use crate::date::{Date, month_named};

/// Reads a date that, with at most a weekday, a clock time, words like "Published on" and the town where it
/// was written ("Lima, 14 May 2023"), is all that the line holds. `None` for anything else, and for
/// `04/05/2021`, whose order is unknown.
pub fn date_line(line: &str) -> Option<Date> {
    if line.len() > 80 {
        return None;
    }
    let line = without_town(line);
    let cleaned = line.replace(['|', '·', '•', ','], " ");
    let mut words: Vec<&str> = cleaned.split_whitespace().collect();
    // `5 min read`
    let of_reading = words.windows(3).position(|three| {
        number(three[0], 2).is_some()
            && matches!(three[1].to_lowercase().as_str(), "min" | "mins" | "minute" | "minutes")
            && three[2].eq_ignore_ascii_case("read")
    });
    if let Some(at) = of_reading {
        words.drain(at..at + 3);
    }
    let mut date = None;
    // The longest reading at each place wins: "14 May 2023" before "May 2023".
    let mut at = 0;
    while at < words.len() && date.is_none() {
        for len in (1..=3.min(words.len() - at)).rev() {
            date = parse(&words[at..at + len]);
            if date.is_some() {
                words.drain(at..at + len);
                break;
            }
        }
        at += 1;
    }
    let only_frame = words.iter().all(|word| is_frame(word));
    date.filter(|_| only_frame)
}

/// The rest of `Lima, 14 May 2023`: a day behind a comma, and before it at most three words with capitals.
fn without_town(line: &str) -> &str {
    let Some((town, rest)) = line.split_once(',') else { return line };
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let words: Vec<&str> = town.split_whitespace().collect();
    let is_town = (1..=3).contains(&words.len())
        && words.iter().all(|word| is_word(word) && month_of(word).is_none() && !is_frame(word));
    let has_day = rest.split_whitespace().next().is_some_and(|first| {
        day_of(first).is_some() || month_of(first).is_some() && rest.split_whitespace().count() > 2
    });
    if is_town && has_day { rest } else { line }
}

/// Reads an ISO 8601 date at the start of a time stamp such as `2023-07-14T10:00:00Z`, or any
/// form that [`date_line`] knows.
pub fn date_value(value: &str) -> Option<Date> {
    let value = value.trim();
    let day = value.get(..10).filter(|_| value.len() == 10 || value.as_bytes()[10] == b'T');
    let day = day.or_else(|| value.split_whitespace().next());
    day.and_then(|day| day.parse().ok()).or_else(|| date_line(value))
}

/// Reads a date that is exactly these words.
fn parse(words: &[&str]) -> Option<Date> {
    match *words {
        [day, month, year] => {
            let year = number(year, 4)?;
            match month_of(month) {
                Some(month) => Date::day(year, month, day_of(day)?),
                // "May 14 2023".
                None => Date::day(year, month_of(day)?, day_of(month)?),
            }
        }
        [month, year] => Date::month(number(year, 4)?, month_of(month)?),
        [word] => numeric(word),
        _ => None,
    }
}

/// `2023-05-14`, `14.05.2023`, and `14/05/2023` where only one order makes a date.
fn numeric(word: &str) -> Option<Date> {
    if word.len() == 10 && word.as_bytes()[4] == b'-' {
        return word.parse().ok();
    }
    let parts: Vec<&str> = word.split(['.', '/']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (year, first, second) = (number(year, 4)?, number(first, 2)?, number(second, 2)?);
    let (first, second) = (u8::try_from(first).ok()?, u8::try_from(second).ok()?);
    if word.contains('/') && first <= 12 && second <= 12 && first != second {
        return None;
    }
    Date::day(year, second, first).or_else(|| Date::day(year, first, second))
}

/// A number of at most `digits` digits; years have exactly four.
fn number(word: &str, digits: usize) -> Option<i32> {
    let fits = if digits == 4 { word.len() == 4 } else { (1..=digits).contains(&word.len()) };
    (fits && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok())?
}

fn day_of(word: &str) -> Option<u8> {
    let word = word.trim_end_matches(['.', 't', 'h', 's', 'n', 'd', 'r']);
    u8::try_from(number(word, 2)?).ok()
}

/// A month by its English or Russian name or its first three letters.
fn month_of(word: &str) -> Option<u8> {
    const RUSSIAN: [(&str, &str); 12] = [
        ("января", "январь"),
        ("февраля", "февраль"),
        ("марта", "март"),
        ("апреля", "апрель"),
        ("мая", "май"),
        ("июня", "июнь"),
        ("июля", "июль"),
        ("августа", "август"),
        ("сентября", "сентябрь"),
        ("октября", "октябрь"),
        ("ноября", "ноябрь"),
        ("декабря", "декабрь"),
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let russian = || {
        let is_it =
            |(genitive, nominative): &(&str, &str)| word == *genitive || word == *nominative;
        u8::try_from(RUSSIAN.iter().position(is_it)? + 1).ok()
    };
    month_named(&word).or_else(russian)
}

/// Words and clock times that may stand beside a date.
fn is_frame(word: &str) -> bool {
    const FRAME: [&str; 36] = [
        "published",
        "posted",
        "updated",
        "last",
        "date",
        "on",
        "at",
        "of",
        "by",
        "the",
        "utc",
        "gmt",
        "am",
        "pm",
        "est",
        "edt",
        "bst",
        "cet",
        "msk",
        "g",
        "г",
        "года",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "in",
        "first",
        "issued",
        "a.m",
        "p.m",
        "edition",
        "issue",
    ];
    let word = word.trim_matches(|c: char| matches!(c, ':' | '.' | '(' | ')' | '-' | '–' | '—'));
    let is_time = word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':');
    let lower = word.to_lowercase();
    word.is_empty()
        || is_time
        || FRAME.contains(&lower.as_str())
        || (lower.len() == 3 && FRAME[22..29].iter().any(|day| day.starts_with(&lower)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_forms_are_read() {
        for (line, iso) in [
            ("14 May 2023", "2023-05-14"),
            ("Published on May 14, 2023", "2023-05-14"),
            ("Last updated: Sunday, 14th May 2023 | 10:30 GMT", "2023-05-14"),
            ("May 2023", "2023-05"),
            ("2023-05-14", "2023-05-14"),
            ("14.05.2023", "2023-05-14"),
            ("05/14/2023", "2023-05-14"),
            ("14 мая 2023 г.", "2023-05-14"),
            ("Sept. 3, 2021", "2021-09-03"),
            ("Vienna, 19 September 2024", "2024-09-19"),
            ("NEW YORK, March 3, 2024", "2024-03-03"),
            ("3 March 2024 · 5 min read", "2024-03-03"),
            ("Edition of January 2025", "2025-01"),
        ] {
            assert_eq!(
                date_line(line).map(|date| date.to_string()),
                Some(iso.to_owned()),
                "{line}"
            );
        }
        assert_eq!(date_value("2023-07-14T10:00:00+06:00").unwrap().to_string(), "2023-07-14");
        assert_eq!(date_value("2023-07-14 10:00").unwrap().to_string(), "2023-07-14");
    }

    #[test]
    fn other_lines_are_not_dates() {
        for line in [
            "04/05/2021",
            "Trade in 2023",
            "Yalta, February 1945",
            "Signed in Lima, 14 May 2023",
            "On 14 May 2023 the summit began",
            "May",
            "",
            "31 June 2020",
        ] {
            assert_eq!(date_line(line), None, "{line}");
        }
    }
}
