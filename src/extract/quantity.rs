//! Numbers in running text: counts, percentages, sums of money, ranks, and how they are bounded.

use super::view::{Tokens, View, is_dash};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;

/// A number as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its tokens, unit and bound words included.
    pub tokens: Tokens,
    /// The number: `22000000000` for $22 billion; of a range the upper one.
    pub value: f64,
    /// The lower number of a range: 17 of `17-20 %`.
    pub low: Option<f64>,
    /// What it is a number of.
    pub kind: QuantityKind,
    /// `more than`, `about`, `up to`, … as written.
    pub bound: Option<String>,
}

/// What a number is a number of.
#[derive(Clone, Debug, PartialEq)]
pub enum QuantityKind {
    /// Things or people, named by the words that follow.
    Count,
    /// Hundredths.
    Percent,
    /// Money, with its ISO 4217 code.
    Money(String),
    /// A place in an order: 1 for `largest`.
    Rank,
}

/// Finds every number of a sentence, in order, none overlapping. Years and days of dates are
/// numbers too; the caller drops those that a date covers.
pub fn find(view: &View<'_>, words: &WordLists) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.len() {
        let quantity = money_before(view, words, at)
            .or_else(|| of_a_million(view, at))
            .or_else(|| fraction(view, at))
            .or_else(|| number_with_unit(view, words, at))
            .or_else(|| rank(view, words, at));
        match quantity {
            Some(quantity) => {
                at = quantity.tokens.end;
                found.push(with_bound(view, quantity));
            }
            None => at += 1,
        }
    }
    share_units(view, &mut found);
    found
}

/// `from 38 to 18 percent`, `from 731 million dollars in 2005 to more than 5 billion`: the unit of one end of
/// a change is that of the other.
fn share_units(view: &View<'_>, found: &mut [Quantity]) {
    let before =
        |quantity: &Quantity| quantity.tokens.first.checked_sub(1).map_or("", |at| view.word(at));
    for later in 1..found.len() {
        let ends = before(&found[later]) == "to" && found[later].kind != QuantityKind::Rank;
        let start = (0..later).rev().take(3).find(|at| before(&found[*at]) == "from");
        let Some(start) = start.filter(|_| ends) else { continue };
        let is_scaled = |quantity: &Quantity| scale(view.word(quantity.tokens.end - 1)).is_some();
        match (&found[start].kind, &found[later].kind) {
            (QuantityKind::Count, QuantityKind::Percent) => {
                found[start].kind = QuantityKind::Percent;
            }
            (QuantityKind::Money(code), QuantityKind::Count) if is_scaled(&found[later]) => {
                found[later].kind = QuantityKind::Money(code.clone());
            }
            (QuantityKind::Percent, QuantityKind::Count)
                if matches!(view.word(found[later].tokens.end), "" | "." | "," | ";" | "in") =>
            {
                found[later].kind = QuantityKind::Percent;
            }
            _ => {}
        }
    }
}

/// `half a million`, `a quarter of a million`: a number, and no share of anything.
fn of_a_million(view: &View<'_>, at: usize) -> Option<Quantity> {
    let (share, end) = match (view.word(at), view.word(at + 1), view.word(at + 2)) {
        ("half", "a", _) => (0.5, at + 2),
        ("a" | "one", "quarter", "of") if view.word(at + 3) == "a" => (0.25, at + 4),
        ("three", "quarters", "of") if view.word(at + 3) == "a" => (0.75, at + 4),
        _ => return None,
    };
    let value = share * scale(view.word(end))?;
    let tokens = Tokens::new(at, end + 1);
    Some(Quantity { tokens, value, low: None, kind: QuantityKind::Count, bound: None })
}

/// `two-thirds of`, `a quarter of`, `half of`, in hundredths to one decimal.
fn fraction(view: &View<'_>, at: usize) -> Option<Quantity> {
    let parts = |word: &str| {
        let word = word.strip_suffix('s').unwrap_or(word);
        Some(match word {
            "third" => 3.0,
            "quarter" => 4.0,
            "fifth" => 5.0,
            "sixth" => 6.0,
            "seventh" => 7.0,
            "eighth" => 8.0,
            "tenth" => 10.0,
            _ => return None,
        })
    };
    let count = |word: &str| match word {
        "a" | "one" => Some(1.0),
        "two" => Some(2.0),
        "three" => Some(3.0),
        "four" => Some(4.0),
        "five" => Some(5.0),
        "six" => Some(6.0),
        "seven" => Some(7.0),
        "eight" => Some(8.0),
        "nine" => Some(9.0),
        _ => None,
    };
    let before = at.checked_sub(1).map_or("", |at| view.word(at));
    let (share, end): (f64, usize) =
        if view.word(at) == "half" && !matches!(before, "first" | "second" | "other") {
            (0.5, at + 1)
        } else {
            let noun = at + 1 + usize::from(is_dash(view.word(at + 1)));
            (count(view.word(at))? / parts(view.word(noun))?, noun + 1)
        };
    let of_time = (end + 1..end + 4)
        .any(|at| matches!(view.lemma(at), "year" | "century" | "month" | "day" | "decade"));
    (view.word(end) == "of" && !of_time).then(|| Quantity {
        tokens: Tokens::new(at, end),
        value: (share * 1_000.0).round() / 10.0,
        low: None,
        kind: QuantityKind::Percent,
        bound: None,
    })
}

