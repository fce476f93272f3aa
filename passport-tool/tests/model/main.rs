//! Models of real documents, and of nonsense.

mod junk;
mod specs;
