//! Stage 5a: SPARQL in, tables out; ready-made questions; explanations of single facts.

mod algebra;
mod anchor;
pub mod conflict;
pub mod explain;
mod limit;
pub mod question;
pub mod statistics;
pub mod table;
pub mod update;

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;
use std::time::Duration;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple,
};
use oxigraph::sparql::{
    QueryEvaluationError, QueryResults, SparqlEvaluator, UpdateEvaluationError,
};
use oxigraph::store::Store as Memory;
use spargebra::algebra::QueryDataset;
use spargebra::{SparqlParser, SparqlSyntaxError};

use crate::graph::store::{Store, StoreError};
use crate::graph::{inference, iri, vocab};
use crate::slug::slug;

/// Prefixes that a query need not declare.
pub const PREFIXES: &[(&str, &str)] = &[
    ("sg", vocab::SG),
    ("gp", vocab::GP),
    ("id", iri::ENTITY),
    ("doc", iri::DOCUMENT),
    ("article", iri::ARTICLE),
    ("claim", iri::CLAIM),
    ("graph", iri::GRAPH),
    ("wd", vocab::WIKIDATA),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
];

/// Longest query text in bytes.
const LONGEST: usize = 16 << 10;
/// Deepest nesting of brackets in a query.
const DEEPEST: usize = 100;

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// Not SPARQL.
    #[error("this is not a SPARQL query: {0}")]
    Syntax(SparqlSyntaxError),
    /// An update.
    #[error(
        "updates are refused: the graph is made from the documents; change those and run `saiga build`"
    )]
    Update,
    /// A call to another server.
    #[error("SERVICE is refused: saiga never uses the network")]
    Service,
    /// Too long or too deep to be parsed safely.
    #[error("the query is too {0}")]
    TooBig(&'static str),
    /// The time limit has passed.
    #[error("the query took longer than {} seconds; ask for less, or raise the limit", .0.as_secs_f32())]
    Timeout(Duration),
    /// The evaluator failed.
    #[error("the query failed: {0}")]
    Evaluation(QueryEvaluationError),
    /// More rows or triples than are wanted.
    #[error(
        "the answer has more than {0} rows; ask for less, or for part of it with LIMIT and OFFSET"
    )]
    TooManyRows(usize),
    /// A name that is no IRI.
    #[error("`{0}` is not an absolute IRI")]
    NotAnIri(String),
    /// Not SPARQL Update.
    #[error("this is not a SPARQL update: {0}")]
    NotUpdate(SparqlSyntaxError),
    /// An update that reads from elsewhere.
    #[error("LOAD is refused: saiga never uses the network")]
    Load,
    /// An update that names graphs, in a request that names others.
    #[error("both the request and the update name the graphs to read: only one of them may")]
    TwoDatasets,
    /// The evaluator failed.
    #[error("the update failed, nothing was changed: {0}")]
    UpdateFailed(UpdateEvaluationError),
}

impl QueryError {
    /// Where the text is no SPARQL: line and column from 1, the column in letters.
    pub fn place(&self) -> Option<(u64, u64)> {
        let (Self::Syntax(error) | Self::NotUpdate(error)) = self else { return None };
        // The parser tells it only in its message: `error at 17:15: …`.
        let message = error.to_string();
        let (_, place) = message.split_once("error at ")?;
        let (line, rest) = place.split_once(':')?;
        let column = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
        Some((line.parse().ok()?, column.parse().ok()?))
    }
}

/// A parsed query that only reads.
#[derive(Clone, Debug)]
pub struct Query {
    algebra: spargebra::Query,
    /// Some pattern names a graph, so that [`Scope::named_graphs`] is needed.
    names_graphs: bool,
}

