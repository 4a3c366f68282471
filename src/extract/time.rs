//! Dates in running text: `15 May 1992`, `in July 2023`, `2014–20`, `since 2013`, `last month`.

mod relative; // dates that lean on another

use super::quantity::number;
use super::view::{Tokens, View, is_dash};
use crate::date::{Date, month_named};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos, Xpos};

/// A time as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Its tokens, with the preposition before it when [`Time::relation`] comes from one.
    pub tokens: Tokens,
    /// The day, month or year; of a range, its first.
    pub start: Date,
    /// The last of a range.
    pub end: Option<Date>,
    /// How what is said lies to it.
    pub relation: TimeRelation,
}

/// How an event or state lies to the time that is named beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeRelation {
    /// Named with `in`, `on`, `at`, or used as a modifier.
    At,
    /// From then on.
    Since,
    /// Up to then.
    Until,
    /// Named as a bare number or in another way: not safe as a qualifier.
    Bare,
}

/// What an incomplete date is completed with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// When the document was published, if it says so.
    pub published: Option<Date>,
    /// The last full date read in the same block.
    pub last: Option<Date>,
    /// Sentences since then.
    pub since: usize,
    /// The latest day or month that the article tells as past: it was written no earlier.
    pub newest: Option<Date>,
    /// The last date is that of the heading above.
    pub is_headed: bool,
}

impl Clock {
    /// Forgets what was told in the block before; a heading above may set a date.
    pub fn begin_block(&mut self, heading: Option<Date>) {
        self.last = heading;
        self.since = 0;
        self.is_headed = heading.is_some();
    }

    /// Completes a month (and day) without a year: in the year of the last full date of the block,
    /// else the latest such date up to publication, or the first one after it when what is said
    /// lies `ahead`; of an article without a day of publication, the latest one up to the newest
    /// date that it tells as past. `None` when none of them is known.
    fn complete(self, month: u8, day: Option<u8>, ahead: bool) -> Option<Date> {
        let date = |year: i32| match day {
            Some(day) => Date::day(year, month, day),
            None => Date::month(year, month),
        };
        let written = self.published.or(self.newest).map(Date::year_number);
        // What is still to come is in no year that the story has come to, but where that is this year's.
        let is_over = |last: &Date| {
            let of_now = self.published.map(Date::year_number);
            ahead && of_now.is_none_or(|now| last.year_number() < now)
        };
        // `recognised it in 2008. Kenya did not. In March …`: the story may be back in its own year.
        // `It closed in 2019. In March …`: a year alone dates what it stands with.
        let is_left = |last: &Date| {
            self.since > 1 && written.is_some_and(|written| last.year_number() != written)
                || self.since > 0 && last.month_number().is_none() && !self.is_headed
        };
        if self.last.is_some_and(|last| is_left(&last)) {
            return None;
        }
        if let Some(last) = self.last.filter(|last| !is_over(last)) {
            // `On 28 December 2023 … On 3 January`: the next one.
            let is_turn = month <= 3
                && day.is_some()
                && last.month_number().is_some_and(|last| last >= 10)
                && !ahead;
            return date(last.year_number() + i32::from(is_turn));
        }
        let published = match self.published {
            Some(published) => published,
            None => self.newest.filter(|_| !ahead)?,
        };
        let same_year = date(published.year_number())?;
        if ahead {
            // `by June`, `next June`: the first one that is not over.
            let is_over = same_year.last_day() < published.first_day();
            return if is_over { date(published.year_number() + 1) } else { Some(same_year) };
        }
        let is_past = same_year.first_day() <= published.last_day();
        if is_past { Some(same_year) } else { date(published.year_number() - 1) }
    }
}

