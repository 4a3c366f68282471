//! One fact or one entity with everything that the store knows of where it comes from.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oxigraph::model::Quad;
use serde::Serialize;

use crate::extract::{Polarity, Realis};
use crate::graph::describe::Descriptions;
use crate::graph::record::{self, ClaimRecord, EntityRecord, Object, Passage};
use crate::graph::{iri, vocab};
use crate::ontology::{Decision, Decisions};

/// Why the graph says what it says of a claim or an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Explanation {
    /// Of a claim.
    Claim(ClaimExplanation),
    /// Of an entity.
    Entity(EntityExplanation),
}

/// A claim in all versions that state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimExplanation {
    /// Its IRI.
    pub iri: String,
    /// Name of the subject.
    pub subject: String,
    /// Label of the relation or measure.
    pub relation: String,
    /// Name of the object, or the literal.
    pub object: String,
    /// Values by the words for the qualifier.
    pub qualifiers: BTreeMap<String, Vec<String>>,
    /// `actual`, `planned`, `hypothetical`, or `not` before one of them.
    pub status: String,
    /// Who says it, where that is not the author.
    pub said_by: Option<String>,
    /// The documents that state it, by path.
    pub sources: Vec<Source>,
}

/// Where one version states a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Source {
    /// Path of the document.
    pub document: String,
    /// IRI of the version.
    pub version: String,
    /// Title of the article.
    pub article: String,
    /// The rule that read it.
    pub rule: String,
    /// The passages that state it, in the order of the text.
    pub quotes: Vec<Quote>,
    /// The words that show its status, by what they show: `polarity`, `realis`, `holder`.
    pub cues: BTreeMap<String, Quote>,
}

/// Words of a document and where they stand, in code points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quote {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub quote: String,
}

/// An entity with its mentions and claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityExplanation {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// The words for its class.
    pub class: String,
    /// Other names that documents use.
    pub names: Vec<String>,
    /// IRI of its item in Wikidata.
    pub wikidata: Option<String>,
    /// The analyst's decisions about it, a line for each.
    pub decisions: Vec<String>,
    /// Every mention, by document and place, with the reason why it is this entity.
    pub mentions: Vec<MentionExplanation>,
    /// Every claim with the entity at either end, by relation.
    pub claims: Vec<ClaimExplanation>,
}

/// Why a mention is taken to mean an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MentionExplanation {
    /// Path of the document.
    pub document: String,
    /// The words.
    #[serde(flatten)]
    pub words: Quote,
    /// Why: `gazetteer`, `short name`, …
    pub reasons: Vec<String>,
    /// The earlier words that show what is meant.
    pub antecedent: Option<Quote>,
}

/// Explains the claim with this IRI; `None` when the quads do not state it.
pub fn claim(quads: &[Quad], iri: &str) -> Option<ClaimExplanation> {
    let all = Descriptions::new(quads);
    let records: Vec<_> =
        record::claims(quads).into_iter().filter(|record| record.iri == iri).collect();
    explain_claim(&all, &records)
}

/// Explains the entity with this IRI; `None` when the quads do not describe it.
pub fn entity(quads: &[Quad], iri: &str) -> Option<EntityExplanation> {
    let all = Descriptions::new(quads);
    let records: Vec<EntityRecord> =
        record::entities(quads).into_iter().filter(|record| record.iri == iri).collect();
    let first = records.first()?;
    let mut names: Vec<String> = (records.iter())
        .flat_map(|record| record.alt_labels.iter().chain([&record.label]))
        .filter(|name| **name != first.label)
        .cloned()
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut mentions: Vec<_> = (records.iter())
        .flat_map(|record| {
            record.mentions.iter().map(|mention| (path(&all, &record.version), mention))
        })
        .map(|(document, mention)| MentionExplanation {
            document,
            words: quote(&mention.passage),
            reasons: mention.reasons.clone(),
            antecedent: mention.antecedent.as_ref().map(quote),
        })
        .collect();
    mentions.sort_unstable();
    let mut claims: BTreeMap<(String, String), Vec<ClaimRecord>> = BTreeMap::new();
    for record in record::claims(quads) {
        let at_end = matches!(&record.object, Object::Entity(node) if node.iri == iri);
        if at_end || record.subject.iri == iri {
            claims
                .entry((record.predicate_label.clone(), record.iri.clone()))
                .or_default()
                .push(record);
        }
    }
    Some(EntityExplanation {
        iri: iri.to_owned(),
        label: first.label.clone(),
        class: all.label(&first.class).unwrap_or_else(|| record::words_of(&first.class)),
        names,
        wikidata: records.iter().find_map(|record| record.wikidata.clone()),
        decisions: Vec::new(),
        mentions,
        claims: claims.values().filter_map(|records| explain_claim(&all, records)).collect(),
    })
}

