//! When a figure holds, and whether it is so: planned, denied, or only thought of.

use super::figure::Figure;
use super::phrase::Reader;
use crate::extract::fact::{Polarity, Qualifier, Realis, Status, Value};
use crate::extract::status::question_mark;
use crate::extract::time::{Time, TimeRelation};
use crate::extract::view::Tokens;
use crate::ontology::measure::MeasureUse as Use;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos};

/// Clauses above the one of the figure that may change its status.
const REACH: usize = 4;

impl Reader<'_, '_> {
    /// The status that the words around the figure's clause give it, without its source.
    pub fn status(&self, figure: &Figure) -> Status {
        let mut status = Status::default();
        if figure.settled {
            return status;
        }
        let view = &self.scene.view;
        let span = |at: usize| Some(view.span(Tokens::new(at, at + 1)));
        if let Some(mark) = question_mark(self.scene) {
            status.realis = Realis::Hypothetical;
            status.realis_cue = span(mark);
            return status;
        }
        let mut at = figure.governor;
        // `pledged $2 million`
        if self.rules.words.is_cue(view.lemma(at), Cue::Planned) && view.upos(at) == Upos::Verb {
            self.weigh(at, &mut status);
        }
        // `is to reach $10 billion`
        let child = |wanted: &[Relation], words: &[&str]| {
            self.syntax.children(at).iter().any(|at| {
                wanted.contains(&self.syntax.relation(*at)) && words.contains(&view.word(*at))
            })
        };
        let is_to_be = child(&[Relation::MARK], &["to"])
            && child(
                &[Relation::COP, Relation::AUX, Relation::AUX_PASS],
                &["is", "are", "was", "were"],
            );
        if is_to_be && status.realis == Realis::Actual {
            status.realis = Realis::Planned;
            status.realis_cue = span(at);
        }
        for step in 0..REACH {
            for child in self.syntax.children(at).iter().copied() {
                let is_grammar = matches!(
                    self.syntax.relation(child),
                    Relation::AUX
                        | Relation::AUX_PASS
                        | Relation::ADVMOD
                        | Relation::MARK
                        | Relation::COP
                        | Relation::AMOD
                );
                if is_grammar && (child < at || step == 0 && child < figure.tokens.first) {
                    self.weigh(child, &mut status);
                }
            }
            let Some(head) = self.syntax.head(at) else { break };
            let relation = self.syntax.relation(at);
            match relation {
                Relation::XCOMP | Relation::CCOMP => {
                    let is_speech = self.rules.words.is_cue(view.lemma(head), Cue::Speech);
                    if !is_speech {
                        self.weigh(head, &mut status);
                    }
                    let is_wish = view.upos(head) == Upos::Verb
                        && self
                            .syntax
                            .child(at, &[Relation::MARK])
                            .is_some_and(|mark| view.word(mark) == "to")
                        && ["start", "begin", "continue", "manage", "help", "come"]
                            .iter()
                            .all(|lemma| view.lemma(head) != *lemma);
                    if is_wish
                        && status.realis == Realis::Actual
                        && status.polarity == Polarity::Affirmed
                    {
                        status.realis = Realis::Planned;
                        status.realis_cue = span(head);
                    }
                }
                Relation::ACL | Relation::NMOD | Relation::OBJ | Relation::OBL
                    if self.is(head, Use::Plan) =>
                {
                    status.realis = Realis::Planned;
                    status.realis_cue = span(head);
                }
                Relation::ACL | Relation::ADVCL => {
                    let is_purpose = self
                        .syntax
                        .child(at, &[Relation::MARK])
                        .is_some_and(|mark| view.word(mark) == "to");
                    if is_purpose && status.realis == Realis::Actual {
                        status.realis = Realis::Planned;
                        status.realis_cue = span(at);
                    }
                    break;
                }
                Relation::CONJ => {}
                _ => break,
            }
            at = head;
        }
        status
    }

