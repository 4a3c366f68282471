//! Tags that the words around a word rule out, mended before the sentence is parsed: a whole sentence has a verb,
//! a clause has one finite verb.

use crate::text::tag::{Upos, Xpos};

/// `Kazakhstan borders Russia.`: a whole sentence has a verb, and behind a name a word with an `s` before a
/// name or a preposition is it.
fn mend_verbless(forms: &[&str], tags: &mut [(Upos, Xpos)]) {
    // `Three candidates competed for the post: A, B and C.`: a participle where nothing else is finite.
    let end = forms.iter().position(|form| *form == ":").unwrap_or(forms.len());
    let is_finite = |tag: &(Upos, Xpos)| tag.1.is_finite() || tag.1 == Xpos::MD;
    if forms.last() == Some(&".") && !tags.iter().any(is_finite) {
        let is_past = |at: &usize| {
            tags[*at] == (Upos::Verb, Xpos::VBN)
                && matches!(tags[at - 1].0, Upos::Noun | Upos::Propn)
                && (tags[at + 1].0 == Upos::Adp || forms[at + 1] == ":")
                && forms[at + 1] != "by"
        };
        let verb = (1..end.min(tags.len() - 1)).find(|at| tags[*at].0 == Upos::Verb);
        if let Some(verb) = verb.filter(is_past) {
            tags[verb].1 = Xpos::VBD;
            return;
        }
    }
    let is_whole = forms.last() == Some(&".")
        && !tags.iter().any(|tag| matches!(tag.0, Upos::Verb | Upos::Aux));
    if !is_whole {
        return;
    }
    let verb = (1..tags.len().saturating_sub(2)).find(|at| {
        tags[at - 1].0 == Upos::Propn
            && tags[*at] == (Upos::Noun, Xpos::NNS)
            && forms[*at].starts_with(char::is_lowercase)
            && matches!(tags[at + 1].0, Upos::Propn | Upos::Det | Upos::Adp | Upos::Num)
    });
    if let Some(verb) = verb {
        tags[verb] = (Upos::Verb, Xpos::VBZ);
        return;
    }
    // `The plant cost $5 million.`
    let is_past = |at: &usize| {
        matches!(forms[*at], "cost" | "hit" | "cut")
            && tags[*at].0 == Upos::Noun
            && matches!(tags[at - 1].0, Upos::Noun | Upos::Propn)
            && matches!(tags[at + 1].0, Upos::Sym | Upos::Num | Upos::Propn | Upos::Adv)
    };
    if let Some(verb) = (1..tags.len().saturating_sub(2)).find(is_past) {
        tags[verb] = (Upos::Verb, Xpos::VBD);
        return;
    }
    // `Half of the pupils in Kenya study in English.`: behind several, without an `s`.
    let is_several = |at: usize| {
        tags[at].1 == Xpos::NNS || matches!(forms[at], "%" | "percent") || tags[at].1 == Xpos::NNPS
    };
    let is_present = |at: &usize| {
        tags[*at] == (Upos::Noun, Xpos::NN)
            && matches!(tags[at - 1].1, Xpos::NNP | Xpos::NNPS | Xpos::NNS)
            && matches!(tags[at + 1].0, Upos::Propn | Upos::Det | Upos::Adp)
            && BASES.contains(&forms[*at])
            && (0..*at).any(is_several)
    };
    if let Some(verb) = (1..tags.len().saturating_sub(2)).find(is_present) {
        tags[verb] = (Upos::Verb, Xpos::VBP);
    }
}

/// Verbs that look like nouns where no `s` tells them.
const BASES: [&str; 26] = [
    "study", "work", "vote", "trade", "visit", "support", "trust", "use", "back", "border",
    "share", "favour", "favor", "rank", "host", "fund", "export", "import", "supply", "claim",
    "fear", "doubt", "welcome", "fight", "travel", "command",
];

