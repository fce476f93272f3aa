//! Whole imports of small documents.
