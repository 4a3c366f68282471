//! The terms that an ontology file is written with. Classes and relations of a domain are not
//! here: they come from the files.

/// Start of the model's own terms, prefix `sg:`.
pub const SG: &str = "https://w3id.org/saiga/ns#";
/// Start of the IRIs of XML Schema datatypes.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// Start of the IRIs of entities: `…/id/<class>/<slug>`.
pub const ENTITIES: &str = "https://w3id.org/saiga/id/";
/// Start of the IRIs of claims: `…/claim/<hash>`.
pub const CLAIMS: &str = "https://w3id.org/saiga/claim/";

/// The root of all entity classes.
pub const ENTITY: &str = "https://w3id.org/saiga/ns#Entity";
/// Class of qualifiers.
pub const QUALIFIER: &str = "https://w3id.org/saiga/ns#Qualifier";
/// Class of the properties that documents can state.
pub const RELATION: &str = "https://w3id.org/saiga/ns#Relation";
/// Class of the relations whose object is a number.
pub const MEASURE: &str = "https://w3id.org/saiga/ns#Measure";
/// Class of relations whose subject is where their object is.
pub const PARTICIPATION: &str = "https://w3id.org/saiga/ns#Participation";
/// Class of units and currencies.
pub const UNIT: &str = "https://w3id.org/saiga/ns#Unit";

/// From a thing to its class.
pub const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// Text with a language tag.
pub const LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
/// Other names for people.
pub const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
/// Name for people.
pub const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// Explanation for people.
pub const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
/// From a class to a wider one.
pub const SUBCLASS_OF: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
/// Class of classes.
pub const CLASS: &str = "http://www.w3.org/2002/07/owl#Class";
/// Class of relations that hold both ways round.
pub const SYMMETRIC: &str = "http://www.w3.org/2002/07/owl#SymmetricProperty";
/// Class of relations that hold along a chain.
pub const TRANSITIVE: &str = "http://www.w3.org/2002/07/owl#TransitiveProperty";
/// Class of relations with at most one object.
pub const FUNCTIONAL: &str = "http://www.w3.org/2002/07/owl#FunctionalProperty";
/// Class of relations between things.
pub const OBJECT_PROPERTY: &str = "http://www.w3.org/2002/07/owl#ObjectProperty";
/// From a relation to the one that says the same from the other end.
pub const INVERSE_OF: &str = "http://www.w3.org/2002/07/owl#inverseOf";
/// From a relation to one along which it holds: held in a city, so held in its country. The term is
/// `transitive_over` of the OBO format.
pub const TRANSITIVE_OVER: &str = "https://w3id.org/saiga/ns#transitiveOver";
/// From a relation to a qualifier that a phrase beside any of its statements can give.
pub const QUALIFIED_BY: &str = "https://w3id.org/saiga/ns#qualifiedBy";
/// A class that subjects may have, one of several (schema.org).
pub const DOMAIN_INCLUDES: &str = "https://schema.org/domainIncludes";
/// A class that objects may have, one of several (schema.org).
pub const RANGE_INCLUDES: &str = "https://schema.org/rangeIncludes";
/// A code in some system, here of a unit.
pub const NOTATION: &str = "http://www.w3.org/2004/02/skos/core#notation";
