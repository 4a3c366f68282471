//! What the header of a column says: a relation of the ontology, or a measure with its unit.

use crate::date::Date;
use crate::extract::Rules;
use crate::extract::mention::clean;
use crate::ontology::RelationId;
use crate::ontology::measure::MeasureUse as Use;

/// What a column tells of its rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Header {
    /// A relation; `inverse` when the cell is its subject (`Capital`: the cell is capital of the row).
    Relation {
        /// The relation.
        relation: RelationId,
        /// The cell is the subject.
        inverse: bool,
    },
    /// A number.
    Measure(Measured),
    /// Nothing that is known.
    Nothing,
}

/// A measure as a header gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// What is measured, in lower case; may be empty.
    pub of: String,
    /// What its numbers are multiplied with: 1,000,000 for `million`.
    pub factor: f64,
    /// The date that the header gives.
    pub date: Option<Date>,
    /// The unit that the header gives.
    pub unit: Option<String>,
    /// What kind of number it is.
    pub kind: Kind,
}

/// What kind of number a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Things.
    Count,
    /// People.
    People,
    /// Parts of a whole, in per cent.
    Share,
    /// Money, or another unit.
    Amount,
    /// Places in an order.
    Rank,
    /// Growth, in per cent.
    Change,
}

impl Header {
    /// Reads the words of a header.
    pub fn read(text: &str, rules: &Rules<'_>) -> Self {
        let plain = clean(text).to_lowercase();
        relation(&plain, rules).unwrap_or_else(|| measure(text, rules))
    }
}

impl Measured {
    /// The name of the measure.
    pub fn measure(&self) -> &'static str {
        match self.kind {
            Kind::Count | Kind::People => "count",
            Kind::Share => "share",
            Kind::Amount => "amount",
            Kind::Rank => "rank",
            Kind::Change => "change",
        }
    }

    /// Its unit, as facts are printed with it.
    pub fn unit(&self) -> String {
        match (&self.unit, self.kind) {
            (Some(unit), _) => unit.clone(),
            (None, Kind::People) => "people".to_owned(),
            (None, Kind::Rank) => "rank".to_owned(),
            (None, _) => "items".to_owned(),
        }
    }

    /// Says whether the header shows that its cells are numbers.
    pub fn has_unit(&self) -> bool {
        self.unit.is_some() || self.kind != Kind::Count || self.factor > 1.0
    }

    /// Says whether the header tells what a bare number in its column is: it has a unit, or names
    /// things in the plural.
    pub fn is_told(&self) -> bool {
        let last = self.of.rsplit(' ').next().unwrap_or_default();
        let is_counted = last.len() > 3
            && last.ends_with('s')
            && !last.ends_with("ss")
            && !matches!(last, "notes" | "sources" | "remarks" | "years" | "status" | "references");
        !self.of.is_empty() && (self.has_unit() || is_counted)
    }

    /// A cell says that its number is a percentage.
    pub fn set_percent(&mut self) {
        self.unit = Some("percent".to_owned());
        self.factor = 1.0;
        if self.kind != Kind::Change {
            self.kind = Kind::Share;
        }
    }

    /// A cell says that its number is money.
    pub fn set_money(&mut self, code: String) {
        self.unit = Some(code);
        if self.kind != Kind::Change {
            self.kind = Kind::Amount;
        }
    }
}

/// The relation that a header names: by its label (`Member of`), without the preposition
/// (`Founded`), or as the noun that the cell is (`Capital`, `Members`).
fn relation(plain: &str, rules: &Rules<'_>) -> Option<Header> {
    let singular = plain.strip_suffix('s').unwrap_or(plain);
    for (slot, declared) in rules.onto.relations.iter().enumerate() {
        if declared.measure {
            continue;
        }
        let label = declared.label.to_lowercase();
        let relation = RelationId(u16::try_from(slot).ok()?);
        if label == plain {
            return Some(Header::Relation { relation, inverse: false });
        }
        let (noun, preposition) = label.rsplit_once(' ').unwrap_or((&label, ""));
        if preposition == "of" && (noun == plain || noun == singular) {
            return Some(Header::Relation { relation, inverse: true });
        }
        if matches!(preposition, "on" | "by") && noun == plain {
            // `Founded` may be by whom or when; the cell tells, and `when` is the usual one.
            let other = format!("{noun} on");
            let by_date = rules.onto.relations.iter().position(|one| one.label == other);
            let relation =
                by_date.and_then(|slot| u16::try_from(slot).ok()).map_or(relation, RelationId);
            return Some(Header::Relation { relation, inverse: false });
        }
    }
    let by_word = rules.onto.relations.iter().position(|one| {
        !one.measure && one.headers.iter().any(|word| word == plain || word == singular)
    })?;
    let relation = RelationId(u16::try_from(by_word).ok()?);
    Some(Header::Relation { relation, inverse: false })
}