impl Explanation {
    /// Explains a claim or an entity by IRI; `None` when the quads know neither.
    pub fn of(quads: &[Quad], iri: &str) -> Option<Self> {
        if iri.starts_with(iri::CLAIM) {
            claim(quads, iri).map(Self::Claim)
        } else {
            entity(quads, iri).map(Self::Entity)
        }
    }

    /// Adds what the analyst has decided about the entity.
    pub fn with_decisions(mut self, decisions: &Decisions) -> Self {
        if let Self::Entity(entity) = &mut self {
            let id = entity.iri.trim_start_matches(iri::ENTITY);
            entity.decisions = decisions.about(id).map(decision_text).collect();
        }
        self
    }

    /// Returns the explanation for people: indented lines.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        match self {
            Self::Claim(claim) => claim_text(&mut text, claim, ""),
            Self::Entity(entity) => entity_text(&mut text, entity),
        }
        text
    }

    /// Returns the explanation as indented JSON.
    ///
    /// # Panics
    /// Never: an explanation is plain data.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("an explanation is plain data") + "\n"
    }
}

/// A decision in words, with its line in the file.
fn decision_text(decision: &Decision) -> String {
    let Decision { line, action, item, value, note } = decision;
    let said = match action.as_str() {
        "merge" => format!("{item} is the same as {value}"),
        "split" => format!("“{value}” does not mean it"),
        "rename" => format!("it is called “{value}”"),
        _ => "it is no entity".to_owned(),
    };
    let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
    format!("{said}{note}: decisions.csv, line {line}")
}

/// Why words are taken to mean an entity, for people. `class` is the word for its class.
fn reason_text(reason: &str, class: &str) -> String {
    match reason {
        "gazetteer" => "a name in the lexicon".to_owned(),
        "transliteration" => "another spelling of its name".to_owned(),
        "adjective" => "an adjective in the lexicon".to_owned(),
        "metonym" if class.eq_ignore_ascii_case("country") => {
            "stands for its government".to_owned()
        }
        "metonym" => "stands for it".to_owned(),
        "name" => "so named in the text".to_owned(),
        "acronym" => "an acronym that the text defines".to_owned(),
        "short name" => "a part of its name".to_owned(),
        "coreference" => "refers back".to_owned(),
        "description" => "described so in the text".to_owned(),
        other => other.to_owned(),
    }
}

/// Puts the records of one claim together, one a version.
fn explain_claim(all: &Descriptions<'_>, records: &[ClaimRecord]) -> Option<ClaimExplanation> {
    let first = records.first()?;
    let mut sources: Vec<Source> = records.iter().map(|record| source(all, record)).collect();
    sources.sort_unstable();
    let realis = match first.realis {
        Realis::Actual => "actual",
        Realis::Planned => "planned",
        Realis::Hypothetical => "hypothetical",
    };
    let status = match first.polarity {
        Polarity::Affirmed => realis.to_owned(),
        Polarity::Negated => format!("not {realis}"),
    };
    Some(ClaimExplanation {
        iri: first.iri.clone(),
        subject: first.subject.label.clone(),
        relation: first.predicate_label.clone(),
        object: words(&first.object),
        qualifiers: (first.qualifiers.iter())
            .map(|(key, values)| (record::words_of(key), values.iter().map(words).collect()))
            .collect(),
        status,
        said_by: first.holder.as_ref().map(words),
        sources,
    })
}

