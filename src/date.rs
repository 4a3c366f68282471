//! Calendar dates that keep the precision with which a text gives them.

use std::fmt;
use std::str::FromStr;

/// A year, a month of a year, or a day: never more precise than what was read.
///
/// Prints and parses as ISO 8601 (`2023`, `2023-07`, `2023-07-14`); years before 1 are negative
/// (astronomical numbering, as in XSD 1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

/// The months by their English names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number of a month by its English name or its first three letters (`sept` too), in any case.
pub fn month_named(word: &str) -> Option<u8> {
    let is_it = |month: &&str| {
        word.eq_ignore_ascii_case(month)
            || word.eq_ignore_ascii_case(&month[..3])
            || *month == "September" && word.eq_ignore_ascii_case("sept")
    };
    u8::try_from(MONTHS.iter().position(is_it)? + 1).ok()
}

/// How exactly a [`Date`] is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year: `xsd:gYear`.
    Year,
    /// Year and month: `xsd:gYearMonth`.
    Month,
    /// The day: `xsd:date`.
    Day,
}

impl Date {
    /// A whole year; `None` outside −9999..=9999.
    pub fn year(year: i32) -> Option<Self> {
        (-9999..=9999).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month of a year; `None` when there is no such month.
    pub fn month(year: i32, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(())?;
        Some(Self { month: Some(month), ..Self::year(year)? })
    }

    /// A day; `None` when the calendar (proleptic Gregorian) has no such day.
    pub fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        let of_month = Self::month(year, month)?;
        (1..=days_in(year, month)).contains(&day).then_some(Self { day: Some(day), ..of_month })
    }

    /// The year, always known.
    pub fn year_number(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12, when known.
    pub fn month_number(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1 to 31, when known.
    pub fn day_number(self) -> Option<u8> {
        self.day
    }

    /// How exactly the date is known.
    pub fn precision(self) -> Precision {
        match (self.month, self.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// The first day that this date may mean.
    pub fn first_day(self) -> Self {
        Self { month: Some(self.month.unwrap_or(1)), day: Some(self.day.unwrap_or(1)), ..self }
    }

    /// The last day that this date may mean.
    pub fn last_day(self) -> Self {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in(self.year, month));
        Self { month: Some(month), day: Some(day), ..self }
    }

    /// The day after the last day that this date may mean; `None` after the year 9999.
    pub fn day_after(self) -> Option<Self> {
        let Self { year, month, day } = self.last_day();
        let (month, day) = (month?, day?);
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Self::day(year, month, day + 1).or_else(|| Self::day(next_year, next_month, 1))
    }

    /// The day before the first day that this date may mean; `None` before the year −9999.
    pub fn day_before(self) -> Option<Self> {
        let Self { year, month, day } = self.first_day();
        match (month?, day?) {
            (1, 1) => Self::day(year - 1, 12, 31),
            (month, 1) => Self::month(year, month - 1).map(Self::last_day),
            (month, day) => Self::day(year, month, day - 1),
        }
    }

    /// Says whether `other` lies within the time that this date names.
    pub fn covers(self, other: Self) -> bool {
        self.first_day() <= other.first_day() && other.last_day() <= self.last_day()
    }
}

/// Days of a month in the proleptic Gregorian calendar.
fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year < 0 {
            write!(f, "-{:04}", -self.year)?;
        } else {
            write!(f, "{:04}", self.year)?;
        }
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The text is not an ISO 8601 year, month or day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct NotADate(pub String);

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let parts: Vec<&str> = digits.split('-').collect();
        let well_formed = parts.iter().enumerate().all(|(slot, part)| {
            part.len() == if slot == 0 { 4 } else { 2 } && part.bytes().all(|b| b.is_ascii_digit())
        });
        let two_digits = |part: &str| part.parse().ok();
        let date = match (well_formed, parts.as_slice()) {
            (true, [year]) => year.parse().ok().and_then(|year: i32| Self::year(sign * year)),
            (true, [year, month]) => (year.parse().ok())
                .zip(two_digits(month))
                .and_then(|(year, month): (i32, u8)| Self::month(sign * year, month)),
            (true, [year, month, day]) => {
                (year.parse().ok()).zip(two_digits(month).zip(two_digits(day))).and_then(
                    |(year, (month, day)): (i32, (u8, u8))| Self::day(sign * year, month, day),
                )
            }
            _ => None,
        };
        date.ok_or_else(|| NotADate(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_parses_each_precision() {
        for text in ["2023", "2023-07", "2024-02-29", "-0044-03-15", "0099"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
        }
        for text in ["", "23", "2023-13", "2023-02-29", "2023-7", "2023-07-14-1", "year"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_covers_its_days() {
        let year: Date = "2023".parse().unwrap();
        let day: Date = "2023-07-14".parse().unwrap();
        assert!(year.covers(day) && !day.covers(year));
        assert_eq!(year.last_day().to_string(), "2023-12-31");
    }
}
