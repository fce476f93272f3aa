//! The page of `report` in a headless Chromium.
//!
//! Without a Chromium these tests say that they are skipped; with `PASSPORT_REQUIRE_CHROMIUM` set,
//! they fail.
#![cfg(unix)]

mod chromium;
mod page;