/// The measure that a header names.
fn measure(text: &str, rules: &Rules<'_>) -> Header {
    let mut measured =
        Measured { of: String::new(), factor: 1.0, date: None, unit: None, kind: Kind::Count };
    let spaced = text
        .replace(['(', ')', '[', ']', ',', ';', ':', '/'], " ")
        .replace('%', " % ")
        .replace('$', "$ ")
        .replace('€', " € ");
    let mut of: Vec<String> = Vec::new();
    let mut words = spaced.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let lower = word.to_lowercase();
        let measures = &rules.words.measures;
        let year = (word.len() == 4).then(|| word.parse().ok()).flatten();
        if let Some(year) = year.filter(|year| (1000..2200).contains(year)) {
            measured.date = Date::year(year);
        } else if matches!(lower.as_str(), "%" | "percent") {
            measured.set_percent();
        } else if lower == "per"
            && words.peek().is_some_and(|next| next.eq_ignore_ascii_case("cent"))
        {
            words.next();
            measured.set_percent();
        } else if let Some(code) =
            rules.words.currencies.get(word).or(rules.words.currencies.get(&lower))
        {
            measured.set_money(code.clone());
        } else if let Some(factor) = scale(&lower) {
            measured.factor = factor;
        } else if let Some(code) =
            measures.units.get(word).or(measures.units.get(lower.trim_end_matches('s')))
        {
            measured.unit = Some(code.clone());
            measured.kind = Kind::Amount;
        } else {
            let is_acronym = word.chars().skip(1).any(char::is_uppercase);
            of.push(if is_acronym { word.to_owned() } else { lower });
        }
    }
    let is_frame = |word: &String| {
        matches!(word.as_str(), "in" | "of" | "as" | "by" | "the" | "and" | "us" | "–" | "-")
    };
    while of.last().is_some_and(is_frame) {
        of.pop();
    }
    while of.first().is_some_and(is_frame) {
        of.remove(0);
    }
    if of.first().is_some_and(|word| word == "number") && of.get(1).is_some_and(|word| word == "of")
    {
        of.drain(..2);
    }
    let measures = &rules.words.measures;
    let direction = |word: &String| {
        measures.is(word, Use::Rise) || measures.is(word, Use::Fall) || word == "change"
    };
    if measured.kind == Kind::Share && of.iter().any(direction) {
        measured.kind = Kind::Change;
        of.retain(|word| !direction(word));
        while of.last().is_some_and(is_frame) || of.first().is_some_and(is_frame) {
            of.retain(|word| !is_frame(word));
        }
    } else if measured.kind == Kind::Count {
        let people = |word: &String| {
            rules.words.people.contains(word)
                || rules.words.people.contains(word.trim_end_matches('s'))
        };
        if of.iter().any(|word| matches!(word.as_str(), "rank" | "ranking")) {
            measured.kind = Kind::Rank;
            of.retain(|word| !matches!(word.as_str(), "rank" | "ranking" | "by"));
        } else if of.iter().any(people) {
            measured.kind = Kind::People;
        }
    }
    if measured.kind == Kind::Share && of.len() > 2 && of[0] == "share" && of[1] == "of" {
        of.drain(..2);
    }
    measured.of = of.join(" ");
    if measured.of.is_empty() && measured.date.is_none() {
        return Header::Nothing;
    }
    Header::Measure(measured)
}

/// `million`, `mln`, `bn`, `thousand`, `'000`.
fn scale(word: &str) -> Option<f64> {
    match word.trim_end_matches(['s', '.']) {
        "thousand" | "'000" | "’000" => Some(1e3),
        "million" | "mln" | "mn" | "m" => Some(1e6),
        "billion" | "bln" | "bn" => Some(1e9),
        "trillion" | "trn" => Some(1e12),
        _ => None,
    }
}
