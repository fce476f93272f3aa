//! One sentence of a page.

/// One statement of a page, in our words.
pub(crate) struct Sentence {
    pub(crate) says: &'static str,
    /// The way in which it is honoured.
    pub(crate) honoured: &'static str,
    /// The tests that fail if it is not, as `file::function`.
    pub(crate) tests: &'static [&'static str],
}

pub(crate) const fn says(
    says: &'static str,
    honoured: &'static str,
    tests: &'static [&'static str],
) -> Sentence {
    Sentence {
        says,
        honoured,
        tests,
    }
}
