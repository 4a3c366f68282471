//! Patterns by example: a short sentence with typed slots, one relation per file, from
//! `ontology/patterns/*.toml`.
//!
//! ```toml
//! relation = "memberOf"
//!
//! [[pattern]]
//! text = "{Country} (joined|acceded to) {Organization}"
//! date = "start"
//!
//! [[example]]
//! text  = "Ruritania joined the Danube League in 1994."
//! facts = ["Ruritania | memberOf | Danube League | start=1994"]
//!
//! [[counterexample]]
//! text = "Ruritania joined in the applause."
//! ```
//!
//! | in a pattern | matches |
//! |---|---|
//! | `{Country}`, `{Country\|Organization}` | an entity of one of these classes; the first is the subject, the second the object |
//! | `{object:Organization}` | the same with its part named: `subject`, `object`, or a qualifier (`date`, `start`, `end`, `role`, `place`, `of`, `counterpart`, …) |
//! | `{both:Country}` | two or more that the relation, which is symmetric, holds between: `the two countries`, `Peru and Chile` |
//! | `{Date}` `{Money}` `{Percent}` `{Count}` `{Rank}` | a date or a quantity |
//! | `{role:Office}`, `{role:Office/head}` | an office, of a kind: `head`, `organization`, `official`, `staff`; `kin` for brothers and wives |
//! | `{of:Noun}` | a plain noun phrase |
//! | `{Event\|Programme\|Noun}` | an entity of these classes, or an action or measure that a noun phrase with a name in it describes (`the return of Crimea`): it becomes one of the last class |
//! | `(joined\|acceded to)` | one of the alternatives |
//! | `[the]` | what stands inside, or nothing |
//! | `...` | up to eight words of the same clause |
//! | anything else | the word in any of its forms |
//!
//! Beside `relation` or in one pattern, `unless = ["trade"]` names words that make the pattern's noun
//! say something else: a trade war is no war.
//!
//! `agentless = true` in a pattern: nobody else is said to do it (`{Person} was arrested in {Country}`).
//! `abroad = true`: the person is told to be of another country (`Peru's president said in {City}`).
//!
//! An end that the pattern leaves out: `implied = "object:Organization"` is the one that the text has
//! just named (`when Peru joined`); of `Vote|Agreement` a vote, else an agreement; `home = "subject"` the country that the article is about.
//! `known = true`: the lexicon has the person as a leader of that country (`{Country} under {Person}`).

mod syntax;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::ontology::words::OfficeKind;
use crate::ontology::{ClassId, Ontology, Range, RelationId};
use crate::span::Lines;

/// Every pattern, in the order of file and place in the file.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    /// The patterns.
    pub patterns: Vec<Pattern>,
    /// Sentences that say what the patterns must and must not read.
    pub examples: Vec<Example>,
}

/// One way to say a relation.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// File stem and 1-based number: `member-of/2`.
    pub id: String,
    /// The relation or measure that it says.
    pub relation: RelationId,
    /// The pattern without alternatives and options: every way to read it, longest first.
    pub variants: Vec<Vec<Element>>,
    /// What a date beside the match tells: `start`, `end` or `date`; `None` for nothing.
    pub date: Option<QualifierName>,
    /// The subject or object that the pattern makes rather than finds.
    pub minted: Option<Minted>,
    /// The end that the pattern leaves out because the text has just named it, and its class,
    /// or several, of which the first that the text has counts: `when Peru joined`.
    pub implied: Option<(Part, Vec<ClassId>)>,
    /// The end that the pattern leaves out because it is the country that the article is about:
    /// `was arrested in May`.
    pub home: Option<Part>,
    /// Reads only what is said of a person whom the lexicon has as a leader of the country: `Peru under X`.
    pub known: bool,
    /// Reads only what nobody else is said to do: `X was arrested in Peru`, but not `Chile arrested X
    /// in Peru`.
    pub agentless: bool,
    /// Reads only what is said of a person of another country than that of the place: who speaks in a
    /// city has come there unless it is his own.
    pub abroad: bool,
    /// Qualifiers with a fixed value: key, value.
    pub constants: Vec<(QualifierName, String)>,
    /// The pattern itself says that it is not so.
    pub negated: bool,
    /// The pattern itself says that it is planned.
    pub planned: bool,
    /// What the pattern reads is so whatever is planned around it: the `from` of `raise from … to`.
    pub actual: bool,
    /// What the pattern reads holds though what its verb says is denied or only said by somebody: the
    /// date of a summit that somebody did not attend, the border that he is said to have crossed.
    pub presupposed: bool,
    /// Words before a noun of the pattern that make it say something else: `trade` of `war`.
    pub unless: Vec<String>,
    /// Words of the pattern that are its verb, where the tagger may take them for something else.
    pub verbs: Vec<String>,
    /// The file.
    pub path: String,
    /// Its 1-based line.
    pub line: u64,
}

