use bytes::Bytes;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Secrets, form, is_encoding_of_matter, json, length, page, room, write_token_request};
use crate::catalog::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint,
};
use crate::client::Headers;

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
        token_type_aliases: &[],
        response: &[],
        revoke: None,
    }
}

/// Writes the request of a client `me:1` with the secret `p s/%`.
fn write(credentials: Credentials, format: BodyFormat, scope: &str) -> (Headers, Bytes) {
    let endpoint = endpoint(credentials);
    let secret = SecretString::from("p s/%");
    let secrets = Secrets {
        client_id: "me:1",
        client_secret: &secret,
        credentials,
    };
    let audience = (format == BodyFormat::Json).then_some("aud");
    write_token_request(&endpoint, format, secrets, audience, scope).unwrap()
}

#[test]
fn the_default_is_a_form_with_basic_credentials() {
    let (headers, body) = write(Credentials::Basic, BodyFormat::Form, "a b");
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
    let (headers, body) = write(Credentials::Body, BodyFormat::Json, "");
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

#[test]
fn raw_basic_sends_identifier_and_secret_as_they_are() {
    let (headers, body) = write(Credentials::ClientSecretBasicRaw, BodyFormat::Form, "");
    assert_eq!(body, "grant_type=client_credentials&resource=a%26b");
    let authorization = headers.get("authorization").unwrap();
    // `me:1:p s/%`
    assert_eq!(authorization, "Basic bWU6MTpwIHMvJQ==");
    assert!(authorization.is_sensitive());
}

#[test]
fn encoding_is_of_matter_where_it_changes_what_the_server_reads() {
    use Credentials::{Basic, Body, ClientSecretBasicRaw};
    let check = |secret: &str, credentials, expected| {
        let secret = SecretString::from(secret);
        let secrets = Secrets {
            client_id: "id",
            client_secret: &secret,
            credentials,
        };
        assert_eq!(is_encoding_of_matter(secrets), expected, "{credentials:?}");
    };
    for changed in ["a+b", "a/b", "a=", "a%b", "a:b", "a b", "é", "a~b"] {
        check(changed, Basic, true);
        check(changed, Body, false);
    }
    for same in ["abc", "a-b_c.d*e", "123"] {
        check(same, Basic, false);
        check(same, ClientSecretBasicRaw, false);
    }
    check("a%b", ClientSecretBasicRaw, true);
    check("a+b", ClientSecretBasicRaw, true);
    check("a/b", ClientSecretBasicRaw, false);
}

#[test]
fn only_a_page_of_the_web_is_named() {
    let fine = "https://login.example/error?code=7000215";
    assert_eq!(page(fine).as_deref(), Some(fine));
    for none in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/errors",
        "https://me:secret@login.example/",
        "https://login.example/4f8a1c2e9b0d7f66aa",
        &format!("https://login.example/{}", "a/".repeat(300)),
    ] {
        assert_eq!(page(none), None, "{none}");
    }
}
