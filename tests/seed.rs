//! The scopes of Passport Fintech are those of the seed page, all of them and no others.

use std::collections::BTreeSet;
use std::path::Path;

use passport_spec::Spec;

#[test]
fn the_spec_holds_the_scopes_of_the_seed() {
    let Ok(seed) = std::fs::read_to_string(Path::new("..").join(SEED)) else {
        println!("skipped: the seed page is not beside the repository");
        return;
    };
    // The page prints a token response; only scopes begin like this.
    let texts = seed.split('"');
    let documented: BTreeSet<&str> = texts
        .filter(|text| text.starts_with("iam.") || text.starts_with("paas."))
        .collect();
    assert_eq!(documented.len(), 38);

    let spec = Spec::load("../scopes.toml").unwrap();
    for name in ["breb", "visionamos"] {
        let api = spec.api(name).unwrap();
        let scopes = api.catalogue.scopes().iter();
        let scopes: BTreeSet<&str> = scopes.map(|scope| scope.name.as_str()).collect();
        assert_eq!(scopes, documented, "the scopes of {name}");
        let mut sets = api.catalogue.sets().iter();
        let role = sets.find(|set| set.name == "entity.client_credentials");
        let role = role
            .unwrap()
            .scopes
            .iter()
            .map(|id| api.catalogue.scope(*id).name.as_str());
        assert_eq!(
            role.collect::<BTreeSet<_>>(),
            documented,
            "the role of {name}"
        );
    }
}

/// From the repository's root.
const SEED: &str = "../shared/api/seeds/000_d41cfb7ec7b50f84.txt";
