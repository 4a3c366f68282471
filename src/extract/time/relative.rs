//! Dates that lean on another: on the day of publication (`last month`, `two years ago`, `on
//! Monday`) or on the last date of the paragraph (`the following year`).
//!
//! A week is told by the smallest date that covers it, its month or its year: nothing is made more
//! precise than the text has it.

use super::Clock;
use crate::date::Date;

/// Reads such a date from the next three words and the one before, in lower case: the date, and
/// how many of the words it takes.
pub fn date(words: [&str; 3], before: &str, clock: Clock) -> Option<(Date, usize)> {
    let this_year = || match (words, clock.newest) {
        (["this", "year", _], Some(newest)) => Some((Date::year(newest.year_number())?, 2)),
        _ => None,
    };
    from_last(words, clock.last)
        .or_else(|| from_publication(words, before, clock.published?))
        .or_else(this_year)
}

/// `the same year`, `the following month`, `a year earlier`.
fn from_last(words: [&str; 3], last: Option<Date>) -> Option<(Date, usize)> {
    let last = last?;
    let (step, unit) = match words {
        ["the" | "that", "same", unit] => (0, unit),
        ["the", "following" | "next", unit] => (1, unit),
        ["the", "previous" | "preceding", unit] => (-1, unit),
        [count, unit, "later"] => (number_in(count)?, unit),
        [count, unit, "earlier"] => (-number_in(count)?, unit),
        _ => return None,
    };
    let date = match unit {
        "year" | "years" => Date::year(last.year_number() + step),
        "decade" | "decades" => Date::year(last.year_number() + 10 * step),
        "month" | "months" => months_from(last, step),
        "day" | "days" => days_from(last, i64::from(step)),
        _ => None,
    };
    Some((date?, 3))
}

fn from_publication(words: [&str; 3], before: &str, published: Date) -> Option<(Date, usize)> {
    let year = |step: i32| Date::year(published.year_number() + step);
    let found = match words {
        ["today", ..] => (days_from(published, 0)?, 1),
        ["yesterday", ..] => (days_from(published, -1)?, 1),
        ["tomorrow", ..] => (days_from(published, 1)?, 1),
        ["last", "year", _] => (year(-1)?, 2),
        ["this", "year", _] => (year(0)?, 2),
        ["next", "year", _] => (year(1)?, 2),
        ["last", "month", _] => (months_from(published, -1)?, 2),
        ["this", "month", _] => (months_from(published, 0)?, 2),
        ["next", "month", _] => (months_from(published, 1)?, 2),
        ["last", "week", _] => (week_from(published, -1)?, 2),
        ["this", "week", _] => (week_from(published, 0)?, 2),
        ["next", "week", _] => (week_from(published, 1)?, 2),
        [count, unit, "ago"] => (ago(count, unit, published)?, 3),
        [day, ..] if before == "on" => (weekday_before(day, published)?, 1),
        _ => return None,
    };
    Some(found)
}

/// `two years ago`: as exact as the unit, no more.
fn ago(count: &str, unit: &str, published: Date) -> Option<Date> {
    let count = number_in(count)?;
    match unit {
        "year" | "years" => Date::year(published.year_number() - count),
        "month" | "months" => months_from(published, -count),
        "week" | "weeks" => week_from(published, -i64::from(count)),
        "day" | "days" => days_from(published, -i64::from(count)),
        _ => None,
    }
}

/// A number of years or days that one reckons with; a large one is rather a round number.
fn number_in(word: &str) -> Option<i32> {
    const WORDS: [&str; 10] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let by_word = WORDS.iter().zip(1i32..).find(|(known, _)| **known == word);
    let number = match word {
        "a" => 1,
        _ => by_word.map(|(_, number)| number).or_else(|| word.parse().ok())?,
    };
    (1..=50).contains(&number).then_some(number)
}

/// The month that is `step` months from that of a date.
fn months_from(date: Date, step: i32) -> Option<Date> {
    let index = date.year_number() * 12 + i32::from(date.month_number()?) - 1 + step;
    Date::month(index.div_euclid(12), u8::try_from(index.rem_euclid(12) + 1).ok()?)
}

/// The day that is `step` days from a day.
fn days_from(date: Date, step: i64) -> Option<Date> {
    from_number(number_of(date)? + step)
}

