//! Words of a small spec, and what is said about them.

use passport_spec::Spec;

use super::{Explanation, explain, meant};

const SPEC: &str = r#"
[catalogue.all.scopes]
"orders:read" = { description = "Read orders", aliases = ["orders"] }
"orders:write" = { implies = ["orders:read"], deprecated = "use admin" }
"orders:*" = { wildcard = true }
"admin" = { implies = ["orders:*"] }

[catalogue.all.sets]
clerk = { scopes = ["orders:write"] }

[api.shop]
catalogue = "all"
token.path = "/"
[api.shop.endpoints.orders]
get = { call = "GET /orders/{id}", any_of = ["orders:read", ["orders:write", "admin"]] }
put = { call = "PUT /orders/{id}", all_of = ["orders:read", "orders:write"], body = "Order", inferred = ["scope", "path"], query.dry = { inferred = true } }
help = { call = "GET /help", access = "public" }

[api.store]
catalogue = "all"
token.path = "/"
[api.store.endpoints.orders]
get = { call = "GET /orders/{id}", scope = "admin" }
"#;

fn spec() -> Spec {
    Spec::parse("scopes.toml", SPEC).unwrap()
}

#[test]
fn an_endpoint_says_what_is_inferred() {
    let spec = spec();
    let check = |name: &str, need: bool, also: &[&str]| {
        let found = explain(&spec, Some("shop"), name);
        let [Explanation::Endpoint(endpoint)] = &found[..] else {
            panic!("{name}: {found:?}");
        };
        assert_eq!(endpoint.inferred, need, "{name}");
        assert_eq!(endpoint.also_inferred, also, "{name}");
    };
    check("orders.get", false, &[]);
    check(
        "orders.put",
        true,
        &["the path", "the query parameter `dry`"],
    );
}

#[test]
fn a_scope_says_who_needs_and_who_grants_it() {
    let spec = spec();
    for word in [
        "orders:read",
        "orders",
        "scopes::orders::Read",
        "shop::scopes::orders::Read",
    ] {
        let found = explain(&spec, Some("shop"), word);
        let [Explanation::Scope(scope)] = &found[..] else {
            panic!("{word}: {found:?}");
        };
        let needed = scope.needed_by.iter();
        let needed: Vec<(&str, bool, bool)> = needed
            .map(|need| (need.endpoint.as_str(), need.enough, need.inferred))
            .collect();
        let expected = [("orders.get", true, false), ("orders.put", false, true)];
        assert_eq!(needed, expected);
        let needs = "`orders:read`, or `orders:write` and `admin`";
        assert_eq!(scope.needed_by[0].needs, needs);
        assert_eq!(scope.granted_by, ["orders:write", "orders:*", "admin"]);
        assert_eq!(scope.covers, [""; 0]);
        assert_eq!(scope.sets, ["clerk"]);
        let set = "shop::scope_set! { pub struct Mine = \"orders:read\"; }";
        assert_eq!(scope.scope_set, set);
    }
    let found = explain(&spec, None, "admin");
    assert_eq!(found.len(), 2, "one for each API");
    let Explanation::Scope(admin) = &found[0] else {
        panic!("{found:?}");
    };
    // The wildcard takes in itself, by its own text.
    assert_eq!(admin.covers, ["orders:read", "orders:write", "orders:*"]);
}

#[test]
fn an_endpoint_says_each_way_to_call_it() {
    let spec = spec();
    for word in ["orders.get", "GET /orders/{id}"] {
        let found = explain(&spec, Some("shop"), word);
        let [Explanation::Endpoint(get)] = &found[..] else {
            panic!("{word}: {found:?}");
        };
        assert_eq!(get.client_call, "orders().get(&token, id)");
        assert_eq!(get.alternatives.len(), 2);
        let covered = &get.alternatives[0].covered_by;
        assert_eq!(covered, &["orders:write", "orders:*", "admin"]);
        assert_eq!(get.alternatives[1].covered_by, [""; 0]);
        let set = "shop::scope_set! { pub struct Mine = \"orders:write\", \"admin\"; }";
        assert_eq!(get.alternatives[1].scope_set, set);
        assert_eq!(get.bound.as_deref(), Some("S: shop::access::orders::Get"));
        assert_eq!(get.sets, ["clerk"]);
    }
    let found = explain(&spec, None, "orders.help");
    let [Explanation::Endpoint(help)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(
        (help.bound.as_deref(), help.needs.as_str()),
        (None, "no token")
    );
}

#[test]
fn a_set_says_what_it_may_call() {
    let found = explain(&spec(), Some("shop"), "clerk");
    let [Explanation::Set(clerk)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(clerk.calls, ["orders.get", "orders.put"]);
    assert_eq!(clerk.identifier, "shop::sets::Clerk");
}

#[test]
fn what_is_unknown_is_answered_with_the_nearest() {
    let spec = spec();
    assert!(explain(&spec, None, "orders:raed").is_empty());
    assert_eq!(
        meant(&spec, None, "orders:raed").as_deref(),
        Some("orders:read")
    );
    assert_eq!(
        meant(&spec, None, "order.get").as_deref(),
        Some("orders.get")
    );
    assert_eq!(meant(&spec, None, "quite something else"), None);
}
