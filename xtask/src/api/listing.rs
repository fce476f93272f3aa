//! The lines of a listing, from rustdoc's JSON.
//!
//! Left out is what cannot change by itself, or is held elsewhere:
//!
//! * what the compiler implements for every type (`Send`, `Sync`, `Unpin` and their kin), as long as
//!   it does so without a condition; a type that is not `Send` has a line that says so
//! * the functions of a trait's implementation: the trait says what they are
//! * the markers of scopes and the traits that look them up, which `api!` writes into the modules
//!   `scopes` and `access`, two thirds of all lines: `docs/scopes.md` has the scopes, and the golden
//!   expansions what is written for one

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use public_api::{Builder, PublicItem};
use serde_json::Value;

use crate::Outcome;

/// The listing, a line an item, from the JSON at this path.
pub(super) fn write(json: &Path) -> Outcome<String> {
    let unread = |error: &dyn std::fmt::Display| {
        format!(
            "cannot read {}: {error}; the version of `public-api` in Cargo.toml must be one for the \
             JSON of the Rust in rust-toolchain.toml",
            json.display()
        )
    };
    let text = fs::read_to_string(json).map_err(|error| unread(&error))?;
    let krate: Value = serde_json::from_str(&text).map_err(|error| unread(&error))?;
    let builder = Builder::from_rustdoc_json(json).omit_blanket_impls(true);
    let api = builder.build().map_err(|error| unread(&error))?;
    // An item that is exported twice has the lines of its implementations twice.
    let mut seen = HashSet::new();
    let lines = api
        .items()
        .filter(|item| !is_function_of_trait(item, &krate))
        .map(|item| format!("{item}\n"))
        .filter(|line| !is_automatic(line) && !is_generated(line))
        .filter(|line| seen.insert(line.clone()));
    Ok(lines.collect())
}

fn is_function_of_trait(item: &PublicItem, krate: &Value) -> bool {
    let inner = |id: u32| &krate["index"][id.to_string()]["inner"];
    let parent = item.parent_id().map(|id| &inner(id.0)["impl"]["trait"]);
    parent.is_some_and(|of_trait| !of_trait.is_null()) && !inner(item.id().0)["function"].is_null()
}

/// Whether the compiler has written the implementation, and without a condition.
fn is_automatic(line: &str) -> bool {
    let implements = |name: &&str| line.contains(&format!("::{name} for "));
    line.starts_with("impl")
        && (NEVER_SAID.iter().any(implements)
            || AUTOMATIC.iter().any(implements) && !line.contains(" where ") && !line.contains('!'))
}

fn is_generated(line: &str) -> bool {
    // What a method needs is part of its signature; the trait that says so is not listed.
    let signature = line.split(" where ").next().unwrap_or(line);
    let signature = signature.split('(').next().unwrap_or(signature);
    GENERATED.iter().any(|module| signature.contains(module))
}

/// Traits that cannot be named in stable Rust.
const NEVER_SAID: &[&str] = &["Freeze", "StructuralPartialEq", "UnsafeUnpin"];

const AUTOMATIC: &[&str] = &["RefUnwindSafe", "Send", "Sync", "Unpin", "UnwindSafe"];

/// The modules of scopes, below that of an API.
const GENERATED: &[&str] = &["::scopes::", "::access::"];
