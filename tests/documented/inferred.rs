//! The facts that no page shows: those of the built-in systems that the pages leave open.

use passport_spec::{EndpointFact, Spec};

/// The inferred facts of an endpoint, the scope among them.
fn inferred(spec: &Spec, api: &str, endpoint: &str) -> Vec<String> {
    let api = spec.apis().iter().find(|known| known.name == api).unwrap();
    let mut endpoints = api.endpoints.iter();
    let endpoint = endpoints.find(|known| known.id() == endpoint).unwrap();
    let scope = endpoint.is_inferred(EndpointFact::Scope);
    let scope = scope.then(|| "the scope".to_owned());
    let others = endpoint.inferred_in_words(str::to_owned);
    scope.into_iter().chain(others).collect()
}

#[test]
fn parts_beyond_the_known_end_of_a_page_are_marked() {
    let text = std::fs::read_to_string("../scopes.toml").unwrap();
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    let check = |api: &str, endpoint: &str, expected: &[&str]| {
        let facts = inferred(&spec, api, endpoint);
        assert_eq!(facts, expected, "{api} {endpoint}");
    };
    check(
        "visionamos",
        "qr_codes.create",
        &[
            "the scope",
            "the response",
            "the fields amount, vat, inc and tip",
        ],
    );
    check(
        "visionamos",
        "payments.create",
        &["the scope", "the response"],
    );
    check(
        "visionamos",
        "accounts.list",
        &[
            "the scope",
            "the query parameters customer_id, customer_status, email and mobile",
        ],
    );
    check(
        "breb",
        "recipients.create_ach",
        &["the response", "the field account.bank_name"],
    );
    check(
        "breb",
        "qr_codes.create",
        &[
            "the scope",
            "the response",
            "the fields vat.vat_type, inc.inc_type and tip.tip_type",
        ],
    );
    // A fact that the page shows in full stays unmarked.
    check("visionamos", "payments.get", &[]);
}
