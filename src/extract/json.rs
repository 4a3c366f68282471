//! Facts as JSON lines, one fact a line: the shape that scoring and other programs read.

use serde_json::{Map, Value as Json, json};

use super::fact::{
    Claim, EntityId, Facts, Holder, Mention, Object, Polarity, Qualifier, Realis, Reason, Value,
};
use crate::document::Document;
use crate::ontology::{Ontology, Range};
use crate::span::{CodePoints, Span};

/// Start of the IRI of an entity.
const ENTITY: &str = "https://w3id.org/saiga/id/";

/// Writes the facts of one document, a line for each claim. `start` and `end` count code points.
pub fn lines(doc: &Document, facts: &Facts, onto: &Ontology) -> String {
    let writer = Writer { doc, facts, onto, points: CodePoints::new(&doc.text) };
    let mut out = String::new();
    for claim in &facts.claims {
        out.push_str(&writer.claim(claim).to_string());
        out.push('\n');
    }
    out
}

/// One claim on one line: `subject | relation | object | key=value | …`, with `modality=` unless it
/// is asserted. The form in which patterns list their examples.
pub fn summary(claim: &Claim, facts: &Facts, onto: &Ontology) -> String {
    let name_of = |entity: &EntityId| facts.entities[entity.0 as usize].name.clone();
    let object = match &claim.object {
        Object::Entity(entity) => name_of(entity),
        Object::Date(date) => date.to_string(),
        Object::Number(value) => number(*value).to_string(),
    };
    let mut line =
        format!("{} | {} | {object}", name_of(&claim.subject), onto.relation(claim.predicate).name);
    for (key, value) in &claim.qualifiers {
        let value = match value {
            Value::Text(words) => words.clone(),
            Value::Number(value) => number(*value).to_string(),
            Value::Date(date) => date.to_string(),
            Value::Entity(entity) => name_of(entity),
        };
        line.push_str(&format!(" | {}={value}", name(*key)));
    }
    if modality(claim) != "asserted" {
        line.push_str(&format!(" | modality={}", modality(claim)));
    }
    line
}

struct Writer<'w> {
    doc: &'w Document,
    facts: &'w Facts,
    onto: &'w Ontology,
    points: CodePoints<'w>,
}