impl Query {
    /// Parses SPARQL 1.1; [`PREFIXES`] are declared already.
    ///
    /// # Errors
    /// When the text is not a query that saiga answers.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::parse_with_base(text, None)
    }

    /// The same, with an IRI that relative ones are resolved against.
    ///
    /// # Errors
    /// As [`Query::parse`].
    pub fn parse_with_base(text: &str, base: Option<&str>) -> Result<Self, QueryError> {
        check_size(text)?;
        limit::on_deep_stack(|| Self::parse_bounded(text, base))
    }

    fn parse_bounded(text: &str, base: Option<&str>) -> Result<Self, QueryError> {
        let mut algebra = match parser(base)?.parse_query(text) {
            Ok(algebra) => algebra,
            Err(_) if parser(base)?.parse_update(text).is_ok() => return Err(QueryError::Update),
            Err(error) => return Err(QueryError::Syntax(error)),
        };
        if algebra::calls_service(&mut algebra) {
            return Err(QueryError::Service);
        }
        let names_graphs = algebra::names_graphs(&mut algebra);
        Ok(Self { algebra, names_graphs })
    }

    /// Sets the graphs to ask in the place of those that the query names: their union is the default
    /// graph, and `named` are those that `GRAPH` finds.
    ///
    /// # Errors
    /// When a name is no IRI.
    pub fn set_graphs(&mut self, default: &[String], named: &[String]) -> Result<(), QueryError> {
        let graphs = QueryDataset { default: nodes(default)?, named: Some(nodes(named)?) };
        algebra::set_dataset(&mut self.algebra, graphs);
        Ok(())
    }

    /// Takes `length` solutions after the first `start`.
    pub fn slice(&mut self, start: usize, length: usize) {
        algebra::slice(&mut self.algebra, start, length);
    }

    /// Says whether the query names graphs: without them it is answered from half the memory.
    pub fn names_graphs(&self) -> bool {
        self.names_graphs
    }

    /// Binds the query's parameters; see [`question`]. Returns the names of those that it lacks.
    pub(crate) fn bind(&mut self, parameters: &BTreeMap<String, Vec<Term>>) -> Vec<String> {
        let missing = algebra::bind(&mut self.algebra, parameters);
        anchor::anchor(&mut self.algebra, parameters);
        missing
    }

    /// The query for all values of one of its variables.
    pub(crate) fn values_of(&self, variable: &str) -> Self {
        Self { algebra: algebra::values_of(&self.algebra, variable), ..*self }
    }
}

/// A parser that knows [`PREFIXES`].
fn parser(base: Option<&str>) -> Result<SparqlParser, QueryError> {
    let parser = PREFIXES.iter().fold(SparqlParser::new(), |parser, (name, iri)| {
        parser.with_prefix(*name, *iri).expect("the prefixes are valid IRIs")
    });
    match base {
        Some(base) => parser.with_base_iri(base).map_err(|_| QueryError::NotAnIri(base.to_owned())),
        None => Ok(parser),
    }
}

/// Refuses what is too long or too deep for the parser.
fn check_size(text: &str) -> Result<(), QueryError> {
    if text.len() > LONGEST {
        return Err(QueryError::TooBig("long: the limit is 16 KiB"));
    }
    if nesting(text) > DEEPEST {
        return Err(QueryError::TooBig("deeply nested: the limit is 100 brackets or signs"));
    }
    Ok(())
}

/// The IRIs among terms.
fn nodes_of(terms: impl Iterator<Item = Term>) -> impl Iterator<Item = String> {
    terms.filter_map(|term| match term {
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    })
}

fn nodes(iris: &[String]) -> Result<Vec<NamedNode>, QueryError> {
    let node = |iri: &String| NamedNode::new(iri).map_err(|_| QueryError::NotAnIri(iri.clone()));
    iris.iter().map(node).collect()
}

/// Which part of a store to ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Superseded versions too, not only the latest one of each document.
    pub all_versions: bool,
    /// Each version under its own name too, for `GRAPH` and `FROM`.
    pub named_graphs: bool,
    /// What follows from the claims too; see [`inference`].
    pub inferred: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Of `SELECT`.
    Solutions {
        /// Names of the columns.
        variables: Vec<String>,
        /// A term for each column, where it is bound. In the order that the query gives, else sorted.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of `ASK`.
    Boolean(bool),
    /// Of `CONSTRUCT` and `DESCRIBE`, sorted.
    Graph(Vec<Triple>),
}

/// Quads in memory, ready to be asked. The default graph is the union of all versions in scope,
/// of the ontology and of the chains of versions, each triple once however many documents state it.
/// The lexicon is a named graph only: what a document does not say is not in the union. What follows
/// from the claims is there when [`Scope::inferred`] asks for it, in the union and under its name.
pub struct Dataset {
    memory: Memory,
    /// All names of all entities, sorted; read when first asked for.
    names: OnceLock<Vec<Named>>,
}

impl Dataset {
    /// Loads a store, together with the quads of the ontology and the lexicon.
    ///
    /// # Errors
    /// When a file of the store is missing or damaged.
    pub fn load(store: &Store, background: &[Quad], scope: Scope) -> Result<Self, StoreError> {
        let mut quads = if scope.all_versions { store.all_versions()? } else { store.latest()? };
        quads.extend(store.manifest().quads());
        if scope.inferred {
            quads.extend(inference::infer(&quads, background));
        }
        quads.extend_from_slice(background);
        Ok(Self::new(quads, scope.named_graphs))
    }

