//! PDF files, made here, read.

use std::fmt::Write as _;

use super::*;
use crate::document::{Document, Format, Input, read as read_document};

/// A file of pages of 600 by 800 points with these contents; `/F` is Helvetica, `/B` its bold.
pub(in crate::document) fn pdf(contents: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut kids = String::new();
    for content in contents {
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/Contents {} 0 R/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>",
            number + 1
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let count = contents.len();
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {count}/MediaBox[0 0 600 800]>>");
    let mut out = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    }
    let size = objects.len() + 1;
    let _ = write!(out, "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

/// Text at a place, in a font and size.
fn at(x: u32, y: u32, font: &str, size: u32, text: &str) -> String {
    let text = text.replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

/// Lines under one another, 14 points apart.
fn column(x: u32, top: u32, lines: &[&str]) -> String {
    let places = (0_u32..).map(|row| top - 14 * row);
    places.zip(lines).map(|(y, line)| at(x, y, "F", 11, line)).collect()
}

fn document(contents: &[String]) -> Document {
    read_document(Input { path: "a.pdf", bytes: &pdf(contents) }).unwrap().output
}

fn blocks(doc: &Document) -> Vec<(BlockKind, &str)> {
    let blocks = doc.articles[0].blocks.iter();
    blocks.map(|block| (block.kind, block.span.of(&doc.text))).collect()
}

const LEFT: [&str; 7] = [
    "The two ministries signed the water",
    "agreement in Osh on Monday, and both",
    "of them called it a begin-",
    "ning. The river feeds four val-",
    "leys on either side of the border, and",
    "a self-governing board will share it",
    "out from next year on. A second round",
];

const RIGHT: [&str; 7] = [
    "of talks is to follow in the late autumn.",
    "The board has nine members, of whom",
    "three are farmers. It meets once every",
    "month and publishes what it decides in",
    "the languages of both the states. Its",
    "first head is an engineer from the old",
    "canal works, who took office in June.",
];

#[test]
fn two_columns_are_read_one_after_the_other_and_hyphens_closed() {
    let page = [
        at(60, 700, "B", 18, "Sharing the river between the two states of the valley"),
        column(60, 640, &LEFT),
        column(320, 640, &RIGHT),
    ];
    let doc = document(&[page.concat()]);
    assert_eq!(doc.format, Format::Pdf);
    let found = blocks(&doc);
    assert_eq!(found[0].0, BlockKind::Title);
    assert_eq!(found.len(), 2, "{found:?}");
    let text = found[1].1;
    assert!(text.contains("called it a beginning. The river feeds four valleys on"), "{text}");
    assert!(text.contains("a self-governing board"), "{text}");
    assert!(
        text.contains("A second round of talks is to follow in the late autumn. The board has"),
        "{text}"
    );
    // The same lines drawn row by row.
    let mut rows = at(60, 700, "B", 18, "Sharing the river between the two states of the valley");
    for (row, (left, right)) in (0_u32..).zip(LEFT.iter().zip(RIGHT)) {
        rows += &at(60, 640 - 14 * row, "F", 11, left);
        rows += &at(320, 640 - 14 * row, "F", 11, right);
    }
    assert_eq!(document(&[rows]).text, doc.text);
}

#[test]
fn heads_feet_and_notes_are_no_text_and_pages_are_known() {
    let page = |number: u32, lines: &[&str], note: &str| {
        [
            at(60, 770, "F", 9, &format!("Water report | {}", 40 + number)),
            column(60, 700, lines),
            at(60, 60, "F", 8, note),
            at(290, 30, "F", 9, &number.to_string()),
        ]
        .concat()
    };
    let mark = "BT /F 11 Tf 60 672 Td (canal works) Tj /F 7 Tf 4 Ts (1) Tj 0 Ts /F 11 Tf ( and the) Tj ET\n";
    let first = page(
        1,
        &[
            "The board has nine members, of whom three are farmers, and it meets once a",
            "month. Its first head is an engineer who had served for thirty years at the",
        ],
        "1 The works were built in 1936.",
    ) + mark;
    let second =
        page(2, &["old mill in Osh, which stands empty."], "2 See the annex of the report.");
    let doc = document(&[first, second]);
    let found = blocks(&doc);
    let paragraph = "The board has nine members, of whom three are farmers, and it meets once a \
                     month. Its first head is an engineer who had served for thirty years at the \
                     canal works1 and the old mill in Osh, which stands empty.";
    assert_eq!(
        found,
        [
            (BlockKind::Paragraph, paragraph),
            (BlockKind::Footnote, "1 The works were built in 1936."),
            (BlockKind::Footnote, "2 See the annex of the report."),
        ]
    );
    let marks = &doc.articles[0].blocks[0].note_markers;
    assert_eq!(marks.iter().map(|mark| mark.of(&doc.text)).collect::<Vec<_>>(), ["1"]);
    let page_of = |part: &str| doc.page(doc.text.find(part).unwrap() as u32);
    assert_eq!(page_of("The board"), Some(1));
    assert_eq!(page_of("stands empty"), Some(2));
    assert_eq!(page_of("See the annex"), Some(2));
}

#[test]
fn tables_lists_and_headings_keep_their_kinds() {
    let page = [
        at(60, 700, "B", 11, "Trade by state"),
        column(
            60,
            680,
            &[
                "Trade between the states of the valley grew again last year, the board says in",
                "its report, which lists the share of each state as it was in the spring of 2024.",
            ],
        ),
        at(60, 640, "F", 11, "State") + &at(260, 640, "F", 11, "Share"),
        at(60, 626, "F", 11, "Osh") + &at(260, 626, "F", 11, "19.2"),
        at(60, 598, "F", 11, "\u{95} The first point is about water."),
        at(60, 584, "F", 11, "\u{95} The second point is about roads."),
    ];
    // The bullet is byte 149 of the Windows code page.
    let bytes: Vec<u8> = pdf(&[page.concat().replace('\u{95}', "\\225")]);
    let doc = read_document(Input { path: "a.pdf", bytes: &bytes }).unwrap().output;
    let cell = |row, column| BlockKind::Cell { table: 0, row, column, header: false };
    let kinds: Vec<_> = blocks(&doc).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Heading(1),
            BlockKind::Paragraph,
            cell(0, 0),
            cell(0, 1),
            cell(1, 0),
            cell(1, 1),
            BlockKind::ListItem(0),
            BlockKind::ListItem(0),
        ]
    );
    assert!(blocks(&doc)[6].1.starts_with("The first point"));
}

#[test]
fn scans_stumps_and_nonsense_are_told_apart() {
    let of = |bytes: &[u8]| read_document(Input { path: "a.pdf", bytes }).unwrap_err();
    let scan = pdf(&["q 600 0 0 800 0 0 cm /I Do Q".to_owned(), String::new()]);
    assert_eq!(of(&scan), ReadError::NoTextLayer { pages: "2 pages".to_owned() });
    let whole = pdf(&[column(60, 640, &LEFT)]);
    for len in [9, whole.len() / 2, whole.len() - 8] {
        assert!(matches!(of(&whole[..len]), ReadError::Damaged(_)), "{len}");
    }
    assert!(matches!(of(b"%PDF-1.7\nnothing\n%%EOF"), ReadError::Damaged(_)));
    // A page tree that leads round in a circle.
    let ring = String::from_utf8(whole).unwrap().replace("/Kids[5 0 R ]", "/Kids[2 0 R ]");
    assert!(matches!(of(ring.as_bytes()), ReadError::Damaged(_)));
}

#[test]
fn artifacts_and_turned_text_are_left_out() {
    let page = "/Artifact BMC ".to_owned()
        + &at(60, 400, "F", 11, "Draft for the board only")
        + "EMC BT /F 30 Tf 0 1 -1 0 300 200 Tm (CONFIDENTIAL) Tj ET\n"
        + &at(60, 640, "F", 11, "The river belongs to both states.");
    assert_eq!(document(&[page]).text, "The river belongs to both states.");
}
