//! From triples to the checked [`Ontology`]: what is a class, what is a relation, and whether
//! each of them says all that the later stages rely on.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;

use super::turtle::{self, File};
use super::{Class, ClassId, Ontology, Range, Relation, RelationId, Unit, vocab};
use crate::diagnostic::Diagnostic;

impl Ontology {
    /// Reads the Turtle files of an ontology, given as path and text. Their order does not matter.
    ///
    /// # Errors
    /// Everything wrong with them, in order of file and line: syntax, an unknown or missing
    /// superclass, a circle of classes, a relation without label, domain or range, and terms that
    /// are declared twice or share a label.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Vec<Diagnostic>> {
        let mut read = Vec::new();
        let mut errors = Vec::new();
        for (path, text) in files {
            match turtle::read(path, text) {
                Ok(file) => read.push(file),
                Err(wrong) => errors.extend(wrong),
            }
        }
        if errors.is_empty() {
            read.sort_by(|a, b| a.path.cmp(&b.path));
            errors = too_many(&read);
        }
        if errors.is_empty() {
            let mut schema = Schema::collect(&read);
            let ontology = schema.build();
            errors = schema.errors;
            if errors.is_empty() {
                return Ok(ontology);
            }
        }
        errors.sort();
        errors.dedup();
        Err(errors)
    }
}

/// Most subjects that an ontology may describe. It keeps ids within 16 bits and bounds the time
/// that a long chain of classes takes.
const MAX_TERMS: usize = 10_000;

fn too_many(files: &[File]) -> Vec<Diagnostic> {
    let n_terms: usize = files.iter().map(|file| file.lines.len()).sum();
    let message = format!("the ontology describes {n_terms} terms; the limit is {MAX_TERMS}");
    let path = files.last().map_or("ontology", |file| &file.path);
    if n_terms > MAX_TERMS { vec![Diagnostic::error(path, message)] } else { Vec::new() }
}

/// What the files say of one subject.
#[derive(Default)]
struct Described<'a> {
    path: &'a str,
    line: Option<u64>,
    /// By predicate, in the order of the text.
    said: BTreeMap<&'a str, Vec<&'a Term>>,
}

impl<'a> Described<'a> {
    fn iris(&self, predicate: &str) -> impl Iterator<Item = &'a str> {
        self.said.get(predicate).into_iter().flatten().filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        })
    }

    /// The values in English or without a language.
    fn texts(&self, predicate: &str) -> impl Iterator<Item = &'a str> {
        self.said.get(predicate).into_iter().flatten().filter_map(|term| match term {
            Term::Literal(text) if text.language().is_none_or(|tag| tag == "en") => {
                Some(text.value())
            }
            _ => None,
        })
    }

    fn is(&self, class: &str) -> bool {
        self.iris(vocab::TYPE).any(|iri| iri == class)
    }

    fn error(&self, message: String) -> Diagnostic {
        let error = Diagnostic::error(self.path, message);
        match self.line {
            Some(line) => error.at_line(line),
            None => error,
        }
    }
}

struct Schema<'a> {
    terms: BTreeMap<&'a str, Described<'a>>,
    /// IRIs of all relations.
    relations: BTreeSet<&'a str>,
    /// IRIs of all qualifiers.
    qualifiers: BTreeSet<&'a str>,
    errors: Vec<Diagnostic>,
}

impl<'a> Schema<'a> {
    fn collect(files: &'a [File]) -> Self {
        let mut schema = Self {
            terms: BTreeMap::new(),
            relations: BTreeSet::new(),
            qualifiers: BTreeSet::new(),
            errors: Vec::new(),
        };
        for file in files {
            for triple in &file.triples {
                let lines = file.lines.get(&triple.subject);
                let term = schema.terms.entry(&triple.subject).or_insert_with(|| Described {
                    path: &file.path,
                    line: lines.and_then(|lines| lines.first().copied()),
                    said: BTreeMap::new(),
                });
                let said = term.said.entry(&triple.predicate).or_default();
                if triple.predicate == vocab::TYPE && said.contains(&&triple.object) {
                    let again = Described {
                        path: &file.path,
                        line: lines.and_then(|lines| lines.last().copied()),
                        said: BTreeMap::new(),
                    };
                    let name = local_name(&triple.subject);
                    schema.errors.push(again.error(format!("`{name}` is declared twice")));
                } else {
                    said.push(&triple.object);
                }
            }
        }
        schema
    }

