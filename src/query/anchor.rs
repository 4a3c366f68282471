//! Questions begin at what they are about.
//!
//! `FILTER(!BOUND(?about) || ?about = ?subject || ?about = ?object)` says in one line that a claim must be
//! about a thing, if one is given; an evaluator reads all claims for it. Once the parameter has values, the
//! filter is a union: the claims whose subject is one of them, and the others whose object is. Each part
//! binds its variable first, so that it is looked up and not searched for.

use std::collections::BTreeMap;

use oxigraph::model::{Literal, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, TermPattern};

use super::algebra::{pattern_of, visit};

/// Values of parameters by name.
type Parameters = BTreeMap<String, Vec<Term>>;

/// Rewrites the filters of a query whose parameters are bound. The solutions stay the same.
pub(super) fn anchor(query: &mut Query, parameters: &Parameters) {
    visit(pattern_of(query), &mut |pattern| {
        let GraphPattern::Filter { expr, inner } = pattern else { return };
        let mut rest = Vec::new();
        conjuncts(expr, &mut rest);
        let found =
            (0..rest.len()).find_map(|slot| Some((slot, Ends::of(&rest[slot], parameters)?)));
        let Some((slot, ends)) = found else { return };
        rest.remove(slot);
        if let Some(union) = ends.union(inner, &rest) {
            *pattern = union;
        }
    });
}

/// A parameter that must be one of some variables.
struct Ends {
    parameter: Variable,
    variables: Vec<Variable>,
    values: Vec<GroundTerm>,
}

impl Ends {
    /// Reads `!BOUND(?p) || ?p = ?a || ?p = ?b` where `?p` is a parameter bound to things.
    fn of(expression: &Expression, parameters: &Parameters) -> Option<Self> {
        let mut parts = Vec::new();
        disjuncts(expression, &mut parts);
        let parameter = parts.iter().find_map(|part| match part {
            Expression::Not(inner) => match &**inner {
                Expression::Bound(variable) => Some(variable.clone()),
                _ => None,
            },
            _ => None,
        })?;
        let values = (parameters.get(parameter.as_str())?.iter())
            .map(|term| match term {
                Term::NamedNode(node) => Some(GroundTerm::NamedNode(node.clone())),
                Term::Literal(_) | Term::BlankNode(_) => None,
            })
            .collect::<Option<Vec<_>>>()?;
        let is_free = Expression::Not(Box::new(Expression::Bound(parameter.clone())));
        let variables = (parts.iter())
            .filter(|part| **part != is_free)
            .map(|part| match part {
                Expression::Equal(a, b) => match (&**a, &**b) {
                    (Expression::Variable(a), Expression::Variable(b)) if *a == parameter => {
                        Some(b.clone())
                    }
                    (Expression::Variable(a), Expression::Variable(b)) if *b == parameter => {
                        Some(a.clone())
                    }
                    _ => None,
                },
                _ => None,
            })
            .collect::<Option<Vec<_>>>()?;
        let is_of_use = !values.is_empty() && !variables.is_empty();
        is_of_use.then_some(Self { parameter, variables, values })
    }

    /// The pattern once for each variable, with the rest of its filter.
    fn union(&self, inner: &GraphPattern, rest: &[Expression]) -> Option<GraphPattern> {
        let mut union: Option<GraphPattern> = None;
        for (slot, variable) in self.variables.iter().enumerate() {
            let inner = Box::new(pinned(inner, variable, &self.values)?);
            let no = Expression::Literal(Literal::from(false));
            // A variable that is bound to nothing equals nothing.
            let others = (self.variables[..slot].iter())
                .map(|other| Expression::Coalesce(vec![self.equals(other), no.clone()]))
                .map(|found| Expression::Not(Box::new(found)));
            let expr = (others.chain(rest.iter().cloned()))
                .fold(self.equals(variable), |a, b| Expression::And(Box::new(a), Box::new(b)));
            let right = GraphPattern::Filter { expr, inner };
            union = Some(match union {
                None => right,
                Some(left) => GraphPattern::Union { left: Box::new(left), right: Box::new(right) },
            });
        }
        union
    }

    fn equals(&self, variable: &Variable) -> Expression {
        let [a, b] =
            [&self.parameter, variable].map(|one| Box::new(Expression::Variable(one.clone())));
        Expression::Equal(a, b)
    }
}

fn conjuncts(expression: &Expression, found: &mut Vec<Expression>) {
    match expression {
        Expression::And(a, b) => {
            conjuncts(a, found);
            conjuncts(b, found);
        }
        other => found.push(other.clone()),
    }
}

fn disjuncts(expression: &Expression, found: &mut Vec<Expression>) {
    match expression {
        Expression::Or(a, b) => {
            disjuncts(a, found);
            disjuncts(b, found);
        }
        other => found.push(other.clone()),
    }
}

