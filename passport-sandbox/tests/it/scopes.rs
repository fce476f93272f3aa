//! Every endpoint of the built-in spec refuses a token without its scopes, and takes one with them.

use passport_api::catalog::BUILT_IN;
use passport_sandbox::Sandbox;
use passport_spec::{Api, Endpoint, Requirement, Spec};
use serde_json::json;

use crate::support::{Caller, Got, got};

#[tokio::test]
async fn each_endpoint_needs_its_scopes_and_no_more() {
    let sandbox = Sandbox::start().await.unwrap();
    let spec = built_in();
    let mut checked = 0;
    for api in spec.apis() {
        let bare = Caller::new(&sandbox, &api.name);
        let every: Vec<String> = api.catalogue.names().map(str::to_owned).collect();
        for endpoint in &api.endpoints {
            let needed = scopes(api, endpoint);
            let others: Vec<String> = every
                .iter()
                .filter(|scope| !needed.contains(scope))
                .cloned()
                .collect();
            assert_eq!(
                call(&bare, api, endpoint).await.status,
                401,
                "{}",
                endpoint.id()
            );
            let exact = Caller::with_scopes(&sandbox, &api.name, &needed).await;
            let allowed = call(&exact, api, endpoint).await;
            assert!(
                allowed.status != 401 && allowed.status != 403,
                "{}",
                endpoint.id()
            );
            if !needed.is_empty() {
                let lacking = Caller::with_scopes(&sandbox, &api.name, &others).await;
                check_refusal(&call(&lacking, api, endpoint).await, api, endpoint);
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "{checked}");
    for (method, path) in UNAUTHORIZED {
        let mut endpoints = spec.apis().iter().flat_map(|api| {
            let endpoints = api.endpoints.iter();
            endpoints.map(|endpoint| (endpoint.method.as_str(), api.full_path(endpoint)))
        });
        assert!(
            endpoints.any(|call| (call.0, call.1.as_str()) == (method, path)),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_token_is_good_for_its_own_api_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut caller = Caller::with_every_scope(&sandbox, "visionamos").await;
    caller.base = sandbox.base_url("breb");
    let got = caller.get("/v1/accounts").await;
    assert_eq!(got.status, 401);
    assert!(got.challenge.unwrap().contains("invalid_token"));
}

#[tokio::test]
async fn unknown_paths_and_methods() {
    let sandbox = Sandbox::start().await.unwrap();
    let breb = Caller::with_every_scope(&sandbox, "breb").await;
    let unknown = breb.get("/v1/nothing").await;
    assert_eq!(
        (unknown.status, &unknown.body["code"]),
        (404, &json!("unknown_route"))
    );
    let parking = Caller::with_every_scope(&sandbox, "parking").await;
    let wrong = parking.delete("/v3/shared/zones").await;
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.body["type"], "io.passportlabs:error:wrong_method");
    let nowhere = Caller::new(&sandbox, "nowhere").get("/").await;
    assert_eq!(nowhere.status, 404);
}

#[tokio::test]
async fn what_arrived_is_remembered() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "breb").await;
    caller.get("/v1/payments/none?x=1").await;
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].endpoint.as_deref(), Some("token"));
    let request = &requests[1];
    assert_eq!(request.api, "breb");
    assert_eq!(
        (request.path.as_str(), request.query.as_str()),
        ("/v1/payments/none", "x=1")
    );
    assert_eq!(request.endpoint.as_deref(), Some("payments.get"));
    assert_eq!(request.needed, [["paas.core.breb_payments.get"]]);
    assert_eq!(request.client.as_deref(), Some(sandbox.client_id()));
    assert_eq!(request.status, 404);
}

fn built_in() -> Spec {
    Spec::parse("scopes.toml", BUILT_IN).unwrap()
}

/// The scopes of the first alternative.
fn scopes(api: &Api, endpoint: &Endpoint) -> Vec<String> {
    assert_ne!(endpoint.requirement, Requirement::Public);
    let first = endpoint.requirement.alternatives().first();
    let ids = first.map(Vec::as_slice).unwrap_or_default();
    ids.iter()
        .map(|id| api.catalogue.scope(*id).name.clone())
        .collect()
}

async fn call(caller: &Caller, api: &Api, endpoint: &Endpoint) -> Got {
    let path = api.full_path(endpoint);
    let path = path.replace(['{', '}'], "");
    let request = caller.request(endpoint.method.as_str(), &path);
    if endpoint.method == "GET" {
        got(request).await
    } else {
        got(request.json(&json!({}))).await
    }
}

fn check_refusal(refused: &Got, api: &Api, endpoint: &Endpoint) {
    let id = endpoint.id();
    let needed = scopes(api, endpoint).join(" ");
    assert!(refused.text.contains(&needed), "{id}: {}", refused.text);
    if api.name == "parking" {
        assert_eq!(refused.status, 403, "{id}");
        assert_eq!(
            refused.body["type"],
            "io.passportlabs:error:insufficient_scope"
        );
    } else {
        let call = (endpoint.method.as_str(), api.full_path(endpoint));
        let unauthorized = UNAUTHORIZED
            .iter()
            .any(|(method, path)| (*method, *path) == (call.0, &call.1));
        let expect = if unauthorized { 401 } else { 403 };
        assert_eq!(refused.status, expect, "{id}");
        assert_eq!(refused.body["code"], "insufficient_scope");
    }
}

/// The calls of Passport Fintech whose pages have 401 for a missing scope. Changing a customer and
/// suspending and activating a key have 403 on their pages.
const UNAUTHORIZED: [(&str, &str); 9] = [
    ("GET", "/v1/iam/oauth/tokens"),
    ("GET", "/v1/iam/oauth/tokens/{token_id}"),
    ("DELETE", "/v1/iam/oauth/tokens/{token_id}"),
    ("GET", "/v1/customers"),
    ("GET", "/v1/payments"),
    ("GET", "/v1/payments/{payment_id}"),
    (
        "GET",
        "/v1/paas/entities/customers/payments/breb/{payment_id}",
    ),
    ("GET", "/v1/qrcodes"),
    ("GET", "/v1/qrcodes/{qr_code_id}"),
];
