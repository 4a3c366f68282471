//! What holds for any text: no panic, spans in place, tokens that tile, RDF that parses back; and
//! that neither the order of files nor the number of threads shows in a single byte.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use saiga::document::Input;
use saiga::graph::nquads;
use saiga::pipeline::Reading;
use saiga::span::Span;
use saiga::text::{self, Language};

use crate::support::{PROJECT, Workdir, files, pipeline};

proptest! {
    // What once failed becomes an example below, which says what it is about.
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Sentences in the manner of the field, of parts that rules look for.
    #[test]
    fn any_likely_text_is_read(text in likely_text(), path in path()) {
        read(&path, text.as_bytes());
    }

    /// Letters, marks and line ends of all kinds.
    #[test]
    fn any_text_is_read(text in any::<String>(), path in path()) {
        read(&path, text.as_bytes());
    }

    /// Bytes that no encoding gave.
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), path in path()) {
        read(&path, &bytes);
    }
}

#[test]
fn texts_that_once_broke_are_read() {
    // A sequence of letters that ends in the last letter of the text, of several bytes.
    read("a.txt", "Σ:𐨙Σ®!aa00®𑤕\u{1772}ഒ".as_bytes());
    // A byte order mark in the middle of the text.
    read("a.txt", "Kazakhstan \u{feff} Kazakhstan ".as_bytes());
}

/// The same files, named in another order and read by other numbers of threads.
#[test]
fn order_and_threads_do_not_show() {
    let work = Workdir::with_samples();
    let paths: Vec<String> = files(&work.path("documents"))
        .into_iter()
        .filter_map(|path| Some(path.strip_prefix(work.path("")).ok()?.to_string_lossy().into()))
        .filter(|path: &String| !path.ends_with("README.md"))
        .collect();
    let mut orders = vec![paths.clone()];
    orders.push(paths.iter().rev().cloned().collect());
    // A fixed shuffle: every other one first.
    let every_other = |from: usize| paths.iter().skip(from).step_by(2).cloned();
    orders.push(every_other(1).chain(every_other(0)).collect());
    let mut stores = Vec::new();
    for (run, (order, threads)) in orders.iter().zip(["1", "2", "7"]).enumerate() {
        let store = format!("store{run}");
        let mut args = vec!["build", "--quiet", "--store", &store];
        args.extend(order.iter().map(String::as_str));
        let built = work.saiga_with(&args, &[("RAYON_NUM_THREADS", threads)]);
        assert_eq!(built.code, Some(0), "{}", built.err);
        stores.push(contents(&work.path(&store)));
    }
    assert!(stores[0].len() > paths.len(), "a store has a file for each document and more");
    assert!(stores[0] == stores[1], "the order of files shows");
    assert!(stores[0] == stores[2], "the number of threads shows");
}

/// Every file of a folder by its name.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).expect("files of a folder are below it");
            (name.to_string_lossy().into(), std::fs::read(&path).expect("stores can be read"))
        })
        .collect()
}

/// Reads a file through all stages and checks what holds for every document.
fn read(path: &str, bytes: &[u8]) {
    let Ok(read) = pipeline().read(Input { path, bytes }) else {
        return;
    };
    let Reading { document, facts, quads } = read.output;
    let language: &Language = &LANGUAGE;
    let annotated = text::annotate(&document, language);
    let mut last_end = 0;
    for sentence in &annotated.sentences {
        let block = &document.articles[sentence.article as usize].blocks[sentence.block as usize];
        assert!(block.span.contains(sentence.span) && last_end <= sentence.span.start);
        last_end = sentence.span.end;
        let mut end = sentence.span.start;
        for token in &sentence.tokens {
            assert!(!token.span.is_empty() && token.span.start >= end, "tokens stand in order");
            between(
                &document.text,
                Span { start: end, end: token.span.start },
                &block.note_markers,
            );
            end = token.span.end;
            checked(&document.text, token.span);
        }
        assert_eq!(end, sentence.span.end, "a sentence ends with its last token");
    }
    for mention in facts.entities.iter().flat_map(|entity| &entity.mentions) {
        checked(&document.text, mention.span);
    }
    for claim in &facts.claims {
        assert!(!claim.evidence.is_empty(), "a claim has its sentence: {claim:?}");
        claim.evidence.iter().for_each(|span| {
            assert!(!checked(&document.text, *span).trim().is_empty(), "evidence is text");
        });
    }
    let written = nquads::write(&quads);
    assert_eq!(nquads::read(&written).expect("we read what we write"), quads);
}

/// The text of a span, which is in bounds and cuts no character.
fn checked(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_else(|| panic!("{span:?} is no span of {text:?}"))
}

/// Between two tokens there is nothing but white space and the marks of notes.
fn between(text: &str, gap: Span, marks: &[Span]) {
    for (at, letter) in checked(text, gap).char_indices() {
        let at = gap.start as usize + at;
        let is_marked = marks.iter().any(|mark| mark.range().contains(&at));
        // Zero-width space, word joiner, byte order mark and zero byte: nothing that is printed.
        let is_blank = matches!(letter, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\0');
        assert!(
            letter.is_whitespace() || is_blank || is_marked,
            "{letter:?} is in no token of {text:?}"
        );
    }
}

static LANGUAGE: std::sync::LazyLock<Language> =
    std::sync::LazyLock::new(|| PROJECT.language().expect("the project's language can be read"));

fn path() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a.txt", "a.md", "a.html", "a"]).prop_map(str::to_owned)
}

/// Texts of parts that rules look for, in any order.
fn likely_text() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "Kazakhstan",
        "China",
        "Tashkent",
        "the CSTO",
        "SCO",
        "(EAEU)",
        "the European Union",
        "Kassym-Jomart Tokayev",
        "President",
        "Prime Minister Nikol Pashinyan",
        "L.N. Gumilyov",
        "Confucius Institute",
        "Karaganda Technical University",
        "joined",
        "left",
        "has not joined",
        "will sign",
        "plans to join",
        "is a member of",
        "members (",
        ")",
        ":",
        ";",
        ",",
        ",",
        ".",
        ".",
        "?",
        "\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "# ",
        "| a | b |\n|---|---|\n| ",
        "$40 billion",
        "19.2 percent",
        "22%",
        "7 March 2024",
        "in 2022",
        "since 1998",
        "according to",
        "said that",
        "“",
        "”",
        "\"",
        "the country",
        "it",
        "he",
        "they",
        "trade between",
        "and",
        "or",
        "neither",
        "if",
        "of",
        "the",
        "in",
        "with",
        ".358",
        "[12]",
        "Казахстан",
        "\u{feff}",
        "\u{200b}",
        "\u{a0}",
        "e\u{301}",
        "<p>",
        "</p>",
        "<table><tr><td>",
        "&nbsp;",
        "&#x41;",
        "—",
        "'s",
        "’s",
        "🦌",
        "---\n",
        "http://x.org/a",
    ];
    let part = prop::sample::select(PARTS);
    let gap = prop::sample::select(&[" ", " ", " ", ""][..]);
    prop::collection::vec((part, gap), 0..60)
        .prop_map(|parts| parts.iter().map(|(part, gap)| format!("{part}{gap}")).collect())
}