    fn build(&mut self) -> Ontology {
        let terms = std::mem::take(&mut self.terms);
        let are_relations = terms.iter().filter(|(_, term)| term.is(vocab::RELATION));
        self.relations = are_relations.map(|(iri, _)| *iri).collect();
        let are_qualifiers = terms.iter().filter(|(_, term)| term.is(vocab::QUALIFIER));
        self.qualifiers = are_qualifiers.map(|(iri, _)| *iri).collect();
        let classes = self.entity_classes(&terms);
        let mut ontology = Ontology::default();
        for (slot, iri) in classes.iter().enumerate() {
            let id = ClassId(slot as u16);
            let term = &terms[iri];
            let (name, label, comment) = self.names(iri, term);
            if ontology.class_names.insert(name.clone(), id).is_some() {
                self.errors.push(term.error(format!("there are two classes named `{name}`")));
            }
            let (parents, ancestors, top) = (Vec::new(), vec![id], id);
            let class =
                Class { iri: (*iri).to_owned(), name, label, comment, parents, ancestors, top };
            ontology.classes.push(class);
        }
        self.link_classes(&terms, &classes, &mut ontology);
        for (iri, term) in &terms {
            let measure = term.is(vocab::MEASURE);
            if measure || term.is(vocab::RELATION) {
                self.add_relation(iri, term, measure, &classes, &mut ontology);
            } else if term.is(vocab::UNIT) {
                let (_, label, _) = self.names(iri, term);
                match term.texts(vocab::NOTATION).next() {
                    Some(code) => {
                        ontology.units.push(Unit {
                            iri: (*iri).to_owned(),
                            code: code.to_owned(),
                            label,
                        });
                    }
                    None => self.errors.push(term.error(format!(
                        "the unit `{}` has no skos:notation, the code it is printed with",
                        local_name(iri)
                    ))),
                }
            }
        }
        self.check_labels(&terms, &ontology);
        let declared = ontology.classes.iter().map(|class| &class.iri);
        for iri in declared.chain(ontology.relations.iter().map(|relation| &relation.iri)) {
            let term = &terms[&**iri];
            ontology.declared.insert(iri.clone(), (term.path.to_owned(), term.line.unwrap_or(1)));
        }
        ontology
    }

