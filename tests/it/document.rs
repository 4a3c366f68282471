//! Documents: real scraped pages, odd bytes, and the time that long input takes.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use saiga::document::{BlockKind, Document, Input, identity, read};
use saiga::span::Span;

/// Reads one of the shared real pages by the start of its file name. `None`, said plainly, when
/// the shared folder is not there; an error in CI.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn seed(start: &str) -> Option<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.sort();
    let named = |path: &&PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
    };
    let Some(path) = files.iter().find(named) else {
        assert!(std::env::var("CI").is_err(), "{} is missing", folder.display());
        println!("skipped: {} is missing", folder.display());
        return None;
    };
    let bytes = std::fs::read(path).expect("a file that was just listed can be read");
    Some(document(&path.to_string_lossy(), &bytes))
}

fn document(path: &str, bytes: &[u8]) -> Document {
    let document = read(Input { path, bytes }).expect("the tests' documents hold text").output;
    check(&document);
    document
}

/// What holds for every document.
fn check(document: &Document) {
    let mut last_end = 0;
    for article in &document.articles {
        for block in &article.blocks {
            let text = document.text.get(block.span.range()).expect("in bounds, whole characters");
            assert!(block.span.start >= last_end, "blocks are in order and apart: {text:?}");
            assert!(!text.is_empty() && text == text.trim(), "{text:?} is not trimmed");
            assert!(article.span.contains(block.span));
            for mark in block.note_markers.iter().chain(&block.speaker) {
                assert!(block.span.contains(*mark));
                assert!(document.text.get(mark.range()).is_some());
            }
            assert!(block.note_markers.windows(2).all(|pair| !pair[0].overlaps(pair[1])));
            let source = document.origin.source(block.span);
            assert!(source.end <= document.origin.source_len);
            last_end = block.span.end;
        }
        for span in article.authors.iter().chain(&article.title) {
            assert!(document.text.get(span.range()).is_some());
        }
    }
}

fn titles(document: &Document) -> Vec<&str> {
    let titles = document.articles.iter().map(|article| article.title);
    titles.map(|title| title.map_or("", |title| title.of(&document.text))).collect()
}

fn count(document: &Document, article: usize, kind: BlockKind) -> usize {
    document.articles[article].blocks.iter().filter(|block| block.kind == kind).count()
}

fn marks(document: &Document, article: usize) -> Vec<&str> {
    let blocks = document.articles[article].blocks.iter();
    blocks.flat_map(|block| &block.note_markers).map(|mark| mark.of(&document.text)).collect()
}

/// No running text is a label, a button or the head of another article.
fn assert_no_furniture(document: &Document) {
    for block in document.articles.iter().flat_map(|article| &article.blocks) {
        let text = block.span.of(&document.text);
        if block.kind.is_running_text() {
            for label in ["Continue Reading", "Published", "Avatar photo", "mins ago", "Photo:"] {
                assert!(!text.contains(label), "{text:?}");
            }
            assert!(!text.ends_with("..."), "{text:?}");
            assert!(!text.contains("http"), "{text:?}");
        }
    }
}

const CONFUCIUS: &str =
    "The Effectiveness of Confucius Institutes in Promoting Chinese Soft Power in Kazakhstan";

#[test]
fn the_page_of_2023_holds_four_articles() {
    let Some(page) = seed("000") else { return };
    assert_eq!(
        titles(&page),
        [
            CONFUCIUS,
            "Putin’s USSR 2.0 project to be undermined by his satellites",
            "New Kazakhstan vs. Divided Kazakhstan: Policies Critical for Tokayev",
            "Emerging economic partnerships without Russia: the shifting cooperation formats in \
             Central Asia",
        ]
    );
    assert_eq!(count(&page, 0, BlockKind::Footnote), 32);
    assert_eq!(count(&page, 0, BlockKind::ListItem(0)), 4);
    assert_eq!(count(&page, 0, BlockKind::Biography), 1);
    assert_eq!(count(&page, 2, BlockKind::Heading(2)), 2);
    assert_eq!(count(&page, 3, BlockKind::Teaser), 14);
    let author = page.articles[0].authors[0];
    assert_eq!(author.of(&page.text), "Marin Ekstrom");
    let expected: Vec<String> = (1..=32).map(|number| format!("[{number}]")).collect();
    assert_eq!(marks(&page, 0), expected);
    assert_no_furniture(&page);
}