/// The smallest date that covers the week, from Monday, that is `step` weeks from that of a day.
fn week_from(date: Date, step: i64) -> Option<Date> {
    let number = number_of(date)?;
    let monday = number - (number + 3).rem_euclid(7) + 7 * step;
    let (first, last) = (from_number(monday)?, from_number(monday + 6)?);
    let month = Date::month(first.year_number(), first.month_number()?)?;
    if month.covers(last) {
        return Some(month);
    }
    let year = Date::year(first.year_number())?;
    year.covers(last).then_some(year)
}

/// Days of the week, in lower case.
pub(super) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The last day of this name up to a day.
fn weekday_before(name: &str, date: Date) -> Option<Date> {
    let wanted = WEEKDAYS.iter().zip(0i64..).find(|(known, _)| **known == name)?.1;
    let number = number_of(date)?;
    let today = (number + 3).rem_euclid(7);
    from_number(number - (today - wanted).rem_euclid(7))
}

/// Days from 1 January 1970 to a day, in the proleptic Gregorian calendar (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`).
fn number_of(date: Date) -> Option<i64> {
    let (month, day) = (i64::from(date.month_number()?), i64::from(date.day_number()?));
    let year = i64::from(date.year_number()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// The day of a number of days from 1 January 1970 (`civil_from_days`, as above).
fn from_number(number: i64) -> Option<Date> {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Date::day(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: [&str; 3], before: &str, published: &str, last: Option<&str>) -> String {
        let clock = Clock {
            published: published.parse().ok(),
            last: last.and_then(|last| last.parse().ok()),
            ..Clock::default()
        };
        date(words, before, clock).map_or_else(String::new, |(date, _)| date.to_string())
    }

    #[test]
    fn dates_lean_on_the_day_of_publication() {
        let on = |words, before| read(words, before, "2023-10-05", None);
        assert_eq!(on(["last", "year", ""], ""), "2022");
        assert_eq!(on(["next", "month", ""], ""), "2023-11");
        assert_eq!(on(["yesterday", "", ""], ""), "2023-10-04");
        assert_eq!(on(["two", "years", "ago"], ""), "2021");
        assert_eq!(on(["10", "months", "ago"], ""), "2022-12");
        assert_eq!(on(["thirteen", "months", "ago"], ""), "");
        // 5 October 2023 was a Thursday.
        assert_eq!(on(["thursday", "", ""], "on"), "2023-10-05");
        assert_eq!(on(["friday", "", ""], "on"), "2023-09-29");
        assert_eq!(on(["friday", "", ""], "the"), "");
    }

    #[test]
    fn a_week_is_told_by_what_covers_it() {
        // The week before began on 25 September and ended on 1 October.
        assert_eq!(read(["last", "week", ""], "", "2023-10-05", None), "2023");
        assert_eq!(read(["this", "week", ""], "", "2023-10-05", None), "2023-10");
        assert_eq!(read(["last", "week", ""], "", "2024-01-04", None), "2023-12");
        assert_eq!(read(["this", "week", ""], "", "2025-01-01", None), "");
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        assert_eq!(read(["last", "month", ""], "", "2023", None), "");
        assert_eq!(read(["yesterday", "", ""], "", "2023-10", None), "");
        assert_eq!(read(["last", "year", ""], "", "", None), "");
    }

    #[test]
    fn dates_lean_on_the_one_before() {
        let after = |words| read(words, "", "", Some("2019-12"));
        assert_eq!(after(["the", "following", "month"]), "2020-01");
        assert_eq!(after(["the", "same", "year"]), "2019");
        assert_eq!(after(["a", "year", "earlier"]), "2018");
        assert_eq!(after(["a", "decade", "earlier"]), "2009");
        assert_eq!(after(["two", "years", "later"]), "2021");
    }

    #[test]
    fn days_and_numbers_are_one_to_one() {
        for number in [-719_468, -1, 0, 59, 60, 11_016, 19_000, 60_000] {
            assert_eq!(from_number(number).and_then(number_of), Some(number));
        }
        assert_eq!(from_number(0).map(|day| day.to_string()), Some("1970-01-01".to_owned()));
    }
}
