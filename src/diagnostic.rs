//! What a stage reports beside its result: broken text is a warning, not an error.

use std::fmt;

/// How much a [`Diagnostic`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was read in a way that the reader should know of.
    Warning,
    /// Something could not be read or used at all.
    Error,
}

/// One thing to tell a person: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file concerned, as the user named it.
    pub path: String,
    /// The 1-based line, when there is one.
    pub line: Option<u64>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: one line, no final dot.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error about the file `path`.
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: None,
            severity: Severity::Error,
            message: message.into(),
            hint: None,
        }
    }

    /// A warning about the file `path`.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, message) }
    }

    /// The same, at a 1-based line.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same, with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// `path:line: message (hint)` on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

/// A value, and what a reader should know about how it was obtained.
#[derive(Clone, Debug)]
pub struct Warned<T> {
    /// The value.
    pub output: T,
    /// In the order in which they were met.
    pub warnings: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value with nothing to report.
    pub fn clean(output: T) -> Self {
        Self { output, warnings: Vec::new() }
    }
}