#[test]
fn the_page_of_2021_holds_four_articles() {
    let Some(page) = seed("001") else { return };
    assert_eq!(
        titles(&page),
        [
            "A reverse side of struggle against ISIS in Central Asia",
            "CICA Meeting Seeks to Update Regional Cooperation and Dialogue",
            "Mirziyoyev’s Uzbekistan: Marching Confidently Towards a Brighter Future",
            CONFUCIUS,
        ]
    );
    assert_eq!(count(&page, 3, BlockKind::Footnote), 32);
    assert_eq!(count(&page, 3, BlockKind::Biography), 0);
    assert_no_furniture(&page);
}

#[test]
fn the_same_article_is_found_on_both_pages() {
    let (Some(new), Some(old)) = (seed("000"), seed("001")) else { return };
    let matches = identity::match_articles(&old, &new);
    let same: Vec<_> = matches.iter().filter(|m| m.old.is_some() && m.new.is_some()).collect();
    assert_eq!(same.len(), 1);
    assert_eq!((same[0].old, same[0].new), (Some(3), Some(0)));
    assert!(same[0].similarity > 0.99);
    assert_eq!(old.articles[3].id, new.articles[0].id);
}

#[test]
fn a_lone_article_ends_with_its_author() {
    let Some(page) = seed("002") else { return };
    assert_eq!(titles(&page), [""]);
    assert_eq!(count(&page, 0, BlockKind::Paragraph), 10);
    assert_eq!(count(&page, 0, BlockKind::Biography), 1);
    assert_eq!(count(&page, 0, BlockKind::Caption), 1);
    assert_eq!(page.articles[0].authors[0].of(&page.text), "Daria Novak");
    assert_no_furniture(&page);
}

#[test]
fn an_interview_knows_who_asks() {
    let Some(page) = seed("003") else { return };
    let title = "Temur Umarov: I would not exaggerate the scale of China’s soft power effect";
    assert_eq!(titles(&page), [title]);
    let speakers: Vec<&str> = page.articles[0]
        .blocks
        .iter()
        .filter_map(|block| block.speaker)
        .map(|speaker| speaker.of(&page.text))
        .collect();
    assert_eq!(speakers, ["CABAR.asia"; 16]);
    assert_eq!(count(&page, 0, BlockKind::Caption), 2);
    assert_eq!(count(&page, 0, BlockKind::Biography), 1);
    assert_eq!(count(&page, 0, BlockKind::Heading(2)), 0);
    assert_no_furniture(&page);
}

#[test]
fn a_chapter_keeps_its_notes_apart() {
    let Some(page) = seed("004") else { return };
    assert_eq!(titles(&page), ["7. Relations with Russia and China"]);
    assert_eq!(count(&page, 0, BlockKind::Footnote), 46);
    assert_eq!(count(&page, 0, BlockKind::Heading(2)), 7);
    let expected: Vec<String> = (358..=403).map(|number| number.to_string()).collect();
    assert_eq!(marks(&page, 0), expected);
    assert_no_furniture(&page);
}

#[test]
fn comments_are_no_article() {
    let page = document(
        "news.txt",
        b"Border treaty signed\n\nBy Ann Lee and Bo Ray\nMarch 14, 2025\n\nThe two states signed \
          a treaty on their border on Friday.\n\nWhat comes next?\n\nThe treaty goes to the two \
          parliaments in April.\n\nShare this:\nRelated articles\nA new road to the border \
          opens\nLeave a reply\nSome Reader says:\nGreat news for everyone in the whole region, I \
          hope that it will last for a long time to come and that the roads will open soon.\n",
    );
    assert_eq!(titles(&page), ["Border treaty signed"]);
    let article = &page.articles[0];
    assert_eq!(article.authors.len(), 2);
    assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2025-03-14"));
    assert_eq!(count(&page, 0, BlockKind::Paragraph), 2);
    assert_eq!(count(&page, 0, BlockKind::Heading(2)), 1);
    assert_eq!(count(&page, 0, BlockKind::Teaser), 1);
}

#[test]
fn a_section_label_behind_the_end_is_no_author() {
    let text = "A treaty on the river\n\nThe two states signed a treaty on Friday.\n\n";
    let read = |end: &str| document("a.txt", format!("{text}{end}").as_bytes());
    assert_eq!(read("Ann Lee").articles[0].authors.len(), 1);
    assert!(read("Continue Reading\n\nUpper Valley").articles[0].authors.is_empty());
}

