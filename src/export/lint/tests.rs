//! Every rule finds what it is about, and nothing in our own files.

use super::*;
use crate::export::{Format, Network, Scope, network};
use crate::graph::sample_claims::{claim, literal};

fn rules(xml: &str) -> Vec<&'static str> {
    gexf(xml.as_bytes()).into_iter().map(|finding| finding.rule).collect()
}

/// A small file with parts to fill in: attributes of the graph, declared attributes, what the
/// first node holds, and further edges.
fn file(graph: &str, declared: &str, node: &str, edges: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
 <graph defaultedgetype="directed" {graph}>
  {declared}
  <nodes>
   <node id="a" label="A"><viz:position x="0" y="0"/>{node}</node>
   <node id="b" label="B"><viz:position x="9" y="0"/></node>
  </nodes>
  <edges><edge id="1" source="a" target="b" kind="k"/>{edges}</edges>
 </graph>
</gexf>"#
    )
}

#[test]
fn each_fault_is_found() {
    let text = |declared: &str, value: &str| {
        let declared = format!(r#"<attributes class="node">{declared}</attributes>"#);
        file("", &declared, &format!("<attvalues>{value}</attvalues>"), "")
    };
    let spells = |inner: &str| {
        file(r#"mode="dynamic" timeformat="date""#, "", &format!("<spells>{inner}</spells>"), "")
    };
    let edge = |attributes: &str| file("", "", "", &format!("<edge {attributes}/>"));
    let cases: Vec<(String, &[&str])> = vec![
        (file("", "", "", ""), &[]),
        (spells(r#"<spell start="2020"/>"#), &["time"]),
        (spells(r#"<spell start="2020-05"/>"#), &["time"]),
        (spells(r#"<spell start="2020-05-01 10:00:00"/>"#), &["time"]),
        (spells(r#"<spell start="12020-05-01"/>"#), &["time"]),
        (spells(r#"<spell start="-0044-03-15"/>"#), &[]),
        (spells(r#"<spell start="2020-05-02" end="2020-05-01"/>"#), &["reversed"]),
        (spells(r#"<spell start="2020-05-02" end="2020-05-02"/>"#), &[]),
        (spells(r#"<spell end="2021-01-01"/><spell start="2020-01-01"/>"#), &["overlap"]),
        (spells(r#"<spell start="2020-01-01"/><spell timestamp="2020-01-01"/>"#), &["mixed-time"]),
        (file(r#"mode="dynamic""#, "", "", ""), &["no-time"]),
        (file("", "", r##"<viz:color hex="#112233" a="0.5"/>"##, ""), &["hex-alpha"]),
        (file("", "", r##"<viz:color hex="#112233"/>"##, ""), &["hex"]),
        (file("", "", r#"<color r="1" g="1" b="1"/>"#, ""), &["viz-namespace"]),
        (file("", "", "\u{1}", ""), &["control-character"]),
        (file("", "", "", "").replace(r#"label="B""#, r#"label="&#1;""#), &["control-character"]),
        (file("", "", "", "").replace(r#"label="B""#, r#"label="&#xD800;""#), &["xml"]),
        (
            file("", "", "", r#"<edge id="2" source="b" target="a" kind="k"/>"#)
                .replace("directed", "undirected"),
            &["parallel"],
        ),
        (edge(r#"id="2" source="a" target="b" type="mutual""#), &["mutual"]),
        (edge(r#"id="2" source="a" target="b" type="undirected""#), &["mixed-direction"]),
        (edge(r#"id="2" source="a" target="b" weight="0.0""#), &["zero-weight"]),
        (edge(r#"id="2" source="a" target="b" weight="-1""#), &["negative-weight"]),
        (edge(r#"id="2" source="a" target="b" weight="much""#), &["weight"]),
        (edge(r#"id="2" source="a" target="b" kind="k""#), &["parallel"]),
        (edge(r#"id="1" source="b" target="a""#), &["duplicate-edge-id"]),
        (edge(r#"id="2" source="a" target="c""#), &["unknown-node"]),
        (edge(r#"id="2" source="b" target="a" label="http://example.org/p""#), &["iri-label"]),
        (text(r#"<attribute id="x" title="X" type="anyURI"/>"#, ""), &["attribute-type"]),
        (
            text(
                r#"<attribute id="x" title="X" type="string"/><attribute id="X" title="Y" type="string"/>"#,
                "",
            ),
            &["attribute-case"],
        ),
        (text(r#"<attribute id="Label" title="X" type="string"/>"#, ""), &["attribute-label"]),
        (
            text(
                r#"<attribute id="x" title="X" type="integer"/>"#,
                r#"<attvalue for="x" value="1.5"/>"#,
            ),
            &["type"],
        ),
        (
            text(
                r#"<attribute id="x" title="X" type="liststring"/>"#,
                r#"<attvalue for="x" value="[Foo, Bar (x)]"/>"#,
            ),
            &["list"],
        ),
        (
            text(
                r#"<attribute id="x" title="X" type="liststring"/>"#,
                r#"<attvalue for="x" value="[&quot;Foo, \&quot;x\&quot;&quot;, &quot;b&quot;]"/>"#,
            ),
            &[],
        ),
        (text("", r#"<attvalue for="x" value="1"/>"#), &["undeclared"]),
        (
            file("", "", "", "").replace(r#"id="b" label="B""#, r#"id="a" label="B""#),
            &["duplicate-node", "unknown-node"],
        ),
        (file("", "", "", "").replace(r#"label="B""#, r#"label="B" pid="a""#), &["hierarchy"]),
        (file("", "", "", "").replace(r#" label="B""#, ""), &["no-label"]),
        (file("", "", "", "").replace(r#"<viz:position x="9" y="0"/>"#, ""), &["no-position"]),
        (file("", "", "", "").replace(r#"version="1.3">"#, r#"version="1.2">"#), &["version"]),
        (
            file("", "", "", "")
                .replace(r#"version="1.3">"#, r#"version="1.3" xsi:schemaLocation="x">"#),
            &["schema-location"],
        ),
        (file("", "", "", "").replace("</nodes>", "</node>"), &["xml"]),
    ];
    for (xml, expected) in cases {
        assert_eq!(rules(&xml), expected, "{xml}");
    }
    assert_eq!(gexf(b"<gexf>\xFF</gexf>")[0].rule, "encoding");
}

#[test]
fn findings_name_the_line() {
    let xml = file("", "", "", "\n<edge id=\"2\" source=\"a\" target=\"b\" weight=\"0\"/>");
    let expected = "line 10: zero-weight: edge 2 has weight 0: dropped";
    assert_eq!(gexf(xml.as_bytes())[0].to_string(), expected);
}

#[test]
fn our_own_files_are_clean() {
    let records = [
        claim("Country/A", "memberOf", "Organization/B", "x").with("start", literal("2020")),
        claim("Country/A", "memberOf", "Organization/B", "y")
            .with("start", literal("2024"))
            .with("end", literal("2022")),
        claim("Country/A", "memberOf", "Organization/B", "z").with("end", literal("-0044")),
        claim("Country/B", "label", "a, \"b\" [c]", "\u{1} <&>"),
        claim("Country/B", "borders", "Country/A", "w").with("weight", literal("0")),
        claim("Country/B", "borders", "Country/A", "w").with("date", literal("2020-05")),
        claim("Country/A", "borders", "Country/A", "w"),
    ];
    let net = Network::new(&records, &Scope::default());
    for format in [Format::Gexf, Format::GexfLite] {
        for file in network(format, &net).unwrap() {
            assert_eq!(gexf(&file.bytes), [], "{}", String::from_utf8_lossy(&file.bytes));
        }
    }
}
