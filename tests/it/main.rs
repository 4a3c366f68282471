//! Integration tests, one binary.

mod document;
