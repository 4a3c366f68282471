//! Why a pattern does or does not read a text, for those who write patterns.

use std::fmt::Write;

use super::ground::Ground;
use super::search;
use super::template::{Node, Template};
use crate::extract::Rules;
use crate::extract::scene::Scene;
use crate::ontology::pattern::{Filter, Slot};

/// Describes the trees of the patterns that `wanted` chooses by their ids, and what each finds in the
/// scenes, a line for each thing.
///
/// # Panics
/// Never: writing to a string cannot fail.
pub fn describe(scenes: &[Scene<'_>], rules: &Rules<'_>, wanted: impl Fn(&str) -> bool) -> String {
    let mut text = String::new();
    let written = "a string takes everything";
    let grounds: Vec<Ground<'_, '_>> =
        scenes.iter().map(|scene| Ground::new(scene, rules)).collect();
    for (index, pattern) in rules.patterns.patterns.iter().enumerate() {
        if !wanted(&pattern.id) {
            continue;
        }
        let trees: Vec<&Template> =
            rules.trees.iter().filter(|template| template.pattern == index).collect();
        writeln!(text, "{} ({}:{})", pattern.id, pattern.path, pattern.line).expect(written);
        if trees.is_empty() {
            writeln!(text, "  no tree: its parts are not connected; matched word by word")
                .expect(written);
        }
        for template in trees {
            writeln!(text, "  tree: {}", shape(template, rules)).expect(written);
            for ground in &grounds {
                outcome(ground, rules, template, &mut text);
            }
        }
    }
    text
}

/// What a template finds in a sentence.
fn outcome(ground: &Ground<'_, '_>, rules: &Rules<'_>, template: &Template, text: &mut String) {
    let view = &ground.scene.view;
    let written = "a string takes everything";
    for at in 0..view.len() {
        match search::shortfall(ground, rules, template, at) {
            None => writeln!(text, "    found at `{}`", view.forms[at]).expect(written),
            Some(0) => {}
            Some(reached) => {
                let missing = template.edges.get(reached - 1).map_or_else(
                    || "a date on the same verb".to_owned(),
                    |link| {
                        let labels: Vec<String> =
                            link.labels.iter().map(|label| format!("{label:?}")).collect();
                        let node = node(&template.nodes[link.to], rules);
                        format!("{node} as {}", labels.join(" or "))
                    },
                );
                writeln!(text, "    at `{}`: no {missing}", view.forms[at]).expect(written);
            }
        }
    }
}

/// A template on one line.
fn shape(template: &Template, rules: &Rules<'_>) -> String {
    let mut shape = node(&template.nodes[0], rules);
    for link in &template.edges {
        let labels: Vec<String> = link.labels.iter().map(|label| format!("{label:?}")).collect();
        let arrow = if link.down { "->" } else { "<-" };
        write!(
            shape,
            "; {} {arrow}{}{arrow} {}",
            node(&template.nodes[link.from], rules),
            labels.join("|"),
            node(&template.nodes[link.to], rules)
        )
        .expect("a string takes everything");
    }
    if !template.dates.is_empty() {
        shape.push_str("; with a date");
    }
    shape
}

fn node(node: &Node, rules: &Rules<'_>) -> String {
    match node {
        Node::Word(kind, lemmas) => format!("{} ({kind:?})", lemmas.join("|")),
        Node::Slot(Slot { part, filter }) => match filter {
            Filter::Classes(classes) | Filter::Described(classes) => {
                let names: Vec<&str> =
                    classes.iter().map(|class| rules.onto.class(*class).name.as_str()).collect();
                format!("{{{part:?}: {}}}", names.join("|"))
            }
            filter => format!("{{{part:?}: {filter:?}}}"),
        },
    }
}
