//! What extraction yields: entities with their mentions, and claims with their evidence.

use crate::date::Date;
use crate::ontology::{ClassId, RelationId};
use crate::span::Span;

/// Everything read from one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Every entity that is mentioned, in the order of their ids (`country/kazakhstan`).
    pub entities: Vec<Entity>,
    /// In the order of their evidence, then predicate, subject and object.
    pub claims: Vec<Claim>,
}

/// Index of an [`Entity`] in [`Facts::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// A thing that the document speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Class and slug of the name: `organization/collective-security-treaty-organization`. The
    /// same thing has the same id in every document.
    pub id: String,
    /// Fullest name: the lexicon's, else the fullest in the document.
    pub name: String,
    /// The most specific class known.
    pub class: ClassId,
    /// Wikidata item, when the lexicon gives one.
    pub wikidata: Option<String>,
    /// Names that the text does not spell out: of a thing that is named after another, such as an
    /// institute after its host. Sorted.
    pub aliases: Vec<String>,
    /// Where the document names it, in order.
    pub mentions: Vec<Mention>,
}

/// A place where an entity is named or meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// Why it is taken to mean this entity.
    pub reason: Reason,
    /// The earlier mention that shows what is meant, for short names, acronyms and pronouns.
    pub antecedent: Option<Span>,
}

/// Why a mention belongs to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A name or alias that the lexicon lists.
    Gazetteer,
    /// Another spelling of a name, by [`super::transliteration`]: `Toqaev`.
    Transliteration,
    /// An adjective that the lexicon lists: `Kazakh`.
    Adjective,
    /// A name that stands for a government: `the Kremlin`, `the Kazakh authorities`.
    Metonym,
    /// A name that the document itself introduces.
    Name,
    /// An acronym that the document defines: `Eurasian Economic Union (EAEU)`.
    Acronym,
    /// Part of a name that the document gives in full: `Tokayev`.
    ShortName,
    /// A pronoun, or `the country`, `the organization`.
    Coreference,
    /// A description that names nothing else: `the first summit in Yerevan`.
    Description,
}

/// One thing that the document says: a relation between two entities, or a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Index of the article in the document.
    pub article: u32,
    /// What it is about.
    pub subject: EntityId,
    /// Relation or measure.
    pub predicate: RelationId,
    /// Entity, date or number.
    pub object: Object,
    /// Start, end, date, amount, role, …: sorted by key, then value.
    pub qualifiers: Vec<(Qualifier, Value)>,
    /// Whether it is so, and who says it.
    pub status: Status,
    /// The passages that state it, the clearest first; never empty.
    pub evidence: Vec<Span>,
    /// The rule that read it: file stem and number, `member-of/2`.
    pub rule: String,
}

/// The object of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An entity.
    Entity(EntityId),
    /// A date or a span of dates.
    Date(Date),
    /// A number: `22000000000` for $22 billion.
    Number(f64),
}

/// What a qualifier says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// First day on which the claim holds.
    Start,
    /// Last day on which it holds.
    End,
    /// When it happened, or the day that a number is for.
    Date,
    /// A sum of money, with [`Qualifier::Currency`].
    Amount,
    /// ISO 4217 code.
    Currency,
    /// Where.
    Place,
    /// Office, degree, capacity.
    Role,
    /// Length: of a sentence, an office.
    Term,
    /// How many.
    Count,
    /// What is traded or supplied.
    Commodity,
    /// What a measure counts: `trade`.
    Of,
    /// The other side of a measure.
    Counterpart,
    /// `percent`, `USD`, `CNY`, `EUR`, `km`, `people`, `items`, `rank`.
    Unit,
    /// `more than`, `about`, `up to`: how the number is bounded.
    Bound,
}

/// The value of a qualifier.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A date.
    Date(Date),
    /// An entity.
    Entity(EntityId),
}

/// Whether a claim holds, on three axes, and the words that show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// Done, planned or only thought of.
    pub realis: Realis,
    /// Who says it; the author when `None`.
    pub holder: Option<Holder>,
    /// The words that deny it.
    pub polarity_cue: Option<Span>,
    /// The words that make it planned or hypothetical.
    pub realis_cue: Option<Span>,
    /// The words that name the source.
    pub holder_cue: Option<Span>,
}

impl Status {
    /// Makes what is done so far no more than `realis`, for the words at `cue`; what is less already stays so.
    pub fn weaken(&mut self, realis: Realis, cue: Option<Span>) {
        if self.realis == Realis::Actual {
            self.realis = realis;
            self.realis_cue = cue;
        }
    }
}

/// Affirmed or denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// It is so.
    #[default]
    Affirmed,
    /// It is not so, or was refused.
    Negated,
}

/// Done, planned or only thought of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Realis {
    /// It is or was so.
    #[default]
    Actual,
    /// Intended, promised, proposed, scheduled.
    Planned,
    /// Conditional, possible, feared.
    Hypothetical,
}

/// Who says a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Holder {
    /// A known person, country or organization.
    Entity(EntityId),
    /// Words that name no known entity: `Western officials`.
    Text(String),
}