    /// Returns the IRIs of all classes at or below the root, in order.
    fn entity_classes(&mut self, terms: &BTreeMap<&'a str, Described<'a>>) -> Vec<&'a str> {
        let mut below: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        for (iri, term) in terms.iter().filter(|(_, term)| term.is(vocab::CLASS)) {
            for parent in term.iris(vocab::SUBCLASS_OF) {
                below.entry(parent).or_default().push(iri);
                // The model's own classes may stand below those of other vocabularies.
                let is_foreign = iri.starts_with(vocab::SG) && !parent.starts_with(vocab::SG);
                if !is_foreign && !terms.get(parent).is_some_and(|term| term.is(vocab::CLASS)) {
                    self.errors.push(term.error(format!(
                        "the superclass `{}` of `{}` is declared nowhere",
                        local_name(parent),
                        local_name(iri)
                    )));
                }
            }
        }
        let Some((root, _)) =
            terms.get_key_value(vocab::ENTITY).filter(|(_, term)| term.is(vocab::CLASS))
        else {
            let message = "no file declares sg:Entity, the root of all classes".to_owned();
            let path = terms.values().next().map_or("ontology", |term| term.path);
            self.errors.push(Diagnostic::error(path, message));
            return Vec::new();
        };
        let mut found = BTreeSet::from([*root]);
        let mut open = vec![*root];
        while let Some(iri) = open.pop() {
            for class in below.get(iri).into_iter().flatten() {
                if found.insert(*class) {
                    open.push(*class);
                }
            }
        }
        // The model's own classes (documents, claims) are no kinds of entities; any other class is.
        let is_domain = |(iri, term): &(&&str, &Described<'_>)| {
            term.is(vocab::CLASS) && !iri.starts_with(vocab::SG)
        };
        for (iri, term) in terms.iter().filter(is_domain) {
            let name = local_name(iri);
            if reaches_itself(iri, terms) {
                self.errors.push(term.error(format!("the class `{name}` is its own superclass")));
            } else if !found.contains(iri) {
                let message = format!("the class `{name}` does not stand below sg:Entity");
                let error = term.error(message);
                self.errors
                    .push(error.with_hint("give it an rdfs:subClassOf of a class that does"));
            }
        }
        found.into_iter().collect()
    }

    fn link_classes(
        &mut self,
        terms: &BTreeMap<&'a str, Described<'a>>,
        classes: &[&'a str],
        ontology: &mut Ontology,
    ) {
        for (slot, iri) in classes.iter().enumerate() {
            let mut parents: Vec<ClassId> = terms[iri]
                .iris(vocab::SUBCLASS_OF)
                .filter_map(|iri| class_id(classes, iri))
                .collect();
            parents.sort_unstable();
            ontology.classes[slot].parents = parents;
        }
        let root = class_id(classes, vocab::ENTITY);
        for slot in 0..classes.len() {
            let mut ancestors = BTreeSet::from([ClassId(slot as u16)]);
            let mut open = ontology.classes[slot].parents.clone();
            while let Some(id) = open.pop() {
                if ancestors.insert(id) {
                    open.extend_from_slice(&ontology.class(id).parents);
                }
            }
            let mut tops = ancestors.iter().filter(|id| {
                ontology.class(**id).parents.iter().any(|parent| Some(*parent) == root)
            });
            let top = tops.next().copied();
            let has_two = tops.next().is_some();
            if has_two {
                let name = &ontology.classes[slot].name;
                self.errors.push(terms[classes[slot]].error(format!(
                    "the class `{name}` stands below two top classes, so its entities would have two names"
                )));
            }
            let class = &mut ontology.classes[slot];
            class.ancestors = ancestors.into_iter().collect();
            class.top = top.unwrap_or(class.top);
        }
    }

    fn add_relation(
        &mut self,
        iri: &str,
        term: &Described<'_>,
        measure: bool,
        classes: &[&str],
        ontology: &mut Ontology,
    ) {
        let (name, label, comment) = self.names(iri, term);
        let mut domain = Vec::new();
        for class in term.iris(vocab::DOMAIN_INCLUDES) {
            match class_id(classes, class) {
                Some(id) => domain.push(id),
                None => self.errors.push(term.error(format!(
                    "`{name}` has the unknown class `{}` in its domain",
                    local_name(class)
                ))),
            }
        }
        domain.sort_unstable();
        let range = match range(&name, term, classes) {
            Ok(range) => range,
            Err(message) => {
                self.errors.push(term.error(message));
                Range::Text
            }
        };
        if !term.said.contains_key(vocab::DOMAIN_INCLUDES) {
            self.errors.push(term.error(format!("`{name}` has no schema:domainIncludes")));
        }
        if measure && range != Range::Number {
            self.errors
                .push(term.error(format!("the measure `{name}` must have xsd:decimal as range")));
        }
        let symmetric = term.is(vocab::SYMMETRIC);
        if symmetric && range != Range::Classes(domain.clone()) {
            let message =
                format!("`{name}` is symmetric, so its domain and range must be the same");
            self.errors.push(term.error(message));
        }
        for carrier in term.iris(vocab::TRANSITIVE_OVER) {
            let is_relation = self.relations.contains(carrier);
            if !is_relation || !matches!(range, Range::Classes(_)) {
                let carrier = local_name(carrier);
                let message = match is_relation {
                    true => format!("`{name}` has no classes as range, so it holds over nothing"),
                    false => format!("`{name}` holds over the unknown relation `{carrier}`"),
                };
                self.errors.push(term.error(message));
            }
        }
        let mut qualified_by = Vec::new();
        for qualifier in term.iris(vocab::QUALIFIED_BY) {
            if !self.qualifiers.contains(qualifier) {
                let qualifier = local_name(qualifier);
                let message = format!("`{name}` takes the unknown qualifier `{qualifier}`");
                self.errors.push(term.error(message));
            }
            qualified_by.push(local_name(qualifier).to_owned());
        }
        qualified_by.sort_unstable();
        let id = RelationId(ontology.relations.len() as u16);
        if ontology.relation_names.insert(name.clone(), id).is_some() {
            self.errors.push(term.error(format!("there are two relations named `{name}`")));
        }
        ontology.relations.push(Relation {
            iri: iri.to_owned(),
            name,
            label,
            comment,
            headers: term.texts(vocab::ALT_LABEL).map(str::to_lowercase).collect(),
            domain,
            range,
            symmetric,
            transitive: term.is(vocab::TRANSITIVE),
            functional: term.is(vocab::FUNCTIONAL),
            measure,
            participation: term.is(vocab::PARTICIPATION),
            qualified_by,
        });
    }

    /// Returns local name, label and comment; the label must be there, and once.
    fn names(&mut self, iri: &str, term: &Described<'_>) -> (String, String, String) {
        let name = local_name(iri);
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.errors.push(term.error(format!(
                "the name `{name}` of <{iri}> may have letters and digits of ASCII only"
            )));
        }
        let labels: Vec<&str> = term.texts(vocab::LABEL).collect();
        if labels.len() != 1 {
            let found = if labels.is_empty() { "no".to_owned() } else { labels.len().to_string() };
            self.errors.push(
                term.error(format!("`{name}` has {found} English labels instead of one"))
                    .with_hint("write rdfs:label \"…\"@en"),
            );
        }
        let label = labels.first().copied().unwrap_or(name).to_owned();
        let comment = term.texts(vocab::COMMENT).next().unwrap_or_default().to_owned();
        (name.to_owned(), label, comment)
    }

    /// A label that two classes or two relations share would make two columns look like one.
    fn check_labels(&mut self, terms: &BTreeMap<&'a str, Described<'a>>, ontology: &Ontology) {
        let classes = ontology.classes.iter().map(|class| (&class.iri, &class.label));
        let relations = ontology.relations.iter().map(|relation| (&relation.iri, &relation.label));
        let mut report = |labelled: &mut dyn Iterator<Item = (&String, &String)>| {
            let mut first: BTreeMap<String, String> = BTreeMap::new();
            for (iri, label) in labelled {
                if let Some(other) = first.insert(label.to_lowercase(), iri.clone()) {
                    self.errors.push(terms[&**iri].error(format!(
                        "`{}` and `{}` have the same label \"{label}\"",
                        local_name(iri),
                        local_name(&other)
                    )));
                }
            }
        };
        report(&mut classes.into_iter());
        report(&mut relations.into_iter());
    }
}

