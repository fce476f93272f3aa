//! JSON that a server has sent.

/// The text without the byte order mark of UTF-8 in front of it, which a parser may ignore (RFC 8259,
/// 8.1).
pub(crate) fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}
