//! Everything that guides extraction, compiled once: ontology, lexicon, word lists, patterns.

use std::collections::BTreeMap;

use super::gazetteer::Gazetteer;
use super::matching::Step;
use super::mention::Meaning;
use crate::ontology::pattern::{Element, Filter, Pattern, Patterns};
use crate::ontology::words::WordLists;
use crate::ontology::{ClassId, EntryId, Lexicon, Ontology, RelationId};
use crate::text::{self, Language, Upos};

/// What extraction goes by.
pub struct Rules<'p> {
    /// Classes and relations.
    pub onto: &'p Ontology,
    /// Names known beforehand.
    pub lexicon: &'p Lexicon,
    /// Closed lists of words.
    pub words: &'p WordLists,
    /// The patterns as written.
    pub patterns: &'p Patterns,
    /// The lexicon, ready to be searched for.
    pub gazetteer: Gazetteer,
    /// The patterns, ready to be matched.
    pub compiled: Vec<Compiled>,
    /// Persons of the lexicon by their last name; `None` when several share it.
    pub surnames: BTreeMap<String, Option<EntryId>>,
    /// The relation between an article and its author, if the ontology has it.
    pub author: Option<RelationId>,
}

/// One way to read one pattern.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// Index into [`Patterns::patterns`].
    pub pattern: usize,
    /// What to match, in order.
    pub steps: Vec<Step>,
    /// A sentence without these words or lemmas cannot match: any one of each.
    pub required: Vec<[String; 2]>,
}

impl<'p> Rules<'p> {
    /// Compiles the rules.
    pub fn new(
        onto: &'p Ontology,
        lexicon: &'p Lexicon,
        words: &'p WordLists,
        patterns: &'p Patterns,
        language: &Language,
    ) -> Self {
        let mut compiled = Vec::new();
        for (index, pattern) in patterns.patterns.iter().enumerate() {
            for variant in &pattern.variants {
                let steps = steps(pattern, variant, language, onto);
                let required = steps
                    .iter()
                    .filter_map(|step| match step {
                        Step::Word { form, lemma, .. } => Some([form.clone(), lemma.clone()]),
                        _ => None,
                    })
                    .collect();
                compiled.push(Compiled { pattern: index, steps, required });
            }
        }
        Self {
            onto,
            lexicon,
            words,
            patterns,
            gazetteer: Gazetteer::new(lexicon),
            compiled,
            surnames: surnames(onto, lexicon),
            author: onto.relation_names.get("author").copied(),
        }
    }

    /// Says whether `class` is the class named `ancestor`, or stands below it.
    pub fn is(&self, class: ClassId, ancestor: &str) -> bool {
        self.onto.class_names.get(ancestor).is_some_and(|ancestor| self.onto.is_a(class, *ancestor))
    }

    /// The name that stands for a meaning.
    pub fn name_of<'m>(&'m self, meaning: &'m Meaning) -> &'m str {
        match meaning {
            Meaning::Entry(entry) => &self.lexicon.entry(*entry).name,
            Meaning::Name(name) | Meaning::Description(name) => name,
        }
    }
}

/// The persons of the lexicon by last name.
fn surnames(onto: &Ontology, lexicon: &Lexicon) -> BTreeMap<String, Option<EntryId>> {
    let mut surnames: BTreeMap<String, Option<EntryId>> = BTreeMap::new();
    let Some(person) = onto.class_names.get("Person") else { return surnames };
    for (index, entry) in (0u32..).zip(&lexicon.entries) {
        if !onto.is_a(entry.class, *person) {
            continue;
        }
        let mut last: Vec<&str> = std::iter::once(&entry.name)
            .chain(&entry.aliases)
            .filter_map(|name| name.split(' ').next_back())
            .collect();
        last.sort_unstable();
        last.dedup();
        for surname in last {
            let known = surnames.entry(surname.to_owned()).or_insert(Some(EntryId(index)));
            if *known != Some(EntryId(index)) {
                *known = None;
            }
        }
    }
    surnames
}

/// Annotates a pattern by putting plain words into its slots, so that its own words get the lemma
/// and the voice that they have in such a sentence.
fn steps(
    pattern: &Pattern,
    variant: &[Element],
    language: &Language,
    onto: &Ontology,
) -> Vec<Step> {
    let mut sample = String::new();
    let mut starts = Vec::with_capacity(variant.len());
    for element in variant {
        let word = match element {
            Element::Word(word) => word.as_str(),
            Element::Gap => "",
            Element::Slot(slot) => match &slot.filter {
                Filter::Classes(classes) => stand_in(onto, classes),
                Filter::Date => "2015",
                Filter::Money => "$5 million",
                Filter::Percent => "5 percent",
                Filter::Count => "five",
                Filter::Rank => "largest",
                Filter::Office(_) => "president",
                Filter::Noun => "trade",
            },
        };
        let is_tight = matches!(word, "," | "." | ":" | ";" | ")");
        if !sample.is_empty() && !word.is_empty() && !is_tight && !sample.ends_with('(') {
            sample.push(' ');
        }
        starts.push(sample.len());
        sample.push_str(word);
    }
    sample.push('.');
    let annotated = text::annotate_text(&sample, language);
    let tokens: Vec<_> = annotated.sentences.iter().flat_map(|sentence| &sentence.tokens).collect();
    let make = |(element, start): (&Element, &usize)| match element {
        Element::Slot(slot) => Step::Slot(slot.clone()),
        Element::Gap => Step::Gap,
        Element::Word(form) => {
            let index = tokens.iter().position(|token| token.span.start as usize == *start);
            let token = index.map(|index| tokens[index]);
            let lemma = token.map_or_else(|| form.clone(), |token| token.lemma.to_string());
            let is_verb =
                token.is_some_and(|token| token.upos == Upos::Verb) || pattern.verbs.contains(form);
            let is_passive = || {
                let before =
                    index.and_then(|index| index.checked_sub(1)).map(|index| &*tokens[index].lemma);
                let after =
                    index.and_then(|index| tokens.get(index + 1)).map(|token| &*token.lemma);
                before == Some("be") || after == Some("by")
            };
            Step::Word { form: form.clone(), lemma, verb: is_verb.then(is_passive) }
        }
    };
    variant.iter().zip(&starts).map(make).collect()
}

/// A name of one of the classes, for the sample sentence.
fn stand_in(onto: &Ontology, classes: &[ClassId]) -> &'static str {
    let top = classes.first().map(|class| onto.class(onto.class(*class).top).name.as_str());
    match top {
        Some("Person") => "Anna Weber",
        Some("Country") => "France",
        Some("Place") => "Paris",
        Some("Organization") => "Unesco",
        Some("Agreement") => "the Treaty",
        Some("Event") => "the Summit",
        Some("Project") => "the Railway",
        _ => "the Programme",
    }
}