/// The latest day or month of a sentence that needs no other date to be read; `None` when the
/// sentence speaks of plans.
pub fn newest(view: &View<'_>, words: &WordLists) -> Option<Date> {
    let is_plan = |at: usize| {
        let lemma = view.lemma(at);
        matches!(lemma, "will" | "shall" | "would" | "until" | "by" | "before")
            || matches!(lemma, "deadline" | "intend")
            || words.is(lemma, WordClass::Scheduling)
    };
    if (0..view.len()).any(is_plan) {
        return None;
    }
    let times = find(view, words, &mut Clock::default(), &[]);
    times
        .into_iter()
        .filter(|time| !is_aside(view, time))
        .map(|time| time.end.unwrap_or(time.start))
        .filter(|date| date.month_number().is_some())
        .max_by_key(|date| date.last_day())
}

/// Finds every time of a sentence, in order, none overlapping. Updates `clock.last`. A month in the name of
/// one of `people` is none: `Theresa May`.
pub fn find(view: &View<'_>, words: &WordLists, clock: &mut Clock, people: &[Tokens]) -> Vec<Time> {
    let mut found = Vec::new();
    let mut at = 0;
    clock.since += 1;
    while at < view.len() {
        let is_name =
            |time: &Time| people.iter().any(|name| name.len() > 1 && name.contains(time.tokens));
        match range(view, words, at, *clock).or_else(|| single(view, words, at, *clock)) {
            Some(time) if is_name(&time) => at = time.tokens.end,
            Some(time) => {
                at = time.tokens.end;
                let time = with_preposition(view, time);
                if can_date_others(view, &time, clock) {
                    clock.last = Some(time.start);
                    clock.since = 0;
                    clock.is_headed = false;
                }
                found.push(time);
            }
            // `that November`: of the year of which was told.
            None if view.word(at) == "that" => {
                clock.since = 0;
                at += 1;
            }
            None => at += 1,
        }
    }
    found
}

/// `held by Peru since 2001`, `Anna Weber, who was born in 1950`: what is told aside.
fn is_aside(view: &View<'_>, time: &Time) -> bool {
    let head = view.head_of(time.tokens);
    std::iter::successors(Some(head), |at| view.governor(*at)).take(view.len()).any(|at| {
        matches!(view.relation(at), Relation::ACL | Relation::ACL_RELCL | Relation::APPOS)
    })
}

/// `until 2035`, `more than in 2016`: the next month without a year has its year from elsewhere.
fn can_date_others(view: &View<'_>, time: &Time, clock: &Clock) -> bool {
    let first = time.tokens.first;
    let is_compared = first.checked_sub(1).is_some_and(|at| view.word(at) == "than")
        || view.word(first) == "than";
    let is_later =
        clock.published.is_some_and(|published| time.start.first_day() > published.last_day());
    let is_aside = is_aside(view, time);
    let is_start = time.relation == TimeRelation::Since;
    !is_compared && !is_later && !is_aside && !is_start && time.relation != TimeRelation::Until
}

/// The times that tell when something was: not those that are denied, as in `joined not in 2000 but in
/// 1998`, and no dates of a life, as in `Anna Weber (1931–2010)`. A term of office is shorter.
pub fn told(view: &View<'_>, times: &[Time], people: &[Tokens]) -> Vec<Time> {
    const LONGEST_TERM: i32 = 30;
    // The bracket behind a person in which a time stands.
    let bracket = |time: &Time| {
        (time.tokens.first.saturating_sub(12)..time.tokens.first)
            .rev()
            .take_while(|at| view.word(*at) != ")")
            .find(|at| view.word(*at) == "(")
            .filter(|open| people.iter().any(|person| person.end == *open))
    };
    let is_life = |time: &Time| {
        let years = time.end.map_or(0, |end| end.year_number() - time.start.year_number());
        years >= LONGEST_TERM && bracket(time).is_some_and(|open| open + 1 == time.tokens.first)
    };
    let is_denied = |time: &Time| {
        let before = time.tokens.first.checked_sub(1).map_or("", |at| view.word(at));
        before == "not" && time.relation == TimeRelation::At
    };
    // `Anna Weber (born 5 May 1960), a judge in Lima`: of her life, and of nothing that is told of her.
    let told = |time: &Time| match bracket(time) {
        Some(_) => Time { relation: TimeRelation::Bare, ..*time },
        None => *time,
    };
    times.iter().filter(|time| !is_life(time) && !is_denied(time)).map(told).collect()
}

