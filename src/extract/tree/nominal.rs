//! The same said with a noun: `Peru's accession to the pact` for `Peru acceded to the pact`.
//!
//! The table `nominalizations.csv` pairs verbs with their nouns and says which prepositions bring the
//! object. What was the subject becomes the possessor, an adjective, or the phrase with `by`; where
//! the verb has no object, also the phrase with `of`.

use super::graph::Label;
use super::template::{Kind, Node, Template};
use crate::ontology::words::WordLists;

/// The template with a noun for its verb, if there is a noun and the verb governs all the rest.
pub fn nominal(template: &Template, words: &WordLists) -> Option<Template> {
    let Node::Word(Kind::Verb, verbs) = &template.nodes[0] else { return None };
    let is_flat = template.edges.iter().all(|link| link.from != 0 || link.down);
    let has_subject = template.edges.iter().any(|link| link.labels.contains(&Label::Subject));
    (is_flat && has_subject).then_some(())?;
    let has_object =
        template.edges.iter().any(|link| link.from == 0 && link.labels.contains(&Label::Object));
    let mut nouns: Vec<String> = Vec::new();
    let mut prepositions: Vec<Label> = Vec::new();
    for (verb, noun, objects) in &words.nominalizations {
        // A verb whose object becomes a phrase must have one, and the other way round.
        if verbs.contains(verb) && objects.is_empty() != has_object {
            nouns.push(noun.clone());
            prepositions.extend(objects.iter().cloned().map(Label::Prep));
        }
    }
    (!nouns.is_empty()).then_some(())?;
    nouns.sort_unstable();
    nouns.dedup();
    let mut made = template.clone();
    made.nodes[0] = Node::Word(Kind::Noun, nouns);
    for link in made.edges.iter_mut().filter(|link| link.from == 0) {
        let mut labels = Vec::new();
        for label in &link.labels {
            match label {
                Label::Subject => {
                    labels.extend([
                        Label::Subject,
                        Label::Possessor,
                        Label::Modifier,
                        Label::Prep("by".to_owned()),
                    ]);
                    if !has_object {
                        labels.push(Label::Prep("of".to_owned()));
                    }
                }
                Label::Object => labels.extend(prepositions.iter().cloned()),
                Label::Prep(_) => labels.push(label.clone()),
                _ => return None,
            }
        }
        labels.sort();
        labels.dedup();
        link.labels = labels;
    }
    Some(made)
}
