//! The questions as an OpenAPI document, for programs that write clients.

use serde_json::{Map, Value, json};

use super::rows::FORMATS;
use crate::query::question::{Kind, Parameter, Question};

/// The document: one path a question, all parameters typed.
pub(super) fn document(questions: &[Question]) -> Value {
    let mut paths = Map::new();
    for question in questions {
        let mut parameters: Vec<Value> = question.parameters.iter().map(parameter).collect();
        parameters.push(json!({
            "name": "format", "in": "path", "required": true,
            "schema": { "type": "string", "enum": FORMATS },
        }));
        for (name, least, what) in
            [("limit", 1, "Most rows"), ("offset", 0, "Rows to leave out at the start")]
        {
            parameters.push(json!({
                "name": name, "in": "query", "description": what,
                "schema": { "type": "integer", "minimum": least },
            }));
        }
        let operation = json!({
            "operationId": question.name,
            "summary": question.title,
            "description": question.description,
            "tags": ["questions"],
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": "The answer",
                    "headers": { "Link": {
                        "description": "rel=\"next\": the rows after these, where there are more",
                        "schema": { "type": "string" },
                    } },
                    "content": {
                        "application/json": { "schema": { "$ref": "#/components/schemas/Answer" } },
                        "text/csv": { "schema": { "type": "string" } },
                        "text/tab-separated-values": { "schema": { "type": "string" } },
                        "application/sparql-results+xml": { "schema": { "type": "string" } },
                        "application/sparql-results+json": { "schema": { "type": "object" } },
                        "application/gexf+xml": { "schema": { "type": "string" } },
                    },
                },
                "default": {
                    "description": "Why there is no answer (RFC 9457)",
                    "content": { "application/problem+json": {
                        "schema": { "$ref": "#/components/schemas/Problem" },
                    } },
                },
            },
        });
        paths.insert(format!("/api/q/{}.{{format}}", question.name), json!({ "get": operation }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "saiga: ready-made questions",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": { "schemas": { "Answer": answer(), "Problem": problem() } },
    })
}

fn parameter(parameter: &Parameter) -> Value {
    let values = match parameter.kind {
        Kind::Number => json!({ "type": "number" }),
        Kind::Date => json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }),
        Kind::Entity | Kind::Class(_) | Kind::Text | Kind::Claim => json!({ "type": "string" }),
    };
    let mut described = json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.default.is_none(),
        "description": format!("{} ({})", parameter.description, parameter.kind.as_str()),
        // Given several times, it means any of the values.
        "schema": { "type": "array", "items": values, "maxItems": 100 },
        "style": "form",
        "explode": true,
    });
    if let Some(default) = parameter.default.as_ref().filter(|default| *default != "any") {
        described["schema"]["default"] = json!([default]);
    }
    described
}

fn answer() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["question", "title", "view", "columns", "rows", "offset", "limit", "more"],
        "properties": {
            "question": text,
            "title": text,
            "view": { "enum": ["table", "graph", "timeline", "chart"] },
            "columns": { "type": "array", "items": {
                "type": "object", "properties": { "name": text, "title": text },
            } },
            "rows": { "type": "array", "items": { "type": "array", "items": {
                "type": ["object", "null"],
                "required": ["type", "value"],
                "properties": {
                    "type": { "enum": ["uri", "literal", "bnode"] },
                    "value": text,
                    "label": { "type": ["string", "null"] },
                    "datatype": text,
                    "lang": text,
                },
            } } },
            "offset": { "type": "integer" },
            "limit": { "type": "integer" },
            "more": { "type": "boolean" },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "format": "uri" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "line": { "type": "integer" },
            "column": { "type": "integer" },
            "hint": { "type": "string" },
            "retry_after": { "type": "integer", "description": "seconds" },
        },
    })
}
