//! Tests of records.

use proptest::prelude::*;

use super::*;
use crate::extract::{Claim, EntityId, Facts, Holder, Qualifier, Status, Value};
use crate::graph::{lift, sample};

fn quads() -> Vec<Quad> {
    let (doc, facts) = sample::steppe();
    lift(&doc, &facts, sample::ontology())
}

#[test]
fn claims_come_back_as_they_were_lifted() {
    let records = claims(&quads());
    assert_eq!(records.len(), 3);
    let share = records.iter().find(|record| record.predicate.ends_with("#share")).unwrap();
    assert_eq!(share.subject.label, "Örnland");
    assert_eq!(
        share.object,
        Object::Literal { value: "40".to_owned(), datatype: xsd::DECIMAL.as_str().to_owned() }
    );
    assert_eq!((share.polarity, share.realis), (Polarity::Affirmed, Realis::Planned));
    let Some(Object::Entity(holder)) = &share.holder else { panic!("{:?}", share.holder) };
    assert_eq!(holder.label, "Anna Berg");
    let qualifiers: Vec<_> = share.qualifiers.keys().map(|key| words_of(key)).collect();
    assert_eq!(qualifiers, ["counterpart", "of", "unit", "date"]);
    let unit = &share.qualifiers["https://w3id.org/saiga/geopolitics#unit"];
    let Object::Entity(unit) = &unit[0] else { panic!("{unit:?}") };
    assert_eq!((unit.label.as_str(), unit.iri.rsplit('/').next()), ("percent", Some("PERCENT")));
    assert_eq!(share.evidence[0].quote, "Its trade with Vestia will reach 40 percent by 2030");
    assert_eq!(share.article_title, "Steppe ties");
    assert_eq!(share.rule, "share/1");

    let refused = records.iter().find(|record| record.polarity == Polarity::Negated).unwrap();
    assert_eq!(refused.predicate_label, "member of");
    assert_eq!(refused.subject.label, "Vestia");
}

#[test]
fn the_order_of_the_quads_does_not_matter() {
    let mut quads = quads();
    let (forward, entities_forward) = (claims(&quads), entities(&quads));
    quads.reverse();
    assert_eq!(claims(&quads), forward);
    assert_eq!(entities(&quads), entities_forward);
}

#[test]
fn an_entity_keeps_its_names_and_reasons() {
    let entities = entities(&quads());
    let union = entities.iter().find(|entity| entity.label == "Steppe Union").unwrap();
    assert_eq!(union.alt_labels, ["Union"]);
    let last = union.mentions.last().unwrap();
    assert_eq!(last.passage.quote, "Union");
    assert_eq!(last.reasons, ["short name"]);
    assert_eq!(last.antecedent.as_ref().unwrap().quote, "Steppe Union");
}

#[test]
fn a_version_knows_its_articles() {
    let versions = versions(&quads());
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0].path, "texts/steppe.txt");
    assert_eq!(versions[0].articles[0].title.as_deref(), Some("Steppe ties"));
}

#[test]
fn a_claim_without_evidence_is_no_claim() {
    let quads: Vec<_> =
        quads().into_iter().filter(|quad| quad.predicate != vocab::EVIDENCE).collect();
    assert_eq!(claims(&quads), []);
}

proptest! {
    #[test]
    fn every_claim_that_is_lifted_comes_back(
        stated in proptest::collection::vec(
            (0..4_u32, 0..4_u32, any::<i32>(), any::<bool>(), 0..3_u8, any::<Option<String>>(), "\\PC{0,9}"),
            0..12,
        ),
    ) {
        let (doc, facts) = sample::steppe();
        let claims: Vec<Claim> = (stated.into_iter())
            .map(|(subject, counterpart, number, negated, realis, holder, role)| Claim {
                subject: EntityId(subject),
                predicate: sample::relation("count"),
                object: crate::extract::Object::Number(f64::from(number) / 100.0),
                qualifiers: vec![
                    (Qualifier::Counterpart, Value::Entity(EntityId(counterpart))),
                    (Qualifier::Role, Value::Text(role)),
                ],
                status: Status {
                    polarity: if negated { Polarity::Negated } else { Polarity::Affirmed },
                    realis: [Realis::Actual, Realis::Planned, Realis::Hypothetical][usize::from(realis)],
                    holder: holder.map(Holder::Text),
                    ..Status::default()
                },
                ..facts.claims[0].clone()
            })
            .collect();
        // What a claim says, as a line of its own.
        let mut said: Vec<String> = (claims.iter())
            .map(|claim| {
                let of = |id: EntityId| &facts.entities[id.0 as usize].name;
                let crate::extract::Object::Number(number) = claim.object else { unreachable!() };
                let (Value::Entity(other), Value::Text(role)) = (&claim.qualifiers[0].1, &claim.qualifiers[1].1)
                else { unreachable!() };
                let holder = claim.status.holder.as_ref().map(|holder| match holder {
                    Holder::Text(words) => words,
                    Holder::Entity(_) => unreachable!(),
                });
                let number = if number == 0.0 { 0.0 } else { number };
                format!("{} {number} {} {role:?} {:?} {:?} {holder:?}", of(claim.subject), of(*other),
                    claim.status.polarity, claim.status.realis)
            })
            .collect();
        said.sort();
        said.dedup();
        let lifted = lift(&doc, &Facts { claims, ..facts }, sample::ontology());
        let words = |object: &Object| match object {
            Object::Entity(node) => node.label.clone(),
            Object::Literal { value, .. } => value.clone(),
        };
        let mut read: Vec<String> = (super::claims(&lifted).iter())
            .map(|record| {
                let one = |name: &str| words(&record.qualifiers[&format!("{}{name}", vocab::GP)][0]);
                format!("{} {} {} {:?} {:?} {:?} {:?}", record.subject.label, words(&record.object),
                    one("counterpart"), one("role"), record.polarity, record.realis,
                    record.holder.as_ref().map(words))
            })
            .collect();
        read.sort();
        prop_assert_eq!(said, read);
    }
}