/// Says whether a word is a day of the week.
pub fn is_weekday(word: &str) -> bool {
    relative::WEEKDAYS.contains(&word)
}

/// `2014–20`, `1980-81`, `10-14 October 2022`, `from 1985 to 1991`, `between 2010 and 2015`.
fn range(view: &View<'_>, words: &WordLists, at: usize, clock: Clock) -> Option<Time> {
    let make = |start: Date, end: Date, tokens: Tokens| {
        (start <= end).then_some(Time { tokens, start, end: Some(end), relation: TimeRelation::At })
    };
    // One token: `2014–20`.
    if let Some((first, second)) = view.word(at).split_once(['-', '–', '—'])
        && let (Some(start), Some(end)) = (year(first), short_year(first, second))
    {
        return make(Date::year(start)?, Date::year(end)?, Tokens::new(at, at + 1));
    }
    if is_dash(view.word(at + 1)) && view.is_joined(at) {
        let (first, second) = (view.word(at), view.word(at + 2));
        if let (Some(start), Some(end)) = (year(first), short_year(first, second)) {
            return make(Date::year(start)?, Date::year(end)?, Tokens::new(at, at + 3));
        }
        // `10-14 October 2022`
        if let (Some(start), Some(last)) = (day(first), single(view, words, at + 2, clock))
            && last.start.day_number().is_some()
            && day(second).is_some()
        {
            let month = last.start.month_number()?;
            let start = Date::day(last.start.year_number(), month, start)?;
            return make(start, last.start, Tokens::new(at, last.tokens.end));
        }
    }
    if let Some(month) = month(view, at) {
        // `October 10-14`, `October 10-14, 2022`
        let next = at + 1 + usize::from(view.word(at + 1) == "." && view.is_joined(at));
        let is_link = is_dash(view.word(next + 1)) || view.word(next + 1) == "and";
        if let (Some(first), true, Some(last)) =
            (day(view.word(next)), is_link, day(view.word(next + 2)))
        {
            let after = next + 3 + usize::from(view.word(next + 3) == ",");
            let (year, end) = match year(view.word(after)) {
                Some(year) => (year, after + 1),
                None => {
                    let start = clock.complete(month, Some(first), lies_ahead(view, words, at))?;
                    (start.year_number(), next + 3)
                }
            };
            let dates = (Date::day(year, month, first)?, Date::day(year, month, last)?);
            return make(dates.0, dates.1, Tokens::new(at, end));
        }
    }
    let joiner = match view.word(at) {
        "from" => "to",
        "between" => "and",
        _ => return None,
    };
    let first = single(view, words, at + 1, clock)?;
    let through = matches!(view.word(first.tokens.end), "until" | "till" | "through");
    (view.word(first.tokens.end) == joiner || through).then_some(())?;
    let second =
        single(view, words, first.tokens.end + 1, Clock { last: Some(first.start), ..clock })?;
    make(first.start, second.start, Tokens::new(at, second.tokens.end))
}

