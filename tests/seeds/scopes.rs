//! The scopes of the documented token response, and those of `scopes.toml`.

use std::collections::BTreeSet;

use passport_api::catalog::Catalog;
use passport_api::{breb, visionamos};

use crate::response;

/// More scopes may be found on other pages; none of the seed's may be missing.
#[test]
fn documented_scopes_are_declared() {
    let documented = response("visionamos");
    let documented = documented["scopes"].as_array().unwrap();
    let documented: BTreeSet<&str> = documented.iter().filter_map(|it| it.as_str()).collect();
    assert_eq!(documented.len(), 38);
    for catalog in [&breb::CATALOG, &visionamos::CATALOG] {
        let name = catalog.name;
        let declared = catalog.scopes.iter().map(|scope| scope.name).collect();
        assert!(documented.is_subset(&declared), "the scopes of {name}");
        let role = role_of(catalog, "entity.client_credentials");
        assert!(documented.is_subset(&role), "the role of {name}");
    }
}

/// The scopes of a named set.
fn role_of(catalog: &Catalog, role: &str) -> BTreeSet<&'static str> {
    let mut sets = catalog.sets.iter();
    let set = sets.find(|set| set.name == role).unwrap();
    let scopes = set.scopes.iter();
    scopes
        .map(|place| catalog.scopes[*place as usize].name)
        .collect()
}