/// `$22 billion`, `RMB 2 billion`, `US$5m`.
fn money_before(view: &View<'_>, words: &WordLists, at: usize) -> Option<Quantity> {
    let form = view.forms[at];
    let (code, start) = match words.currencies.get(form) {
        // The sign may be split: `US` `$`.
        Some(code) => (code, at + 1),
        None if form == "US" && view.word(at + 1) == "$" => (words.currencies.get("US$")?, at + 2),
        None => return None,
    };
    let (low, value, end) = span(view, start)?;
    let tokens = Tokens::new(at, end);
    Some(Quantity { tokens, value, low, kind: QuantityKind::Money(code.clone()), bound: None })
}

/// A number and the unit after it.
fn number_with_unit(view: &View<'_>, words: &WordLists, at: usize) -> Option<Quantity> {
    let (mut low, mut value, mut end) = span(view, at)?;
    if low.is_some() && unit(view, words, end).0 == QuantityKind::Count {
        // `1939-1945` is no number of things.
        (value, end) = number(view, at)?;
        low = None;
    }
    let (kind, end) = unit(view, words, end);
    // `2.5-17 %` the other way round gives no single number.
    let is_second = at >= 2 && is_dash(view.word(at - 1)) && number(view, at - 2).is_some();
    let is_broken = is_second && kind != QuantityKind::Count;
    (!is_broken).then(|| Quantity { tokens: Tokens::new(at, end), value, low, kind, bound: None })
}

/// A number or a range of them that starts at `at`: the lower end of a range, the value, and the
/// token after it. `3–4 billion` is from three billion.
fn span(view: &View<'_>, at: usize) -> Option<(Option<f64>, f64, usize)> {
    let (value, end) = number(view, at)?;
    let next = is_dash(view.word(end)).then(|| number(view, end + 1)).flatten();
    let Some((high, after)) = next else { return Some((None, value, end)) };
    let is_bare = end == at + 1 && after > end + 2;
    let factor = digits(view.word(end + 1)).filter(|_| is_bare).map_or(1.0, |bare| high / bare);
    let low = scaled(value, factor);
    Some(if low < high { (Some(low), high, after) } else { (None, value, end) })
}

/// The unit after a number, and the token after it.
fn unit(view: &View<'_>, words: &WordLists, end: usize) -> (QuantityKind, usize) {
    match view.word(end) {
        "%" | "percent" => (QuantityKind::Percent, end + 1),
        "per" if view.word(end + 1) == "cent" => (QuantityKind::Percent, end + 2),
        unit => match words.currencies.get(unit) {
            Some(code) => (QuantityKind::Money(code.clone()), end + 1),
            None if view.word(end) == "us" && view.word(end + 1).starts_with("dollar") => {
                (QuantityKind::Money("USD".to_owned()), end + 2)
            }
            None => (QuantityKind::Count, end),
        },
    }
}

/// `largest`, `second largest`, `top`, `number one`.
fn rank(view: &View<'_>, words: &WordLists, at: usize) -> Option<Quantity> {
    let superlative = |index: usize| {
        words.is(view.word(index), WordClass::Superlative)
            || view.word(index) == "most"
                && matches!(view.word(index + 1), "populous" | "important" | "valuable")
    };
    let width = |index: usize| if view.word(index) == "most" { 2 } else { 1 };
    let quantity = |value: f64, end: usize| {
        Some(Quantity {
            tokens: Tokens::new(at, end),
            value,
            low: None,
            kind: QuantityKind::Rank,
            bound: None,
        })
    };
    if let Some(value) = ordinal(view.word(at)) {
        let next = at + 1 + usize::from(is_dash(view.word(at + 1)));
        return if superlative(next) { quantity(value, next + width(next)) } else { None };
    }
    // A joined form: `second-largest` as one token.
    if let Some((first, second)) = view.word(at).split_once('-')
        && let Some(value) = ordinal(first)
        && (second == "most" || words.is(second, WordClass::Superlative))
    {
        return quantity(value, at + 1 + usize::from(second == "most"));
    }
    if superlative(at) && view.word(at + 1) != "of" {
        return quantity(1.0, at + width(at));
    }
    None
}

/// The value of an ordinal word.
pub fn ordinal(word: &str) -> Option<f64> {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let by_word = WORDS.iter().position(|ordinal| *ordinal == word).map(|index| index as f64 + 1.0);
    by_word.or_else(|| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
        digits.parse::<u32>().ok().map(f64::from)
    })
}

