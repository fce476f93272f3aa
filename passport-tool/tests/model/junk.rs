//! Nonsense: whatever a document says, the model is Rust, and the same each time.
