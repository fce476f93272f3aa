//! From Rust source text to tokens.

use proc_macro2::{LexError, Span, TokenStream};

use crate::editor;

/// The tokens of text that is Rust for certain, by the compiler's lexer alone. In an editor their place
/// is the token of the user's with the span `place`.
///
/// `proc-macro2` lexes a text by itself before it lets the compiler do so, because what the
/// compiler reports of a text cannot be taken back. Unoptimized, as a macro is in a user's `cargo
/// check`, that took ten times as long as the compiler does.
pub(crate) fn tokens(text: &str, place: Span) -> TokenStream {
    if !proc_macro::is_available() {
        return tokens_of_any(text).unwrap_or_default();
    }
    let tokens = text.parse::<proc_macro::TokenStream>();
    editor::at_start_of(place, tokens.unwrap_or_default().into())
}

/// The tokens of text that may not be Rust.
///
/// # Errors
///
/// If it is not; the compiler has reported nothing then.
pub(crate) fn tokens_of_any(text: &str) -> Result<TokenStream, LexError> {
    text.parse()
}
