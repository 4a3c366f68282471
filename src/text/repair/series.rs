//! Verbs in a row with one subject: `Peru left the union, has joined the bank and does not mean to return`. The
//! parser often takes the second for a clause of its own, or for a participle.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

/// A finite verb with its auxiliaries.
#[derive(Clone, Copy, Debug)]
struct Group {
    /// Its first token.
    first: usize,
    /// The verb that says what is done.
    verb: usize,
    /// `will leave`, which goes with its like only.
    is_modal: bool,
}

impl Mending<'_> {
    /// Hangs verbs in a row on the first of them.
    pub(super) fn verbs_in_a_row(&mut self) {
        let mut at = 1;
        while at + 1 < self.tokens.len() {
            at = match self.row(at) {
                Some(row) => {
                    let last = row.last().map_or(at, |group| group.verb);
                    self.join(&row);
                    last.max(at) + 1
                }
                None => at + 1,
            };
        }
    }

    /// The verbs in a row of which the second stands behind the comma at `comma`.
    fn row(&self, comma: usize) -> Option<Vec<Group>> {
        if self.form(comma) != "," {
            return None;
        }
        let second = self.group(comma + 1)?;
        let first = self.first_of(comma)?;
        let mut row = vec![first, second];
        let mut at = second.verb + 1;
        while at + 1 < self.tokens.len() {
            let form = self.form(at);
            let is_and = matches!(form, "and" | "but" | "or");
            let next = (is_and || form == ",").then(|| self.group(at + 1)).flatten();
            match next {
                Some(next) => {
                    row.push(next);
                    if is_and {
                        break;
                    }
                    at = next.verb + 1;
                }
                // Another clause, whose verb may go with what follows.
                None if self.tokens[at].xpos.is_finite()
                    || matches!(form, ";" | ":" | "—" | "–") =>
                {
                    return None;
                }
                None if matches!(self.tokens[at].upos, Upos::Sconj) => return None,
                None => at += 1,
            }
        }
        let is_closed = row.len() > 2
            && row
                .last()
                .is_some_and(|last| matches!(self.form(last.first - 1), "and" | "but" | "or"));
        let is_alike = |group: &Group| group.is_modal == first.is_modal;
        (is_closed && row.iter().all(is_alike)).then_some(row)
    }

    /// The verb group that starts at `start` without a subject of its own.
    fn group(&self, start: usize) -> Option<Group> {
        let mut first = start;
        while first < self.tokens.len() && self.tokens[first].upos == Upos::Adv && first < start + 2
        {
            first += 1;
        }
        let token = self.tokens.get(first)?;
        let modal = |xpos: Xpos| match xpos {
            Xpos::VBD | Xpos::VBZ | Xpos::VBP => Some(false),
            Xpos::MD => Some(true),
            _ => None,
        };
        let takes_object = |verb: usize| {
            self.tokens.get(verb + 1).is_some_and(|next| {
                matches!(next.upos, Upos::Det | Upos::Propn)
                    || next.upos == Upos::Pron && next.xpos != Xpos::WDT
            })
        };
        if token.upos == Upos::Aux {
            let is_modal = modal(token.xpos)?;
            let mut verb = first + 1;
            while verb < first + 5 {
                match self.tokens.get(verb)?.upos {
                    Upos::Aux | Upos::Adv | Upos::Part => verb += 1,
                    Upos::Verb => return Some(Group { first, verb, is_modal }),
                    _ => return None,
                }
            }
            return None;
        }
        if token.upos != Upos::Verb || is_of_speech(self.form(first)) {
            return None;
        }
        let is_modal = match token.xpos {
            // `announced a plan`: a participle has no object.
            Xpos::VBN if takes_object(first) => false,
            // A form that may be either is a participle where nothing follows that it could have done.
            Xpos::VBD if self.form(first).ends_with("ed") && self.by_agent(first) => return None,
            xpos => modal(xpos)?,
        };
        Some(Group { first, verb: first, is_modal })
    }

    /// Says whether `by` stands right behind a verb.
    fn by_agent(&self, verb: usize) -> bool {
        verb + 1 < self.tokens.len() && self.form(verb + 1) == "by"
    }

    /// The verb group before the comma whose subject the row has: the nearest finite verb that has a subject
    /// and opens no relative clause.
    fn first_of(&self, comma: usize) -> Option<Group> {
        let verb = (0..comma).rev().find(|at| {
            matches!(self.tokens[*at].upos, Upos::Verb | Upos::Aux)
                && (self.tokens[*at].xpos.is_finite() || self.tokens[*at].xpos == Xpos::MD)
        })?;
        let mut first = verb;
        while first > 0 && matches!(self.tokens[first - 1].upos, Upos::Aux | Upos::Adv | Upos::Part)
        {
            first -= 1;
        }
        let group = self.group(first)?;
        let before = first.checked_sub(1)?;
        let is_relative = matches!(
            self.form(before).to_lowercase().as_str(),
            "who" | "which" | "that" | "whom" | "where" | "when" | "what"
        );
        let has_subject = self
            .children(group.verb)
            .iter()
            .any(|at| SUBJECTS.contains(&self.tokens[*at].relation) && *at < first);
        let may_be_subject =
            matches!(self.tokens[before].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
                || matches!(self.form(before), "," | "”" | "’" | ")");
        (!is_relative && has_subject && may_be_subject).then_some(group)
    }

    /// Hangs the others of a row on its first.
    fn join(&mut self, row: &[Group]) {
        let first = row[0];
        let second = row[1].first;
        let is_member = |at: usize| row.iter().any(|group| group.verb == at);
        // The first takes the place of that member which the others hang on.
        let top = self.top_of(first.verb, &is_member);
        if top != first.verb {
            let (head, relation) = (self.tokens[top].head, self.tokens[top].relation);
            self.tokens[first.verb].head = head;
            self.tokens[first.verb].relation = relation;
        }
        for group in &row[1..] {
            if group.first == group.verb && self.tokens[group.verb].xpos == Xpos::VBN {
                self.tokens[group.verb].xpos = Xpos::VBD;
            }
            // What stands before the second verb belongs to the first, but for its own comma.
            for child in self.children(group.verb) {
                if child + 1 < second && !is_member(child) {
                    self.tokens[child].head = Some(first.verb as u32);
                }
            }
            self.hang(group.verb, first.verb, Relation::CONJ);
        }
        // The full stop and the like go with the top.
        for child in row[1..].iter().flat_map(|group| self.children(group.verb)).collect::<Vec<_>>()
        {
            let is_end = child + 1 == self.tokens.len();
            if is_end && self.tokens[child].relation == Relation::PUNCT {
                self.tokens[child].head = Some(first.verb as u32);
            }
        }
    }

    /// The highest member of a row over `at`, or `at` itself.
    fn top_of(&self, at: usize, is_member: &dyn Fn(usize) -> bool) -> usize {
        let mut top = at;
        let mut above = self.head(at);
        for _ in 0..self.tokens.len() {
            let Some(next) = above else { break };
            if is_member(next) {
                top = next;
            }
            above = self.head(next);
        }
        top
    }
}

/// Verbs whose subject may stand behind them: `…, said Anna Weber, and left`.
fn is_of_speech(form: &str) -> bool {
    matches!(
        form,
        "said"
            | "says"
            | "added"
            | "adds"
            | "noted"
            | "notes"
            | "explained"
            | "explains"
            | "wrote"
            | "writes"
            | "argued"
            | "argues"
            | "recalled"
            | "recalls"
            | "believes"
            | "believed"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    #[test]
    fn verbs_in_a_row_have_one_subject() {
        let rows = [
            "Peru PROPN NNP 2 nsubj",
            "left VERB VBD 5 parataxis",
            ", PUNCT , 2 punct",
            "then ADV RB 5 advmod",
            "joined VERB VBD 0 root",
            "the DET DT 7 det",
            "bank NOUN NN 5 obj",
            "and CCONJ CC 9 cc",
            "returned VERB VBD 5 conj",
            ". PUNCT . 5 punct",
        ];
        let mended = mended(&rows);
        assert_eq!(mended[1], "left root 0");
        assert_eq!(mended[4], "joined conj 2");
        assert_eq!(mended[8], "returned conj 2");
        assert_eq!(mended[9], ". punct 2");
    }
}