/// One date, without the words around it.
fn single(view: &View<'_>, words: &WordLists, at: usize, clock: Clock) -> Option<Time> {
    let time = |start: Option<Date>, end: usize, relation| {
        start.map(|start| Time { tokens: Tokens::new(at, end), start, end: None, relation })
    };
    let word = view.word(at);
    // `In December of that year`: that of the sentence before.
    let says_same = (at + 1..at + 4).any(|of| {
        view.word(of) == "of"
            && matches!(view.word(of + 1), "that" | "the")
            && (view.word(of + 2) == "year" || view.word(of + 2) == "same")
    });
    let clock = if says_same { Clock { since: 0, ..clock } } else { clock };
    if let Some(month) = month(view, at) {
        let next = at + 1 + usize::from(view.word(at + 1) == "." && view.is_joined(at));
        // `May 15, 1992`, `May 15 1992`, `May 15`
        if let Some(day) = day(view.word(next)) {
            let after = next + 1 + usize::from(view.word(next + 1) == ",");
            if let Some(year) = year(view.word(after)) {
                return time(Date::day(year, month, day), after + 1, TimeRelation::At);
            }
            return time(
                clock.complete(month, Some(day), lies_ahead(view, words, at)),
                next + 1,
                TimeRelation::At,
            );
        }
        // `May 1992`, `May of the same year`, `May, 1992`
        let after = next + usize::from(view.word(next) == "," || view.word(next) == "of");
        if let Some(year) = year(view.word(after)) {
            return time(Date::month(year, month), after + 1, TimeRelation::At);
        }
        let safe = word != "may" && word != "march" || is_preposition(view, at);
        return safe.then(|| {
            time(clock.complete(month, None, lies_ahead(view, words, at)), next, TimeRelation::At)
        })?;
    }
    if let Some(day) = day(word) {
        // `15 May 1992`, `15 May`, `the 15th of May 1992`
        let next = at + 1 + usize::from(view.word(at + 1) == "of");
        let month = month(view, next)?;
        let after = next + 1 + usize::from(view.word(next + 1) == ",");
        if let Some(year) = year(view.word(after)) {
            return time(Date::day(year, month, day), after + 1, TimeRelation::At);
        }
        return time(
            clock.complete(month, Some(day), lies_ahead(view, words, at)),
            next + 1,
            TimeRelation::At,
        );
    }
    if matches!(word, "early" | "late" | "mid" | "mid-" | "mid-year") {
        let next = at + 1 + usize::from(is_dash(view.word(at + 1)));
        return single(view, words, next, clock)
            .map(|inner| Time { tokens: Tokens::new(at, inner.tokens.end), ..inner });
    }
    if let Some(year) = year(word) {
        // A year of four digits stands alone: no unit, no counted noun that is plural.
        let followed = matches!(
            view.word(at + 1),
            "percent" | "%" | "km" | "people" | "million" | "billion" | "students"
        );
        let is_year = !followed
            && !matches!(
                view.word(at.wrapping_sub(1)),
                "$" | "rmb" | "€" | "nearly" | "about" | "some" | "than"
            );
        return is_year.then(|| time(Date::year(year), at + 1, TimeRelation::Bare))?;
    }
    by_reference(view, at, clock)
}

/// `last month`, `three years ago`, `on Monday`, `the same year`.
fn by_reference(view: &View<'_>, at: usize, clock: Clock) -> Option<Time> {
    let words = [0, 1, 2].map(|next| view.word(at + next));
    let before = at.checked_sub(1).map_or("", |before| view.word(before));
    let (start, end) = relative::date(words, before, clock)?;
    Some(Time { tokens: Tokens::new(at, at + end), start, end: None, relation: TimeRelation::At })
}

/// Takes in the preposition before a time and learns from it.
fn with_preposition(view: &View<'_>, mut time: Time) -> Time {
    let first = time.tokens.first;
    let word = |back: usize| if first >= back { view.word(first - back) } else { "" };
    let (width, relation) = match (word(2), word(1)) {
        ("as", "of") => (2, TimeRelation::At),
        ("beginning" | "starting", "in" | "from") => (2, TimeRelation::Since),
        (
            "end" | "beginning" | "start" | "middle" | "half" | "quarter" | "spring" | "summer"
            | "autumn" | "winter",
            "of",
        ) => (2, TimeRelation::At),
        (_, "in" | "on" | "during" | "at") => (1, TimeRelation::At),
        (_, "since") => (1, TimeRelation::Since),
        (_, "from") if time.end.is_none() => (1, TimeRelation::Since),
        (_, "until" | "till" | "by" | "before") => (1, TimeRelation::Until),
        _ => return time,
    };
    time.tokens.first -= width;
    time.relation = relation;
    time
}

/// Says whether the word before a date without a year, or the verb that it belongs to, puts it after the day
/// of publication.
fn lies_ahead(view: &View<'_>, words: &WordLists, at: usize) -> bool {
    at > 0 && matches!(view.word(at - 1), "by" | "until" | "till" | "next")
        || is_to_come(view, words, at)
}

