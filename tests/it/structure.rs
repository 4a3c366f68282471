//! What the layout of a page tells: tables, sections under a heading, dates that lean on the day of
//! publication. Each document is written for its test.

use saiga::document::Input;
use saiga::extract::json::summary;
use saiga::pipeline::Reading;

use crate::support::pipeline;

fn read(path: &str, text: &str) -> Reading {
    let read = pipeline().read(Input { path, bytes: text.as_bytes() });
    read.expect("the document has text").output
}

/// The facts of a document, one a line, sorted.
fn facts(path: &str, text: &str) -> Vec<String> {
    let reading = read(path, text);
    let onto = pipeline().rules.onto;
    let claims = reading.facts.claims.iter();
    let mut lines: Vec<String> = claims.map(|claim| summary(claim, &reading.facts, onto)).collect();
    lines.sort();
    lines
}

const MARKDOWN: &str = "\
# Neighbours

Figures for 2021

| Country | Capital | Population, million | Exports to Russia, $ billion | GDP growth (%) | Member of |
|---|---|---|---|---|---|
| Georgia | Tbilisi | 3.7 | 0.6 | 10.5 | |
| Belarus | Minsk | 9.3 | 16.4 | -1.2 | CSTO, Eurasian Economic Union |
| Total | | 13.0 | 17.0 | | |
";

#[test]
fn a_cell_is_a_fact_by_its_row_and_header() {
    let expected = [
        "Belarus | amount | 16400000000 | date=2021 | of=exports | counterpart=Russia | unit=USD",
        "Belarus | change | -1.2 | date=2021 | of=GDP | unit=percent",
        "Belarus | count | 9300000 | date=2021 | of=population | unit=people",
        "Belarus | memberOf | Collective Security Treaty Organization",
        "Belarus | memberOf | Eurasian Economic Union",
        "Georgia | amount | 600000000 | date=2021 | of=exports | counterpart=Russia | unit=USD",
        "Georgia | change | 10.5 | date=2021 | of=GDP | unit=percent",
        "Georgia | count | 3700000 | date=2021 | of=population | unit=people",
        "Minsk | capitalOf | Belarus",
        "Tbilisi | capitalOf | Georgia",
    ];
    assert_eq!(facts("neighbours.md", MARKDOWN), expected);
}

#[test]
fn a_cell_is_shown_with_its_row_and_header() {
    let reading = read("neighbours.md", MARKDOWN);
    let capital = reading.facts.claims.iter().find(|claim| claim.rule == "table/cell");
    let quotes: Vec<&str> = (capital.expect("the table gives facts").evidence.iter())
        .map(|span| span.of(&reading.document.text))
        .collect();
    assert_eq!(quotes, ["Tbilisi", "Georgia", "Capital"]);
}

#[test]
fn years_as_headers_date_what_the_caption_measures() {
    let page = "<!doctype html><title>Trade</title><body><main><h1>Trade</h1>\
        <table><caption>Exports to China, $ million</caption>\
        <tr><th>Country</th><th>2019</th><th>2020</th></tr>\
        <tr><td>Laos</td><td>1,660</td><td>2,090</td></tr></table></main>";
    let expected = [
        "Laos | amount | 1660000000 | date=2019 | of=exports | counterpart=China | unit=USD",
        "Laos | amount | 2090000000 | date=2020 | of=exports | counterpart=China | unit=USD",
    ];
    assert_eq!(facts("trade.html", page), expected);
}

#[test]
fn columns_that_tell_no_measure_are_left_alone() {
    let table =
        "| Country | 2019 | Notes | Remark |\n|---|---|---|---|\n| Laos | 12 | 3 | 1998 |\n";
    assert_eq!(facts("notes.md", table), Vec::<String>::new());
}

#[test]
fn headings_set_whom_and_when() {
    let page = "# Profiles\n\n## Uzbekistan\n\nPopulation: 35 million.\n\n## 2019\n\n\
        Shavkat Mirziyoyev visited Astana. In November, Shavkat Mirziyoyev visited Bishkek.\n\n\
        ## Later\n\nShavkat Mirziyoyev visited Minsk.\n";
    let expected = [
        "Shavkat Mirziyoyev | visited | Astana | date=2019",
        "Shavkat Mirziyoyev | visited | Bishkek | date=2019-11",
        "Shavkat Mirziyoyev | visited | Minsk",
        "Uzbekistan | count | 35000000 | of=population | unit=people",
    ];
    assert_eq!(facts("profiles.md", page), expected);
}

#[test]
fn dates_lean_on_the_day_of_publication() {
    let news = |sentence: &str| {
        let text = format!("---\ndate: 2023-10-05\n---\n# News\n\n{sentence}\n");
        let found = facts("news.md", &text);
        found
            .into_iter()
            .map(|fact| fact.rsplit(" | ").next().unwrap_or_default().to_owned())
            .collect::<String>()
    };
    assert_eq!(news("Last month, Emmanuel Macron visited Astana."), "date=2023-09");
    assert_eq!(news("Emmanuel Macron visited Astana on Monday."), "date=2023-10-02");
    assert_eq!(news("On September 28, Emmanuel Macron visited Astana."), "date=2023-09-28");
    assert_eq!(news("In November, Emmanuel Macron visited Astana."), "date=2022-11");
    assert_eq!(news("Emmanuel Macron visited Astana two years ago."), "date=2021");
}
