//! How long it takes to compare two versions, as claims and as quads.
//!
//! `cargo bench --bench diff -- [CLAIMS QUADS]`

use std::collections::BTreeMap;
use std::time::Duration;

use oxigraph::model::{NamedNode, Quad};
use saiga::diff::{Options, Side, claims, quads, report};
use saiga::extract::{Polarity, Realis};
use saiga::graph::record::{ClaimRecord, Node, Object, Passage};

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = std::time::Instant::now();
    let result = work();
    let took: Duration = start.elapsed();
    print_line(&format!("{what}: {:.3} s", took.as_secs_f64()));
    result
}

#[allow(clippy::print_stdout, reason = "a benchmark prints")]
fn print_line(line: &str) {
    println!("{line}");
}

fn main() {
    let args: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let number = |slot: usize, default: usize| args.get(slot).copied().unwrap_or(default);

    let (n_claims, n_quads) = (number(0, 10_000), number(1, 1_000_000));
    let (old_text, old) = version("old", n_claims, 1_000_000_007);
    let (new_text, new) = version("new", n_claims, 50);
    fn side<'a>(records: &'a [ClaimRecord], text: &'a str) -> Side<'a> {
        Side {
            records,
            texts: BTreeMap::from([(records[0].version.as_str(), text)]),
            reader: Some("1"),
            articles: Vec::new(),
        }
    }
    let (old, new) = (side(&old, &old_text), side(&new, &new_text));
    let diff = timed(&format!("{n_claims} claims, texts of {} bytes", old_text.len()), || {
        claims(&old, &new, &Options::default())
    });
    print_line(&format!("  {}", diff.summary()));
    timed("  its report", || report::text(&diff, false).len());

    let made = |number: usize| {
        let iri = |kind: &str, number: usize| {
            NamedNode::new_unchecked(format!("https://w3id.org/saiga/{kind}/{number}"))
        };
        Quad::new(
            iri("s", number / 15),
            iri("p", number % 15),
            iri("o", number),
            iri("g", number / 10_000),
        )
    };
    // Made as they are taken, so that the memory of the process is that of the comparison.
    let (old, new) = (0..n_quads, n_quads / 100..n_quads + n_quads / 100);
    let diff = timed(&format!("{n_quads} quads, made in the same time"), || {
        quads::quads(old.map(made), new.map(made)).expect("no blank nodes")
    });
    print_line(&format!("  -{} +{}", diff.removed.len(), diff.added.len()));
}

/// Makes a text and its claims, in which every `period`-th number is another one.
fn version(name: &str, n_claims: usize, period: usize) -> (String, Vec<ClaimRecord>) {
    let version = format!("https://w3id.org/saiga/doc/{name}/v");
    let literal = |value: String, datatype: &str| Object::Literal {
        value,
        datatype: format!("http://www.w3.org/2001/XMLSchema#{datatype}"),
    };
    let node = |class: &str, number: usize| Node {
        iri: format!("https://w3id.org/saiga/id/{class}/{number}"),
        label: format!("{class} {number}"),
        class: format!("https://w3id.org/saiga/geopolitics#{class}"),
    };
    let (mut text, mut records) = (String::new(), Vec::new());
    for number in 0..n_claims {
        let value = number * 7 + usize::from(number % period == period - 1);
        let subject = node("Country", number % 200);
        let quote =
            format!("The trade of {} in good {number} was worth {value} dollars.", subject.label);
        let (start, end) = (text.len() as u32, (text.len() + quote.len()) as u32);
        text.push_str(&quote);
        text.push('\n');
        let of = literal(format!("trade in good {number}"), "string");
        records.push(ClaimRecord {
            iri: format!("https://w3id.org/saiga/claim/{number}-{value}"),
            article: "https://w3id.org/saiga/article/a".to_owned(),
            article_title: "A".to_owned(),
            subject,
            predicate: "https://w3id.org/saiga/geopolitics#amount".to_owned(),
            predicate_label: "amount".to_owned(),
            object: literal(value.to_string(), "decimal"),
            qualifiers: BTreeMap::from([(
                "https://w3id.org/saiga/geopolitics#of".to_owned(),
                vec![of],
            )]),
            polarity: Polarity::Affirmed,
            realis: Realis::Actual,
            holder: None,
            evidence: vec![Passage {
                iri: format!("{version}#char={start},{end}"),
                start,
                end,
                quote,
            }],
            rule: "amount/1".to_owned(),
            version: version.clone(),
        });
    }
    (text, records)
}
