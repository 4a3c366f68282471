//! Things that the text has as several and that have one name in the lexicon: `five Peace Institutes work
//! here; the first of them was opened in Lima`.

use super::{Discourse, Here, Mentioned};
use crate::extract::Rules;
use crate::extract::mention::Meaning;
use crate::extract::view::Tokens;

/// Sentences back in which the kind may have been spoken of.
const REACH: usize = 4;

impl Discourse {
    /// The kind of which an expression without a noun means one: the nearest that is spoken of as several, in
    /// this sentence or the four before.
    pub(super) fn kind_before(&self, here: &Here<'_, '_>, tokens: Tokens) -> Option<Mentioned> {
        // `the first of the four Peace Institutes`; `has four of them`
        let is_of_them = matches!(here.view.word(tokens.end + 1), "them" | "these");
        if here.view.word(tokens.end) == "of" && !is_of_them {
            let own = here.candidates.iter().find(|candidate| {
                let above = here.view.governor(here.view.head_of(candidate.tokens));
                above.is_some_and(|above| (tokens.first..tokens.end).contains(&above))
                    && is_kind(here.rules, &candidate.meaning)
            });
            return own.map(|candidate| self.here_of(here, candidate));
        }
        let is_several = |tokens| here.view.word(tokens).ends_with('s');
        let inside = here.candidates.iter().rev().find(|candidate| {
            candidate.tokens.end <= here.at
                && is_kind(here.rules, &candidate.meaning)
                && is_several(candidate.tokens.end - 1)
        });
        let before = || {
            self.mentioned.iter().rev().find(|one| {
                one.sentence + REACH >= self.sentence && is_kind(here.rules, &one.meaning)
            })
        };
        inside.map(|candidate| self.here_of(here, candidate)).or_else(|| before().cloned())
    }

    /// The kind that `they` goes back to: the subject of the sentence before.
    pub(super) fn spoken_of_as_several(&self, here: &Here<'_, '_>) -> Option<Mentioned> {
        let last = self
            .mentioned
            .iter()
            .rev()
            .find(|one| one.sentence + 1 == self.sentence && one.weight == super::SUBJECT)?;
        let is_free = here.view.word(here.at) == "they" && is_kind(here.rules, &last.meaning);
        is_free.then(|| last.clone())
    }
}

/// Says whether a name of the lexicon is that of a kind of things: it is in the plural, and the
/// singular is one of its names.
pub fn is_kind(rules: &Rules<'_>, meaning: &Meaning) -> bool {
    let Meaning::Entry(entry) = meaning else { return false };
    let entry = rules.lexicon.entry(*entry);
    entry
        .name
        .strip_suffix('s')
        .is_some_and(|singular| entry.aliases.iter().any(|alias| alias == singular))
}
