//! The whole stage on text of our own, on hostile text, and on the treebanks where they are.

use super::language::english;
use super::*;
use crate::document::{self, Input};

/// Own sentences, annotated with the model and then corrected by hand.
const SAMPLE: &str = include_str!("sample.conllu");

#[test]
fn sentences_are_cut_and_tagged() {
    let text = "Kazakhstan joined the bank. It didn't leave.";
    let annotated = annotate_text(text, english());
    let sentences: Vec<&str> = annotated.sentences.iter().map(|s| s.span.of(text)).collect();
    assert_eq!(sentences, ["Kazakhstan joined the bank.", "It didn't leave."]);
    let tokens = &annotated.sentences[1].tokens;
    let forms: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
    assert_eq!(forms, ["It", "did", "n't", "leave", "."]);
    assert_eq!(&*tokens[1].lemma, "do");
    assert!(tokens[2].part);
    let verb = &annotated.sentences[0].tokens[1];
    assert_eq!((verb.upos, verb.head), (Upos::Verb, None));
    assert_eq!(annotated.sentences[0].tokens[0].relation, Relation::NSUBJ);
    assert_eq!(annotated.sentences[0].names[0].kind, NameKind::Place);
}

#[test]
fn note_marks_belong_to_no_token() {
    let text = "It left China.358 All were glad.[12] Then it came.";
    let mark = |mark: &str| {
        let start = text.find(mark).unwrap();
        Span::new(start, start + mark.len())
    };
    let input = Input { path: "d.txt", bytes: text.as_bytes() };
    let mut doc = document::read(input).unwrap().output;
    assert_eq!(doc.text, text);
    let article = &mut doc.articles[0];
    article.blocks.truncate(1);
    article.blocks[0].kind = BlockKind::Paragraph;
    article.blocks[0].span = Span::new(0, text.len());
    article.blocks[0].note_markers = vec![mark("358"), mark("[12]")];
    let sentences = annotate(&doc, english()).sentences;
    let spans: Vec<&str> = sentences.iter().map(|sentence| sentence.span.of(text)).collect();
    assert_eq!(spans, ["It left China.", "All were glad.", "Then it came."]);
}

