//! Whatever arrives, no handler panics and nothing answers 5xx.

use passport_api::catalog::BUILT_IN;
use passport_sandbox::Sandbox;
use passport_spec::Spec;

use crate::support::{Caller, got};

#[tokio::test]
async fn garbage_is_refused_politely() {
    let sandbox = Sandbox::start().await.unwrap();
    for api in Spec::parse("scopes.toml", BUILT_IN).unwrap().apis() {
        let caller = Caller::with_every_scope(&sandbox, &api.name).await;
        for endpoint in &api.endpoints {
            let path = api.full_path(endpoint).replace(['{', '}'], "%FF");
            for body in BODIES {
                let path = format!("{path}?{QUERY}");
                let request = caller.request(endpoint.method.as_str(), &path);
                let request = request.header("content-type", "application/json");
                let got = got(request.body(body)).await;
                assert!(got.status < 500, "{} {body}: {}", endpoint.id(), got.text);
            }
        }
    }
}

const BODIES: [&str; 7] = [
    "",
    "null",
    "[]",
    "\"x\"",
    "{\"",
    r#"{"amount":[],"key":1,"owner":"","data":[[]],"vehicle":7,"duration":1e400}"#,
    r#"{"duration":9223372036854775807,"start_time":"9999-12-31T23:59:59Z","id":null}"#,
];

const QUERY: &str = "page_params.page_number=18446744073709551615\
    &page_params.page_size=18446744073709551615&page_params.first_request_timestamp.seconds=-1\
    &page_params.first_request_timestamp.nanos=-1&page_number=2&page_size=1&created_at=x\
    &zone_id=5a0e0002-0000-4000-8000-000000000002&space_number=1&operator_id=%00\
    &start_time=9999-12-30T21:59:59Z&time_period=-9223372036854775808\
    &latitude=NaN&longitude=inf&radius=-1&limit=0&%FF=%";
