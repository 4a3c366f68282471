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

/// Adds a candidate for each pronoun that none of `candidates` covers. A later form of the same
/// pronoun in the sentence means the same: `his` after an unresolved `he` is no other person who
/// happens to be named between them.
pub fn add(view: &View<'_>, rules: &Rules<'_>, candidates: &mut Vec<Candidate>) {
    let mut open: Vec<&str> = Vec::new();
    for at in 0..view.len() {
        let Some((_, name, class)) = PRONOUNS.iter().find(|(form, ..)| *form == view.word(at))
        else {
            continue;
        };
        // `US` is no pronoun.
        let is_shouted = view.forms[at].len() > 1 && view.forms[at].chars().all(char::is_uppercase);
        let Some(class) = rules.onto.class_names.get(*class).filter(|_| !is_shouted) else {
            continue;
        };
        let tokens = Tokens::new(at, at + 1);
        let is_other = |one: &Candidate| one.tokens == tokens && one.reason == Reason::Coreference;
        if open.contains(name) {
            candidates.retain(|one| !is_other(one));
        }
        if candidates.iter().any(|one| one.tokens.contains(tokens)) {
            continue;
        }
        open.push(name);
        candidates.push(Candidate {
            tokens,
            class: *class,
            meaning: Meaning::Name((*name).to_owned()),
            reason: Reason::Coreference,
            antecedent: None,
            specific: true,
        });
    }
}
