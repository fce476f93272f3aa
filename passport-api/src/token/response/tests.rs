use std::time::{Duration, SystemTime};

use proptest::prelude::*;
#[cfg(any(feature = "parking", all(feature = "breb", feature = "visionamos")))]
use secrecy::ExposeSecret;

use super::{Grant, TokenResponse};
use crate::catalog::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint,
    TokenFieldInfo,
};
use crate::error::Error;

const RFC6749: TokenEndpoint = TokenEndpoint {
    address: TokenAddress::Url("https://auth.example/token"),
    request: BodyFormat::Form,
    credentials: Credentials::Basic,
    audience: None,
    fields: &[],
    scope_parameter: true,
    granted_field: "scope",
    granted_format: GrantedFormat::Space,
    granted_absent: GrantedAbsent::AsRequested,
    lifetime: 3600,
    token_type_aliases: &[],
    response: &[],
    revoke: None,
};

const NOW: SystemTime = SystemTime::UNIX_EPOCH;

fn parse(body: &str, endpoint: &TokenEndpoint) -> Result<TokenResponse, Error> {
    TokenResponse::parse(body.as_bytes(), endpoint, NOW)
}

fn granted(body: &str, endpoint: &TokenEndpoint) -> Option<Vec<String>> {
    match parse(body, endpoint).unwrap().granted {
        Grant::Listed(names) => Some(names),
        Grant::AsRequested => None,
    }
}

/// The example of a page in `../shared`, between two of its lines; `None` where that is absent.
#[cfg(any(feature = "parking", all(feature = "breb", feature = "visionamos")))]
fn seed(file: &str, from: &str, to: &str) -> Option<String> {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/api/seeds");
    let Ok(page) = std::fs::read_to_string(format!("{seeds}/{file}")) else {
        println!("skipped: {file} is not beside the project");
        return None;
    };
    let start = page.find(from).unwrap() + from.len();
    let end = start + page[start..].find(to).unwrap();
    Some(page[start..end].to_owned())
}

#[cfg(all(feature = "breb", feature = "visionamos"))]
#[test]
fn the_fintech_page_parses_as_printed() {
    let page = "000_d41cfb7ec7b50f84.txt";
    let Some(body) = seed(
        page,
        "with the follow response body:\n",
        "The Developer Access Token",
    ) else {
        return;
    };
    for endpoint in [
        &crate::visionamos::CATALOG.token,
        &crate::breb::CATALOG.token,
    ] {
        let response = parse(&body, endpoint).unwrap();
        assert_eq!(response.access_token.expose_secret().len(), 64);
        assert_eq!(response.expires_at, NOW + Duration::from_secs(86_400));
        let Grant::Listed(names) = &response.granted else {
            panic!("no list of scopes")
        };
        let catalog = &crate::visionamos::CATALOG;
        let mut unknown = names.iter().filter(|name| catalog.scope(name).is_none());
        assert_eq!((names.len(), unknown.next()), (38, None));
    }
}