/// Returns the words that show the status of each claim: by the hash of the claim, then by what they
/// show, `polarity`, `realis` or `holder`. Claims without such words are left out.
pub fn cues(quads: &[Quad]) -> BTreeMap<String, BTreeMap<String, Quote>> {
    let all = Descriptions::new(quads);
    (all.of_class(vocab::CLAIM))
        .filter_map(|claim| {
            let found = cues_of(&all, claim.graph, claim.iri);
            let hash = claim.iri.strip_prefix(iri::CLAIM)?;
            (!found.is_empty()).then(|| (hash.to_owned(), found))
        })
        .collect()
}

fn cues_of(all: &Descriptions<'_>, version: &str, iri: &str) -> BTreeMap<String, Quote> {
    let mut cues = BTreeMap::new();
    if let Some(claim) = all.get(version, iri) {
        for (name, key) in [
            ("polarity", vocab::POLARITY_CUE),
            ("realis", vocab::REALIS_CUE),
            ("holder", vocab::HOLDER_CUE),
        ] {
            let passage = claim.node(key).and_then(|iri| all.get(version, iri));
            if let Some(passage) = passage.and_then(record::passage_of) {
                cues.insert(name.to_owned(), quote(&passage));
            }
        }
    }
    cues
}

fn source(all: &Descriptions<'_>, record: &ClaimRecord) -> Source {
    Source {
        document: path(all, &record.version),
        version: record.version.clone(),
        article: record.article_title.clone(),
        rule: record.rule.clone(),
        quotes: record.evidence.iter().map(quote).collect(),
        cues: cues_of(all, &record.version, &record.iri),
    }
}

fn path(all: &Descriptions<'_>, version: &str) -> String {
    let described = all.get(version, version).and_then(|one| one.text(vocab::SOURCE));
    described.unwrap_or_else(|| version.to_owned())
}

fn quote(passage: &Passage) -> Quote {
    Quote { start: passage.start, end: passage.end, quote: passage.quote.clone() }
}

fn words(object: &Object) -> String {
    match object {
        Object::Entity(node) => node.label.clone(),
        Object::Literal { value, .. } => value.clone(),
    }
}

fn claim_text(text: &mut String, claim: &ClaimExplanation, indent: &str) {
    let mut line = |words: String| {
        // What a document says may hold line ends and worse; each line stays one line.
        let plain: Vec<&str> = words.split(|c: char| c.is_control() || c == '\u{2028}').collect();
        writeln!(text, "{indent}{}", plain.join(" ")).expect("a string takes everything");
    };
    line(format!("{} — {} — {}", claim.subject, claim.relation, claim.object));
    for (key, values) in &claim.qualifiers {
        line(format!("  {key}: {}", values.join(", ")));
    }
    let said_by = claim.said_by.as_ref().map(|who| format!(", said by {who}")).unwrap_or_default();
    line(format!("  status: {}{said_by}", claim.status));
    for source in &claim.sources {
        line(format!("  {} · {} · rule {}", source.document, source.article, source.rule));
        for quote in &source.quotes {
            line(format!("    {}–{} “{}”", quote.start, quote.end, quote.quote));
        }
        for (name, cue) in &source.cues {
            line(format!("    {name} shown by {}–{} “{}”", cue.start, cue.end, cue.quote));
        }
    }
    line(format!("  <{}>", claim.iri));
}

