//! How fast each stage works on the sample documents: bytes a second, and words a second by the
//! last group.
//!
//! `cargo bench --bench pipeline`, one thread; `benches/RESULTS.md` keeps dated figures.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use oxigraph::model::Quad;
use saiga::diff::{self, Options, Side};
use saiga::document::{self, Document, Input};
use saiga::export::{self, Format, Network, Scope};
use saiga::extract::{self, Facts};
use saiga::graph::{self, nquads, record};
use saiga::pipeline::Pipeline;
use saiga::project::Project;
use saiga::query::{Dataset, Query};
use saiga::text::{self, Annotated, Language};

fn main() {
    divan::main();
}

static PROJECT: LazyLock<Project> =
    LazyLock::new(|| Project::builtin().expect("the built-in project is sound"));
static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| PROJECT.language().expect("the built-in language is sound"));
static PIPELINE: LazyLock<Pipeline<'static>> = LazyLock::new(|| Pipeline::new(&PROJECT, &LANGUAGE));
static CORPUS: LazyLock<Corpus> = LazyLock::new(Corpus::read);

/// The sample documents after each stage.
struct Corpus {
    files: Vec<(String, Vec<u8>)>,
    documents: Vec<Document>,
    annotated: Vec<Annotated>,
    facts: Vec<Facts>,
    quads: Vec<Quad>,
}

impl Corpus {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        find(&root.join("seeds/documents"), &mut paths);
        paths.retain(|path| !path.ends_with("README.md"));
        paths.sort();
        let files: Vec<(String, Vec<u8>)> = paths
            .iter()
            .map(|path| {
                let bytes = std::fs::read(path).expect("sample documents can be read");
                (path.to_string_lossy().into_owned(), bytes)
            })
            .collect();
        let documents: Vec<Document> =
            files.iter().map(|(path, bytes)| read(path, bytes)).collect();
        let annotated: Vec<Annotated> =
            documents.iter().map(|doc| text::annotate(doc, &LANGUAGE)).collect();
        let facts: Vec<Facts> = documents
            .iter()
            .zip(&annotated)
            .map(|(doc, annotated)| extract::extract(doc, annotated, &PIPELINE.rules))
            .collect();
        let quads = documents
            .iter()
            .zip(&facts)
            .flat_map(|(doc, facts)| graph::lift(doc, facts, &PROJECT.ontology))
            .collect();
        Self { files, documents, annotated, facts, quads }
    }

    /// Bytes of the files.
    fn bytes(&self) -> BytesCount {
        BytesCount::new(self.files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>())
    }

    /// Tokens that are words or numbers.
    fn words(&self) -> ItemsCount {
        let words = self.documents.iter().zip(&self.annotated).map(|(doc, annotated)| {
            let tokens = annotated.sentences.iter().flat_map(|sentence| &sentence.tokens);
            tokens.filter(|token| token.span.of(&doc.text).contains(char::is_alphanumeric)).count()
        });
        ItemsCount::new(words.sum::<usize>())
    }
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("sample documents are there").flatten() {
        let path = entry.path();
        if path.is_dir() { find(&path, paths) } else { paths.push(path) }
    }
}

fn read(path: &str, bytes: &[u8]) -> Document {
    document::read(Input { path, bytes }).expect("sample documents hold text").output
}

/// Stage 1.
#[divan::bench]
fn s1_document(bencher: Bencher) {
    bencher.counter(CORPUS.bytes()).counter(CORPUS.words()).bench(|| {
        for (path, bytes) in &CORPUS.files {
            black_box(read(path, bytes));
        }
    });
}

/// Stage 2.
#[divan::bench]
fn s2_text(bencher: Bencher) {
    bencher.counter(CORPUS.bytes()).counter(CORPUS.words()).bench(|| {
        for doc in &CORPUS.documents {
            black_box(text::annotate(doc, &LANGUAGE));
        }
    });
}

/// Stage 3.
#[divan::bench]
fn s3_extract(bencher: Bencher) {
    bencher.counter(CORPUS.bytes()).counter(CORPUS.words()).bench(|| {
        for (doc, annotated) in CORPUS.documents.iter().zip(&CORPUS.annotated) {
            black_box(extract::extract(doc, annotated, &PIPELINE.rules));
        }
    });
}

/// Stage 4, without the store.
#[divan::bench]
fn s4_graph(bencher: Bencher) {
    bencher.counter(CORPUS.bytes()).counter(CORPUS.words()).bench(|| {
        for (doc, facts) in CORPUS.documents.iter().zip(&CORPUS.facts) {
            black_box(graph::lift(doc, facts, &PROJECT.ontology));
        }
    });
}

/// Stages 1 to 4: bytes in, quads out.
#[divan::bench]
fn s1_to_4_pipeline(bencher: Bencher) {
    bencher.counter(CORPUS.bytes()).counter(CORPUS.words()).bench(|| {
        for (path, bytes) in &CORPUS.files {
            black_box(PIPELINE.read(Input { path, bytes }).expect("sample documents hold text"));
        }
    });
}

/// What is done once for all documents.
mod once {
    use super::*;

    #[divan::bench(sample_count = 20)]
    fn project() -> Project {
        Project::builtin().expect("the built-in project is sound")
    }

    #[divan::bench(sample_count = 20)]
    fn rules(bencher: Bencher) {
        LazyLock::force(&LANGUAGE);
        bencher.bench(|| {
            black_box(Pipeline::new(&PROJECT, &LANGUAGE));
        });
    }
}

/// Stage 5: what is done with the graph. Items are quads.
mod s5 {
    use super::*;

    const LIMIT: std::time::Duration = std::time::Duration::from_secs(60);

    fn n_quads() -> ItemsCount {
        ItemsCount::new(CORPUS.quads.len())
    }

    #[divan::bench]
    fn nquads_write_and_read(bencher: Bencher) {
        bencher.counter(n_quads()).bench(|| {
            let written = nquads::write(black_box(&CORPUS.quads));
            nquads::read(&written).expect("we read what we write")
        });
    }

    #[divan::bench(sample_count = 20)]
    fn query_load(bencher: Bencher) {
        bencher.counter(n_quads()).bench(|| Dataset::new(CORPUS.quads.iter().cloned(), false));
    }

    #[divan::bench(sample_count = 20)]
    fn query_members(bencher: Bencher) {
        let dataset = Dataset::new(CORPUS.quads.iter().cloned(), false);
        let query = Query::parse("SELECT ?s ?o WHERE { ?s gp:memberOf ?o } ORDER BY ?o ?s")
            .expect("the query is SPARQL");
        bencher.bench(|| dataset.ask(&query, LIMIT).expect("it is answered in time"));
    }

    /// All documents as they are against all of them without their first claims.
    #[divan::bench(sample_count = 20)]
    fn diff(bencher: Bencher) {
        let records = record::claims(&CORPUS.quads);
        let options = Options::default();
        bencher.bench(|| {
            let side = |from: usize| Side {
                records: &records[from..],
                texts: Default::default(),
                reader: None,
                articles: Vec::new(),
            };
            diff::claims(&side(0), &side(records.len() / 10), &options)
        });
    }

    #[divan::bench(sample_count = 20)]
    fn export_gexf(bencher: Bencher) {
        let records = record::claims(&CORPUS.quads);
        bencher.counter(n_quads()).bench(|| {
            let net = Network::new(&records, &Scope::default());
            export::network(Format::Gexf, &net).expect("GEXF holds networks")
        });
    }
}
