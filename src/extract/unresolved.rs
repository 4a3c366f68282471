//! Pronouns that mean nobody the text names: kept only on request, for excerpts that begin in the
//! middle. What is said of `he` is then a claim about an entity named `he`, marked as unresolved.

use super::Rules;
use super::fact::Reason;
use super::mention::{Candidate, Meaning};
use super::view::{Tokens, View};

/// Pronouns with the name of the entity that they stand for and its class. All forms of one pronoun
/// in a document are one entity.
const PRONOUNS: [(&str, &str, &str); 17] = [
    ("he", "he", "Person"),
    ("him", "he", "Person"),
    ("his", "he", "Person"),
    ("himself", "he", "Person"),
    ("she", "she", "Person"),
    ("her", "she", "Person"),
    ("hers", "she", "Person"),
    ("herself", "she", "Person"),
    ("i", "I", "Person"),
    ("me", "I", "Person"),
    ("my", "I", "Person"),
    ("it", "it", "Organization"),
    ("its", "it", "Organization"),
    ("itself", "it", "Organization"),
    ("we", "we", "Organization"),
    ("our", "we", "Organization"),
    ("us", "we", "Organization"),
];

/// Returns a candidate for each pronoun that none of `candidates` covers.
pub fn find(view: &View<'_>, rules: &Rules<'_>, candidates: &[Candidate]) -> Vec<Candidate> {
    let is_taken =
        |at: usize| candidates.iter().any(|one| (one.tokens.first..one.tokens.end).contains(&at));
    let candidate = |at: usize| {
        let (_, name, class) = PRONOUNS.iter().find(|(form, ..)| *form == view.word(at))?;
        // `US` is no pronoun.
        let is_shouted = view.forms[at].len() > 1 && view.forms[at].chars().all(char::is_uppercase);
        let class = rules.onto.class_names.get(*class).filter(|_| !is_shouted)?;
        Some(Candidate {
            tokens: Tokens::new(at, at + 1),
            class: *class,
            meaning: Meaning::Name((*name).to_owned()),
            reason: Reason::Coreference,
            antecedent: None,
            specific: true,
        })
    };
    (0..view.len()).filter(|at| !is_taken(*at)).filter_map(candidate).collect()
}