impl Writer<'_> {
    fn claim(&self, claim: &Claim) -> Json {
        let relation = self.onto.relation(claim.predicate);
        let mut line = Map::new();
        line.insert("document".into(), json!(self.doc.path));
        let title = self.doc.articles[claim.article as usize].title;
        line.insert("article".into(), json!(title.map(|title| title.of(&self.doc.text))));
        let is_measure = relation.range == Range::Number;
        if let (true, Object::Number(value)) = (is_measure, &claim.object) {
            line.insert("kind".into(), json!("observation"));
            line.insert("about".into(), self.end(claim.subject, claim));
            line.insert("measure".into(), json!(relation.name));
            line.insert("value".into(), number(*value));
            for key in [
                Qualifier::Of,
                Qualifier::Counterpart,
                Qualifier::Unit,
                Qualifier::Date,
                Qualifier::Start,
                Qualifier::End,
                Qualifier::Bound,
            ] {
                let value = claim
                    .qualifiers
                    .iter()
                    .find(|(found, _)| *found == key)
                    .map(|(_, value)| self.value(value));
                line.insert(name(key).into(), value.unwrap_or(Json::Null));
            }
        } else {
            line.insert("kind".into(), json!("relation"));
            line.insert("subject".into(), self.end(claim.subject, claim));
            line.insert("predicate".into(), json!(relation.name));
            let object = match &claim.object {
                Object::Entity(entity) => self.end(*entity, claim),
                Object::Date(date) => {
                    json!({ "value": date.to_string(), "datatype": datatype(*date) })
                }
                Object::Number(value) => {
                    json!({ "value": number(*value), "datatype": "xsd:decimal" })
                }
            };
            line.insert("object".into(), object);
            let qualifiers: Map<String, Json> = claim
                .qualifiers
                .iter()
                .map(|(key, value)| {
                    let value = match value {
                        Value::Entity(entity) => json!(self.facts.entities[entity.0 as usize].name),
                        other => self.value(other),
                    };
                    (name(*key).to_owned(), value)
                })
                .collect();
            line.insert("qualifiers".into(), Json::Object(qualifiers));
        }
        line.insert("modality".into(), json!(modality(claim)));
        let holder = claim.status.holder.as_ref().map(|holder| match holder {
            Holder::Entity(entity) => self.facts.entities[entity.0 as usize].name.clone(),
            Holder::Text(words) => words.clone(),
        });
        line.insert("attributed_to".into(), json!(holder));
        let evidence: Vec<Json> = claim.evidence.iter().map(|span| self.passage(*span)).collect();
        line.insert("evidence".into(), json!(evidence));
        line.insert("rule".into(), json!(claim.rule));
        Json::Object(line)
    }

    /// An end of a claim: the entity with the places where the claim's evidence mentions it.
    fn end(&self, id: EntityId, claim: &Claim) -> Json {
        let mentions = &self.facts.entities[id.0 as usize].mentions;
        let spans: Vec<(u32, u32)> = mentions
            .iter()
            .filter(|mention| claim.evidence.iter().any(|span| span.contains(mention.span)))
            .map(|mention| self.points.span(mention.span))
            .collect();
        let mut entity = self.entity(id);
        entity["spans"] = json!(spans);
        entity
    }

    fn entity(&self, id: EntityId) -> Json {
        let entity = &self.facts.entities[id.0 as usize];
        let mut surfaces: Vec<&str> =
            entity.mentions.iter().map(|mention| mention.span.of(&self.doc.text)).collect();
        surfaces.sort_unstable();
        surfaces.dedup();
        let top = self.onto.class(self.onto.class(entity.class).top);
        let is_unknown = |mention: &Mention| {
            mention.reason == Reason::Coreference && mention.antecedent.is_none()
        };
        let mut json = json!({
            "iri": format!("{ENTITY}{}", entity.id),
            "name": entity.name,
            "type": top.name,
            "aliases": entity.aliases,
            "mentions": surfaces,
        });
        if !entity.mentions.is_empty() && entity.mentions.iter().all(is_unknown) {
            json["unresolved"] = json!(true);
        }
        json
    }

    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Text(words) => json!(words),
            Value::Number(value) => number(*value),
            Value::Date(date) => json!(date.to_string()),
            Value::Entity(entity) => self.entity(*entity),
        }
    }

    fn passage(&self, span: Span) -> Json {
        let (start, end) = self.points.span(span);
        json!({ "start": start, "end": end, "quote": span.of(&self.doc.text) })
    }
}

/// The three axes in one word, as the guidelines have it: a denial before a plan before a source.
pub fn modality(claim: &Claim) -> &'static str {
    match (claim.status.polarity, claim.status.realis, &claim.status.holder) {
        (Polarity::Negated, _, _) => "negated",
        (_, Realis::Planned, _) => "planned",
        (_, Realis::Hypothetical, _) => "hypothetical",
        (_, Realis::Actual, Some(_)) => "attributed",
        (_, Realis::Actual, None) => "asserted",
    }
}

/// The name of a qualifier, as the guidelines have it.
pub fn name(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Start => "start",
        Qualifier::End => "end",
        Qualifier::Date => "date",
        Qualifier::Amount => "amount",
        Qualifier::Currency => "currency",
        Qualifier::Place => "place",
        Qualifier::Role => "role",
        Qualifier::Term => "term",
        Qualifier::Count => "count",
        Qualifier::Commodity => "commodity",
        Qualifier::Of => "of",
        Qualifier::Counterpart => "counterpart",
        Qualifier::Unit => "unit",
        Qualifier::Bound => "bound",
    }
}

/// The XML Schema datatype of a date's precision.
fn datatype(date: crate::date::Date) -> &'static str {
    match date.precision() {
        crate::date::Precision::Year => "xsd:gYear",
        crate::date::Precision::Month => "xsd:gYearMonth",
        crate::date::Precision::Day => "xsd:date",
    }
}

/// A whole number without a fraction.
fn number(value: f64) -> Json {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}
