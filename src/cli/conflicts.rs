//! `saiga conflicts`: where the sources of the store disagree.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::json;

use super::Exit;
use super::common::{Common, count};
use crate::graph::record::{self, ClaimRecord, Object};
use crate::graph::store::Store;
use crate::query::conflict::{self, Conflict};

/// Show where sources disagree, with their quotes side by side
///
/// Numbers for the same thing and date that differ, several objects where there can be one, facts
/// that some affirm and others deny, and facts that are done for some and planned for others.
/// Nothing is resolved. Exit code 0: no conflict; 1: conflicts.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only conflicts about this: a name, or the end of an IRI
    #[arg(value_name = "ENTITY")]
    about: Option<String>,
    /// Print JSON, one conflict a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When there is no store or it is damaged.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let functional: BTreeSet<String> = project
        .ontology
        .relations
        .iter()
        .filter(|relation| relation.functional)
        .map(|relation| relation.iri.clone())
        .collect();
    let records = record::claims(&Store::open(&common.store)?.latest()?);
    let mut found = conflict::conflicts(&records, &functional);
    if let Some(about) = &args.about {
        found.retain(|conflict| is_about(conflict.sides[0].records[0], about));
    }
    for conflict in &found {
        match args.json {
            true => writeln!(out, "{}", as_json(conflict))?,
            false => print(conflict, out)?,
        }
    }
    if !args.json && !common.quiet {
        writeln!(out, "{}", count(found.len(), "conflict"))?;
    }
    Ok(if found.is_empty() { Exit::Fine } else { Exit::Found })
}

fn is_about(record: &ClaimRecord, about: &str) -> bool {
    let is_end = |iri: &str| iri == about || iri.ends_with(&format!("/{about}"));
    record.subject.label.to_lowercase() == about.to_lowercase() || is_end(&record.subject.iri)
}

fn print(conflict: &Conflict<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let first = conflict.sides[0].records[0];
    write!(out, "{} — {}", first.subject.label, first.predicate_label)?;
    if matches!(conflict.kind, conflict::ConflictKind::Polarity | conflict::ConflictKind::Realis) {
        write!(out, " — {}", value(&first.object))?;
    }
    for (key, values) in &first.qualifiers {
        if ["of", "unit", "counterpart"].iter().any(|end| key.ends_with(&format!("#{end}"))) {
            let values: Vec<String> = values.iter().map(value).collect();
            write!(out, ", {} {}", record::words_of(key), values.join(", "))?;
        }
    }
    writeln!(out, " ({})", conflict.kind.as_str())?;
    for side in &conflict.sides {
        writeln!(out, "  {}", side.reading)?;
        for record in &side.records {
            let mut said = String::new();
            for (key, values) in &record.qualifiers {
                if ["date", "validFrom", "validTo"].iter().any(|end| key.ends_with(end)) {
                    let values: Vec<String> = values.iter().map(value).collect();
                    said.push_str(&format!(", {} {}", record::words_of(key), values.join(", ")));
                }
            }
            if let Some(holder) = &record.holder {
                said.push_str(&format!(", according to {}", value(holder)));
            }
            let passage = &record.evidence[0];
            let title = &record.article_title;
            writeln!(
                out,
                "    {title}, characters {}–{}{said}\n      “{}”",
                passage.start, passage.end, passage.quote
            )?;
        }
    }
    writeln!(out)?;
    Ok(())
}

fn as_json(conflict: &Conflict<'_>) -> serde_json::Value {
    let first = conflict.sides[0].records[0];
    let record = |record: &&ClaimRecord| {
        let qualifiers: serde_json::Map<String, serde_json::Value> = record
            .qualifiers
            .iter()
            .map(|(key, values)| (key.clone(), values.iter().map(value).collect()))
            .collect();
        let evidence: Vec<_> = record
            .evidence
            .iter()
            .map(|one| json!({ "start": one.start, "end": one.end, "quote": one.quote }))
            .collect();
        json!({
            "claim": record.iri,
            "version": record.version,
            "article": record.article_title,
            "attributed_to": record.holder.as_ref().map(value),
            "qualifiers": qualifiers,
            "evidence": evidence,
            "rule": record.rule,
        })
    };
    let sides: Vec<_> = conflict
        .sides
        .iter()
        .map(|side| {
            let records: Vec<_> = side.records.iter().map(record).collect();
            json!({ "reading": side.reading, "claims": records })
        })
        .collect();
    json!({
        "kind": conflict.kind.as_str(),
        "subject": { "iri": first.subject.iri, "name": first.subject.label },
        "predicate": { "iri": first.predicate, "name": first.predicate_label },
        "sides": sides,
    })
}

/// A value as people read it.
fn value(object: &Object) -> String {
    match object {
        Object::Entity(node) => node.label.clone(),
        Object::Literal { value, .. } => value.clone(),
    }
}