    /// What a word shows of the status of the clause that it belongs to.
    fn weigh(&self, at: usize, status: &mut Status) {
        let (view, words) = (&self.scene.view, &self.rules.words);
        let shows = |cue| words.is_cue(view.word(at), cue) || words.is_cue(view.lemma(at), cue);
        let span = Some(view.span(Tokens::new(at, at + 1)));
        // `not only`, and `no fewer than`, deny nothing.
        if shows(Cue::Negated) && view.word(at + 1) != "only" {
            status.polarity = Polarity::Negated;
            status.polarity_cue = span;
        } else if view.word(at) == "would" && view.word(at + 1) == "have" {
            // `would have reached`: it did not come to it.
            status.realis = Realis::Hypothetical;
            status.realis_cue = span;
        } else if shows(Cue::Planned) && status.realis == Realis::Actual {
            status.realis = Realis::Planned;
            status.realis_cue = span;
        } else if shows(Cue::Hypothetical) {
            status.realis = Realis::Hypothetical;
            status.realis_cue = span;
        }
    }

    /// When the figure holds.
    pub fn dates(&self, figure: &Figure) -> Vec<(Qualifier, Value)> {
        let Some(time) = self.date(figure) else { return Vec::new() };
        match (time.end, time.relation) {
            (Some(end), _) => vec![
                (Qualifier::Start, Value::Date(time.start)),
                (Qualifier::End, Value::Date(end)),
            ],
            (None, TimeRelation::Since) => vec![(Qualifier::Start, Value::Date(time.start))],
            // `by 2030` is when it will be so.
            (None, TimeRelation::Until) if self.scene.view.word(time.tokens.first) != "by" => {
                vec![(Qualifier::End, Value::Date(time.start))]
            }
            (None, _) => vec![(Qualifier::Date, Value::Date(time.start))],
        }
    }

    /// The date of a figure: the one right after it, else the one that the same word governs, else
    /// the one that opens the sentence when no other number has it for itself.
    fn date(&self, figure: &Figure) -> Option<Time> {
        let view = &self.scene.view;
        let times = &self.scene.times;
        let end = figure.tokens.end;
        let next_number = self
            .scene
            .quantities
            .iter()
            .map(|quantity| quantity.tokens.first)
            .filter(|first| *first >= end)
            .min()
            .unwrap_or(view.len());
        let stops = |at: usize| {
            matches!(
                view.word(at),
                ";" | "—"
                    | "while"
                    | "whereas"
                    | "but"
                    | "."
                    | "from"
                    | "against"
                    | "compared"
                    | "which"
                    | "who"
                    | "where"
                    | "("
                    | ")"
            )
        };
        let after = times.iter().find(|time| time.tokens.first >= end).filter(|time| {
            let between = end..time.tokens.first;
            let is_clear = between.clone().all(|at| !stops(at) && view.upos(at) != Upos::Verb)
                && time.tokens.first < next_number.max(end + 1);
            let is_near =
                between.len() <= 8 && time.relation != TimeRelation::Bare || between.len() <= 1;
            is_clear && is_near
        });
        if let Some(time) = after {
            return Some(*time);
        }
        let owner = |time: &Time| {
            let content = (time.tokens.first..time.tokens.end).find(|at| {
                self.syntax
                    .head(*at)
                    .is_none_or(|head| !(time.tokens.first <= head && head < time.tokens.end))
            });
            content.and_then(|at| self.syntax.head(at))
        };
        let is_free = |time: &&Time| {
            // A date right behind another number is that number's.
            time.relation != TimeRelation::Bare
                && !self.scene.quantities.iter().any(|other| {
                    other.tokens != figure.tokens
                        && other.tokens.end <= time.tokens.first
                        && time.tokens.first - other.tokens.end <= 2
                })
        };
        let same = times.iter().filter(is_free).find(|time| {
            owner(time).is_some_and(|owner| {
                owner == figure.governor || figure.tokens.contains(Tokens::new(owner, owner + 1))
            })
        });
        let opening = || {
            times
                .iter()
                .filter(is_free)
                .find(|time| time.tokens.first <= 1 && time.tokens.end < figure.tokens.first)
        };
        // `In May the two countries signed …`, `…, China in 2023 became …`
        let clause = || {
            times.iter().filter(is_free).rfind(|time| {
                // `the bank, which Peru founded in 2006, has six members`
                let is_elsewhere = owner(time).is_some_and(|owner| {
                    owner != figure.governor
                        && matches!(
                            self.syntax.relation(owner),
                            Relation::ACL | Relation::ACL_RELCL
                        )
                        && !self.syntax.is_below(figure.governor, owner)
                });
                time.tokens.end <= figure.governor
                    && figure.governor - time.tokens.end <= 3
                    && !is_elsewhere
            })
        };
        same.or_else(clause).or_else(opening).copied()
    }
}
