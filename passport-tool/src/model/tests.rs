//! Tests of single constructs.
