//! DOCX files, made here, read.

use crate::document::archive::tests::zipped;
use crate::document::{BlockKind, Document, Format, Input, ReadError, read};

/// A file with this body, these footnotes and a style sheet.
fn docx(body: &str, notes: &str) -> Vec<u8> {
    let main = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let notes = format!("<w:footnotes>{notes}</w:footnotes>");
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", main.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ])
}

fn document(body: &str, notes: &str) -> Document {
    let bytes = docx(body, notes);
    read(Input { path: "a.docx", bytes: &bytes }).unwrap().output
}

fn blocks(body: &str) -> Vec<(BlockKind, String)> {
    let doc = document(body, "");
    let blocks = doc.articles[0].blocks.iter();
    blocks.map(|block| (block.kind, block.span.of(&doc.text).to_owned())).collect()
}

fn p(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

const PROSE: &str = "The two ministries signed the water agreement in Osh on Monday, and both of \
                     them called it a beginning.";

#[test]
fn headings_lists_and_notes_keep_their_kinds() {
    let item = |level| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr>\
             <w:r><w:t>item {level}</w:t></w:r></w:p>"
        )
    };
    let prose = PROSE.replace(
        "on Monday",
        "</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>\
                                            <w:r><w:t xml:space='preserve'> on Monday",
    );
    let body = [
        p("Title", "On water"),
        p("Heading1", "Talks"),
        p("Normal", &prose),
        item(0),
        item(1),
        p("Quote", "We begin."),
        p("TOC1", "Talks 3"),
    ]
    .concat();
    let doc = document(
        &body,
        "<w:footnote w:id='2'><w:p><w:r><w:t>See the text.</w:t></w:r></w:p></w:footnote>",
    );
    let found: Vec<_> = (doc.articles[0].blocks.iter())
        .map(|block| (block.kind, block.span.of(&doc.text)))
        .collect();
    assert_eq!(
        found,
        [
            (BlockKind::Title, "On water"),
            (BlockKind::Heading(1), "Talks"),
            (BlockKind::Paragraph, PROSE),
            (BlockKind::ListItem(0), "item 0"),
            (BlockKind::ListItem(1), "item 1"),
            (BlockKind::Quote, "We begin."),
            (BlockKind::Navigation, "Talks 3"),
            (BlockKind::Footnote, "See the text."),
        ]
    );
    assert_eq!(doc.format, Format::Docx);
    assert_eq!(doc.metadata.title.as_deref(), Some("On water"));
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = "<w:p><w:r><w:t>The bridge </w:t></w:r>\
         <w:del w:id='1'><w:r><w:delText>closed</w:delText></w:r></w:del>\
         <w:ins w:id='2'><w:r><w:t>opened</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> </w:t></w:r>\
         <w:moveFrom w:id='3'><w:r><w:t>in May </w:t></w:r></w:moveFrom><w:r><w:t>again</w:t></w:r>\
         <w:moveTo w:id='4'><w:r><w:t xml:space='preserve"
        .to_owned()
        + "'> in May</w:t></w:r></w:moveTo><w:r><w:t>.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id='5'/></w:rPr></w:pPr><w:r><w:t>First half</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space='preserve'> and second half.</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:trPr><w:del w:id='6'/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let texts: Vec<String> = blocks(&body).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["The bridge opened again in May.", "First half and second half.", "kept"]);
}

#[test]
fn tables_have_rows_columns_and_heads() {
    let cell = |text: &str, span: &str| {
        format!("<w:tc><w:tcPr>{span}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("State", "<w:gridSpan w:val='2'/>"),
        cell("Share", ""),
        cell("Osh", ""),
        cell("19.2", ""),
    );
    let at = |row, column, header| BlockKind::Cell { table: 0, row, column, header };
    let kinds: Vec<_> = blocks(&body).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [at(0, 0, true), at(0, 2, true), at(1, 0, false), at(1, 1, false)]);
}

#[test]
fn what_is_not_shown_is_not_read() {
    let body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t></w:r>\
        <w:r><w:t>shown</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
        <w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p>\
        </w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Fallback>\
        </mc:AlternateContent></w:r><w:r><w:t> too</w:t></w:r></w:p>";
    let texts: Vec<String> = blocks(body).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["shown too", "A box."]);
}

#[test]
fn damaged_files_are_told_apart() {
    let whole = docx(&p("Normal", PROSE), "");
    let of = |bytes: &[u8]| read(Input { path: "a.docx", bytes }).unwrap_err();
    for len in [30, whole.len() / 2, whole.len() - 5] {
        assert!(matches!(of(&whole[..len]), ReadError::Damaged(_)), "{len}");
    }
    assert!(matches!(of(&docx("<w:p><w:r>", "")), ReadError::Damaged(_)));
    assert_eq!(of(&docx("<w:p/>", "")), ReadError::Empty);
    assert_eq!(of(&zipped(&[("a.txt", b"x")])), ReadError::Unsupported("a ZIP archive".to_owned()));
}
