//! `saiga query`: SPARQL and ready-made questions.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::ValueEnum;

use super::Exit;
use super::common::{Common, When};
use crate::graph::background;
use crate::project::Project;
use crate::query::question::Question;
use crate::query::table::{self, Style};
use crate::query::{Dataset, Query, Scope};

/// Ask the store, in SPARQL or with a ready-made question
///
/// Prefixes sg, gp, id, doc, wd, rdf, rdfs, xsd, skos, dct and prov are known. The default graph is
/// the union of the latest versions.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The query; `-` reads it from standard input
    #[arg(value_name = "SPARQL", conflicts_with_all = ["file", "name", "list"])]
    sparql: Option<String>,
    /// A file with the query
    #[arg(long, value_name = "FILE", conflicts_with_all = ["name", "list"])]
    file: Option<PathBuf>,
    /// A ready-made question; see --list
    #[arg(long, value_name = "QUESTION", conflicts_with = "list")]
    name: Option<String>,
    /// A parameter of the question; may be given several times, for several values of one too
    #[arg(long = "param", value_name = "NAME=VALUE", requires = "name")]
    parameters: Vec<String>,
    /// List the ready-made questions with their parameters
    #[arg(long)]
    list: bool,
    /// How to print the answer
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Print IRIs instead of names in the table
    #[arg(long)]
    iri: bool,
    /// Ask older versions of the documents too
    #[arg(long)]
    all_versions: bool,
    #[command(flatten)]
    when: When,
    /// Ask what follows from the claims too: places within places, inverse and symmetric relations.
    /// It is in the graph graph:inferred with its premises; see docs/inference.md
    #[arg(long)]
    inferred: bool,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    timeout: f64,
}

/// Formats of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned columns
    Table,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// SPARQL results in JSON
    Json,
    /// SPARQL results in XML
    Xml,
    /// For graphs
    Turtle,
    /// For graphs
    Ntriples,
}

impl From<Format> for table::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Csv => Self::Csv,
            Format::Tsv => Self::Tsv,
            Format::Json => Self::Json,
            Format::Xml => Self::Xml,
            Format::Turtle => Self::Turtle,
            Format::Ntriples => Self::NTriples,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When there is no store, the query is wrong, or its time is over.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let questions = questions(&project)?;
    if args.list {
        return list(&questions, out);
    }
    if !(args.timeout > 0.0 && args.timeout <= 86_400.0) {
        bail!("--timeout {}: expected more than 0 and at most 86400 seconds", args.timeout);
    }
    let query = match (&args.sparql, &args.file, &args.name) {
        (Some(sparql), _, _) if sparql == "-" => {
            let mut text = String::new();
            std::io::stdin()
                .lock()
                .take(1 << 20)
                .read_to_string(&mut text)
                .context("standard input")?;
            Some(Query::parse(&text)?)
        }
        (Some(sparql), _, _) => Some(Query::parse(sparql)?),
        (_, Some(file), _) => {
            let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            Some(Query::parse(&text).with_context(|| file.display().to_string())?)
        }
        (_, _, Some(_)) => None,
        _ => bail!("nothing to ask: give a query, --file or --name (see `saiga query --list`)"),
    };
    let store = common.open_store(&args.when)?;
    let named_graphs = query.as_ref().is_some_and(Query::names_graphs);
    let scope = Scope { all_versions: args.all_versions, named_graphs, inferred: args.inferred };
    let dataset = Dataset::load(&store, &background(&project)?, scope)?;
    let query = match query {
        Some(query) => query,
        None => ready_made(args, &questions, &dataset)?,
    };
    let answer = dataset.ask(&query, Duration::from_secs_f64(args.timeout))?;
    let is_graph = matches!(answer, crate::query::Answer::Graph(_));
    let format = match args.format {
        Some(format) => format.into(),
        None if is_graph => table::Format::Turtle,
        None => table::Format::Table,
    };
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let style = Style { width, iris: args.iri };
    out.write_all(&table::render(&answer, &dataset, format, style)?)?;
    Ok(Exit::Fine)
}

/// The ready-made question that was named, with its parameters.
fn ready_made(args: &Args, questions: &[Question], dataset: &Dataset) -> anyhow::Result<Query> {
    let name = args.name.as_deref().unwrap_or_default();
    let Some(question) = questions.iter().find(|question| question.name == name) else {
        let known: Vec<&str> = questions.iter().map(|question| question.name.as_str()).collect();
        bail!("there is no question `{name}`; there are {}", known.join(", "));
    };
    let mut given = BTreeMap::new();
    for parameter in &args.parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            bail!("--param {parameter}: expected NAME=VALUE");
        };
        given.entry(name.to_owned()).or_insert_with(Vec::new).push(value.to_owned());
    }
    Ok(question.bind(&given, dataset)?)
}

/// The questions of a project.
///
/// # Errors
/// The first fault in them.
pub fn questions(project: &Project) -> anyhow::Result<Vec<Question>> {
    Question::parse_all(&project.texts("ontology/queries")).map_err(|faults| {
        let mut fault = faults[0].clone();
        fault.path = project.name(&fault.path);
        anyhow::anyhow!(fault.to_string())
    })
}

/// The quads of the ontology and the lexicon.
///
/// # Errors
/// When the ontology is not Turtle.
pub fn background(project: &Project) -> anyhow::Result<Vec<oxigraph::model::Quad>> {
    let texts: Vec<&str> = project
        .texts("ontology")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".ttl") && !path.ends_with("shapes.ttl"))
        .map(|(_, text)| text)
        .collect();
    let mut quads = background::ontology(&texts)?;
    quads.extend(background::lexicon(&project.lexicon, &project.ontology));
    Ok(quads)
}

/// Prints the ready-made questions.
fn list(questions: &[Question], out: &mut dyn Write) -> anyhow::Result<Exit> {
    for question in questions {
        writeln!(out, "{}\n    {}", question.name, question.title)?;
        for parameter in &question.parameters {
            let kind = parameter.kind.as_str();
            let default = match &parameter.default {
                Some(default) => format!(" [default: {default}]"),
                None => String::new(),
            };
            writeln!(
                out,
                "    --param {}={kind}  {}{default}",
                parameter.name, parameter.description
            )?;
        }
    }
    Ok(Exit::Fine)
}
