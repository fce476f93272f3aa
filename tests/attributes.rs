//! Attributes on the sets of a `scope_set!` mean what they mean on any struct, and hold for all that is
//! generated for the set.
//!
//! Compiling without a warning is half of the test.

#![deny(warnings, missing_docs, unused)]

use passport_api::ScopeSet;
use passport_tests::foreign;

foreign::scope_set! {
    /// One of two sets of the same name.
    #[cfg(test)]
    pub struct Chosen = "read:projects";

    /// The other; the scope that it names does not exist.
    #[cfg(not(test))]
    pub struct Chosen = "no:scope";

    /// A set that exists nowhere, for two reasons.
    #[cfg_attr(test, doc(hidden), cfg(any()))]
    #[cfg(all())]
    pub struct Never = "legacy:all", "no:scope";

    /// A set that derives more, some of it sometimes.
    #[derive(Default, PartialEq)]
    #[cfg_attr(test, derive(Debug, Eq))]
    #[cfg_attr(not(test), derive(::core::clone::Clone))]
    #[doc(hidden)]
    #[must_use]
    #[non_exhaustive]
    pub struct Derived = "read:projects";

    /// A set that is not to be used any more.
    #[deprecated = "use `Chosen`"]
    pub struct Old = "read:projects";

    /// The warning about its scope is allowed.
    #[allow(deprecated)]
    pub struct Allowed = "legacy:all", "read:projects";

    /// The warning about its scope is expected, once.
    #[expect(deprecated, reason = "the old server knows no other scope")]
    pub struct Expected = "legacy:all";

    /// The warnings about its scope are allowed under a condition.
    #[cfg_attr(all(), allow(deprecated))]
    pub struct Conditional = "legacy:all";

    /// A set whose name is written as a raw identifier.
    pub struct r#Raw = "read:projects";

    #[expect(dead_code)]
    struct Unused = "read:projects";
}

#[test]
fn the_set_whose_condition_is_met_is_the_one_that_exists() {
    assert_eq!(Chosen::SCOPES, ["read:projects"]);
}

#[test]
fn a_set_has_what_it_derives_and_what_every_set_has() {
    let set = Derived::default();
    let copy = set;
    assert_eq!(set, copy);
    assert_eq!(format!("{copy:?}"), "Derived");
}

#[test]
fn raw_identifier_is_the_name_without_its_prefix() {
    assert_eq!(Raw::NAME, "Raw");
}

#[test]
fn a_set_with_a_deprecated_scope_carries_it() {
    assert_eq!(Allowed::SCOPES, ["legacy:all", "read:projects"]);
    assert_eq!(Expected::SCOPES, Conditional::SCOPES);
    #[expect(deprecated)]
    let scopes = Old::SCOPES;
    assert_eq!(scopes, Chosen::SCOPES);
}
