//! The analyst's decisions: those that the file holds now, and a new one as the page sends it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, entity};
use crate::project::Project;

/// Longest cell of a decision in bytes.
const LONGEST: usize = 2_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    action: String,
    item: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    note: String,
}

/// `GET /api/decisions`: the rows of the file, which the next build will follow.
///
/// # Errors
/// When the file is broken.
pub fn list(project: &Project) -> Result<Value, ApiError> {
    let decisions = project.decisions_now().map_err(ApiError::Failed)?;
    let rows: Vec<Value> = decisions.rows().map(entity::decision).collect();
    Ok(json!({ "decisions": rows }))
}

/// Reads `{"action": "merge", "item": "person/a", "value": "person/b", "note": "…"}`.
///
/// # Errors
/// When it is something else.
pub fn row(body: &[u8]) -> Result<[String; 4], ApiError> {
    let row: Row = serde_json::from_slice(body)
        .map_err(|error| ApiError::Wrong(format!("not a decision: {error}")))?;
    let row = [row.action, row.item, row.value, row.note].map(|cell| cell.trim().to_owned());
    if row.iter().any(|cell| cell.len() > LONGEST || cell.chars().any(char::is_control)) {
        let why = format!("a cell may have {LONGEST} bytes, in one line");
        return Err(ApiError::Wrong(why));
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_four_cells_of_one_line() {
        let body = br#"{"action":"reject","item":"claim/9f","note":" wrong "}"#;
        assert_eq!(row(body).unwrap(), ["reject", "claim/9f", "", "wrong"]);
        for body in
            ["{}", "[]", r#"{"action":"a","item":"b","x":1}"#, r#"{"action":"a\nb","item":"c"}"#]
        {
            assert!(matches!(row(body.as_bytes()), Err(ApiError::Wrong(_))), "{body}");
        }
    }
}
