//! The facts of one document as RDF: one named graph, no blank nodes, every IRI made from content.

use std::collections::BTreeSet;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::iri::{self, ClaimKey};
use super::{literal, nquads, vocab};
use crate::document::{Document, Format};
use crate::extract::{
    Claim, Entity, EntityId, Facts, Holder, Object, Polarity, Qualifier, Realis, Reason, Value,
};
use crate::ontology::Ontology;
use crate::span::{CodePoints, Span};

/// Returns everything that the graph of this version says, sorted by N-Quads line and unique.
///
/// A claim that is affirmed and actual is also a plain triple, whoever says it; a measure is not,
/// for a number without its unit and date says nothing. See the design's section on the graph.
pub fn lift(doc: &Document, facts: &Facts, onto: &Ontology) -> Vec<Quad> {
    let mut lift = Lift::new(doc, facts, onto);
    lift.describe_version();
    lift.describe_articles();
    for (entity, node) in facts.entities.iter().zip(lift.entities.clone()) {
        lift.describe_entity(entity, &node);
    }
    for claim in &facts.claims {
        lift.state(claim);
    }
    nquads::canonical(lift.quads)
}

/// Returns the IRI of each claim, in the order of `facts`.
pub fn claim_iris(doc: &Document, facts: &Facts, onto: &Ontology) -> Vec<NamedNode> {
    let mut lift = Lift::new(doc, facts, onto);
    facts.claims.iter().map(|claim| lift.terms(claim).node).collect()
}

/// A claim as terms.
struct Terms {
    node: NamedNode,
    subject: NamedNode,
    predicate: NamedNode,
    object: Term,
    polarity: NamedNodeRef<'static>,
    realis: NamedNodeRef<'static>,
    holder: Option<Term>,
    qualifiers: Vec<(NamedNode, Term)>,
}

/// The graph under construction.
struct Lift<'a> {
    doc: &'a Document,
    onto: &'a Ontology,
    graph: GraphName,
    version: NamedNode,
    /// By [`EntityId`].
    entities: Vec<NamedNode>,
    points: CodePoints<'a>,
    quads: Vec<Quad>,
}