#[test]
fn a_wrapped_paper_is_put_together() {
    let page = document(
        "paper.txt",
        b"THE RIVER COMMISSION AFTER TWENTY YEARS\n\nAbstract\nThe commission was founded by two \
          states on the upper river and by two\nmore on its lower course.1 It has since grown to \
          six members, among them\ntwo that have no bank of it at all.2 This paper asks what it has \
          achieved.3\n\nReferences\nLee, A. (2011). A river and its states, from the first treaty \
          to the last one.\n   Basel: Press of the River.\nRay, B. (2012). Small books. Press.\n",
    );
    assert_eq!(titles(&page), ["THE RIVER COMMISSION AFTER TWENTY YEARS"]);
    assert_eq!(count(&page, 0, BlockKind::Paragraph), 1);
    assert_eq!(count(&page, 0, BlockKind::Bibliography), 3);
    assert_eq!(marks(&page, 0), ["1", "2", "3"]);
}

#[test]
fn a_news_page_in_html_is_told_from_its_furniture() {
    let page = document(
        "news.html",
        "<!DOCTYPE html><html lang=en><head><title>Grain | Steppe Post</title>\
         <meta property='og:site_name' content='Steppe Post'>\
         <script type='application/ld+json'>{\"headline\":\"Grain trains roll\",\
         \"author\":{\"name\":\"Ann Lee\"},\"datePublished\":\"2024-03-02T10:00:00Z\"}</script>\
         </head><body><header><a href=/>Home</a></header><nav><ul><li>World<li>Asia</ul></nav>\
         <main><article><h1>Grain <em>trains</em> roll</h1><p class=byline>By Ann Lee</p>\
         <p>Kazakhstan sent wheat to Iran &amp; Turkey in Feb<b>ru</b>ary.<sup>1</sup><br>Prices fell.</p>\
         <ul><li>Iran: 100 tonnes<li>Turkey: 200 tonnes</ul>\
         <table><tr><th>Country<th>Tonnes<tr><td>Iran<td>100</table>\
         <figure><img src=x><figcaption>A train in Aktau</figcaption></figure>\
         <p>More trains are to follow.</p></article></main>\
         <aside><p>Read our newsletter.</p></aside><footer>All rights reserved</footer>\
         <script>var x = '<p>no</p>';</script></body></html>"
            .as_bytes(),
    );
    assert_eq!(titles(&page), ["Grain trains roll"]);
    let metadata = &page.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Grain trains roll"));
    assert_eq!(metadata.authors, ["Ann Lee"]);
    assert_eq!(metadata.publisher.as_deref(), Some("Steppe Post"));
    assert_eq!(metadata.language.as_deref(), Some("en"));
    assert_eq!(page.articles[0].date.unwrap().to_string(), "2024-03-02");
    let running: Vec<&str> = page.articles[0]
        .blocks
        .iter()
        .filter(|block| block.kind.is_running_text())
        .map(|block| block.span.of(&page.text))
        .collect();
    assert_eq!(
        running,
        [
            "Kazakhstan sent wheat to Iran & Turkey in February.1 Prices fell.",
            "Iran: 100 tonnes",
            "Turkey: 200 tonnes",
            "Country",
            "Tonnes",
            "Iran",
            "100",
            "More trains are to follow.",
        ]
    );
    assert_eq!(marks(&page, 0), ["1"]);
    let authors = &page.articles[0].authors;
    assert_eq!(authors.iter().map(|name| name.of(&page.text)).collect::<Vec<_>>(), ["Ann Lee"]);
}

#[test]
fn two_articles_of_an_html_page_stay_apart() {
    let body = "The council of the river met again on Monday and chose a new head for two years, \
                after a long debate about the dam and its costs, which nobody wants to pay. Four \
                states sent their ministers, and a fifth one sent its regrets and a long letter.";
    let source = format!(
        "<body><article><h2>One</h2><p>{body}</p></article><article><h2>Two</h2><p>{body}</p>\
         </article><article><h3>Teaser</h3><p>Read this.</p></article></body>"
    );
    let page = document("page.html", source.as_bytes());
    assert_eq!(titles(&page), ["One", "Two"]);
    assert_eq!(count(&page, 1, BlockKind::Teaser), 2);
    assert_eq!(page.articles[1].id, "two");
}