/// All that must hold of any annotation: tokens in order, inside their sentences; trees.
fn check_invariants(text: &str) {
    let annotated = annotate_text(text, english());
    let mut end = 0;
    for sentence in &annotated.sentences {
        let n_tokens = sentence.tokens.len() as u32;
        assert!(n_tokens > 0);
        for token in &sentence.tokens {
            assert!(!token.span.is_empty() && token.span.start >= end, "{:?}", token.span);
            assert!(sentence.span.contains(token.span));
            end = token.span.end;
        }
        let roots = sentence.tokens.iter().filter(|token| token.head.is_none()).count();
        assert_eq!(roots, 1, "one root in {:?}", sentence.span.of(text));
        for mut at in 0..n_tokens {
            // As many steps as words lead to the root, or there is a circle.
            let mut n_steps = 0;
            while let Some(head) = sentence.tokens[at as usize].head {
                assert!(head < n_tokens && n_steps < n_tokens);
                (at, n_steps) = (head, n_steps + 1);
            }
        }
        assert!(sentence.names.iter().all(|name| name.first <= name.last && name.last < n_tokens));
        let within = |at: u32| at < n_tokens;
        assert!(sentence.enhanced.iter().all(|edge| {
            within(edge.dependent) && edge.head.is_none_or(within) && edge.case.is_none_or(within)
        }));
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let tokens = annotated.sentences.iter().flat_map(|sentence| &sentence.tokens);
    let kept: usize = tokens.map(|token| letters(token.span.of(text))).sum();
    assert_eq!(kept, letters(text), "no letter is lost");
    let written = conllu::write(text, &annotated);
    let read = conllu::read(&written).expect("what is written can be read");
    assert_eq!(read.annotated.sentences.len(), annotated.sentences.len());
}

#[test]
fn any_text_has_an_annotation() {
    for text in [
        "",
        " \n\t ",
        ".",
        "…",
        "’",
        "'s",
        "n't",
        "👩‍👩‍👧‍👦 met 🏳️‍🌈 in 東京。Это — тест, αβγ!",
        "a\u{200B}b\u{FEFF}c \u{200D}\u{200C} d\u{AD}e",
        "e\u{301}\u{301}\u{301} \u{202E}abc\u{202C}",
        "\u{0}\u{1}\u{7f}",
        "A.B.C.D.E.F. G.-H. I.J.K",
        "1.2.3.4,5,6:7/8-9--10",
        "http://a.b/c(d)e) (www.x.y). a@b.c@d x@",
        "it's its the 'tis ’twas 'em rock'n'roll",
    ] {
        check_invariants(text);
    }
}

#[test]
fn long_and_strange_text_takes_no_longer_than_its_length() {
    check_invariants(&"abcdefghijklmnopqrstuvwxyzabcdefghijkl ".repeat(27_000));
    check_invariants(&"x".repeat(1 << 20));
    check_invariants(&"(".repeat(100_000));
    check_invariants(&"([{“‘".repeat(4_000));
    check_invariants(&"1-".repeat(300_000));
    check_invariants(&"a.".repeat(100_000));
    check_invariants(&"'".repeat(200_000));
    check_invariants(&"a'".repeat(10_000));
    check_invariants(&"\n".repeat(1 << 20));
    check_invariants(&format!("a.{}b", " ".repeat(1 << 20)));
    check_invariants(&"and Ann met Bob, ".repeat(1_500));
    check_invariants(&"👩‍👩‍👧‍👦".repeat(20_000));
    check_invariants(&"Астана東京αβγ".repeat(20_000));
    check_invariants(&"a\u{200B}b\u{2060} ".repeat(20_000));
}

/// Parts of a line of scores that are percentages, by name.
fn figures(line: &str) -> Vec<(String, f64)> {
    let words: Vec<&str> = line.split([' ', '(', ')']).collect();
    words.windows(2).filter_map(|pair| Some((pair[0].to_owned(), pair[1].parse().ok()?))).collect()
}

#[track_caller]
fn check_figures(line: &str, stated: &str) {
    for (name, expected) in figures(stated) {
        let found = figures(line).into_iter().find(|(other, _)| *other == name);
        let (_, found) = found.unwrap_or_else(|| panic!("`{name}` is not in `{line}`"));
        assert!((found - expected).abs() <= 0.1, "{name}: stated {expected}, found {found}");
    }
}

#[test]
fn our_own_sentences_score_as_stated() {
    let bank = conllu::read(SAMPLE).unwrap();
    let [given, raw] = train::evaluate(&bank, english());
    check_figures(&given, "UPOS 99.28 lemma 99.28 LAS 97.83");
    check_figures(&raw, "words 100 sentences 100 UPOS 99.28 lemma 99.28 LAS 97.83");
}

/// The form, the form of its head and the relation of a word.
#[track_caller]
fn check_arc(text: &str, word: &str, head: &str, relation: Relation) {
    let annotated = annotate_text(text, english());
    let sentence = &annotated.sentences[0];
    let form = |at: usize| sentence.tokens[at].span.of(text);
    let at = (0..sentence.tokens.len()).find(|at| form(*at) == word).expect("the word is there");
    let token = &sentence.tokens[at];
    let found = token.head.map_or("", |head| form(head as usize));
    assert_eq!((found, token.relation), (head, relation), "of `{word}` in `{text}`");
}

#[test]
fn the_order_of_words_mends_trees() {
    for (text, word, head, relation) in [
        ("The board praised Paul Brandt, who lives in Bern.", "lives", "Paul", Relation::ACL_RELCL),
        (
            "The mayor sentenced the leaders of the PPT Anna Weber and Jan Berg.",
            "PPT",
            "leaders",
            Relation::NMOD,
        ),
        (
            "The commander of the Border Guard of Peru, Anna Weber, left.",
            "Anna",
            "commander",
            Relation::APPOS,
        ),
        (
            "Peru signed contracts worth $5 million with Chile in May 2021.",
            "worth",
            "contracts",
            Relation::AMOD,
        ),
        (
            "War broke out between Peru and Chile, with Kenya openly recognizing the region.",
            "Kenya",
            "recognizing",
            Relation::NSUBJ,
        ),
        ("The authorities recalled and detained Karim Bekov.", "Karim", "detained", Relation::OBJ),
        ("3 March 2011 – The university is not founded.", "founded", "", Relation::ROOT),
        (
            "According to the newspaper Vestnik, Peru and Chile planned to increase trade.",
            "Peru",
            "planned",
            Relation::NSUBJ,
        ),
        (
            "In January 2017 one of the critics of the mayor, deputy Jan Berg, was sentenced.",
            "one",
            "sentenced",
            Relation::NSUBJ_PASS,
        ),
    ] {
        check_arc(text, word, head, relation);
    }
}
