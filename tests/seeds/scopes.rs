//! The scopes of the documented token response, and those of `scopes.toml`.

use std::collections::BTreeSet;

use passport_api::catalog::{self, Catalog};
use passport_api::{breb, visionamos};
use passport_spec::{ScopeIds, Spec};

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

/// No scope below the wildcard is documented; one that is added is covered without another word.
#[test]
fn documented_wildcard_covers_what_is_below_it() {
    let table = "[catalogue.passport-fintech.scopes]\n";
    let more = format!("{table}\"iam.mfa.devices.get\" = \"Read\"\n\"iam.mfas.get\" = \"Read\"\n");
    let text = catalog::BUILT_IN.replacen(table, &more, 1);
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    let scopes = &spec.api("breb").unwrap().catalogue;
    let ids = |names: &[&str]| {
        let mut ids = ScopeIds::default();
        for name in names {
            assert!(ids.insert(scopes.find(name).unwrap()), "{name}");
        }
        ids
    };
    let wildcard = ids(&["iam.mfa.*"]);
    assert!(scopes.covers(&wildcard, &ids(&["iam.mfa.devices.get"])));
    assert!(!scopes.covers(&wildcard, &ids(&["iam.mfas.get"])));
    assert!(!scopes.covers(&wildcard, &ids(&["iam.users.get"])));
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