impl Pattern {
    /// Says whether the pattern has a word that tells something: `{Organization} 's {Organization}` has none.
    pub fn has_words(&self) -> bool {
        let is_telling = |form: &String| {
            form.starts_with(char::is_alphabetic)
                && !matches!(form.as_str(), "of" | "in" | "at" | "the")
        };
        self.variants.iter().flatten().any(|element| match element {
            Element::Word(forms) => forms.iter().any(is_telling),
            Element::Slot(_) | Element::Gap => false,
        })
    }
}

/// An entity that a pattern names by a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minted {
    /// Which end of the claim it is.
    pub part: Part,
    /// Its class.
    pub class: ClassId,
    /// Its name, with `{subject}` or `{object}` for the other end's name.
    pub template: String,
}

/// One piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A typed gap to fill.
    Slot(Slot),
    /// One of these words or punctuation marks, in lower case as written.
    Word(Vec<String>),
    /// Up to eight words of the same clause.
    Gap,
}

/// A typed gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which part of the claim fills it.
    pub part: Part,
    /// What may fill it.
    pub filter: Filter,
}

/// A part of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The subject.
    Subject,
    /// The object.
    Object,
    /// A qualifier.
    Qualifier(QualifierName),
    /// Nothing: it must be there, and that is all (`{_:Country}`).
    Context,
    /// Both ends of a relation that holds both ways round: each two of its entities.
    Both,
    /// Not named in the pattern; compiling gives it its part by position.
    Unnamed,
}

/// Qualifiers as patterns name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is the qualifier of the same name in extract::Qualifier")]
pub enum QualifierName {
    Start,
    End,
    Date,
    Amount,
    Place,
    Role,
    Term,
    Count,
    Commodity,
    Of,
    Counterpart,
    Unit,
}

/// What may fill a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// An entity of one of these classes.
    Classes(Vec<ClassId>),
    /// An entity of one of these classes, or else an action or measure that a noun phrase names;
    /// it is then of the last of the classes.
    Described(Vec<ClassId>),
    /// A date.
    Date,
    /// A sum of money.
    Money,
    /// A percentage.
    Percent,
    /// A number of things or people.
    Count,
    /// A place in an order: `second`, `the largest`.
    Rank,
    /// An office of one of these kinds; any kind when empty.
    Office(Vec<OfficeKind>),
    /// A plain noun phrase.
    Noun,
}

/// A sentence with the claims that must be read from it: none for a counterexample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The file.
    pub path: String,
    /// Its 1-based line.
    pub line: u64,
    /// The relation of the file.
    pub relation: RelationId,
    /// The sentence.
    pub text: String,
    /// `subject | relation | object`, then ` | key=value` for qualifiers and status that matter.
    pub facts: Vec<String>,
}

/// The file as TOML gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    relation: Spanned<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    pattern: Vec<Spanned<RawPattern>>,
    #[serde(default)]
    example: Vec<Spanned<RawExample>>,
    #[serde(default)]
    counterexample: Vec<Spanned<RawExample>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPattern {
    text: String,
    date: Option<String>,
    subject: Option<RawMinted>,
    object: Option<RawMinted>,
    implied: Option<String>,
    home: Option<RawEnd>,
    #[serde(default)]
    known: bool,
    #[serde(default)]
    set: std::collections::BTreeMap<QualifierName, String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    agentless: bool,
    #[serde(default)]
    abroad: bool,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    planned: bool,
    #[serde(default)]
    actual: bool,
    #[serde(default)]
    presupposed: bool,
    #[serde(default)]
    verb: Vec<String>,
}

/// An end of a claim, as TOML gives it.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawEnd {
    Subject,
    Object,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMinted {
    class: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: String,
    #[serde(default)]
    facts: Vec<String>,
}

impl Patterns {
    /// Reads pattern files (path, text), in the order given.
    ///
    /// # Errors
    /// Every file that is not TOML of the expected shape, and every pattern with an unknown
    /// class, relation or part, or with unbalanced brackets, each with its line.
    pub fn parse(files: &[(&str, &str)], onto: &Ontology) -> Result<Self, Vec<Diagnostic>> {
        let mut patterns = Self::default();
        let mut errors = Vec::new();
        for (path, text) in files {
            patterns.add(path, text, onto, &mut errors);
        }
        if errors.is_empty() { Ok(patterns) } else { Err(errors) }
    }

    fn add(&mut self, path: &str, text: &str, onto: &Ontology, errors: &mut Vec<Diagnostic>) {
        let lines = Lines::new(text);
        let file: RawFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map_or(1, |span| lines.at(span.start));
                errors.push(
                    Diagnostic::error(path, error.message().replace('\n', " ")).at_line(line),
                );
                return;
            }
        };
        let Some(relation) = onto.relation_names.get(file.relation.get_ref()).copied() else {
            let line = lines.at(file.relation.span().start);
            let message = format!("relation `{}` is not in the ontology", file.relation.get_ref());
            errors.push(Diagnostic::error(path, message).at_line(line));
            return;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        for (number, raw) in file.pattern.iter().enumerate() {
            let line = lines.at(raw.span().start);
            match compile(raw.get_ref(), relation, onto) {
                Ok(pattern) => self.patterns.push(Pattern {
                    id: format!("{stem}/{}", number + 1),
                    unless: [file.unless.as_slice(), &raw.get_ref().unless].concat(),
                    path: path.to_owned(),
                    line,
                    ..pattern
                }),
                Err(message) => errors.push(Diagnostic::error(path, message).at_line(line)),
            }
        }
        let wanted = file.example.iter().map(|raw| (raw, true));
        let unwanted = file.counterexample.iter().map(|raw| (raw, false));
        for (raw, is_example) in wanted.chain(unwanted) {
            let line = lines.at(raw.span().start);
            let raw = raw.get_ref();
            if is_example == raw.facts.is_empty() {
                let message = match is_example {
                    true => "an example without facts",
                    false => "a counterexample may not list facts",
                };
                errors.push(Diagnostic::error(path, message).at_line(line));
            }
            self.examples.push(Example {
                path: path.to_owned(),
                line,
                relation,
                text: raw.text.clone(),
                facts: raw.facts.clone(),
            });
        }
    }
}