impl<'a> Lift<'a> {
    fn new(doc: &'a Document, facts: &Facts, onto: &'a Ontology) -> Self {
        let version = iri::version_of(doc);
        Self {
            doc,
            onto,
            graph: version.clone().into(),
            version,
            entities: facts.entities.iter().map(|entity| iri::entity(&entity.id)).collect(),
            points: CodePoints::new(&doc.text),
            quads: Vec::new(),
        }
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let graph = self.graph.clone();
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, graph));
    }

    fn add_text(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str) {
        self.add(subject, predicate, Literal::new_simple_literal(text));
    }

    fn entity(&self, id: EntityId) -> NamedNode {
        self.entities[id.0 as usize].clone()
    }

    fn describe_version(&mut self) {
        let (doc, version) = (self.doc, self.version.clone());
        let document = iri::document(&doc.id);
        self.add(&document, rdf::TYPE, vocab::DOCUMENT);
        self.add(&version, rdf::TYPE, vocab::VERSION);
        self.add(&version, vocab::IS_VERSION_OF, document);
        self.add_text(&version, vocab::SOURCE, &doc.path);
        self.add_text(&version, vocab::SHA256, &doc.sha256);
        self.add_text(&version, vocab::FORMAT, format_name(doc.format));
        let metadata = &doc.metadata;
        if let Some(title) = &metadata.title {
            self.add_text(&version, vocab::TITLE, title);
        }
        for author in &metadata.authors {
            self.add_text(&version, vocab::CREATOR, author);
        }
        if let Some(publisher) = &metadata.publisher {
            self.add_text(&version, vocab::PUBLISHER, publisher);
        }
        if let Some(date) = metadata.date {
            self.add(&version, vocab::ISSUED, literal::date(date));
        }
        if let Some(language) = &metadata.language {
            self.add_text(&version, vocab::LANGUAGE, language);
        }
        if let Some(url) = &metadata.url {
            match NamedNode::new(url) {
                Ok(url) => self.add(&version, vocab::DCT_SOURCE, url),
                Err(_) => self.add_text(&version, vocab::DCT_SOURCE, url),
            }
        }
    }

    fn describe_articles(&mut self) {
        let doc = self.doc;
        for article in &doc.articles {
            let node = iri::article(&article.id);
            self.add(&node, rdf::TYPE, vocab::ARTICLE_CLASS);
            self.add(&node, vocab::IS_PART_OF, self.version.clone());
            let title = article.title.map(|span| span.of(&doc.text));
            if let Some(title) = title.or(doc.metadata.title.as_deref()) {
                self.add_text(&node, vocab::TITLE, title);
            }
            for author in &article.authors {
                self.add_text(&node, vocab::CREATOR, author.of(&doc.text));
            }
            if let Some(date) = article.date {
                self.add(&node, vocab::ISSUED, literal::date(date));
            }
        }
    }

    fn describe_entity(&mut self, entity: &Entity, node: &NamedNode) {
        let class = NamedNode::new_unchecked(&self.onto.class(entity.class).iri);
        self.add(node, rdf::TYPE, class);
        self.add_text(node, rdfs::LABEL, &entity.name);
        if let Some(item) = &entity.wikidata {
            let item = NamedNode::new_unchecked(format!("{}{item}", vocab::WIKIDATA));
            self.add(node, vocab::EXACT_MATCH, item);
        }
        let mut names = BTreeSet::new();
        for mention in &entity.mentions {
            let form = mention.span.of(&self.doc.text);
            if form != entity.name && is_name(mention.reason) {
                names.insert(form);
            }
            let passage = self.quote(mention.span, vocab::MENTION);
            self.add(&passage, vocab::REFERS_TO, node.clone());
            self.add_text(&passage, vocab::REASON, reason_name(mention.reason));
            if let Some(antecedent) = mention.antecedent {
                let antecedent = self.quote(antecedent, vocab::PASSAGE);
                self.add(&passage, vocab::ANTECEDENT, antecedent);
            }
        }
        for name in names {
            self.add_text(node, vocab::ALT_LABEL, name);
        }
    }

    /// The parts of a claim as terms, and its IRI.
    fn terms(&mut self, claim: &Claim) -> Terms {
        let relation = self.onto.relation(claim.predicate);
        let predicate = NamedNode::new_unchecked(&relation.iri);
        let mut subject = self.entity(claim.subject);
        let mut object: Term = match claim.object {
            Object::Entity(id) => self.entity(id).into(),
            Object::Date(date) => literal::date(date).into(),
            Object::Number(number) => literal::number(number).into(),
        };
        // A relation that holds both ways is one claim, whichever end a sentence names first;
        // but a role (`brother`) belongs to the end that the sentence gives it.
        let has_role = claim.qualifiers.iter().any(|(key, _)| *key == Qualifier::Role);
        let turns = relation.symmetric && !has_role;
        if let Term::NamedNode(other) = &mut object
            && turns
            && other.as_str() < subject.as_str()
        {
            std::mem::swap(other, &mut subject);
        }
        let qualifiers: Vec<(NamedNode, Term)> = (claim.qualifiers.iter())
            .map(|(key, value)| (qualifier(*key).into_owned(), self.qualifier_value(*key, value)))
            .collect();
        let status = &claim.status;
        let polarity = polarity(status.polarity);
        let realis = realis(status.realis);
        let holder: Option<Term> = status.holder.as_ref().map(|holder| match holder {
            Holder::Entity(id) => self.entity(*id).into(),
            Holder::Text(words) => Literal::new_simple_literal(words).into(),
        });
        let node = iri::claim(&ClaimKey {
            subject: &subject,
            predicate: &predicate,
            object: &object,
            polarity: polarity.as_str(),
            realis: realis.as_str(),
            holder: holder.as_ref(),
            qualifiers: &qualifiers,
        });
        Terms { node, subject, predicate, object, polarity, realis, holder, qualifiers }
    }

    fn state(&mut self, claim: &Claim) {
        let relation = self.onto.relation(claim.predicate);
        let Terms { node, subject, predicate, object, polarity, realis, holder, qualifiers } =
            self.terms(claim);
        let status = &claim.status;
        if polarity == vocab::AFFIRMED && realis == vocab::ACTUAL && !relation.measure {
            self.add(&subject, predicate.as_ref(), object.clone());
        }
        self.add(&node, rdf::TYPE, vocab::CLAIM);
        self.add(&node, rdf::SUBJECT, subject);
        self.add(&node, rdf::PREDICATE, predicate);
        self.add(&node, rdf::OBJECT, object);
        self.add(&node, vocab::POLARITY, polarity);
        self.add(&node, vocab::REALIS, realis);
        match holder {
            Some(holder @ Term::NamedNode(_)) => self.add(&node, vocab::HOLDER, holder),
            Some(words) => self.add(&node, vocab::HOLDER_TEXT, words),
            None => {}
        }
        for (key, value) in qualifiers {
            self.add(&node, key.as_ref(), value);
        }
        let article =
            self.doc.articles.get(claim.article as usize).map(|one| iri::article(&one.id));
        for span in &claim.evidence {
            let passage = self.quote(*span, vocab::PASSAGE);
            // Two articles of one page may say the same: each passage tells whose it is.
            if let Some(article) = &article {
                self.add(&passage, vocab::ARTICLE, article.clone());
            }
            self.add(&node, vocab::EVIDENCE, passage);
        }
        for (key, cue) in [
            (vocab::POLARITY_CUE, status.polarity_cue),
            (vocab::REALIS_CUE, status.realis_cue),
            (vocab::HOLDER_CUE, status.holder_cue),
        ] {
            if let Some(cue) = cue {
                let cue = self.quote(cue, vocab::PASSAGE);
                self.add(&node, key, cue);
            }
        }
        self.add_text(&node, vocab::RULE, &claim.rule);
        if let Some(article) = article {
            self.add(&node, vocab::ARTICLE, article);
        }
    }

    /// Describes a passage and returns its IRI.
    fn quote(&mut self, span: Span, class: NamedNodeRef<'_>) -> NamedNode {
        let passage = iri::passage(&self.version, self.points.span(span));
        let text = span.of(&self.doc.text);
        self.add(&passage, rdf::TYPE, class);
        self.add_text(&passage, vocab::QUOTE, text);
        if let Some(page) = self.doc.page(span.start) {
            self.add(&passage, vocab::PAGE, Literal::from(u64::from(page)));
        }
        self.add(&passage, vocab::IS_PART_OF, self.version.clone());
        passage
    }

    /// The value of a qualifier; a unit that the ontology knows becomes its IRI, described here so
    /// that the graph can be read without the ontology.
    fn qualifier_value(&mut self, key: Qualifier, value: &Value) -> Term {
        match value {
            Value::Text(code) if matches!(key, Qualifier::Unit | Qualifier::Currency) => {
                let Some(unit) = self.onto.unit(code) else {
                    return Literal::new_simple_literal(code).into();
                };
                let node = NamedNode::new_unchecked(&unit.iri);
                self.add(&node, rdf::TYPE, vocab::UNIT_CLASS);
                self.add_text(&node, vocab::NOTATION, code);
                node.into()
            }
            Value::Text(words) => Literal::new_simple_literal(words).into(),
            Value::Number(number) => literal::number(*number).into(),
            Value::Date(date) => literal::date(*date).into(),
            Value::Entity(id) => self.entity(*id).into(),
        }
    }
}

