//! What is proven of imported documents.

// Until a chore calls it.
#[cfg(test)]
pub(crate) mod calls;