/// Mends the tags of words with these forms, before they are parsed. One clause has one finite verb:
/// in `gas exports to Peru fell`, where nothing links the two, `exports` is a noun.
pub fn mend_tags(forms: &[&str], tags: &mut [(Upos, Xpos)]) {
    mend_verbless(forms, tags);
    for at in 1..tags.len().saturating_sub(2) {
        // Whatever its ending.
        if forms[at] == "ally" && tags[at].0 == Upos::Adv {
            tags[at] = (Upos::Noun, Xpos::NN);
        }
        // `the foreign and transport ministers`: between an adjective and a noun is no verb.
        if forms[at - 1] == "and"
            && tags[at].0 == Upos::Verb
            && matches!(tags[at].1, Xpos::VB | Xpos::VBP)
            && tags[at + 1] == (Upos::Noun, Xpos::NNS)
            && at >= 3
            && tags[at - 2].0 == Upos::Adj
            && tags[at - 3].0 == Upos::Det
        {
            tags[at] = (Upos::Noun, Xpos::NN);
        }
        // `the bank's chief executive, Anna Weber`
        if forms[at] == "executive"
            && matches!(forms[at - 1], "chief" | "Chief")
            && tags[at].0 == Upos::Adj
            && !matches!(tags[at + 1].0, Upos::Noun)
        {
            tags[at] = (Upos::Noun, Xpos::NN);
        }
        // `served as acting minister`
        if forms[at] == "acting"
            && tags[at].0 == Upos::Verb
            && (forms[at - 1] == "as" || matches!(tags[at - 1].0, Upos::Det | Upos::Part))
            && matches!(tags[at + 1].0, Upos::Noun | Upos::Adj)
        {
            tags[at] = (Upos::Adj, Xpos::JJ);
            if forms[at - 1] == "as" {
                tags[at - 1] = (Upos::Adp, Xpos::IN);
            }
        }
        // `has so far refused`
        if matches!(forms[at], "has" | "have" | "had")
            && tags[at].0 == Upos::Verb
            && let Some(verb) = (at + 1..tags.len().min(at + 5))
                .find(|next| !matches!(tags[*next].0, Upos::Adv | Upos::Part))
            && verb > at + 1
            && tags[verb].0 == Upos::Verb
            && matches!(tags[verb].1, Xpos::VBN | Xpos::VBD)
        {
            tags[at].0 = Upos::Aux;
            tags[verb].1 = Xpos::VBN;
        }
        // `The EAC plans to hold a congress.`
        let is_intent = matches!(
            forms[at],
            "plans" | "hopes" | "aims" | "offers" | "promises" | "pledges" | "needs"
        ) && tags[at] == (Upos::Noun, Xpos::NNS)
            && tags[at - 1].0 == Upos::Propn
            && forms[at + 1] == "to"
            && tags[at + 2].1 == Xpos::VB;
        // `Peru doubts that`
        let is_thought = matches!(
            forms[at],
            "doubts"
                | "claims"
                | "fears"
                | "hopes"
                | "states"
                | "notes"
                | "remarks"
                | "reports"
                | "answers"
        ) && tags[at] == (Upos::Noun, Xpos::NNS)
            && tags[at - 1].0 == Upos::Propn
            && (forms[at + 1] == "that" || forms[at] == "fears" && tags[at + 1].1 == Xpos::VBG);
        if (is_intent || is_thought)
            && !tags[..at].iter().any(|tag| tag.1.is_finite() || tag.1 == Xpos::MD)
        {
            tags[at] = (Upos::Verb, Xpos::VBZ);
            if is_thought && forms[at + 1] == "that" {
                tags[at + 1] = (Upos::Sconj, Xpos::IN);
            }
        }
        // `exports coal and buys most of its fuel`
        if forms[at - 1] == "and"
            && tags[at] == (Upos::Noun, Xpos::NNS)
            && matches!(forms[at + 1], "most" | "half" | "much" | "nearly" | "almost" | "its")
            && tags[..at].contains(&(Upos::Verb, Xpos::VBZ))
        {
            tags[at] = (Upos::Verb, Xpos::VBZ);
        }
        // `95,000 citizens of Peru now live in Kenya`: nothing in the plural stands before an adjective like that.
        if forms[at] == "live"
            && matches!(tags[at].0, Upos::Adj | Upos::Adv)
            && matches!(tags[at - 1].0, Upos::Adv | Upos::Propn | Upos::Noun)
            && matches!(forms[at + 1], "in" | "outside" | "abroad" | "near" | "below" | "under")
            && (tags[..at].iter().any(|tag| matches!(tag.1, Xpos::NNS | Xpos::NNPS))
                || tags[..at].iter().any(|tag| tag.0 == Upos::Num) && forms[at - 1].ends_with('s'))
        {
            tags[at] = (Upos::Verb, Xpos::VBP);
        }
        // `was himself jailed for a year`
        if at >= 2
            && matches!(forms[at - 1], "himself" | "herself" | "itself" | "themselves")
            && tags[at - 2].0 == Upos::Aux
            && tags[at].0 == Upos::Adj
            && forms[at].ends_with("ed")
        {
            tags[at] = (Upos::Verb, Xpos::VBN);
        }
        // `a contract worth $5 million`
        if forms[at] == "worth"
            && matches!(tags[at - 1].0, Upos::Noun | Upos::Propn)
            && matches!(tags[at + 1].0, Upos::Sym | Upos::Num)
        {
            tags[at] = (Upos::Adj, Xpos::JJ);
        }
        let is_after_noun = matches!(tags[at - 1].0, Upos::Noun | Upos::Propn);
        let is_candidate = tags[at] == (Upos::Verb, Xpos::VBZ)
            && is_after_noun
            && tags[at + 1].0 == Upos::Adp
            && forms[at].ends_with('s');
        if !is_candidate {
            continue;
        }
        let links_nothing = |upos: Upos| {
            matches!(upos, Upos::Adp | Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
        };
        let next = (at + 1..tags.len()).take(10).find(|next| !links_nothing(tags[*next].0));
        let is_second_verb = |next: usize| {
            matches!(tags[next].1, Xpos::VBD | Xpos::MD)
                && matches!(tags[next].0, Upos::Verb | Upos::Aux)
                // `exports to countries hit by drought`
                && !(forms[next].ends_with("ed") && forms.get(next + 1) == Some(&"by"))
        };
        if next.is_some_and(is_second_verb) {
            tags[at] = (Upos::Noun, Xpos::NNS);
        }
    }
    mend_clause_verb(forms, tags);
}

/// `, which the ministry denies.`, `as the bank notes, …`: a clause needs a verb, and what ends it as a noun in
/// the plural is one.
fn mend_clause_verb(forms: &[&str], tags: &mut [(Upos, Xpos)]) {
    for at in 2..tags.len().saturating_sub(1) {
        let is_last = tags[at] == (Upos::Noun, Xpos::NNS)
            && matches!(forms[at + 1], "." | "," | ";")
            && matches!(tags[at - 1].0, Upos::Noun | Upos::Propn);
        let opening = (0..at).rev().filter(|_| is_last).find(|word| {
            !matches!(tags[*word].0, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det)
                || matches!(forms[*word], "that" | "which")
        });
        let Some(opening) = opening.filter(|opening| opening + 1 < at) else { continue };
        let before = opening.checked_sub(1);
        let is_clause = match forms[opening] {
            "which" => before.is_some_and(|comma| forms[comma] == ","),
            "that" => before.is_some_and(|noun| tags[noun].0 == Upos::Noun),
            "as" | "As" => {
                before.is_none_or(|comma| forms[comma] == ",")
                    && matches!(forms[at], "claims" | "states" | "notes" | "reports" | "remarks")
            }
            _ => false,
        };
        if is_clause {
            tags[at] = (Upos::Verb, Xpos::VBZ);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_has_one_finite_verb() {
        let forms = ["Rice", "exports", "to", "Peru", "fell"];
        let noun = (Upos::Noun, Xpos::NN);
        let (verb, to) = ((Upos::Verb, Xpos::VBZ), (Upos::Adp, Xpos::IN));
        let mut tags = [noun, verb, to, (Upos::Propn, Xpos::NNP), (Upos::Verb, Xpos::VBD)];
        mend_tags(&forms, &mut tags);
        assert_eq!(tags[1], (Upos::Noun, Xpos::NNS));
        // `Kenya exports to Peru and`
        let mut tags = [noun, verb, to, (Upos::Propn, Xpos::NNP), (Upos::Cconj, Xpos::CC)];
        mend_tags(&forms, &mut tags);
        assert_eq!(tags[1], verb);
    }
}