#[cfg(feature = "parking")]
#[test]
fn the_parking_page_parses_as_printed() {
    let page = "003_1f5f7cd692bcf3e3.txt";
    // The page's copy has lost the braces around the example.
    let Some(body) = seed(page, "for additional details.\n", "\n  1.") else {
        return;
    };
    // Forty minutes before the page's token expires.
    let expires = NOW + Duration::from_secs(1_611_587_601);
    let now = expires - Duration::from_secs(40 * 60);
    let endpoint = &crate::parking::CATALOG.token;
    let response = TokenResponse::parse(format!("{{{body}}}").as_bytes(), endpoint, now).unwrap();
    assert_eq!(response.access_token.expose_secret(), "<your_access_token>");
    assert_eq!(response.expires_at, expires);
    let names = ["read:resource", "write:resource"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(response.granted, Grant::Listed(names));
}

#[test]
fn grants_in_every_format() {
    let comma = TokenEndpoint {
        granted_format: GrantedFormat::Comma,
        ..RFC6749
    };
    let array = TokenEndpoint {
        granted_format: GrantedFormat::Array,
        granted_field: "scopes",
        granted_absent: GrantedAbsent::Refuse,
        ..RFC6749
    };
    let check = |scope: &str, endpoint: &TokenEndpoint, expected: &[&str]| {
        let field = endpoint.granted_field;
        let body = format!(r#"{{"access_token":"t",{field:?}:{scope}}}"#);
        assert_eq!(granted(&body, endpoint).unwrap(), expected, "{scope}");
    };
    check(r#""a b:c""#, &RFC6749, &["a", "b:c"]);
    check(r#"" a   b ""#, &RFC6749, &["a", "b"]);
    check(r#""""#, &RFC6749, &[]);
    check(r#""a, b,c""#, &comma, &["a", "b", "c"]);
    check(r#"["a","b"]"#, &array, &["a", "b"]);
    check(r#"["a",7,"b"]"#, &array, &["a", "b"]);
    check(r#"["a"]"#, &RFC6749, &["a"]);
    check(r#""a b""#, &array, &["a", "b"]);
    assert_eq!(granted(r#"{"access_token":"t"}"#, &RFC6749), None);
    assert_eq!(
        granted(r#"{"access_token":"t","scope":null}"#, &RFC6749),
        None
    );
    assert!(
        parse(r#"{"access_token":"t"}"#, &array)
            .unwrap_err()
            .is_token()
    );
    assert!(
        parse(r#"{"access_token":"t","scope":7}"#, &RFC6749)
            .unwrap_err()
            .is_token()
    );
}

#[test]
fn expiry_in_every_form() {
    let check = |fields: &str, seconds: u64| {
        let body = format!(r#"{{"access_token":"t"{fields}}}"#);
        let response = parse(&body, &RFC6749).unwrap();
        assert_eq!(
            response.expires_at,
            NOW + Duration::from_secs(seconds),
            "{fields}"
        );
    };
    check("", 3600);
    check(r#","expires_in":60"#, 60);
    check(r#","expires_in":"60""#, 60);
    check(r#","expires_in":-1"#, 3600);
    check(r#","expires_in":2.5"#, 2);
    check(r#","expires_in":"2.5""#, 2);
    check(r#","expires_in":3.6e3"#, 3600);
    check(r#","expires_in":"36e2""#, 3600);
    check(r#","expires_in":1.9e-3"#, 0);
    check(r#","expires_in":-0.5"#, 3600);
    check(r#","expires_in":"NaN""#, 3600);
    check(r#","expires_in":"inf""#, 3600);
    check(r#","expires_in":"""#, 3600);
    check(r#","expires_in":null"#, 3600);
    check(r#","expires_in":[60]"#, 3600);
    check(r#","expires_in":true"#, 3600);
    check(r#","expires_in":0"#, 0);
    check(r#","expires_in":1e999"#, 365 * 24 * 3600);
    check(r#","expires_in":99999999999999999999999"#, 365 * 24 * 3600);
    check(r#","expires_in":18446744073709551615"#, 365 * 24 * 3600);
    check(r#","expires_at":"1970-01-01T00:02:00Z""#, 120);
    check(
        r#","expires_at":"1970-01-01T00:02:00.0Z","expires_in":60"#,
        60,
    );
    check(
        r#","expires_at":"1970-01-01T00:02:00Z","expires_in":600"#,
        120,
    );
    check(r#","expires_at":"soon","expires_in":60"#, 60);
    check(r#","expires_at":90"#, 90);
    check(r#","expires_at":"90.9""#, 90);
    let milliseconds = r#","expires_at":1611587601000"#;
    check(milliseconds, 365 * 24 * 3600);
    check(r#","expires_at":"2099-01-01T00:00:00Z","expires_in":2"#, 2);
    check(r#","expires_at":120,"expires_in":0"#, 120);
    check(r#","expires_at":-1,"expires_in":60"#, 60);
}

#[test]
fn an_expiry_in_milliseconds_is_none_in_seconds() {
    let received = NOW + Duration::from_secs(1_770_000_000);
    for at in ["1770000002000", "\"1770000002000\"", "1.770000002e12"] {
        for within in ["", r#","expires_in":2"#, r#","expires_in":2000"#] {
            let body = format!(r#"{{"access_token":"a","expires_at":{at}{within}}}"#);
            let response = TokenResponse::parse(body.as_bytes(), &RFC6749, received).unwrap();
            let expected = received + Duration::from_secs(2);
            assert_eq!(response.expires_at, expected, "{body}");
        }
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_json() {
    let body = "\u{feff}{\"access_token\":\"t\",\"scope\":\"a\"}";
    assert_eq!(granted(body, &RFC6749).unwrap(), ["a"]);
    assert!(parse("\u{feff}\u{feff}{\"access_token\":\"t\"}", &RFC6749).is_err());
}

#[test]
fn other_spellings_of_bearer_are_accepted_where_the_spec_says_so() {
    let lenient = TokenEndpoint {
        token_type_aliases: &["BearerToken", ""],
        ..RFC6749
    };
    let body = |kind: &str| format!(r#"{{"access_token":"t","token_type":{kind:?}}}"#);
    for kind in ["bearer", "BEARER", " Bearer "] {
        assert!(parse(&body(kind), &RFC6749).is_ok(), "{kind}");
    }
    for kind in ["BearerToken", "bearertoken", "", " "] {
        assert!(parse(&body(kind), &lenient).is_ok(), "{kind}");
        let error = parse(&body(kind), &RFC6749).unwrap_err().to_string();
        assert!(error.contains(&format!("`{}`", kind.trim())), "{error}");
        assert!(error.contains("token_type_aliases"), "{error}");
    }
    let error = parse(&body("DPoP"), &lenient).unwrap_err().to_string();
    assert!(
        error.contains("`DPoP`") && error.contains("RFC 9449"),
        "{error}"
    );
    let secret =
        r#"{"access_token":"a-token-of-some-length","token_type":"x a-token-of-some-length"}"#;
    let error = parse(secret, &RFC6749).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("a-token"), "{error}");
    let long = body(&"x\u{1b}[31m\n".repeat(1000));
    let error = parse(&long.replace("\\u{1b}", "\\u001b"), &RFC6749)
        .unwrap_err()
        .to_string();
    assert!(
        error.len() < 400 && !error.contains(['\n', '\u{1b}']),
        "{error}"
    );
}

#[test]
fn fields_that_nothing_knows_cost_nothing() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body =
        format!(r#"{{"x":{deep},"access_token":"t","y":1e999,"scope":["a",{{}}],"z":{deep}}}"#);
    assert_eq!(granted(&body, &RFC6749).unwrap(), ["a"]);
    // The one that stands last counts.
    let twice = r#"{"access_token":"a","access_token":"t","scope":"a","scope":"b"}"#;
    assert_eq!(granted(twice, &RFC6749).unwrap(), ["b"]);
    assert!(parse(r#"{"access_token":"t"} x"#, &RFC6749).is_err());
}

#[test]
fn a_declared_field_may_be_what_was_granted() {
    const BOTH: TokenEndpoint = TokenEndpoint {
        granted_field: "roles",
        response: &[TokenFieldInfo {
            name: "roles",
            wire: "roles",
            description: "",
        }],
        ..RFC6749
    };
    let body = r#"{"access_token":"t","roles":["a","b"],"more":[1,2,3]}"#;
    let response = parse(body, &BOTH).unwrap();
    assert_eq!(
        response.granted,
        Grant::Listed(vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(
        response.field("roles"),
        Some(&serde_json::json!(["a", "b"]))
    );
    assert_eq!(response.field("more"), None);
}

#[test]
fn what_is_no_token_response_is_refused() {
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        r#"{"access_token":7}"#,
        r#"{"access_token":""}"#,
        r#"{"access_token":"a b"}"#,
        r#"{"access_token":"a\r\nX: y"}"#,
        r#"{"access_token":"t","token_type":"mac"}"#,
    ] {
        let error = parse(body, &RFC6749).unwrap_err();
        assert!(error.is_token(), "{body}");
        assert!(!error.to_string().contains("a b"), "{error}");
    }
    assert!(parse(r#"{"access_token":"t","token_type":"bearer"}"#, &RFC6749).is_ok());
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>) {
        let _ = TokenResponse::parse(&body, &RFC6749, NOW);
    }

    #[test]
    fn a_list_of_scopes_comes_back(names in prop::collection::vec("[!#-\\[\\]-~]{1,12}", 0..8)) {
        let body = serde_json::json!({"access_token": "t", "scope": names.join(" ")}).to_string();
        prop_assert_eq!(granted(&body, &RFC6749).unwrap(), names);
    }
}

#[test]
fn an_expiry_is_by_the_servers_clock() {
    let minutes = |count: u64| Duration::from_secs(60 * count);
    let received = NOW + minutes(60);
    let check = |expires_in: &str, date: Option<SystemTime>, expected: Duration| {
        let body =
            format!(r#"{{"access_token":"a","expires_at":"1970-01-01T02:00:00Z"{expires_in}}}"#);
        let response = TokenResponse::parse_dated(body.as_bytes(), &RFC6749, received, date);
        let expires_at = response.unwrap().expires_at;
        assert_eq!(expires_at, received + expected, "{expires_in} {date:?}");
    };
    check("", Some(NOW + minutes(60)), minutes(60));
    check("", Some(NOW + minutes(65)), minutes(55));
    check("", Some(NOW + minutes(55)), minutes(65));
    check(
        "",
        Some(NOW + minutes(121)),
        Duration::from_secs(RFC6749.lifetime),
    );
    check(
        r#","expires_in":600"#,
        Some(NOW + minutes(121)),
        minutes(10),
    );
    check("", None, minutes(60));
    // Received after it has expired, by a clock that is ahead and of which nobody knows how far.
    let late = |expires_in: &str, expected: Duration| {
        let body =
            format!(r#"{{"access_token":"a","expires_at":"1970-01-01T00:30:00Z"{expires_in}}}"#);
        let response = TokenResponse::parse(body.as_bytes(), &RFC6749, received).unwrap();
        assert_eq!(response.expires_at, received + expected, "{expires_in}");
    };
    late(r#","expires_in":600"#, minutes(10));
    late("", Duration::from_secs(RFC6749.lifetime));
}