/// `will open in May`, `plans to meet in May`, `a summit scheduled for 6 May`: not so what was planned then.
fn is_to_come(view: &View<'_>, words: &WordLists, at: usize) -> bool {
    let over = std::iter::successors(Some(at), |at| view.governor(*at)).take(8);
    let is_predicate = |at: &usize| view.upos(*at) == Upos::Verb || view.lemma(*at) == "due";
    let Some(verb) = over.into_iter().find(is_predicate) else { return false };
    let has = |of: usize, words: &[&str]| {
        view.children(of).any(|child| {
            matches!(view.relation(child), Relation::AUX | Relation::AUX_PASS | Relation::COP)
                && words.contains(&view.word(child))
        })
    };
    let was = ["was", "were", "had", "been", "would"];
    if has(verb, &["will", "shall", "'ll", "’ll"]) {
        return true;
    }
    let is_planned = words.is(view.lemma(verb), WordClass::Scheduling)
        && (view.token(verb).xpos == Xpos::VBN || view.lemma(verb) == "due");
    if is_planned {
        return !has(verb, &was);
    }
    let is_infinitive = view
        .children(verb)
        .any(|child| view.relation(child) == Relation::MARK && view.word(child) == "to");
    let intends = |over: usize| {
        words.is(view.lemma(over), WordClass::Intending)
            && matches!(view.token(over).xpos, Xpos::VBZ | Xpos::VBP | Xpos::VBG)
            && !has(over, &was)
    };
    is_infinitive && (has(verb, &["is", "are"]) || view.governor(verb).is_some_and(intends))
}

/// Says whether a word before `at` makes a month name of `May` or `March`.
fn is_preposition(view: &View<'_>, at: usize) -> bool {
    at > 0
        && matches!(
            view.word(at - 1),
            "in" | "since"
                | "until"
                | "by"
                | "from"
                | "early"
                | "late"
                | "mid"
                | "last"
                | "next"
                | "this"
                | "during"
        )
}

/// The number of a month name or its abbreviation; names are capitalised.
fn month(view: &View<'_>, at: usize) -> Option<u8> {
    view.is_capitalised(at).then_some(())?;
    month_named(view.word(at).trim_end_matches('.'))
}

/// A year written with four digits, 1000 to 2199.
fn year(word: &str) -> Option<i32> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    word.parse().ok().filter(|year| (1000..2200).contains(year))
}

/// The second year of a range, which may leave out its century: `1980–81`.
fn short_year(first: &str, second: &str) -> Option<i32> {
    year(second).or_else(|| {
        (second.len() == 2 && second.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
        year(&format!("{}{second}", first.get(..2)?))
    })
}

/// A day of the month: `15`, `15th`.
fn day(word: &str) -> Option<u8> {
    let digits =
        ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let is_short = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_short).then(|| digits.parse().ok().filter(|day| (1..=31).contains(day)))?
}

/// Says whether a number at `at` is a plain count rather than part of a date.
pub fn is_covered(times: &[Time], tokens: Tokens) -> bool {
    times.iter().any(|time| time.tokens.overlaps(tokens))
}

/// Reads a duration such as `10 years` or `five months` that starts at `at`, as written.
pub fn duration<'a>(view: &View<'a>, at: usize) -> Option<(&'a str, usize)> {
    let (_, unit) = number(view, at)?;
    let is_unit = is_time_unit(view, unit);
    // `four years and six months`
    let rest = (view.word(unit + 1) == "and").then(|| number(view, unit + 2)).flatten();
    let end = rest.filter(|(_, end)| is_time_unit(view, *end)).map_or(unit, |(_, end)| end);
    is_unit.then(|| (view.slice(Tokens::new(at, end + 1)), end + 1))
}

fn is_time_unit(view: &View<'_>, at: usize) -> bool {
    matches!(view.lemma(at), "year" | "month" | "week" | "day" | "years" | "months")
}
