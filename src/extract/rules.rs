//! Everything that guides extraction, compiled once: ontology, lexicon, word lists, patterns.

mod anchors;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::anchors::Anchors;
use super::gazetteer::Gazetteer;
use super::matching::{Form, Step};
use super::mention::Meaning;
use super::office::Office;
use super::scene::Scene;
use super::transliteration::Spellings;
use super::tree::nominal;
use super::tree::template::{self, Node, Sample, Template};
use crate::ontology::pattern::{Element, Filter, Pattern, Patterns};
use crate::ontology::words::WordLists;
use crate::ontology::{ClassId, Decisions, EntryId, Lexicon, Ontology, RelationId};
use crate::text::{self, Language, Readings, Token, Upos, Xpos};

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
    /// Which patterns a sentence can match by its words.
    anchors: Anchors,
    /// The patterns as trees.
    pub trees: Vec<Template>,
    /// From the lemma of a template's first node to the templates.
    roots: BTreeMap<String, Vec<usize>>,
    /// Templates whose first node is an office.
    offices: Vec<usize>,
    /// Persons of the lexicon by their last name; `None` when several share it.
    pub surnames: BTreeMap<String, Option<EntryId>>,
    /// Pronouns that mean nobody the text names are kept; see [`unresolved`](super::unresolved).
    pub keep_unresolved: bool,
    /// Persons and places of the lexicon by the keys of their spellings.
    pub spellings: Spellings,
    /// The analyst's decisions.
    pub decisions: Decisions,
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
    pub required: Vec<Vec<String>>,
}

impl<'p> Rules<'p> {
    /// Compiles the rules.
    pub fn new(
        onto: &'p Ontology,
        lexicon: &'p Lexicon,
        words: &'p WordLists,
        patterns: &'p Patterns,
        language: &Language,
        readings: &Readings,
    ) -> Self {
        // Annotating the patterns is most of the work; each stands for itself.
        let compile_all = || -> Vec<(Vec<Compiled>, Vec<Template>)> {
            (patterns.patterns.par_iter().enumerate())
                .map(|(index, pattern)| compile(index, pattern, (language, readings), onto, words))
                .collect()
        };
        let ((gazetteer, spellings), parts) = rayon::join(
            || rayon::join(|| Gazetteer::new(lexicon), || Spellings::new(onto, lexicon)),
            compile_all,
        );
        let (compiled, trees): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let compiled: Vec<Compiled> = compiled.into_iter().flatten().collect();
        let trees: Vec<Template> = trees.into_iter().flatten().collect();
        let anchors = Anchors::new(&compiled);
        let (roots, offices) = roots(&trees);
        Self {
            onto,
            lexicon,
            words,
            patterns,
            gazetteer,
            anchors,
            compiled,
            trees,
            roots,
            offices,
            surnames: surnames(onto, lexicon),
            keep_unresolved: false,
            spellings,
            decisions: Decisions::default(),
            author: onto.relation_names.get("author").copied(),
        }
    }

