//! What is proven of imported documents.

pub(crate) mod calls;
