//! What must not compile, and what the user reads instead.

/// Compares what the compiler says of each case with the case's `.stderr` file.
///
/// `TRYBUILD=overwrite` rewrites the files; read the difference.
#[test]
fn cases_fail_with_their_messages() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