    /// Loads all of a store for clients that ask what they like: every version under its own name,
    /// superseded ones too, the union of the latest as the default graph, and what follows from them
    /// in the graph `graph:inferred` only.
    ///
    /// # Errors
    /// When a file of the store is missing or damaged.
    pub fn load_apart(store: &Store, background: &[Quad]) -> Result<Self, StoreError> {
        let latest = store.latest()?;
        let chains = store.manifest().quads();
        let inferred = inference::infer(&latest, background);
        let current: HashSet<&GraphName> = latest.iter().map(|quad| &quad.graph_name).collect();
        let older: Vec<Quad> = (store.all_versions()?.into_iter())
            .filter(|quad| !current.contains(&quad.graph_name))
            .collect();
        let lexicon = iri::graph("lexicon");
        let apart = inferred.into_iter().chain(older).map(|quad| (quad, false));
        let known = latest.into_iter().chain(chains).chain(background.iter().cloned());
        let in_union = known.map(|quad| {
            let is_apart = quad.graph_name == lexicon;
            (quad, !is_apart)
        });
        Ok(Self::fill(in_union.chain(apart).flat_map(|(quad, is_in_union)| {
            let union = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() };
            [is_in_union.then_some(union), Some(quad)].into_iter().flatten()
        })))
    }

    /// Takes the quads as they are, keeping their graphs apart too when asked.
    ///
    /// # Panics
    /// Never: memory takes everything.
    pub fn new(quads: impl IntoIterator<Item = Quad>, named_graphs: bool) -> Self {
        let (lexicon, inferred) = (iri::graph("lexicon"), iri::graph("inferred"));
        let all = quads.into_iter().flat_map(|quad| {
            let is_apart = quad.graph_name == lexicon;
            let is_named = named_graphs || is_apart || quad.graph_name == inferred;
            let named = is_named.then(|| quad.clone());
            let in_union = Quad { graph_name: GraphName::DefaultGraph, ..quad };
            [(!is_apart).then_some(in_union), named].into_iter().flatten()
        });
        Self::fill(all)
    }

    fn fill(quads: impl IntoIterator<Item = Quad>) -> Self {
        let memory = Memory::new().expect("a store in memory needs no file");
        let mut loader = memory.bulk_loader();
        loader.load_quads(quads).expect("memory takes everything");
        loader.commit().expect("memory takes everything");
        Self { memory, names: OnceLock::new() }
    }

    /// Answers a query within a limit of time.
    ///
    /// # Errors
    /// When the limit passes or the evaluation fails.
    pub fn ask(&self, query: &Query, limit: Duration) -> Result<Answer, QueryError> {
        self.ask_within(query, limit, usize::MAX)
    }

    /// The same, for an answer of at most so many rows or triples.
    ///
    /// # Errors
    /// As [`Dataset::ask`], and when the answer has more rows.
    pub fn ask_within(
        &self,
        query: &Query,
        limit: Duration,
        most: usize,
    ) -> Result<Answer, QueryError> {
        let is_ordered = algebra::is_ordered(&query.algebra);
        let answer = limit::run(limit, |token| {
            let algebra = query.algebra.clone();
            let evaluator = SparqlEvaluator::new().with_cancellation_token(token);
            let results = evaluator.for_query(algebra).on_store(&self.memory).execute()?;
            collect(results, is_ordered, most)
        });
        match answer {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(QueryError::TooManyRows(most)),
            Err(QueryEvaluationError::Cancelled) => Err(QueryError::Timeout(limit)),
            Err(error) => Err(QueryError::Evaluation(error)),
        }
    }

    /// Returns the words by which people call an IRI: a label, a title, a quote or a path.
    pub fn label(&self, iri: NamedNodeRef<'_>) -> Option<String> {
        let keys = [rdfs::LABEL, vocab::TITLE, vocab::SOURCE];
        let graphs = [GraphName::DefaultGraph, iri::graph("lexicon")];
        keys.iter()
            .flat_map(|key| graphs.iter().map(move |graph| (key, graph)))
            .find_map(|(key, graph)| self.texts(iri, *key, graph.as_ref()).into_iter().min())
    }

    /// Returns the class of a thing, as IRI; the first in order where it has several.
    ///
    /// # Panics
    /// Never: memory does not fail.
    pub fn class(&self, iri: NamedNodeRef<'_>) -> Option<String> {
        let default = Some(GraphNameRef::DefaultGraph);
        let found = self.memory.quads_for_pattern(Some(iri.into()), Some(rdf::TYPE), None, default);
        nodes_of(found.map(|quad| quad.expect("memory does not fail").object)).min()
    }

    /// Returns all names of all entities, sorted.
    pub(crate) fn named(&self) -> &[Named] {
        self.names.get_or_init(|| self.read_names())
    }

    fn read_names(&self) -> Vec<Named> {
        let mut all = Vec::new();
        for graph in [GraphName::DefaultGraph, iri::graph("lexicon")] {
            for (key, is_label) in [(rdfs::LABEL, true), (vocab::ALT_LABEL, false)] {
                let found =
                    self.memory.quads_for_pattern(None, Some(key), None, Some(graph.as_ref()));
                for quad in found.map(|quad| quad.expect("memory does not fail")) {
                    if let (NamedOrBlankNode::NamedNode(iri), Term::Literal(name)) =
                        (quad.subject, quad.object)
                        && iri.as_str().starts_with(iri::ENTITY)
                    {
                        let (iri, name) = (iri.into_string(), name.value().to_owned());
                        let key = slug(&name);
                        all.push(Named { name, iri, is_label, key });
                    }
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Returns the IRIs of all claims, sorted.
    pub(crate) fn claims(&self) -> Vec<String> {
        let class = Some(vocab::CLAIM.into());
        let default = Some(GraphNameRef::DefaultGraph);
        let found = self.memory.quads_for_pattern(None, Some(rdf::TYPE), class, default);
        let mut claims: Vec<_> = (found.map(|quad| quad.expect("memory does not fail")))
            .filter_map(|quad| match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Some(node.into_string()),
                NamedOrBlankNode::BlankNode(_) => None,
            })
            .collect();
        claims.sort_unstable();
        claims
    }

    /// Says whether anything is said of an IRI.
    pub(crate) fn knows(&self, iri: NamedNodeRef<'_>) -> bool {
        self.memory.quads_for_pattern(Some(iri.into()), None, None, None).next().is_some()
    }

    /// Says whether an IRI has this class, or one below it.
    pub(crate) fn is_a(&self, iri: NamedNodeRef<'_>, class: NamedNodeRef<'_>) -> bool {
        let mut todo = self.nodes(iri, rdf::TYPE);
        let mut seen = Vec::new();
        while let Some(one) = todo.pop() {
            if one == class.as_str() {
                return true;
            }
            if !seen.contains(&one) {
                todo.extend(self.nodes(NamedNodeRef::new_unchecked(&one), rdfs::SUB_CLASS_OF));
                seen.push(one);
            }
        }
        false
    }

    fn nodes(&self, subject: NamedNodeRef<'_>, key: NamedNodeRef<'_>) -> Vec<String> {
        let found = self.memory.quads_for_pattern(Some(subject.into()), Some(key), None, None);
        nodes_of(found.map(|quad| quad.expect("memory does not fail").object)).collect()
    }

    fn texts(
        &self,
        subject: NamedNodeRef<'_>,
        key: NamedNodeRef<'_>,
        graph: GraphNameRef<'_>,
    ) -> Vec<String> {
        let found =
            self.memory.quads_for_pattern(Some(subject.into()), Some(key), None, Some(graph));
        (found.map(|quad| quad.expect("memory does not fail")))
            .filter_map(|quad| match quad.object {
                Term::Literal(literal) => Some(literal.value().to_owned()),
                _ => None,
            })
            .collect()
    }
}

/// A name of an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    /// The name.
    pub(crate) name: String,
    /// The entity.
    pub(crate) iri: String,
    /// Its main name, not another one.
    pub(crate) is_label: bool,
    /// The name as it is compared: its slug.
    pub(crate) key: String,
}

/// Reads results to their end; `None` when there are more than `most`.
fn collect(
    results: QueryResults<'_>,
    is_ordered: bool,
    most: usize,
) -> Result<Option<Answer>, QueryEvaluationError> {
    let enough = most.saturating_add(1);
    Ok(Some(match results {
        QueryResults::Boolean(answer) => Answer::Boolean(answer),
        QueryResults::Solutions(solutions) => {
            let variables: Vec<_> =
                solutions.variables().iter().map(|one| one.as_str().to_owned()).collect();
            let rows = solutions.map(|solution| Ok(solution?.values().to_vec()));
            let mut rows = rows.take(enough).collect::<Result<Vec<_>, QueryEvaluationError>>()?;
            if rows.len() > most {
                return Ok(None);
            }
            if !is_ordered {
                rows.sort_by_cached_key(|row| {
                    row.iter().map(|one| one.as_ref().map(Term::to_string)).collect::<Vec<_>>()
                });
            }
            Answer::Solutions { variables, rows }
        }
        QueryResults::Graph(triples) => {
            // The same triple may come again; each counts once.
            let mut found = BTreeMap::new();
            for triple in triples {
                let triple = triple?;
                found.insert(triple.to_string(), triple);
                if found.len() > most {
                    return Ok(None);
                }
            }
            Answer::Graph(found.into_values().collect())
        }
    }))
}

/// Deepest nesting of brackets and signs before one term, those in strings and comments too: an
/// upper bound of how deep the parser goes.
fn nesting(text: &str) -> usize {
    let (mut depth, mut signs, mut deepest) = (0_usize, 0, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        signs = if matches!(byte, b'!' | b'-' | b'+' | b'^') { signs + 1 } else { 0 };
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth + signs);
    }
    deepest
}

#[cfg(test)]
mod tests;
