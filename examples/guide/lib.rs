//! The code of `docs/guide`: each page is a doc comment, so that its examples are compiled with the
//! tests. The package's examples are programs of their own.

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/first-call.md")]
struct FirstCall;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/own-api.md")]
struct OwnApi;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/production.md")]
struct Production;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/fleet.md")]
struct Fleet;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/migrating.md")]
struct Migrating;
