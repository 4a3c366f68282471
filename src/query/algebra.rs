//! Walks over parsed SPARQL: what a query needs, and the binding of its parameters.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, GraphPattern, OrderExpression, QueryDataset,
};
use spargebra::term::{GroundTerm, NamedNodePattern};

use crate::graph::iri;

/// Says whether the query names graphs (`GRAPH`, `FROM`, `FROM NAMED`) other than the lexicon, which
/// is always kept apart.
pub(super) fn names_graphs(query: &mut Query) -> bool {
    let mut found = match query {
        Query::Select { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. }
        | Query::Ask { dataset, .. } => dataset.is_some(),
    };
    // These two are always there under their names.
    let kept = [iri::graph("lexicon"), iri::graph("inferred")];
    visit(pattern_of(query), &mut |pattern| {
        if let GraphPattern::Graph { name, .. } = pattern {
            found |= !matches!(name, NamedNodePattern::NamedNode(name) if kept.contains(&GraphName::from(name.clone())));
        }
    });
    found
}

/// Says whether the query asks another server.
pub(super) fn calls_service(query: &mut Query) -> bool {
    pattern_calls_service(pattern_of(query))
}

/// Says whether the pattern asks another server.
pub(super) fn pattern_calls_service(pattern: &mut GraphPattern) -> bool {
    let mut found = false;
    visit(pattern, &mut |one| found |= matches!(one, GraphPattern::Service { .. }));
    found
}

/// Sets the graphs that the query asks, in the place of those that it names itself.
pub(super) fn set_dataset(query: &mut Query, graphs: QueryDataset) {
    match query {
        Query::Select { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. }
        | Query::Ask { dataset, .. } => *dataset = Some(graphs),
    }
}

/// Takes some of the solutions.
pub(super) fn slice(query: &mut Query, start: usize, length: usize) {
    let pattern = pattern_of(query);
    let inner = Box::new(std::mem::take(pattern));
    *pattern = GraphPattern::Slice { inner, start, length: Some(length) };
}

/// The same query asked for the values of one variable, each once: what is grouped, ordered or cut
/// around the pattern goes.
pub(super) fn values_of(query: &Query, variable: &str) -> Query {
    let mut query = query.clone();
    let mut pattern = std::mem::take(pattern_of(&mut query));
    loop {
        pattern = match pattern {
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. } => *inner,
            GraphPattern::Extend { inner, .. } if is_grouped(&inner) => *inner,
            GraphPattern::Filter { inner, .. } if is_grouped(&inner) => *inner,
            found => {
                pattern = found;
                break;
            }
        };
    }
    let variables = vec![Variable::new_unchecked(variable)];
    let inner = Box::new(GraphPattern::Project { inner: Box::new(pattern), variables });
    *pattern_of(&mut query) = GraphPattern::Distinct { inner };
    query
}

/// Says whether a pattern is a group, behind what is computed and filtered of it.
fn is_grouped(mut pattern: &GraphPattern) -> bool {
    loop {
        pattern = match pattern {
            GraphPattern::Group { .. } => return true,
            GraphPattern::Extend { inner, .. } | GraphPattern::Filter { inner, .. } => inner,
            _ => return false,
        };
    }
}

/// Says whether the query fixes the order of its solutions.
pub(super) fn is_ordered(query: &Query) -> bool {
    let mut pattern = match query {
        Query::Select { pattern, .. } => pattern,
        _ => return false,
    };
    loop {
        pattern = match pattern {
            GraphPattern::OrderBy { .. } => return true,
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => inner,
            _ => return false,
        };
    }
}

/// Binds parameters. A parameter `x` is a `VALUES ?x { … }` block of the query, whose values are
/// replaced by those given, as terms and never as text; a parameter bound to nothing leaves the
/// variable free. Returns the names of the parameters that the query has no block for.
pub(super) fn bind(query: &mut Query, parameters: &BTreeMap<String, Vec<Term>>) -> Vec<String> {
    let mut missing: Vec<String> = parameters.keys().cloned().collect();
    visit(pattern_of(query), &mut |pattern| {
        let GraphPattern::Values { variables, bindings } = pattern else { return };
        let [variable] = variables.as_slice() else { return };
        let Some(values) = parameters.get(variable.as_str()) else { return };
        missing.retain(|name| name != variable.as_str());
        let ground = |value: &Term| match value {
            Term::NamedNode(node) => Some(vec![Some(GroundTerm::NamedNode(node.clone()))]),
            Term::Literal(literal) => Some(vec![Some(GroundTerm::Literal(literal.clone()))]),
            Term::BlankNode(_) => None,
        };
        *bindings = values.iter().filter_map(ground).collect();
        if bindings.is_empty() {
            // One solution that binds nothing: any value will do.
            variables.clear();
            bindings.push(Vec::new());
        }
    });
    missing
}

pub(super) fn pattern_of(query: &mut Query) -> &mut GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// Visits a pattern and all patterns in it, those in `EXISTS` too.
pub(super) fn visit(pattern: &mut GraphPattern, found: &mut impl FnMut(&mut GraphPattern)) {
    found(pattern);
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            visit(left, found);
            visit(right, found);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            visit(left, found);
            visit(right, found);
            expression.iter_mut().for_each(|expression| visit_expression(expression, found));
        }
        GraphPattern::Filter { expr, inner } => {
            visit_expression(expr, found);
            visit(inner, found);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            visit_expression(expression, found);
            visit(inner, found);
        }
        GraphPattern::OrderBy { inner, expression } => {
            for one in expression {
                let (OrderExpression::Asc(one) | OrderExpression::Desc(one)) = one;
                visit_expression(one, found);
            }
            visit(inner, found);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    visit_expression(expr, found);
                }
            }
            visit(inner, found);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => visit(inner, found),
    }
}

fn visit_expression(expression: &mut Expression, found: &mut impl FnMut(&mut GraphPattern)) {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => {}
        Expression::Exists(pattern) => visit(pattern, found),
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => {
            visit_expression(a, found);
            visit_expression(b, found);
        }
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => {
            visit_expression(inner, found);
        }
        Expression::If(a, b, c) => {
            for part in [a, b, c] {
                visit_expression(part, found);
            }
        }
        Expression::In(one, list) => {
            visit_expression(one, found);
            list.iter_mut().for_each(|one| visit_expression(one, found));
        }
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => {
            list.iter_mut().for_each(|one| visit_expression(one, found));
        }
    }
}
