use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Secrets, form, json, length, room, write_token_request};
use crate::catalog::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint,
};

fn endpoint(credentials: Credentials) -> TokenEndpoint {
    TokenEndpoint {
        address: TokenAddress::Url("https://auth.example/token"),
        request: BodyFormat::Form,
        credentials,
        audience: None,
        fields: &[("resource", "a&b")],
        scope_parameter: true,
        granted_field: "scope",
        granted_format: GrantedFormat::Space,
        granted_absent: GrantedAbsent::AsRequested,
        lifetime: 3600,
        response: &[],
        revoke: None,
    }
}

fn secrets() -> Secrets {
    Secrets {
        client_id: "me:1".to_owned(),
        client_secret: SecretString::from("p s/%"),
    }
}

#[test]
fn the_default_is_a_form_with_basic_credentials() {
    let endpoint = endpoint(Credentials::Basic);
    let (headers, body) =
        write_token_request(&endpoint, BodyFormat::Form, &secrets(), None, "a b").unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert_eq!(
        body,
        "grant_type=client_credentials&scope=a+b&resource=a%26b"
    );
    assert_eq!(
        headers.get("content-type").unwrap(),
        "application/x-www-form-urlencoded"
    );
    // `me%3A1:p+s%2F%25`: both parts are form-encoded before they are joined.
    let authorization = headers.get("authorization").unwrap();
    assert_eq!(authorization, "Basic bWUlM0ExOnArcyUyRiUyNQ==");
    assert!(authorization.is_sensitive());
}

#[test]
fn credentials_can_go_into_a_json_body() {
    let endpoint = endpoint(Credentials::Body);
    let (headers, body) =
        write_token_request(&endpoint, BodyFormat::Json, &secrets(), Some("aud"), "").unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let expected = serde_json::json!({
        "grant_type": "client_credentials", "client_id": "me:1", "client_secret": "p s/%",
        "audience": "aud", "resource": "a&b",
    });
    assert_eq!(body, expected);
    assert!(headers.get("authorization").is_none());
}

#[test]
fn what_holds_the_secret_is_wiped_and_never_moves() {
    let secret = "\u{1}\"&é".repeat(50);
    let fields = [("client_secret", &*secret), ("audience", "a b")];
    let made = room(length(&fields)).capacity();
    // Which is what wipes it.
    let written: [Zeroizing<Vec<u8>>; 2] = [json(&fields), form(&fields)];
    for written in written {
        assert!(written.len() > secret.len());
        assert_eq!(
            written.capacity(),
            made,
            "a buffer that grows leaves a copy behind"
        );
    }
}
