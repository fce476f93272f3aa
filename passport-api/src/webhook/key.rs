//! What tells one event from another.

use std::fmt;

use ring::digest::{Context, SHA256};

/// What tells one event from another: a SHA-256 digest of its id or of its body, so that it is short
/// and holds no personal data.
///
/// `Display` writes it in hex.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EventKey([u8; 32]);

impl EventKey {
    /// The key of the event with this id.
    pub fn of_id(id: &str) -> Self {
        Self::of(b"id", id.as_bytes())
    }

    /// The key of the event with exactly this body.
    pub fn of_body(body: &[u8]) -> Self {
        Self::of(b"body", body)
    }

    /// The digest.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// An id is never the same as a body, even where their bytes are.
    fn of(kind: &[u8], bytes: &[u8]) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(kind);
        context.update(b":");
        context.update(bytes);
        let mut key = [0; 32];
        key.copy_from_slice(context.finish().as_ref());
        Self(key)
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::EventKey;

    #[test]
    fn ids_and_bodies_are_told_apart() {
        assert_eq!(EventKey::of_id("a"), EventKey::of_id("a"));
        assert_ne!(EventKey::of_id("a"), EventKey::of_id("b"));
        assert_ne!(EventKey::of_id("a"), EventKey::of_body(b"a"));
        assert_eq!(EventKey::of_id("a").to_string().len(), 64);
    }
}
