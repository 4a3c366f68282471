//! A [`ClaimDiff`](super::ClaimDiff) as text for people, as JSON and rows for programs, as Markdown
//! for a pull request or a memo, as a page.

mod html;
mod json;
mod log;
mod markdown;
pub(super) mod phrase;
mod rdf;
mod table;
mod text;

pub use self::html::html;
pub use self::json::{SCHEMA, json, json_lines};
pub use self::log::{blame, blame_json, log, log_json};
pub use self::markdown::markdown;
pub use self::rdf::rdf;
pub use self::table::{csv, stat};
pub use self::text::text;
