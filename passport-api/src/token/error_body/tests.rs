use proptest::prelude::*;

use super::ErrorBody;

#[track_caller]
fn check(body: &str, code: Option<&str>, description: Option<&str>) {
    let read = ErrorBody::read(body.as_bytes());
    assert_eq!(read.code.as_deref(), code, "{body}");
    assert_eq!(read.description.as_deref(), description, "{body}");
}

#[test]
fn errors_are_read_in_every_shape() {
    check(
        r#"{"error":"invalid_scope","error_description":"AADSTS70011: no","error_codes":[70011]}"#,
        Some("invalid_scope"),
        Some("AADSTS70011: no"),
    );
    check(
        r#"{"error":{"code":401,"message":"No client","status":"UNAUTHENTICATED","errors":[{"reason":"x"}]}}"#,
        Some("UNAUTHENTICATED"),
        Some("No client"),
    );
    check(
        r#"{"error":{"message":"Wrong secret","type":"OAuthException","code":101}}"#,
        Some("OAuthException"),
        Some("Wrong secret"),
    );
    check(
        r#"{"error":{"code":101,"message":"Wrong secret"}}"#,
        Some("101"),
        Some("Wrong secret"),
    );
    check(
        r#"{"errorCode":"invalid_client","errorSummary":"Invalid value","errorCauses":[]}"#,
        Some("invalid_client"),
        Some("Invalid value"),
    );
    check(
        r#"{"ErrorCode":"invalid_client","Error":"ClientId is invalid"}"#,
        Some("invalid_client"),
        Some("ClientId is invalid"),
    );
    check(
        r#"{"fault":{"faultstring":"No key","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}"#,
        Some("oauth.v2.InvalidApiKey"),
        Some("No key"),
    );
    check(
        r#"{"type":"https://x.example/errors/forbidden","title":"Forbidden","detail":"Not you","status":403}"#,
        Some("forbidden"),
        Some("Not you"),
    );
    check(
        r#"{"errors":[{"code":"E7","message":"a"},{"code":"E8"}]}"#,
        Some("E7"),
        Some("a"),
    );
    check(
        r#"{"errors":[{"code":"E7"}],"error":"invalid_client","error_description":"a","message":"b"}"#,
        Some("invalid_client"),
        Some("a"),
    );
    check(r#"{"message":"Unauthorized"}"#, None, Some("Unauthorized"));
    check(
        r#"{"error":"Invalid client credentials"}"#,
        None,
        Some("Invalid client credentials"),
    );
    check(
        "error=invalid_client&error_description=No+such%20client",
        Some("invalid_client"),
        Some("No such client"),
    );
    check(
        "\u{feff}{\"error\":\"invalid_grant\"}",
        Some("invalid_grant"),
        None,
    );
    for nothing in [
        "",
        "<html>error=1</html>",
        "[]",
        "7",
        r#"{"error":null}"#,
        r#"{"error":false}"#,
        r#"{"error":0}"#,
        r#"{"error":""}"#,
        r#"{"error":[]}"#,
        r#"{"error":{}}"#,
        r#"{"error":7.5}"#,
        "errors are many",
    ] {
        check(nothing, None, None);
        assert!(
            !ErrorBody::read(nothing.as_bytes()).names_error,
            "{nothing}"
        );
    }
}

#[test]
fn only_the_field_error_makes_a_success_a_refusal() {
    let is_refusal = |body: &str| ErrorBody::read(body.as_bytes()).names_error;
    assert!(is_refusal(r#"{"error":"x"}"#));
    assert!(is_refusal(r#"{"error":{"message":"x"}}"#));
    for other in [
        r#"{"errors":[{"code":"x"}]}"#,
        r#"{"Error":"x"}"#,
        r#"{"message":"x"}"#,
        r#"{"error":{"x":"y"}}"#,
    ] {
        assert!(!is_refusal(other), "{other}");
    }
}

#[test]
fn a_description_that_is_no_utf_8_is_read() {
    let read = ErrorBody::read(b"{\"error\":\"invalid_client\",\"error_description\":\"n\xe3o\"}");
    assert_eq!(read.code.as_deref(), Some("invalid_client"));
    assert_eq!(read.description.as_deref(), Some("n\u{fffd}o"));
}

#[test]
fn other_fields_cost_nothing_however_deep_and_long() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"x":{deep},"y":1e999,"error":"invalid_client","z":{deep}}}"#);
    check(&body, Some("invalid_client"), None);
    let errors = format!("{}7{}", r#"{"error":"#.repeat(100), "}".repeat(100));
    check(&errors, None, None);
    let long = format!(
        r#"{{"error":"x","error_description":"{}"}}"#,
        "é".repeat(1 << 20)
    );
    let read = ErrorBody::read(long.as_bytes());
    assert_eq!(
        read.description.unwrap().chars().count(),
        super::LONGEST_TEXT
    );
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>) {
        ErrorBody::read(&body);
    }
}