#[test]
fn deep_nesting_is_read_like_any_other() {
    let deep = format!("{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(document("a.html", deep.as_bytes()).text, "deep");
    let unclosed = format!("{}x", "<p><b><li>".repeat(100_000));
    assert_eq!(document("a.html", unclosed.as_bytes()).text, "x");
    let quoted = format!("{} x", ">".repeat(10_000));
    assert_eq!(document("a.md", quoted.as_bytes()).text, "x");
}

/// Half a megabyte each of what could make a careless reader quadratic, which would take hours,
/// and a line of ten megabytes, which is no paragraph.
#[test]
fn long_input_takes_no_longer_than_its_length_asks() {
    let size = 10 << 20;
    let parts = [
        "a sentence of words. ",
        "word.12 ",
        "[1] ",
        "\n",
        "- item\n",
        "Published\n",
        "&",
        "<p>",
        "<li><b>",
        "</i>",
        "<div class=author>",
        "<sup>1</sup>",
        "* ",
        "Q: why?\n",
        "Latest\nx\n",
        "[1] A note, 2019.\n\n",
        "Ann Lee is a lecturer.\n",
        ".",
        "\u{b9}",
        "<td>",
        "<br>",
    ];
    for part in parts {
        let text = part.repeat(size / 20 / part.len());
        for path in ["a.txt", "a.html"] {
            if let Ok(read) = read(Input { path, bytes: text.as_bytes() }) {
                check(&read.output);
            }
        }
    }
    let line = "a long line of words and numbers.12 ".repeat(size / 36);
    let refused = read(Input { path: "a.txt", bytes: line.as_bytes() }).unwrap_err().to_string();
    assert!(refused.starts_with("line 1: a paragraph of "), "{refused}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for path in ["a.txt", "a.md", "a.html"] {
            if let Ok(read) = read(Input { path, bytes: &bytes }) {
                check(&read.output);
            }
        }
    }

    #[test]
    fn any_lines_are_read(parts in proptest::collection::vec(
        prop_oneof![
            Just("\n"), Just("\n\n"), Just("Published"), Just("By Ann Lee"), Just("[1] "), Just("1. "),
            Just("• "), Just("Q: "), Just(" words of some sentence or other, and more of it, "),
            Just("Ends here."), Just("word.12 "), Just("¹"), Just("Latest"), Just("Continue Reading"),
            Just("3 May 2021"), Just("ж"), Just("’"), Just("\u{a0}"), Just("Notes"), Just("..."),
            Just("Photo: x"), Just("\r\n"), Just("Ann Lee is a lecturer in Osh."),
        ], 0..60)) {
        let text = parts.concat();
        if let Ok(read) = read(Input { path: "a.txt", bytes: text.as_bytes() }) {
            check(&read.output);
            prop_assert_eq!(&read.output.text, &text);
            for block in read.output.articles.iter().flat_map(|article| &article.blocks) {
                prop_assert_eq!(read.output.origin.source(block.span), block.span);
            }
        }
    }

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(
        prop_oneof![
            Just("<p>"), Just("</p>"), Just("<div class='nav author'>"), Just("</div>"), Just("<br>"),
            Just("<li>"), Just("<ul>"), Just("</ul>"), Just("<table>"), Just("<td>"), Just("<tr>"),
            Just("</table>"), Just("<sup>"), Just("</sup>"), Just("&amp;"), Just("&nbsp;"), Just("&"),
            Just("<article>"), Just("</article>"), Just("<h1>"), Just("</h1>"), Just("<span class=author>"),
            Just("</span>"), Just("12"), Just("Ann Lee"), Just(" \n "), Just("ж"), Just("<title>"),
            Just("</title>"), Just("<!--"), Just("-->"), Just("<script>"), Just("</script>"), Just("<"),
            Just("<a href=x>"), Just("</a>"), Just("<pre>"), Just("</pre>"), Just("<time datetime=2020>"),
            Just("A sentence that ends."), Just("\0"), Just("\r\n"), Just("</"), Just("<b"), Just("'"),
        ], 0..60)) {
        if let Ok(read) = read(Input { path: "a.html", bytes: parts.concat().as_bytes() }) {
            check(&read.output);
        }
    }

    #[test]
    fn any_markdown_is_read(parts in proptest::collection::vec(
        prop_oneof![
            Just("# "), Just("\n"), Just("\n\n"), Just("- "), Just("> "), Just("| a | b |\n|--|--|\n| "),
            Just("[^1]"), Just("[^1]: "), Just("**"), Just("`"), Just("```\n"), Just("&amp;"), Just("\\*"),
            Just("[x](y)"), Just("![x](y)"), Just("<b>"), Just("ж"), Just("word "), Just("    "),
            Just("---\n"), Just("+++\n"), Just("title: x\n"), Just("1. "), Just("\r\n"), Just("\t"),
        ], 0..40)) {
        let source = parts.concat();
        if let Ok(read) = read(Input { path: "a.md", bytes: source.as_bytes() }) {
            check(&read.output);
            // What was copied is equal on both sides.
            for (text, from, len) in &read.output.origin.pieces {
                let at = |start: &u32| Span { start: *start, end: *start + *len };
                prop_assert_eq!(at(text).of(&read.output.text), at(from).of(&source));
            }
        }
    }
}
