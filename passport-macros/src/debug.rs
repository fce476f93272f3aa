//! Shows expansions to people.

use proc_macro2::TokenStream;

/// Prints what a macro expands to, where `PASSPORT_MACROS_DEBUG=1` asks for it.
///
/// The line in front is a comment, so that the output as a whole is Rust.
pub(crate) fn print(name: &str, expansion: &TokenStream) {
    if std::env::var_os("PASSPORT_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("// expansion of `{name}!`:\n{expansion}");
    }
}