/// Turns one `[[pattern]]` into a [`Pattern`] without id and place.
fn compile(raw: &RawPattern, relation: RelationId, onto: &Ontology) -> Result<Pattern, String> {
    let mut variants = syntax::variants(&raw.text, onto)?;
    for variant in &mut variants {
        name_parts(variant);
    }
    variants.retain(|variant| !variant.is_empty());
    variants.sort_by_key(|variant| std::cmp::Reverse(variant.len()));
    variants.dedup();
    let class = |name: &str| {
        onto.class_names
            .get(name)
            .copied()
            .ok_or_else(|| format!("class `{name}` is not in the ontology"))
    };
    let minted = match (&raw.subject, &raw.object) {
        (None, None) => None,
        (Some(_), Some(_)) => return Err("only one end of a pattern can be made".to_owned()),
        (Some(minted), None) => Some(Minted {
            part: Part::Subject,
            class: class(&minted.class)?,
            template: minted.name.clone(),
        }),
        (None, Some(minted)) => Some(Minted {
            part: Part::Object,
            class: class(&minted.class)?,
            template: minted.name.clone(),
        }),
    };
    let implied = match raw.implied.as_deref().map(|implied| implied.split_once(':')) {
        None => None,
        Some(Some((end @ ("subject" | "object"), names))) => {
            let part = if end == "subject" { Part::Subject } else { Part::Object };
            Some((part, names.split('|').map(class).collect::<Result<_, _>>()?))
        }
        Some(_) => {
            return Err("`implied`: expected `subject:Class` or `object:Class|Class`".to_owned());
        }
    };
    let home = raw.home.map(|end| match end {
        RawEnd::Subject => Part::Subject,
        RawEnd::Object => Part::Object,
    });
    for variant in &variants {
        let is_both =
            |element: &Element| matches!(element, Element::Slot(slot) if slot.part == Part::Both);
        if variant.iter().any(is_both) {
            if !onto.relation(relation).symmetric {
                return Err(format!("`{}`: only a symmetric relation has `both`", raw.text));
            }
            continue;
        }
        for part in [Part::Subject, Part::Object] {
            let found = variant
                .iter()
                .filter(|element| matches!(element, Element::Slot(slot) if slot.part == part));
            let made = usize::from(minted.as_ref().is_some_and(|minted| minted.part == part))
                + usize::from(implied.as_ref().is_some_and(|(implied, _)| *implied == part))
                + usize::from(home == Some(part));
            if found.count() + made != 1 {
                return Err(format!("`{}` needs exactly one {part:?}", raw.text).to_lowercase());
            }
        }
    }
    let date = match raw.date.as_deref() {
        Some("start") => Some(QualifierName::Start),
        Some("end") => Some(QualifierName::End),
        Some("date") => Some(QualifierName::Date),
        Some("none") => None,
        Some(other) => {
            return Err(format!("`date = \"{other}\"`: expected start, end, date or none"));
        }
        None if onto.relation(relation).range == Range::Date => None,
        None => Some(QualifierName::Date),
    };
    Ok(Pattern {
        id: String::new(),
        relation,
        variants,
        date,
        minted,
        implied,
        home,
        known: raw.known,
        agentless: raw.agentless || home.is_some() && !raw.known,
        abroad: raw.abroad,
        constants: raw.set.iter().map(|(key, value)| (*key, value.clone())).collect(),
        negated: raw.negated,
        planned: raw.planned,
        actual: raw.actual,
        presupposed: raw.presupposed,
        unless: Vec::new(),
        verbs: raw.verb.iter().map(|verb| verb.to_lowercase()).collect(),
        path: String::new(),
        line: 0,
    })
}

/// Gives unnamed slots their part: the first entity is the subject, the second the object; a
/// number is the object of a measure.
fn name_parts(variant: &mut [Element]) {
    let taken = |variant: &[Element], part| {
        variant.iter().any(|element| matches!(element, Element::Slot(slot) if slot.part == part))
    };
    for index in 0..variant.len() {
        let part = if !taken(variant, Part::Subject) { Part::Subject } else { Part::Object };
        if let Element::Slot(slot) = &mut variant[index]
            && slot.part == Part::Unnamed
        {
            slot.part = part;
        }
    }
}