/// Reads what the objects of a relation may be.
fn range(name: &str, term: &Described<'_>, classes: &[&str]) -> Result<Range, String> {
    let mut found: Option<Range> = None;
    for iri in term.iris(vocab::RANGE_INCLUDES) {
        let next = match iri.strip_prefix(vocab::XSD) {
            Some("date" | "gYearMonth" | "gYear") => Range::Date,
            Some("decimal" | "integer" | "double") => Range::Number,
            Some("string") => Range::Text,
            _ if iri == vocab::LANG_STRING => Range::Text,
            _ => match class_id(classes, iri) {
                Some(id) => Range::Classes(vec![id]),
                None => {
                    let class = local_name(iri);
                    return Err(format!("`{name}` has the unknown class `{class}` in its range"));
                }
            },
        };
        found = Some(match (found, next) {
            (None, next) => next,
            (Some(Range::Classes(mut ids)), Range::Classes(more)) => {
                ids.extend(more);
                ids.sort_unstable();
                Range::Classes(ids)
            }
            (Some(before), next) if before == next => next,
            _ => {
                return Err(format!("the range of `{name}` mixes classes, dates, numbers or text"));
            }
        });
    }
    found.ok_or_else(|| format!("`{name}` has no schema:rangeIncludes"))
}

/// Says whether a class is found again above itself.
fn reaches_itself(iri: &str, terms: &BTreeMap<&str, Described<'_>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![iri];
    while let Some(at) = open.pop() {
        for parent in terms.get(at).into_iter().flat_map(|term| term.iris(vocab::SUBCLASS_OF)) {
            if parent == iri {
                return true;
            }
            if seen.insert(parent) {
                open.push(parent);
            }
        }
    }
    false
}

