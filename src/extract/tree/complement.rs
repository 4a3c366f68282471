//! Whose a verb is that completes another: in `wants Chile to join` and `hopes that Chile will join` it is Chile
//! that joins, and a pattern such as `{Country} wants to join {Organization}` says nothing of the others.

use super::graph::{Graph, Label};
use super::template::Template;

/// Says whether a verb that completes another in the template has, in the sentence, none of the subjects that
/// the template gives the other. `tokens` are what the template's nodes were found at.
pub fn is_of_another(graph: &Graph, template: &Template, tokens: &[usize]) -> bool {
    let links = |node: usize, wanted: Label| {
        template.edges.iter().filter_map(move |link| {
            let fits = link.labels.contains(&wanted);
            match (link.down, fits) {
                (true, true) if link.from == node => Some(link.to),
                (false, true) if link.to == node => Some(link.from),
                _ => None,
            }
        })
    };
    template.edges.iter().filter(|link| link.labels == [Label::Complement]).any(|link| {
        let (verb, complement) =
            if link.down { (link.from, link.to) } else { (link.to, link.from) };
        let mut subjects = links(verb, Label::Subject).peekable();
        // The template has its own subject there, or says who is addressed.
        let is_told = subjects.peek().is_none()
            || links(complement, Label::Subject).next().is_some()
            || links(verb, Label::Object).any(|object| object != complement)
            || links(verb, Label::Indirect).next().is_some();
        let own: Vec<usize> = graph
            .below(tokens[complement])
            .filter(|arc| arc.label == Label::Subject)
            .map(|arc| arc.dependent)
            .collect();
        !is_told && !own.is_empty() && subjects.all(|subject| !own.contains(&tokens[subject]))
    })
}
