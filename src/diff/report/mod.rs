//! A [`ClaimDiff`](super::ClaimDiff) as text for people, as JSON for programs, as Markdown for a
//! pull request or a memo.

mod json;
mod markdown;
mod phrase;
mod text;

pub use self::json::{SCHEMA, json};
pub use self::markdown::markdown;
pub use self::text::text;
