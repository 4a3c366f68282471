//! Tests of lifting.

use proptest::prelude::*;

use super::*;
use crate::extract::Status;
use crate::graph::sample;

fn lines(doc: &Document, facts: &Facts) -> Vec<String> {
    lift(doc, facts, sample::ontology()).iter().map(ToString::to_string).collect()
}

#[test]
fn only_what_is_so_is_a_plain_triple() {
    let (doc, facts) = sample::steppe();
    let plain: Vec<_> = (lines(&doc, &facts).into_iter())
        .filter(|line| {
            line.starts_with("<https://w3id.org/saiga/id/") && line.contains("geopolitics#")
        })
        .filter(|line| !line.contains("22-rdf-syntax-ns#type"))
        .collect();
    assert_eq!(
        plain,
        ["<https://w3id.org/saiga/id/country/ornland> \
          <https://w3id.org/saiga/geopolitics#memberOf> \
          <https://w3id.org/saiga/id/organization/steppe-union> \
          <https://w3id.org/saiga/doc/steppe/v1>"]
    );
}

#[test]
fn passages_count_code_points() {
    let (doc, facts) = sample::steppe();
    let lines = lines(&doc, &facts);
    // "Örnland" starts after 13 characters and has seven, of which one takes two bytes.
    let mention = "<https://w3id.org/saiga/doc/steppe/v1#char=13,20> <https://w3id.org/saiga/ns#quote> \
        \"Örnland\" <https://w3id.org/saiga/doc/steppe/v1>";
    assert!(lines.iter().any(|line| line == mention), "{lines:#?}");
    assert!(lines.iter().all(|line| !line.contains("_:")), "blank node");
}

#[test]
fn a_symmetric_claim_is_one_whichever_end_comes_first() {
    let (doc, facts) = sample::steppe();
    let borders = |subject, object, qualifiers: Vec<(Qualifier, Value)>| {
        let claim = Claim {
            subject: EntityId(subject),
            predicate: sample::relation("borders"),
            object: Object::Entity(EntityId(object)),
            qualifiers,
            status: Status::default(),
            ..facts.claims[0].clone()
        };
        lines(&doc, &Facts { claims: vec![claim], ..facts.clone() })
    };
    assert_eq!(borders(0, 1, vec![]), borders(1, 0, vec![]));
    let role = || vec![(Qualifier::Role, Value::Text("patron".to_owned()))];
    assert_ne!(borders(0, 1, role()), borders(1, 0, role()));
}

proptest! {
    #[test]
    fn quads_survive_n_quads(text in "\\PC{1,40}|[\\x00-\\x7f]{1,40}", name in any::<String>()) {
        let doc = sample::document("any", "1", &text);
        let (_, mut facts) = sample::steppe();
        facts.claims.clear();
        facts.entities.truncate(1);
        facts.entities[0].name = name;
        facts.entities[0].mentions = vec![crate::extract::Mention {
            span: Span::new(0, text.len()), reason: Reason::Name, antecedent: None,
        }];
        let quads = lift(&doc, &facts, sample::ontology());
        let again = nquads::read(&nquads::write(&quads)).unwrap();
        prop_assert_eq!(quads, again);
    }
}