/// Returns the property that carries a qualifier.
pub fn qualifier(key: Qualifier) -> NamedNodeRef<'static> {
    match key {
        Qualifier::Start => vocab::VALID_FROM,
        Qualifier::End => vocab::VALID_TO,
        Qualifier::Date => vocab::DATE,
        Qualifier::Amount => vocab::AMOUNT,
        Qualifier::Currency => vocab::CURRENCY,
        Qualifier::Place => vocab::PLACE,
        Qualifier::Role => vocab::ROLE,
        Qualifier::Term => vocab::TERM,
        Qualifier::Count => vocab::COUNT_OF,
        Qualifier::Commodity => vocab::COMMODITY,
        Qualifier::Of => vocab::OF,
        Qualifier::Counterpart => vocab::COUNTERPART,
        Qualifier::Unit => vocab::UNIT,
        Qualifier::Bound => vocab::BOUND,
    }
}

/// Returns the individual that stands for a polarity.
pub fn polarity(polarity: Polarity) -> NamedNodeRef<'static> {
    match polarity {
        Polarity::Affirmed => vocab::AFFIRMED,
        Polarity::Negated => vocab::NEGATED,
    }
}

/// Returns the individual that stands for a realis.
pub fn realis(realis: Realis) -> NamedNodeRef<'static> {
    match realis {
        Realis::Actual => vocab::ACTUAL,
        Realis::Planned => vocab::PLANNED,
        Realis::Hypothetical => vocab::HYPOTHETICAL,
    }
}

/// Says whether a mention of this kind names its entity: a pronoun or a description is no name.
fn is_name(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Gazetteer
            | Reason::Transliteration
            | Reason::Name
            | Reason::Acronym
            | Reason::ShortName
    )
}

/// The word that `sg:reason` gives for a reason.
fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::Gazetteer => "gazetteer",
        Reason::Transliteration => "transliteration",
        Reason::Adjective => "adjective",
        Reason::Metonym => "metonym",
        Reason::Name => "name",
        Reason::Acronym => "acronym",
        Reason::ShortName => "short name",
        Reason::Coreference => "coreference",
        Reason::Description => "description",
    }
}

/// The word that `sg:format` gives for a file format.
fn format_name(format: Format) -> &'static str {
    match format {
        Format::Plain => "plain",
        Format::Markdown => "markdown",
        Format::Html => "html",
        Format::Pdf => "pdf",
        Format::Docx => "docx",
        Format::Epub => "epub",
        Format::Email => "email",
    }
}

#[cfg(test)]
mod tests;