/// The pattern with values of a variable joined to the triples that bind it, in all parts of unions. `None`
/// when it may be bound elsewhere or not at all.
fn pinned(
    pattern: &GraphPattern,
    variable: &Variable,
    values: &[GroundTerm],
) -> Option<GraphPattern> {
    let pin = |inner: &GraphPattern| pinned(inner, variable, values).map(Box::new);
    Some(match pattern {
        GraphPattern::Bgp { patterns } => {
            let is =
                |term: &TermPattern| matches!(term, TermPattern::Variable(one) if one == variable);
            if !patterns.iter().any(|triple| is(&triple.subject) || is(&triple.object)) {
                return None;
            }
            let variables = vec![variable.clone()];
            let bindings = values.iter().map(|value| vec![Some(value.clone())]).collect();
            let left = Box::new(GraphPattern::Values { variables, bindings });
            GraphPattern::Join { left, right: Box::new(pattern.clone()) }
        }
        GraphPattern::Join { left, right } => match pin(left) {
            Some(left) => GraphPattern::Join { left, right: right.clone() },
            None => GraphPattern::Join { left: left.clone(), right: pin(right)? },
        },
        GraphPattern::Union { left, right } => {
            GraphPattern::Union { left: pin(left)?, right: pin(right)? }
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            let (right, expression) = (right.clone(), expression.clone());
            GraphPattern::LeftJoin { left: pin(left)?, right, expression }
        }
        GraphPattern::Filter { expr, inner } => {
            GraphPattern::Filter { expr: expr.clone(), inner: pin(inner)? }
        }
        GraphPattern::Graph { name, inner } => {
            GraphPattern::Graph { name: name.clone(), inner: pin(inner)? }
        }
        GraphPattern::Extend { inner, variable: made, expression } if made != variable => {
            let (variable, expression) = (made.clone(), expression.clone());
            GraphPattern::Extend { inner: pin(inner)?, variable, expression }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, Dataset, Query};
    use super::*;
    use oxigraph::model::{GraphName, NamedNode, Quad};
    use std::time::Duration;

    fn node(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("http://example.org/{name}"))
    }

    /// Claims of a and b about each other, themselves, others and words.
    fn dataset() -> Dataset {
        let mut quads = Vec::new();
        let ends = [("a", "b"), ("b", "a"), ("a", "a"), ("b", "c"), ("c", "c"), ("c", "b")];
        for (slot, (subject, object)) in ends.into_iter().enumerate() {
            let claim = node(&format!("claim{slot}"));
            for (key, value) in [("from", subject), ("to", object)] {
                let (key, value) = (node(key), node(value));
                quads.push(Quad::new(claim.clone(), key, value, GraphName::DefaultGraph));
            }
        }
        let words = Literal::new_simple_literal("words");
        quads.push(Quad::new(node("claim6"), node("from"), node("a"), GraphName::DefaultGraph));
        quads.push(Quad::new(node("claim6"), node("to"), words, GraphName::DefaultGraph));
        Dataset::new(quads, false)
    }

    const PREFIX: &str = "PREFIX e: <http://example.org/>";

    fn rows(pattern: &str, about: &[&str], is_anchored: bool) -> (Vec<Vec<Option<Term>>>, bool) {
        let text = format!("{PREFIX} SELECT * WHERE {{ VALUES ?about {{ UNDEF }} {pattern} }}");
        let query = Query::parse(&text).unwrap();
        let mut algebra = query.algebra.clone();
        let values = about.iter().map(|name| node(name).into()).collect();
        let parameters = BTreeMap::from([("about".to_owned(), values)]);
        super::super::algebra::bind(&mut algebra, &parameters);
        let before = algebra.clone();
        if is_anchored {
            anchor(&mut algebra, &parameters);
        }
        let is_changed = algebra != before;
        let answer = dataset().ask(&Query { algebra, ..query }, Duration::from_secs(9)).unwrap();
        let Answer::Solutions { rows, .. } = answer else { panic!("{answer:?}") };
        (rows, is_changed)
    }

    const BOTH: &str = "FILTER(!BOUND(?about) || ?about = ?s || ?o = ?about)";

    #[test]
    fn the_solutions_stay_the_same_each_as_often() {
        let patterns = [
            format!("?claim e:from ?s ; e:to ?o . {BOTH}"),
            format!("?claim e:from ?s ; e:to ?o . {BOTH} FILTER(?s != ?o)"),
            format!(
                "{{ ?claim e:from ?s ; e:to ?o }} UNION {{ ?claim e:to ?s ; e:from ?o }} {BOTH}"
            ),
            format!(
                "?claim e:from ?s . OPTIONAL {{ ?o e:to ?claim }} BIND(STR(?s) AS ?text) {BOTH}"
            ),
            format!("?claim e:from ?s . ?claim e:to ?o OPTIONAL {{ ?claim e:to ?text }} {BOTH}"),
            "?claim e:from ?s FILTER(!BOUND(?about) || ?about = ?s)".to_owned(),
            "?claim e:from ?s MINUS { ?claim e:to e:b } FILTER(?s = ?about || !BOUND(?about))"
                .to_owned(),
        ];
        for pattern in &patterns {
            for about in [&["a"][..], &["a", "c"], &["nobody"]] {
                let (plain, _) = rows(pattern, about, false);
                assert_eq!(rows(pattern, about, true).0, plain, "{pattern} about {about:?}");
            }
        }
        assert_eq!(rows(&patterns[0], &["a"], true).0.len(), 4);
    }

    #[test]
    fn only_what_binds_the_variable_for_certain_is_rewritten() {
        let is_changed = |pattern: &str, about: &[&str]| rows(pattern, about, true).1;
        assert!(is_changed(&format!("?claim e:from ?s ; e:to ?o . {BOTH}"), &["a"]));
        assert!(!is_changed(&format!("?claim e:from ?s ; e:to ?o . {BOTH}"), &[]), "no value");
        for pattern in [
            format!("?claim e:from ?s . OPTIONAL {{ ?claim e:to ?o }} {BOTH}"),
            format!("{{ ?claim e:from ?s }} UNION {{ ?claim e:to ?o }} {BOTH}"),
            format!("?claim e:from ?s . BIND(?s AS ?o) {BOTH}"),
            "?claim e:from ?s FILTER(!BOUND(?about) || STR(?s) = \"x\")".to_owned(),
        ] {
            assert!(!is_changed(&pattern, &["a"]), "{pattern}");
        }
    }
}
