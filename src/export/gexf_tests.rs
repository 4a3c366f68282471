//! One test for each thing that readers of GEXF do to a file.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::export::{Mark, Scope, StatusFilter, finish};
use crate::extract::{Polarity, Realis};
use crate::graph::record::ClaimRecord;
use crate::graph::sample_claims::{claim, literal};

fn written(records: &[ClaimRecord], variant: Variant) -> String {
    let scope = Scope { status: StatusFilter::All, ..Scope::default() };
    let net = Network::new(records, &scope);
    file(&net, variant)
}

fn file(net: &Network<'_>, variant: Variant) -> String {
    let mut bytes = Vec::new();
    gexf(net, &finish(net), variant, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn dynamic(records: &[ClaimRecord]) -> String {
    written(records, Variant::Dynamic)
}

fn link(start: &str, end: &str) -> ClaimRecord {
    let mut record = claim("Country/A", "memberOf", "Organization/B", "A is in B.");
    for (name, date) in [("start", start), ("end", end)] {
        if !date.is_empty() {
            record = record.with(name, literal(date));
        }
    }
    record
}

#[test]
fn years_and_months_are_padded_to_days() {
    let xml = dynamic(&[link("2002", "2004-02")]);
    assert!(xml.contains(r#"<spell start="2002-01-01" end="2004-02-29"/>"#), "{xml}");
    assert!(xml.contains(r#"<attvalue for="date_precision" value="year"/>"#), "{xml}");
}

#[test]
fn dates_before_our_era_and_open_ends_are_kept() {
    let xml = dynamic(&[link("-0044-03-15", "")]);
    assert!(xml.contains(r#"<spell start="-0044-03-15"/>"#), "{xml}");
}

#[test]
fn reversed_intervals_are_left_out_and_the_edge_stays() {
    let xml = dynamic(&[link("2004", "2002")]);
    assert!(!xml.contains("<spell") && xml.contains(r#"<edges count="1">"#), "{xml}");
    assert!(xml.contains(r#"mode="static""#) && !xml.contains(r#"mode="dynamic""#), "{xml}");
}

#[test]
fn a_plan_that_was_carried_out_shows_in_time() {
    let plan = link("2020", "2021").status(Polarity::Affirmed, Realis::Planned, None);
    let xml = dynamic(&[plan, link("2022", "")]);
    assert!(xml.contains(r#"value="planned" start="2020-01-01" end="2021-12-31"/>"#), "{xml}");
    assert!(xml.contains(r#"value="asserted" start="2022-01-01"/>"#), "{xml}");
    assert_eq!(xml.matches("<spell ").count(), 1, "the two years touch");
}

#[test]
fn colours_are_channels_and_edges_have_none() {
    let xml = dynamic(&[link("", "")]);
    assert!(xml.contains(r#"<viz:color r="51" g="34" b="136" a="1.0"/>"#), "{xml}");
    assert_eq!(xml.matches("viz:color").count(), 2);
    assert!(!xml.contains("hex=") && !xml.contains("schemaLocation"));
}

#[test]
fn a_network_of_two_versions_shows_what_became_of_each_edge() {
    let records = [link("", ""), claim("Country/A", "hosts", "Organization/B", "A hosts B.")];
    let mut net = Network::new(&records, &Scope::default());
    let is_host = |claim: &ClaimRecord| claim.predicate.ends_with("hosts");
    net.mark(|claim| if is_host(claim) { Mark::Added } else { Mark::Removed });
    let xml = file(&net, Variant::Dynamic);
    assert!(xml.contains(r#"<attvalue for="diff" value="removed"/>"#), "{xml}");
    assert!(xml.contains(r#"<viz:color r="0" g="158" b="115" a="1.0"/>"#), "{xml}");
}

#[test]
fn parallel_relations_differ_in_kind_and_id() {
    let other = claim("Country/A", "hosts", "Organization/B", "A hosts B.");
    let xml = dynamic(&[link("", ""), other]);
    assert!(xml.contains(r#"kind="hosts""#) && xml.contains(r#"kind="memberOf""#), "{xml}");
    let ids: std::collections::BTreeSet<&str> =
        xml.split("<edge id=\"").skip(1).map(|rest| &rest[..17]).collect();
    assert_eq!(ids.len(), 2);
}

#[test]
fn the_same_edge_twice_is_one_of_more_weight() {
    let xml = dynamic(&[link("", "").inside("d", "one"), link("", "").inside("d", "two")]);
    assert!(xml.contains(r#"<edges count="1">"#) && xml.contains(r#"weight="2""#), "{xml}");
}

#[test]
fn both_directions_are_two_directed_edges() {
    let there = claim("Country/A", "recognizes", "Country/B", "…");
    let back = claim("Country/B", "recognizes", "Country/A", "…");
    let xml = dynamic(&[there, back]);
    assert!(xml.contains(r#"<edges count="2">"#) && xml.contains(r#"defaultedgetype="directed""#));
    assert!(!xml.contains("type=\"mutual\"") && !xml.contains("type=\"undirected\""), "{xml}");
}

#[test]
fn lists_are_quoted() {
    let mut record = link("", "");
    record.article_title = r#"Foo, Inc. (x) says "hi" to back\slash"#.to_owned();
    let xml = dynamic(&[record]);
    let list = r#"value="[&quot;Foo, Inc. (x) says \&quot;hi\&quot; to back\\slash&quot;]""#;
    assert!(xml.contains(&format!("<attvalue for=\"sources\" {list}/>")), "{xml}");
}

#[test]
fn hard_labels_are_written_whole_in_their_column() {
    let long = "ж".repeat(10_000);
    for name in ["a\u{1}b\u{8}c", "مرحبا בעולם", "quote \" and , comma & <tag>", long.as_str()]
    {
        let mut record = link("", "");
        record.subject.label = name.to_owned();
        let xml = dynamic(&[record]);
        let label = short(name);
        assert!(label.chars().count() <= 40);
        let escaped = quick_xml::escape::escape(&*label).into_owned();
        assert!(xml.contains(&format!("label=\"{escaped}\"")), "{name}");
        let escaped = quick_xml::escape::escape(clean(name)).into_owned();
        assert!(xml.contains(&format!("<attvalue for=\"name\" value=\"{escaped}\"/>")), "{name}");
    }
}

#[test]
fn half_a_surrogate_pair_is_the_sign_for_what_cannot_be_read() {
    let mut record = link("", "");
    record.subject.label = String::from_utf16_lossy(&[0xD83D, u16::from(b'x')]);
    let xml = dynamic(&[record]);
    assert!(xml.contains("label=\"\u{FFFD}x\"") && well_formed(&xml), "{xml}");
}

#[test]
fn no_id_occurs_twice() {
    // One entity under two names, two entities of one name, one edge stated twice.
    let mut renamed = link("2002", "");
    renamed.subject.label = "The State of A".to_owned();
    let mut namesake = claim("Country/C", "memberOf", "Organization/B", "…");
    namesake.subject.label = "A".to_owned();
    let xml = dynamic(&[link("", ""), renamed, namesake, link("2004", "")]);
    for (element, count) in [("<node id=\"", 3), ("<edge id=\"", 2)] {
        let ids: Vec<&str> =
            xml.split(element).skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!((ids.len(), distinct.len()), (count, count), "{xml}");
    }
}

#[test]
fn no_column_is_taken_for_times_by_its_title() {
    let record = link("", "").with("interval", literal("weekly"));
    let xml = dynamic(&[record.with("timestamp", literal("x")).with("timeset", literal("y"))]);
    let titles = xml.split(" title=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    for title in titles.map(str::to_lowercase) {
        let is_taken = title.contains("interval") || title.contains("timestamp");
        assert!(!is_taken && title != "timeset", "{title}");
    }
}

#[test]
fn the_lite_file_has_one_block_of_attributes_a_class_and_no_times() {
    let xml = written(&[link("2002", "")], Variant::Lite);
    assert_eq!(xml.matches("<attributes ").count(), 2);
    assert!(
        !xml.contains("spell") && xml.contains(r#"<attvalue for="year" value="2002"/>"#),
        "{xml}"
    );
}

#[test]
fn an_interval_of_one_day_is_kept() {
    let xml = dynamic(&[link("2020-05-01", "2020-05-01")]);
    assert!(xml.contains(r#"<spell start="2020-05-01" end="2020-05-01"/>"#), "{xml}");
    assert!(!xml.contains("timestamp"), "one kind of time only: {xml}");
}

#[test]
fn every_node_has_a_position_and_every_edge_two_nodes() {
    let records = [link("", ""), claim("Country/C", "foundedOn", "1991", "…")];
    let xml = dynamic(&records);
    assert_eq!(xml.matches("<node ").count(), xml.matches("<viz:position ").count());
    assert!(xml.contains(r#"source="country/a" target="organization/b""#), "{xml}");
    assert!(
        xml.contains(r#"<node id="country/a" "#) && xml.contains(r#"<node id="organization/b" "#)
    );
}

#[test]
fn weights_are_never_zero_or_less() {
    let end = |id: &str| crate::graph::sample_claims::node(id);
    let weighed = |weight| crate::export::Link {
        source: end("Country/A"),
        target: end("Country/B"),
        kind: "pays".to_owned(),
        label: String::new(),
        status: String::new(),
        weight: Some(weight),
        interval: None,
        notes: std::collections::BTreeMap::new(),
    };
    for weight in [0.0, -2.0, f64::NAN, f64::INFINITY] {
        let xml = file(&Network::of_links(&[weighed(weight)], &[]), Variant::Dynamic);
        assert!(xml.contains(r#"label="pays" weight="1""#), "{weight}: {xml}");
    }
}

#[test]
fn edges_without_direction_are_in_a_file_of_their_kind() {
    let mut net = Network::of_links(&[], &[]);
    net.is_directed = false;
    let xml = file(&net, Variant::Dynamic);
    assert!(xml.contains(r#"defaultedgetype="undirected""#), "{xml}");
}

#[test]
fn every_value_is_of_the_type_of_its_column() {
    let share = claim("Country/A", "share", "X/Y", "A fifth.");
    let share = ClaimRecord { object: crate::graph::sample_claims::number("19.5"), ..share }
        .with(
            "counterpart",
            crate::graph::record::Object::Entity(crate::graph::sample_claims::node("Country/B")),
        )
        .with("date", literal("2023"));
    let vague = ClaimRecord { object: literal("about a fifth"), ..share.clone() };
    let xml = dynamic(&[share, vague, link("2002", "")]);
    assert_eq!(crate::export::lint::gexf(xml.as_bytes()), [], "{xml}");
    assert!(xml.contains(r#"<attribute id="value" title="Value" type="double"/>"#), "{xml}");
    assert!(xml.contains(r#"<attvalue for="value" value="19.5"/>"#), "{xml}");
}

#[test]
fn facts_have_their_own_spells() {
    let records = [link("2002", "2004")];
    let scope = Scope::default();
    let material = crate::export::Material { claims: &records, ..Default::default() };
    let net = Network::draw(crate::export::Profile::Facts, &material, &scope);
    let xml = file(&net, Variant::Dynamic);
    assert_eq!(xml.matches(r#"<spell start="2002-01-01" end="2004-12-31"/>"#).count(), 3, "{xml}");
    assert_eq!(crate::export::lint::gexf(xml.as_bytes()), [], "{xml}");
}

#[test]
fn an_empty_network_is_a_file_too() {
    let xml = dynamic(&[]);
    assert!(xml.contains(r#"<nodes count="0">"#) && well_formed(&xml), "{xml}");
}

fn well_formed(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(Event::Start(start) | Event::Empty(start)) => {
                for attribute in start.attributes() {
                    let Ok(attribute) = attribute else { return false };
                    let allowed = |c: char| c >= ' ' || matches!(c, '\t' | '\n' | '\r');
                    if !attribute.value.chars().all(allowed) {
                        return false;
                    }
                }
            }
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

proptest! {
    #[test]
    fn any_text_makes_well_formed_xml(label in any::<String>(), quote in any::<String>(), role in any::<String>()) {
        let mut record = claim("Country/A", "memberOf", "Organization/B", &quote).with("role", literal(&role));
        record.subject.label = label.clone();
        record.article_title = label;
        prop_assert!(well_formed(&dynamic(&[record])));
    }

    #[test]
    fn the_order_of_records_does_not_matter(order in Just([0, 1, 2, 3]).prop_shuffle()) {
        let records = [
            link("2002", ""),
            link("", "2004"),
            claim("Country/B", "memberOf", "Organization/B", "x"),
            claim("Country/C", "foundedOn", "1991", "y"),
        ];
        let shuffled: Vec<ClaimRecord> = order.iter().map(|slot| records[*slot].clone()).collect();
        prop_assert_eq!(dynamic(&shuffled), dynamic(&records));
    }
}