fn class_id(classes: &[&str], iri: &str) -> Option<ClassId> {
    classes.binary_search(&iri).ok().map(|slot| ClassId(slot as u16))
}

/// Returns what follows the last `#` or `/`.
fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small ontology: a root, two top classes, one class below and one relation.
    const HEAD: &str = "@prefix sg: <https://w3id.org/saiga/ns#> . @prefix e: <http://e/> .\n\
        @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix schema: <https://schema.org/> .\n\
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
        sg:Entity a owl:Class ; rdfs:label \"entity\"@en .\n\
        e:Ship a owl:Class ; rdfs:subClassOf sg:Entity ; rdfs:label \"ship\"@en, \"кеме\"@kk .\n\
        e:Port a owl:Class ; rdfs:subClassOf sg:Entity ; rdfs:label \"port\"@en .\n\
        e:Ferry a owl:Class ; rdfs:subClassOf e:Ship ; rdfs:label \"ferry\"@en .\n";

    fn parse(more: &str) -> Result<Ontology, Vec<String>> {
        let text = format!("{HEAD}{more}");
        let errors = |found: Vec<Diagnostic>| found.iter().map(ToString::to_string).collect();
        Ontology::parse(&[("e.ttl", &text)]).map_err(errors)
    }

    #[test]
    fn classes_know_what_stands_above_them() {
        let onto = parse(
            "e:calls a sg:Relation ; rdfs:label \"calls at\"@en ; rdfs:comment \"Stops there.\"@en ;\n\
             schema:domainIncludes e:Ship ; schema:rangeIncludes e:Port, e:Ship .\n\
             e:built a sg:Relation, owl:FunctionalProperty ; rdfs:label \"built in\" ;\n\
             schema:domainIncludes e:Ship ; schema:rangeIncludes xsd:gYear, xsd:date .",
        )
        .unwrap();
        let [ferry, ship] = ["Ferry", "Ship"].map(|name| onto.class_names[name]);
        assert_eq!(onto.class(ferry).top, ship);
        assert!(onto.is_a(ferry, onto.class_names["Entity"]) && !onto.is_a(ship, ferry));
        let calls = onto.relation(onto.relation_names["calls"]);
        assert_eq!((&*calls.label, &*calls.comment), ("calls at", "Stops there."));
        let ends = [onto.class_names["Port"], ship];
        assert_eq!((&*calls.domain, &calls.range), (&[ship][..], &Range::Classes(ends.to_vec())));
        let built = onto.relation(onto.relation_names["built"]);
        assert_eq!((built.functional, &built.range), (true, &Range::Date));
    }

    #[test]
    fn each_mistake_names_its_line() {
        let class = "a owl:Class ; rdfs:label \"x\"@en ; rdfs:subClassOf";
        let ends = "schema:domainIncludes e:Ship ; schema:rangeIncludes";
        for (more, expected) in [
            (
                format!("e:X {class} e:Boat ."),
                "e.ttl:8: the superclass `Boat` of `X` is declared nowhere",
            ),
            (format!("e:X {class} e:X ."), "e.ttl:8: the class `X` is its own superclass"),
            (
                format!("\ne:X {class} e:Ship, e:Port ."),
                "e.ttl:9: the class `X` stands below two top",
            ),
            (
                "e:X a owl:Class ; rdfs:label \"x\"@en .".into(),
                "e.ttl:8: the class `X` does not stand",
            ),
            ("e:Ship a owl:Class .".into(), "e.ttl:8: `Ship` is declared twice"),
            (
                "e:r a sg:Relation ; rdfs:label \"r\"@en .".into(),
                "e.ttl:8: `r` has no schema:rangeIncludes",
            ),
            (format!("e:r a sg:Relation ; {ends} e:Port ."), "e.ttl:8: `r` has no English labels"),
            (
                format!("e:r a sg:Relation ; rdfs:label \"r\" ; {ends} e:No ."),
                "e.ttl:8: `r` has the unknown class `No` in its range",
            ),
            (
                format!("e:r a sg:Relation ; rdfs:label \"r\" ; {ends} e:Port, xsd:date ."),
                "e.ttl:8: the range of `r` mixes",
            ),
            (
                format!("e:r a sg:Measure ; rdfs:label \"r\" ; {ends} e:Port ."),
                "e.ttl:8: the measure `r` must",
            ),
            (
                format!(
                    "e:r a sg:Relation, owl:SymmetricProperty ; rdfs:label \"r\" ; {ends} e:Port ."
                ),
                "e.ttl:8: `r` is symmetric",
            ),
            (
                format!(
                    "e:r a sg:Relation ; rdfs:label \"r\" ; sg:transitiveOver e:s ; {ends} e:Port ."
                ),
                "e.ttl:8: `r` holds over the unknown relation `s`",
            ),
            (
                format!("e:r-r a sg:Relation ; rdfs:label \"r\" ; {ends} e:Port ."),
                "e.ttl:8: the name `r-r` of",
            ),
            (
                format!("e:X {class} e:Ship .\n<http://f/X> {class} e:Ship ."),
                "e.ttl:9: there are two classes named `X`",
            ),
            (
                format!("e:X {class} e:Ship .\ne:Y {class} e:Ship ."),
                "e.ttl:9: `Y` and `X` have the same label \"x\"",
            ),
            (
                "e:u a sg:Unit ; rdfs:label \"u\" .".into(),
                "e.ttl:8: the unit `u` has no skos:notation",
            ),
        ] {
            let errors = parse(&more).unwrap_err();
            assert!(
                errors.iter().any(|error| error.starts_with(expected)),
                "{expected}: {errors:?}"
            );
        }
    }

    #[test]
    fn a_circle_of_classes_is_an_error_and_ends() {
        let more = "e:A a owl:Class ; rdfs:label \"a\" ; rdfs:subClassOf e:B, e:Ship .\n\
                    e:B a owl:Class ; rdfs:label \"b\" ; rdfs:subClassOf e:A .";
        let errors = parse(more).unwrap_err();
        assert_eq!(errors[0], "e.ttl:8: the class `A` is its own superclass");
        assert!(Ontology::parse(&[]).is_err());
    }

    #[test]
    fn the_built_in_files_agree() {
        let onto = Ontology::parse(&[
            ("geopolitics.ttl", include_str!("../../ontology/geopolitics.ttl")),
            ("saiga.ttl", include_str!("../../ontology/saiga.ttl")),
        ])
        .unwrap();
        let top = |name: &str| &*onto.class(onto.class(onto.class_names[name]).top).name;
        assert_eq!((top("ConfuciusInstitute"), top("City")), ("Organization", "Place"));
        assert_eq!(onto.relations.iter().filter(|relation| relation.measure).count(), 5);
        assert_eq!(onto.unit("percent").unwrap().iri, "http://qudt.org/vocab/unit/PERCENT");
    }
}