    /// Returns the patterns that a sentence with this sorted vocabulary can match, in order.
    pub fn candidates<'r>(&'r self, vocabulary: &[String]) -> impl Iterator<Item = &'r Compiled> {
        self.anchors.candidates(vocabulary).into_iter().map(|index| &self.compiled[index])
    }

    /// Returns the templates that can start in a sentence, each with the token that it starts at,
    /// in the order of the patterns.
    pub fn templates<'r>(&'r self, scene: &Scene<'_>) -> Vec<(&'r Template, usize)> {
        let view = &scene.view;
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, token) in view.sentence.tokens.iter().enumerate() {
            for word in [token.lemma.to_lowercase().as_str(), view.word(at)] {
                let rooted = self.roots.get(word).into_iter().flatten();
                found.extend(rooted.map(|index| (*index, at)));
            }
            let ends = |office: &Office| view.head_of(office.tokens) == at;
            if matches!(token.upos, Upos::Noun | Upos::Propn)
                && scene.offices.iter().flatten().any(ends)
            {
                found.extend(self.offices.iter().map(|index| (*index, at)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(index, at)| (&self.trees[index], at)).collect()
    }

    /// Says whether `class` is the class named `ancestor`, or stands below it.
    pub fn is(&self, class: ClassId, ancestor: &str) -> bool {
        self.onto.class_names.get(ancestor).is_some_and(|ancestor| self.onto.is_a(class, *ancestor))
    }

    /// Says whether things of a class are told apart by their dates: events and agreements.
    pub fn is_dated(&self, class: ClassId) -> bool {
        self.is(class, "Event") || self.is(class, "Agreement")
    }

    /// The name that stands for a meaning.
    pub fn name_of<'m>(&'m self, meaning: &'m Meaning) -> &'m str {
        match meaning {
            Meaning::Entry(entry) => &self.lexicon.entry(*entry).name,
            Meaning::Name(name) | Meaning::Description(name) => name,
        }
    }
}

/// Where each template starts: at a word, else at an office.
fn roots(trees: &[Template]) -> (BTreeMap<String, Vec<usize>>, Vec<usize>) {
    let mut roots: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut offices = Vec::new();
    for (index, template) in trees.iter().enumerate() {
        match &template.nodes[0] {
            Node::Word(_, lemmas) => {
                for lemma in lemmas {
                    roots.entry(lemma.clone()).or_default().push(index);
                }
            }
            Node::Slot(_) => offices.push(index),
        }
    }
    (roots, offices)
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

/// What a sentence must have one of for a word of a pattern to match. A form with hyphens may be
/// several tokens: its first part.
fn needed(forms: &[Form]) -> Vec<String> {
    let first_part = |form: &str| {
        form.split('-').next().filter(|part| !part.is_empty()).unwrap_or("-").to_owned()
    };
    let mut needed: Vec<String> = forms
        .iter()
        .flat_map(|word| [word.form.clone(), word.lemma.clone(), first_part(&word.form)])
        .collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// Compiles every variant of a pattern.
fn compile(
    index: usize,
    pattern: &Pattern,
    (language, readings): (&Language, &Readings),
    onto: &Ontology,
    words: &WordLists,
) -> (Vec<Compiled>, Vec<Template>) {
    // A word is annotated once, in the fullest variant that has it; the first of several ways to
    // say each word share a sentence.
    let mut forms: BTreeMap<&str, Form> = BTreeMap::new();
    let mut tagged: BTreeMap<String, Vec<Token>> = BTreeMap::new();
    // The tags of words: others in their place that look alike have the same.
    let mut tags: BTreeMap<&str, (Upos, Xpos)> = BTreeMap::new();
    let mut compiled = Vec::with_capacity(pattern.variants.len());
    for variant in &pattern.variants {
        for (slot, element) in variant.iter().enumerate() {
            let Element::Word(words) = element else { continue };
            for word in words {
                if forms.contains_key(word.as_str()) {
                    continue;
                }
                let is_plain = !pattern.verbs.iter().any(|verb| verb == word);
                let like = words.first().filter(|_| is_plain).and_then(|first| {
                    let ((upos, xpos), known) =
                        (tags.get(first.as_str())?, forms.get(first.as_str())?);
                    let lemma = text::lemma_by_tag(word, *upos, *xpos, language)?;
                    Some(Form { form: word.clone(), lemma, verb: known.verb })
                });
                let form = if let Some(form) = like {
                    form
                } else if word.starts_with(char::is_alphabetic) {
                    let (sample, start) = sample_of(variant, slot, word, onto);
                    let tokens = (tagged.entry(sample.clone()))
                        .or_insert_with(|| text::tag_again(&sample, language, readings));
                    let at = tokens.iter().find(|token| token.span.start as usize == start);
                    let at = at.filter(|token| token.span.of(&sample) == *word);
                    tags.extend(at.map(|token| (word.as_str(), (token.upos, token.xpos))));
                    annotate_word(pattern, word, &sample, start, tokens)
                } else {
                    as_written(word, None)
                };
                forms.insert(word, form);
            }
        }
        let step = |element: &Element| match element {
            Element::Slot(slot) => Step::Slot(slot.clone()),
            Element::Gap => Step::Gap,
            Element::Word(words) => {
                Step::Word(words.iter().map(|word| forms[word.as_str()].clone()).collect())
            }
        };
        let steps: Vec<Step> = variant.iter().map(step).collect();
        let words = steps.iter().filter_map(|step| match step {
            Step::Word(forms) => Some(needed(forms)),
            _ => None,
        });
        let required = words.collect();
        compiled.push(Compiled { pattern: index, steps, required });
    }
    let mut trees = grow(index, pattern, &forms, (language, readings), (onto, words));
    let nominal: Vec<Template> =
        trees.iter().filter_map(|tree| nominal::nominal(tree, words)).collect();
    for tree in nominal {
        if !trees.contains(&tree) {
            trees.push(tree);
        }
    }
    (compiled, trees)
}

/// The trees of a pattern: those of its variants, each once.
fn grow(
    index: usize,
    pattern: &Pattern,
    forms: &BTreeMap<&str, Form>,
    (language, readings): (&Language, &Readings),
    (onto, words): (&Ontology, &WordLists),
) -> Vec<Template> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut trees: Vec<Template> = Vec::new();
    for variant in &pattern.variants {
        let sample = Sample::new(variant, |slot| sample_fill(onto, &slot.filter));
        // An article more or less makes no other tree.
        if samples.iter().any(|known| is_alike(&known.text, &sample.text)) {
            continue;
        }
        let annotated = text::annotate_again(&sample.text, language, readings);
        if let Some(template) = template::compile(index, variant, &sample, &annotated, forms, words)
            && !trees.contains(&template)
        {
            trees.push(template);
        }
        samples.push(sample);
    }
    trees
}

/// Says whether two samples differ in nothing but articles.
fn is_alike(one: &str, other: &str) -> bool {
    let is_word = |word: &&str| !matches!(*word, "the" | "a" | "an");
    one.split(' ').filter(is_word).eq(other.split(' ').filter(is_word))
}

/// The pattern with `word` as its element at `index` and plain words in its slots, and where the
/// word starts: there it gets the lemma and the voice that it has in such a sentence.
fn sample_of(variant: &[Element], index: usize, word: &str, onto: &Ontology) -> (String, usize) {
    let mut sample = String::new();
    let mut start = 0;
    for (slot, element) in variant.iter().enumerate() {
        let piece = match element {
            Element::Word(_) if slot == index => word,
            Element::Word(words) => words.first().map_or("", String::as_str),
            Element::Gap => "",
            Element::Slot(slot) => sample_fill(onto, &slot.filter),
        };
        let is_tight = matches!(piece, "," | "." | ":" | ";" | ")" | "'s");
        if !sample.is_empty() && !piece.is_empty() && !is_tight && !sample.ends_with('(') {
            sample.push(' ');
        }
        if slot == index {
            start = sample.len();
        }
        sample.push_str(piece);
    }
    sample.push('.');
    (sample, start)
}

/// A word that is compared as it is written.
fn as_written(word: &str, verb: Option<bool>) -> Form {
    Form { form: word.to_owned(), lemma: word.to_owned(), verb }
}

/// What a word of a pattern is, by its tagged sample.
fn annotate_word(
    pattern: &Pattern,
    word: &str,
    sample: &str,
    start: usize,
    tokens: &[Token],
) -> Form {
    let is_listed = pattern.verbs.iter().any(|verb| verb == word);
    let Some(at) = tokens.iter().position(|token| token.span.start as usize == start) else {
        return as_written(word, is_listed.then_some(false));
    };
    if tokens[at].span.of(sample) != word {
        // Several tokens: they are compared as written.
        return as_written(word, None);
    }
    let is_verb = tokens[at].upos == Upos::Verb || is_listed;
    let before = at.checked_sub(1).map(|at| &*tokens[at].lemma);
    let after = tokens.get(at + 1).map(|token| &*token.lemma);
    // `grew by 5 percent` has no agent.
    let has_agent =
        after == Some("by") && tokens.get(at + 2).is_some_and(|token| token.upos != Upos::Num);
    let is_passive = before == Some("be") || has_agent;
    Form {
        form: word.to_owned(),
        lemma: tokens[at].lemma.to_string(),
        verb: is_verb.then_some(is_passive),
    }
}

/// Words that fill a slot in the sample sentence.
fn sample_fill(onto: &Ontology, filter: &Filter) -> &'static str {
    match filter {
        Filter::Classes(classes) | Filter::Described(classes) => stand_in(onto, classes),
        Filter::Date => "2015",
        Filter::Money => "$5 million",
        Filter::Percent => "5 percent",
        Filter::Count => "five",
        Filter::Rank => "largest",
        Filter::Office(_) => "president",
        Filter::Noun => "trade",
    }
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
