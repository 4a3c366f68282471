//! What a part of the thing just counted comes to: `$24 billion, of which exports made up $15 billion`, `54 million,
//! of whom 4 million live in Nairobi`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::Reader;
use crate::extract::noun;
use crate::extract::view::Tokens;
use crate::ontology::measure::MeasureUse as Use;
use crate::text::Upos;

impl Reader<'_, '_> {
    /// The part that `of which` tells of, of whoever has the whole.
    pub(super) fn portion(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let view = &self.scene.view;
        let earlier = earlier.filter(|earlier| {
            matches!(earlier.measure, "amount" | "count") && earlier.tokens.end < seat.tokens.first
        })?;
        if let Some(figure) = self.portion_of_them(seat, earlier) {
            return Some(figure);
        }
        let of = (earlier.tokens.end..seat.tokens.first)
            .find(|at| view.word(*at) == "of" && matches!(view.word(at + 1), "which" | "whom"))?;
        let again = seat.figure(seat.measure(), String::new(), seat.head);
        let is_same_unit =
            earlier.unit == again.unit || earlier.unit == "people" && again.unit == "items";
        let is_near = of - earlier.tokens.end <= 8
            && (earlier.tokens.end..of).all(|at| view.upos(at) != Upos::Verb);
        if !is_same_unit && seat.unit != Unit::Percent || !is_near {
            return None;
        }
        let part = match seat.tokens.first - of {
            2 => self.part_behind(seat, earlier)?,
            _ => self.part_before(of + 2, seat)?,
        };
        let is_share = seat.unit == Unit::Percent;
        Some(Figure {
            measure: if is_share { "share" } else { earlier.measure },
            unit: if is_share { again.unit } else { earlier.unit.clone() },
            of: if is_share { format!("{part} in {}", earlier.of) } else { part },
            value: seat.value,
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            ..earlier.clone()
        })
    }

    /// `, 1.2 million of them from Peru`, `, 40 of them private`: some of the things just counted.
    fn portion_of_them(&self, seat: &Seat, earlier: &Figure) -> Option<Figure> {
        let view = &self.scene.view;
        let of = seat.tokens.end;
        let is_portion = earlier.measure == "count"
            && seat.unit == Unit::Things
            && view.word(of) == "of"
            && view.word(of + 1) == "them"
            && matches!(view.word(seat.tokens.first - 1), "," | "—" | "–" | "(" | "and")
            && seat.tokens.first - earlier.tokens.end <= 8;
        let end = (of..view.len())
            .find(|at| matches!(view.word(*at), "," | ";" | "." | "and" | ")" | "—" | "–"))?;
        let said = end.checked_sub(of + 2).filter(|len| is_portion && (1..=6).contains(len))?;
        let said = view.slice(Tokens::new(end - said, end));
        let of = match view.upos(of + 2) {
            Upos::Adj if end == of + 3 => format!("{said} {}", earlier.of),
            Upos::Adp => format!("{} {said}", earlier.of),
            _ => return None,
        };
        Some(Figure {
            value: seat.value,
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            of,
            ..earlier.clone()
        })
    }

    /// `of which exports made up $15 billion`: what stands before the verb.
    fn part_before(&self, first: usize, seat: &Seat) -> Option<String> {
        let view = &self.scene.view;
        let phrase = noun::phrase(view, first).filter(|phrase| phrase.end < seat.tokens.first)?;
        let is_share = (phrase.end..seat.tokens.first)
            .all(|at| view.upos(at) != Upos::Noun && view.upos(at) != Upos::Propn);
        let verb = phrase.end;
        let is_sum = self.is(verb, Use::Share)
            || self.is(verb, Use::Level)
            || view.lemma(verb) == "make"
            || view.lemma(verb) == "be";
        let head = phrase.end - 1;
        (is_share && is_sum && seat.tokens.first - verb <= 4)
            .then(|| self.describe(head, &[]))
            .filter(|part| !part.is_empty())
    }

    /// `of which $15 billion were exports`, `of whom 4 million live in Nairobi`: what stands behind the number.
    fn part_behind(&self, seat: &Seat, earlier: &Figure) -> Option<String> {
        let view = &self.scene.view;
        let verb = seat.tokens.end;
        let end = (verb..view.len())
            .find(|at| matches!(view.word(*at), "," | ";" | "." | "and" | "(" | "—" | "–"))?;
        if end - verb < 2 || end - verb > 10 {
            return None;
        }
        if view.lemma(verb) == "be" {
            let phrase = noun::phrase(view, verb + 1)?;
            let is_plain = matches!(view.upos(phrase.end - 1), Upos::Noun | Upos::Propn);
            if is_plain && phrase.end == end {
                return Some(view.slice(phrase).to_lowercase());
            }
        }
        let is_finite = matches!(view.upos(verb), Upos::Verb | Upos::Aux);
        is_finite.then(|| format!("{} that {}", earlier.of, view.slice(Tokens::new(verb, end))))
    }
}
