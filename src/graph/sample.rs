//! A small made-up document with its facts, for the tests of this stage and the next.

use std::collections::BTreeMap;

use crate::document::{Article, Document, Format, Metadata, Origin};
use crate::extract::{
    Claim, Entity, EntityId, Facts, Holder, Mention, Object, Polarity, Qualifier, Realis, Reason,
    Status, Value,
};
use crate::ontology::{Class, ClassId, Ontology, Range, Relation, RelationId};
use crate::span::Span;

/// The text of the sample: the title, then one paragraph with a letter of more than one byte.
pub(crate) const TEXT: &str = "Steppe ties\n\nÖrnland joined the Steppe Union in May 2002. Its \
    trade with Vestia will reach 40 percent by 2030, said Anna Berg. Vestia did not join the Union.";

/// An ontology of three classes and four relations.
pub(crate) fn ontology() -> Ontology {
    let names = ["Country", "Organization", "Person"];
    let classes: Vec<Class> = (names.iter().zip(0..))
        .map(|(name, id)| Class {
            iri: format!("https://w3id.org/saiga/geopolitics#{name}"),
            name: (*name).to_owned(),
            label: name.to_lowercase(),
            comment: String::new(),
            parents: Vec::new(),
            top: ClassId(id),
            ancestors: vec![ClassId(id)],
        })
        .collect();
    let relation = |name: &str, range, symmetric, measure| Relation {
        iri: format!("https://w3id.org/saiga/geopolitics#{name}"),
        name: name.to_owned(),
        label: name.to_owned(),
        comment: String::new(),
        domain: vec![ClassId(0)],
        range,
        symmetric,
        transitive: false,
        functional: false,
        measure,
    };
    let relations = vec![
        relation("borders", Range::Classes(vec![ClassId(0)]), true, false),
        relation("foundedOn", Range::Date, false, false),
        relation("memberOf", Range::Classes(vec![ClassId(1)]), false, false),
        relation("share", Range::Number, false, true),
    ];
    let ids = |names: Vec<String>| names.into_iter().zip(0..).collect::<BTreeMap<_, u16>>();
    let class_names = ids(classes.iter().map(|class| class.name.clone()).collect());
    let relation_names = ids(relations.iter().map(|one| one.name.clone()).collect());
    Ontology {
        classes,
        relations,
        class_names: class_names.into_iter().map(|(name, id)| (name, ClassId(id))).collect(),
        relation_names: relation_names
            .into_iter()
            .map(|(name, id)| (name, RelationId(id)))
            .collect(),
        units: Vec::new(),
        declared: BTreeMap::new(),
    }
}

/// A plain document of one article with this id, version and text.
pub(crate) fn document(id: &str, version: &str, text: &str) -> Document {
    use sha2::{Digest, Sha256};
    let sha256 = Sha256::digest(text.as_bytes());
    let title = text.find('\n').map(|end| Span::new(0, end));
    Document {
        id: id.to_owned(),
        version: version.to_owned(),
        path: format!("texts/{id}.txt"),
        format: Format::Plain,
        encoding: "UTF-8",
        sha256: sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        text: text.to_owned(),
        origin: Origin::identity(text.len()),
        metadata: Metadata { title: Some("A page".to_owned()), ..Metadata::default() },
        articles: vec![Article {
            id: crate::slug::slug(title.map_or(id, |title| title.of(text))),
            title,
            span: Span::new(0, text.len()),
            ..Article::default()
        }],
    }
}

/// The sample document and what it says: a membership, a planned share said by a person, and a
/// membership denied.
pub(crate) fn steppe() -> (Document, Facts) {
    let doc = document("steppe", "v1", TEXT);
    let ids =
        ["country/ornland", "country/vestia", "organization/steppe-union", "person/anna-berg"];
    let entities = vec![
        entity(ids[0], "Örnland", 0, &[("Örnland", Reason::Name), ("Its", Reason::Coreference)]),
        entity(ids[1], "Vestia", 0, &[("Vestia will", Reason::Name), ("Vestia did", Reason::Name)]),
        entity(
            ids[2],
            "Steppe Union",
            1,
            &[("Steppe Union", Reason::Name), ("Union.", Reason::ShortName)],
        ),
        entity(ids[3], "Anna Berg", 2, &[("Anna Berg", Reason::Name)]),
    ];
    let date = |text: &str| text.parse().expect("a date");
    let claim = |predicate, subject, object, evidence: &str| Claim {
        article: 0,
        subject: EntityId(subject),
        predicate: RelationId(predicate),
        object,
        qualifiers: Vec::new(),
        status: Status::default(),
        evidence: vec![find(evidence)],
        rule: "member-of/1".to_owned(),
    };
    let joined = Claim {
        qualifiers: vec![(Qualifier::Start, Value::Date(date("2002-05")))],
        ..claim(2, 0, Object::Entity(EntityId(2)), "Örnland joined the Steppe Union in May 2002.")
    };
    let share = Claim {
        qualifiers: vec![
            (Qualifier::Date, Value::Date(date("2030"))),
            (Qualifier::Of, Value::Text("trade".to_owned())),
            (Qualifier::Counterpart, Value::Entity(EntityId(1))),
            (Qualifier::Unit, Value::Text("percent".to_owned())),
        ],
        status: Status {
            realis: Realis::Planned,
            holder: Some(Holder::Entity(EntityId(3))),
            realis_cue: Some(find("will")),
            holder_cue: Some(find("said Anna Berg")),
            ..Status::default()
        },
        rule: "share/1".to_owned(),
        ..claim(3, 0, Object::Number(40.0), "Its trade with Vestia will reach 40 percent by 2030")
    };
    let refused = Claim {
        status: Status {
            polarity: Polarity::Negated,
            polarity_cue: Some(find("did not")),
            ..Status::default()
        },
        ..claim(2, 1, Object::Entity(EntityId(2)), "Vestia did not join the Union.")
    };
    (doc, Facts { entities, claims: vec![joined, share, refused] })
}

/// Where the sample's text has these words first.
pub(crate) fn find(words: &str) -> Span {
    let start = TEXT.find(words).expect("words of the sample");
    Span::new(start, start + words.len())
}

/// An entity whose mentions are the first words of each piece of context that are its name.
fn entity(id: &str, name: &str, class: u16, mentions: &[(&str, Reason)]) -> Entity {
    let first = find(mentions[0].0);
    let mentions = (mentions.iter())
        .map(|(context, reason)| {
            let words = context.split([' ', '.']).next().filter(|_| !context.starts_with(name));
            let len = words.map_or(name.len(), str::len);
            let start = find(context).start as usize;
            let antecedent = matches!(reason, Reason::ShortName | Reason::Coreference);
            Mention {
                span: Span::new(start, start + len),
                reason: *reason,
                antecedent: antecedent.then_some(first),
            }
        })
        .collect();
    let name = name.to_owned();
    Entity { id: id.to_owned(), name, class: ClassId(class), wikidata: None, mentions }
}
