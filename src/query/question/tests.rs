//! Tests of questions.