fn entity_text(text: &mut String, entity: &EntityExplanation) {
    let mut line = |words: String| {
        let plain: Vec<&str> = words.split(|c: char| c.is_control() || c == '\u{2028}').collect();
        writeln!(text, "{}", plain.join(" ")).expect("a string takes everything");
    };
    line(format!("{} ({})", entity.label, entity.class));
    line(format!("  <{}>", entity.iri));
    if let Some(item) = &entity.wikidata {
        line(format!("  same as <{item}>"));
    }
    if !entity.names.is_empty() {
        line(format!("  also: {}", entity.names.join(", ")));
    }
    for decision in &entity.decisions {
        line(format!("  decided: {decision}"));
    }
    line(format!("  {} mentions:", entity.mentions.len()));
    for mention in &entity.mentions {
        let Quote { start, end, quote } = &mention.words;
        let antecedent = mention.antecedent.as_ref();
        let antecedent = antecedent.map(|one| format!(", see “{}” at {}", one.quote, one.start));
        let reasons: Vec<String> =
            mention.reasons.iter().map(|reason| reason_text(reason, &entity.class)).collect();
        line(format!(
            "    {} {start}–{end} “{quote}”: {}{}",
            mention.document,
            reasons.join(", "),
            antecedent.unwrap_or_default()
        ));
    }
    line(format!("  {} claims:", entity.claims.len()));
    for claim in &entity.claims {
        claim_text(text, claim, "    ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{lift, sample};

    fn quads() -> Vec<Quad> {
        let (doc, facts) = sample::steppe();
        let later = crate::document::Document { version: "v2".to_owned(), ..doc.clone() };
        let mut quads = lift(&doc, &facts, sample::ontology());
        quads.extend(lift(&later, &facts, sample::ontology()));
        quads
    }

    #[test]
    fn a_claim_shows_every_source_and_its_cues() {
        let quads = quads();
        let records = record::claims(&quads);
        let share = records.iter().find(|record| record.predicate.ends_with("#share")).unwrap();
        let found = claim(&quads, &share.iri).unwrap();
        assert_eq!(
            (found.status.as_str(), found.said_by.as_deref()),
            ("planned", Some("Anna Berg"))
        );
        assert_eq!(found.qualifiers["unit"], ["percent"]);
        let versions: Vec<_> = found.sources.iter().map(|source| source.version.as_str()).collect();
        assert_eq!(
            versions,
            ["https://w3id.org/saiga/doc/steppe/v1", "https://w3id.org/saiga/doc/steppe/v2"]
        );
        assert_eq!(found.sources[0].cues["realis"].quote, "will");
        assert_eq!(found.sources[0].cues["holder"].quote, "said Anna Berg");
        assert_eq!(claim(&quads, "https://w3id.org/saiga/claim/0"), None);
    }

    #[test]
    fn an_entity_shows_why_each_mention_is_it() {
        let found = entity(&quads()[..], "https://w3id.org/saiga/id/country/ornland").unwrap();
        assert_eq!(found.mentions.len(), 4);
        let pronoun = found.mentions.iter().find(|mention| mention.words.quote == "Its").unwrap();
        assert_eq!(pronoun.reasons, ["coreference"]);
        assert_eq!(pronoun.antecedent.as_ref().unwrap().quote, "Örnland");
        assert_eq!(found.claims.len(), 2);
        assert_eq!(entity(&quads(), "https://w3id.org/saiga/id/country/none"), None);
    }

    #[test]
    fn people_and_programs_can_read_it() {
        let found = Explanation::of(&quads(), "https://w3id.org/saiga/id/country/vestia").unwrap();
        let decisions = "action,item,value,note\nmerge,country/westia,country/vestia,a slip\n";
        let found = found.with_decisions(&Decisions::parse("d.csv", decisions).unwrap());
        let text = found.to_text();
        assert!(text.starts_with("Vestia (Country)\n"), "{text}");
        let decided =
            "decided: country/westia is the same as country/vestia (a slip): decisions.csv, line 2";
        assert!(text.contains(decided), "{text}");
        assert!(text.contains("status: not actual"), "{text}");
        assert!(text.contains("polarity shown by") && text.contains("“did not”"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&found.to_json()).unwrap();
        assert_eq!(json["kind"], "entity");
        assert_eq!(
            json["claims"][0]["sources"][0]["quotes"][0]["quote"],
            "Vestia did not join the Union."
        );
    }
}
