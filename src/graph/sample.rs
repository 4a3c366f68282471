//! A small made-up document with its facts, for the tests of this stage and the next.

use std::sync::LazyLock;

use crate::document::{Article, Document, Format, Metadata, Origin};
use crate::extract::{
    Claim, Entity, EntityId, Facts, Holder, Mention, Object, Polarity, Qualifier, Realis, Reason,
    Status, Value,
};
use crate::ontology::{Ontology, RelationId};
use crate::span::Span;

/// The text of the sample: the title, then one paragraph with a letter of more than one byte.
pub(crate) const TEXT: &str = "Steppe ties\n\nÖrnland joined the Steppe Union in May 2002. Its \
    trade with Vestia will reach 40 percent by 2030, said Anna Berg. Vestia did not join the Union.";

/// The ontology of the first domain.
pub(crate) fn ontology() -> &'static Ontology {
    static PARSED: LazyLock<Ontology> = LazyLock::new(|| {
        Ontology::parse(ONTOLOGY).expect("the ontology of the repository is right")
    });
    &PARSED
}

/// Its files.
pub(crate) const ONTOLOGY: &[(&str, &str)] = &[
    ("saiga.ttl", include_str!("../../ontology/saiga.ttl")),
    ("geopolitics.ttl", include_str!("../../ontology/geopolitics.ttl")),
];

/// The relation or measure of this name.
pub(crate) fn relation(name: &str) -> RelationId {
    ontology().relation_names[name]
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
        pages: Vec::new(),
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
        entity(
            ids[0],
            "Örnland",
            "Country",
            &[("Örnland", Reason::Name), ("Its", Reason::Coreference)],
        ),
        entity(
            ids[1],
            "Vestia",
            "Country",
            &[("Vestia will", Reason::Name), ("Vestia did", Reason::Name)],
        ),
        entity(
            ids[2],
            "Steppe Union",
            "Organization",
            &[("Steppe Union", Reason::Name), ("Union.", Reason::ShortName)],
        ),
        entity(ids[3], "Anna Berg", "Person", &[("Anna Berg", Reason::Name)]),
    ];
    let date = |text: &str| text.parse().expect("a date");
    let claim = |predicate, subject, object, evidence: &str| Claim {
        article: 0,
        subject: EntityId(subject),
        predicate: relation(predicate),
        object,
        qualifiers: Vec::new(),
        status: Status::default(),
        evidence: vec![find(evidence)],
        rule: "member-of/1".to_owned(),
    };
    let joined = Claim {
        qualifiers: vec![(Qualifier::Start, Value::Date(date("2002-05")))],
        ..claim(
            "memberOf",
            0,
            Object::Entity(EntityId(2)),
            "Örnland joined the Steppe Union in May 2002.",
        )
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
        ..claim(
            "share",
            0,
            Object::Number(40.0),
            "Its trade with Vestia will reach 40 percent by 2030",
        )
    };
    let refused = Claim {
        status: Status {
            polarity: Polarity::Negated,
            polarity_cue: Some(find("did not")),
            ..Status::default()
        },
        ..claim("memberOf", 1, Object::Entity(EntityId(2)), "Vestia did not join the Union.")
    };
    (doc, Facts { entities, claims: vec![joined, share, refused] })
}

/// Where the sample's text has these words first.
pub(crate) fn find(words: &str) -> Span {
    let start = TEXT.find(words).expect("words of the sample");
    Span::new(start, start + words.len())
}

/// An entity whose mentions are the first words of each piece of context that are its name.
fn entity(id: &str, name: &str, class: &str, mentions: &[(&str, Reason)]) -> Entity {
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
    Entity {
        id: id.to_owned(),
        name,
        class: ontology().class_names[class],
        wikidata: None,
        aliases: Vec::new(),
        mentions,
    }
}
