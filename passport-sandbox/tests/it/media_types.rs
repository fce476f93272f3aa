//! Bodies that are not sent as JSON where the pages document JSON.

use passport_api::catalog::BUILT_IN;
use passport_sandbox::Sandbox;
use passport_spec::{Body, Spec};

use crate::support::{Caller, got};

#[tokio::test]
async fn a_body_that_is_not_sent_as_json_is_refused_with_400() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut calls = 0;
    for api in Spec::parse("scopes.toml", BUILT_IN).unwrap().apis() {
        let caller = Caller::with_every_scope(&sandbox, &api.name).await;
        for endpoint in &api.endpoints {
            if endpoint.body == Body::Empty {
                continue;
            }
            calls += 1;
            let path = api.full_path(endpoint).replace(['{', '}'], "");
            for media_type in [
                None,
                Some("text/plain"),
                Some("application/x-www-form-urlencoded"),
                Some("application/xml"),
            ] {
                let mut request = caller.request(endpoint.method.as_str(), &path).body("{}");
                if let Some(media_type) = media_type {
                    request = request.header("content-type", media_type);
                }
                let refused = got(request).await;
                let id = endpoint.id();
                assert_eq!(refused.status, 400, "{id} {media_type:?}");
                assert!(
                    refused.text.contains("unsupported_media_type"),
                    "{id} {media_type:?}: {}",
                    refused.text
                );
            }
            for media_type in ["application/json", "Application/JSON; charset=utf-8"] {
                let request = caller.request(endpoint.method.as_str(), &path).body("{}");
                let read = got(request.header("content-type", media_type)).await;
                assert!(
                    !read.text.contains("unsupported_media_type"),
                    "{}",
                    read.text
                );
            }
        }
    }
    assert!(calls > 20, "{calls}");
}
