//! The terms that graphs are written in. Classes and relations of a domain are not here: they
//! come from the ontology.

use oxigraph::model::NamedNodeRef;

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $iri:expr;)*) => {
        $($(#[$doc])* pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)*
    };
}

/// Start of the model's own terms, `sg:`.
pub const SG: &str = "https://w3id.org/saiga/ns#";
/// Start of the terms of the first domain, `gp:`.
pub const GP: &str = "https://w3id.org/saiga/geopolitics#";
/// Start of the IRIs of Wikidata items.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

terms! {
    /// A file over all its versions.
    DOCUMENT = "https://w3id.org/saiga/ns#Document";
    /// One state of a document, known by the hash of its bytes.
    VERSION = "https://w3id.org/saiga/ns#Version";
    /// An article inside a version.
    ARTICLE_CLASS = "https://w3id.org/saiga/ns#Article";
    /// Something that a document says.
    CLAIM = "https://w3id.org/saiga/ns#Claim";
    /// A triple that follows from others, with its proof.
    INFERENCE = "https://w3id.org/saiga/ns#Inference";
    /// From an inference to what it follows from.
    PREMISE = "https://w3id.org/saiga/ns#premise";
    /// A verbatim piece of a version.
    PASSAGE = "https://w3id.org/saiga/ns#Passage";
    /// A passage that names or means an entity.
    MENTION = "https://w3id.org/saiga/ns#Mention";
    /// A unit of measure or a currency.
    UNIT_CLASS = "https://w3id.org/saiga/ns#Unit";
    /// The code of a unit: `percent`, `USD`.
    NOTATION = "http://www.w3.org/2004/02/skos/core#notation";
    /// Affirmed or denied.
    POLARITY = "https://w3id.org/saiga/ns#polarity";
    /// It is so.
    AFFIRMED = "https://w3id.org/saiga/ns#Affirmed";
    /// It is not so, or was refused.
    NEGATED = "https://w3id.org/saiga/ns#Negated";
    /// Done, planned or only thought of.
    REALIS = "https://w3id.org/saiga/ns#realis";
    /// It is or was so.
    ACTUAL = "https://w3id.org/saiga/ns#Actual";
    /// Intended, promised, proposed, scheduled.
    PLANNED = "https://w3id.org/saiga/ns#Planned";
    /// Conditional, possible, feared.
    HYPOTHETICAL = "https://w3id.org/saiga/ns#Hypothetical";
    /// The entity that says a claim.
    HOLDER = "https://w3id.org/saiga/ns#holder";
    /// Words for a source that is no known entity.
    HOLDER_TEXT = "https://w3id.org/saiga/ns#holderText";
    /// The passage that denies a claim.
    POLARITY_CUE = "https://w3id.org/saiga/ns#polarityCue";
    /// The passage that makes a claim planned or hypothetical.
    REALIS_CUE = "https://w3id.org/saiga/ns#realisCue";
    /// The passage that names the source of a claim.
    HOLDER_CUE = "https://w3id.org/saiga/ns#holderCue";
    /// A passage that states a claim.
    EVIDENCE = "https://w3id.org/saiga/ns#evidence";
    /// The words of a passage.
    QUOTE = "https://w3id.org/saiga/ns#quote";
    /// The page of the file on which a passage begins.
    PAGE = "https://w3id.org/saiga/ns#page";
    /// The rule that read a claim.
    RULE = "https://w3id.org/saiga/ns#rule";
    /// The article that states a claim.
    ARTICLE = "https://w3id.org/saiga/ns#article";
    /// The entity that a mention means.
    REFERS_TO = "https://w3id.org/saiga/ns#refersTo";
    /// Why a mention means its entity.
    REASON = "https://w3id.org/saiga/ns#reason";
    /// The earlier passage that shows what a mention means.
    ANTECEDENT = "https://w3id.org/saiga/ns#antecedent";
    /// First day on which a claim holds.
    VALID_FROM = "https://w3id.org/saiga/ns#validFrom";
    /// Last day on which a claim holds.
    VALID_TO = "https://w3id.org/saiga/ns#validTo";
    /// When it happened, or the day that a number is for.
    DATE = "https://w3id.org/saiga/ns#date";
    /// Path of a version's file, as the user named it.
    SOURCE = "https://w3id.org/saiga/ns#source";
    /// SHA-256 of a version's bytes, in hexadecimal.
    SHA256 = "https://w3id.org/saiga/ns#sha256";
    /// How a version was read: `plain`, `markdown`, `html`.
    FORMAT = "https://w3id.org/saiga/ns#format";
    /// Place of a version in the chain of its document, from 1.
    SEQUENCE = "https://w3id.org/saiga/ns#sequence";
    /// The latest version of a document.
    LATEST = "https://w3id.org/saiga/ns#latest";
    /// A sum of money.
    AMOUNT = "https://w3id.org/saiga/geopolitics#amountOfMoney";
    /// ISO 4217 code of a sum.
    CURRENCY = "https://w3id.org/saiga/geopolitics#currency";
    /// Where.
    PLACE = "https://w3id.org/saiga/geopolitics#place";
    /// Office, degree, capacity.
    ROLE = "https://w3id.org/saiga/geopolitics#role";
    /// Length, of a sentence or an office.
    TERM = "https://w3id.org/saiga/geopolitics#term";
    /// How many.
    COUNT_OF = "https://w3id.org/saiga/geopolitics#countOf";
    /// What is traded or supplied.
    COMMODITY = "https://w3id.org/saiga/geopolitics#commodity";
    /// What a measure counts.
    OF = "https://w3id.org/saiga/geopolitics#of";
    /// The other side of a measure.
    COUNTERPART = "https://w3id.org/saiga/geopolitics#counterpart";
    /// The unit of a measure.
    UNIT = "https://w3id.org/saiga/geopolitics#unit";
    /// How a number is bounded.
    BOUND = "https://w3id.org/saiga/geopolitics#bound";
    /// Another surface form of an entity.
    ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
    /// The same thing in another catalogue.
    EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch";
    /// A title.
    TITLE = "http://purl.org/dc/terms/title";
    /// An author.
    CREATOR = "http://purl.org/dc/terms/creator";
    /// A publisher.
    PUBLISHER = "http://purl.org/dc/terms/publisher";
    /// When it was published.
    ISSUED = "http://purl.org/dc/terms/issued";
    /// A BCP 47 language tag.
    LANGUAGE = "http://purl.org/dc/terms/language";
    /// Where it was published.
    DCT_SOURCE = "http://purl.org/dc/terms/source";
    /// From place to the place that it lies in; also the lexicon's word for it.
    LOCATED_IN = "https://w3id.org/saiga/geopolitics#locatedIn";
    /// From capital to country; also the lexicon's word for it.
    CAPITAL_OF = "https://w3id.org/saiga/geopolitics#capitalOf";
    /// From part to whole.
    IS_PART_OF = "http://purl.org/dc/terms/isPartOf";
    /// From version to document.
    IS_VERSION_OF = "http://purl.org/dc/terms/isVersionOf";
    /// From a version to the one before it.
    WAS_REVISION_OF = "http://www.w3.org/ns/prov#wasRevisionOf";
}