/// Words that bound a number, longest first.
const BOUNDS: [&[&str]; 33] = [
    &["no", "fewer", "than"],
    &["no", "less", "than"],
    &["no", "more", "than"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["greater", "than"],
    &["as", "many", "as"],
    &["as", "much", "as"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["close", "to"],
    &["an", "estimated"],
    &["a", "record"],
    &["a", "little", "over"],
    &["just", "over"],
    &["just", "under"],
    &["well", "over"],
    &["upwards", "of"],
    &["in", "excess", "of"],
    &["over"],
    &["about"],
    &["around"],
    &["some"],
    &["nearly"],
    &["almost"],
    &["approximately"],
    &["roughly"],
    &["only"],
    &["exceeding"],
    &["above"],
    &["under"],
];

/// Takes the words before the number that bound it.
fn with_bound(view: &View<'_>, mut quantity: Quantity) -> Quantity {
    let first = quantity.tokens.first;
    let matching = BOUNDS.iter().find(|bound| {
        first >= bound.len()
            && bound
                .iter()
                .enumerate()
                .all(|(index, word)| view.word(first - bound.len() + index) == *word)
    });
    if let Some(bound) = matching
        && quantity.kind != QuantityKind::Rank
    {
        quantity.tokens.first -= bound.len();
        quantity.bound = Some(bound.join(" "));
    }
    quantity
}

/// Reads a number that starts at `at`: its value and the token after it.
pub fn number(view: &View<'_>, at: usize) -> Option<(f64, usize)> {
    let (mut value, mut end) =
        digits(view.word(at)).map(|value| (value, at + 1)).or_else(|| in_words(view, at)).or_else(
            // `a million`
            || {
                (view.word(at) == "a" && scale(view.word(at + 1)).is_some())
                    .then_some((1.0, at + 1))
            },
        )?;
    while let Some(scale) = scale(view.word(end)) {
        value = scaled(value, scale);
        end += 1;
    }
    Some((value, end))
}

/// A number times a power of ten, as one writes it: 16.4 times a billion is 16,400,000,000, which
/// binary fractions miss by a hair.
pub fn scaled(value: f64, factor: f64) -> f64 {
    let product = value * factor;
    if factor > 1.0 && product.abs() < 1e12 { (product * 1e3).round() / 1e3 } else { product }
}

/// `14,000`, `6.2`, `540`, `5m`.
fn digits(word: &str) -> Option<f64> {
    word.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    const SUFFIXES: [(&str, f64); 7] =
        [("trn", 1e12), ("tn", 1e12), ("bn", 1e9), ("b", 1e9), ("mn", 1e6), ("m", 1e6), ("k", 1e3)];
    let scale =
        SUFFIXES.iter().find_map(|(suffix, factor)| Some((word.strip_suffix(suffix)?, *factor)));
    let (number, factor) = scale.unwrap_or((word, 1.0));
    let groups: Vec<&str> = number.split(',').collect();
    let (whole, fraction) = match groups.last()?.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (*groups.last()?, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = groups.len() == 1
        || (whole.len() == 3 && groups[1..groups.len() - 1].iter().all(|g| g.len() == 3));
    let plain = groups[..groups.len() - 1].iter().all(|group| all_digits(group))
        && all_digits(whole)
        && all_digits(fraction);
    (grouped && plain).then_some(())?;
    let joined: String = groups.concat();
    joined.parse::<f64>().ok().map(|value| scaled(value, factor))
}

/// `five`, `twenty-five`, `twenty five`.
fn in_words(view: &View<'_>, at: usize) -> Option<(f64, usize)> {
    let word = view.word(at);
    if let Some((tens, ones)) = word.split_once('-') {
        let sum =
            small(tens).filter(|tens| *tens >= 20.0)? + small(ones).filter(|ones| *ones < 10.0)?;
        return Some((sum, at + 1));
    }
    let value = small(word)?;
    let next = at + 1 + usize::from(is_dash(view.word(at + 1)));
    if value >= 20.0
        && let Some(ones) = small(view.word(next)).filter(|ones| *ones < 10.0)
    {
        return Some((value + ones, next + 1));
    }
    Some((value, at + 1))
}

/// Number words up to ninety.
fn small(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let ones = ONES.iter().position(|name| *name == word).map(|index| index as f64);
    ones.or_else(|| {
        TENS.iter().position(|name| *name == word).map(|index| 20.0 + 10.0 * index as f64)
    })
}

/// `thousand`, `million`, …
fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" => Some(1e3),
        "million" | "mln" | "mn" => Some(1e6),
        "billion" | "bln" | "bn" => Some(1e9),
        "trillion" | "trn" | "tn" => Some(1e12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_numbers_are_as_one_writes_them() {
        assert_eq!(scaled(16.4, 1e9), 16_400_000_000.0);
        assert_eq!(scaled(1.1, 1e6), 1_100_000.0);
        assert_eq!(scaled(19.2, 1.0), 19.2);
        assert_eq!(digits("2.4bn"), Some(2_400_000_000.0));
        assert_eq!(digits("1.5tn"), Some(1_500_000_000_000.0));
        assert_eq!(scale("bn"), Some(1e9));
        assert_eq!(digits("1,20"), None);
    }
}
