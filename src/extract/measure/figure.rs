//! One number and what it measures, before it becomes a claim; and where it stands in the tree.

use super::phrase::Reader;
use crate::extract::mention::Candidate;
use crate::extract::quantity::{Quantity, QuantityKind};
use crate::extract::view::{Tokens, is_dash};
use crate::text::{Relation, Upos};

/// A number with what it measures.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The measure: `share`, `count`, `amount`, `rank` or `change`.
    pub measure: &'static str,
    /// The number; below zero for a decline.
    pub value: f64,
    /// Its unit, as facts are printed with it.
    pub unit: String,
    /// `about`, `more than`, as written.
    pub bound: Option<String>,
    /// What is measured, in lower case.
    pub of: String,
    /// Whose it is: one entity, two that have it together, or none when the text only implies it.
    pub about: Vec<Candidate>,
    /// The other side.
    pub counterpart: Option<Candidate>,
    /// The tokens of the number.
    pub tokens: Tokens,
    /// The word that says it is so: the verb, or the noun where there is none.
    pub governor: usize,
    /// It is so whatever is planned around it: the `from` of `raise from … to`.
    pub settled: bool,
    /// It was so many years before the figure before it.
    pub years_back: i32,
}

/// The unit of a number in its sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Unit {
    /// Hundredths.
    Percent,
    /// Money, by ISO 4217 code.
    Money(String),
    /// Length, mass, …: the code of the unit.
    Physical(String),
    /// Things, named by the noun that the number counts.
    Things,
}

/// Where a number stands.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The number.
    pub value: f64,
    /// Its bound.
    pub bound: Option<String>,
    /// Its tokens, bound and unit included.
    pub tokens: Tokens,
    /// The word of the number that the sentence governs.
    pub head: usize,
    /// Its unit.
    pub unit: Unit,
    /// The word before it, in lower case, or nothing.
    pub before: String,
}

impl Figure {
    /// By how much it has changed, up or down.
    pub fn changed(&self, seat: &Seat, sign: f64) -> Self {
        Self {
            value: sign * seat.value,
            about: self.about.clone(),
            counterpart: self.counterpart.clone(),
            ..seat.figure("change", self.of.clone(), self.governor)
        }
    }
}

impl Seat {
    /// A figure of this number.
    pub fn figure(&self, measure: &'static str, of: String, governor: usize) -> Figure {
        let unit = match &self.unit {
            Unit::Percent => "percent".to_owned(),
            Unit::Money(code) | Unit::Physical(code) => code.clone(),
            Unit::Things => "items".to_owned(),
        };
        Figure {
            measure,
            value: self.value,
            unit,
            bound: self.bound.clone(),
            of,
            about: Vec::new(),
            counterpart: None,
            tokens: self.tokens,
            governor,
            settled: false,
            years_back: 0,
        }
    }

    /// The measure of a level in this unit.
    pub fn measure(&self) -> &'static str {
        match self.unit {
            Unit::Percent => "share",
            Unit::Money(_) | Unit::Physical(_) => "amount",
            Unit::Things => "count",
        }
    }
}

impl Reader<'_, '_> {
    /// Finds where a number stands: its head in the tree, and its unit.
    pub fn seat(&self, quantity: &Quantity) -> Option<Seat> {
        let view = &self.scene.view;
        let mut tokens = quantity.tokens;
        let bound_len = quantity.bound.as_ref().map_or(0, |bound| bound.split(' ').count());
        let first = tokens.first + bound_len;
        // `a million`
        let first = first + usize::from(view.word(first) == "a" && first + 1 < tokens.end);
        let mut head = self.syntax.head_of(first, tokens.end);
        let mut unit = match &quantity.kind {
            QuantityKind::Percent => Unit::Percent,
            QuantityKind::Money(code) => Unit::Money(code.clone()),
            QuantityKind::Count => Unit::Things,
            QuantityKind::Rank => return None,
        };
        // `a 300-kilometre border`
        let dash = usize::from(
            is_dash(view.word(tokens.end)) && tokens.end > 0 && view.is_joined(tokens.end - 1),
        );
        if unit == Unit::Things
            && let Some((code, end)) = self.physical(tokens.end + dash)
        {
            unit = Unit::Physical(code);
            tokens.end = end;
            head = self.syntax.head_of(first, end);
        }
        // `percentage points` are no percentages.
        if unit == Unit::Percent && view.lemma(tokens.end) == "point" {
            return None;
        }
        let before = match tokens.first.checked_sub(1) {
            // `to a record $5 billion`
            Some(at) if matches!(view.word(at), "a" | "an" | "the" | "just" | "only" | "some") => {
                at.checked_sub(1).map_or("", |at| view.word(at))
            }
            Some(at) => view.word(at),
            None => "",
        };
        Some(Seat {
            value: quantity.value,
            bound: quantity.bound.clone(),
            tokens,
            head,
            unit,
            before: before.to_owned(),
        })
    }

    /// A unit of measure at `at`: its code and its end.
    fn physical(&self, at: usize) -> Option<(String, usize)> {
        let view = &self.scene.view;
        let units = &self.rules.words.measures.units;
        let two = format!("{} {}", view.word(at), view.lemma(at + 1));
        let known = |form: &str| units.get(form).cloned();
        known(&two).map(|code| (code, at + 2)).or_else(|| {
            let form = view.forms.get(at).copied().unwrap_or_default();
            known(view.lemma(at)).or_else(|| known(form)).map(|code| (code, at + 1))
        })
    }

    /// The word that governs a number, past numbers that the parser hung it on
    /// (`from 4 percent to 19 percent`), and the relation to it.
    pub fn governor(&self, seat: &Seat) -> Option<(usize, Relation)> {
        let mut at = seat.head;
        for _ in 0..4 {
            let head = self.syntax.head(at)?;
            let in_number = self.scene.quantities.iter().any(|other| {
                other.tokens != seat.tokens
                    && !seat.tokens.contains(other.tokens)
                    && other.tokens.first <= head
                    && head < other.tokens.end
            });
            let is_time = self
                .scene
                .times
                .iter()
                .any(|time| time.tokens.first <= head && head < time.tokens.end);
            if !in_number && !is_time {
                return Some((head, self.syntax.relation(at)));
            }
            at = head;
        }
        None
    }

    /// Says whether a token belongs to a number or a date.
    pub fn is_figure(&self, at: usize) -> bool {
        let holds = |tokens: Tokens| tokens.first <= at && at < tokens.end;
        self.scene.quantities.iter().any(|quantity| holds(quantity.tokens))
            || self.scene.times.iter().any(|time| holds(time.tokens))
    }

    /// Says whether a noun is one that can be measured: a common noun, no date.
    pub fn is_noun(&self, at: usize) -> bool {
        matches!(self.scene.view.upos(at), Upos::Noun | Upos::Propn)
            && !self.is_figure(at)
            && !self.scene.times.iter().any(|time| time.tokens.contains(Tokens::new(at, at + 1)))
    }
}
