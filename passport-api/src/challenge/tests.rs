use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;

use super::BearerChallenge;

fn read_all(values: &[&str]) -> Option<BearerChallenge> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(
            WWW_AUTHENTICATE,
            HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
    }
    BearerChallenge::read(&headers)
}

fn read(value: &str) -> Option<BearerChallenge> {
    read_all(&[value])
}

fn error_and_scopes(value: &str) -> Option<(String, Vec<String>)> {
    let challenge = read(value)?;
    Some((challenge.error?, challenge.scopes?))
}

#[test]
fn reads_a_missing_scope() {
    // RFC 6750, 3.1.
    let challenge = read(
        r#"Bearer realm="example", error="insufficient_scope", error_description="no", scope="a:b c.d""#,
    );
    assert_eq!(
        challenge,
        Some(BearerChallenge {
            realm: Some("example".to_owned()),
            error: Some("insufficient_scope".to_owned()),
            error_description: Some("no".to_owned()),
            scopes: Some(vec!["a:b".to_owned(), "c.d".to_owned()]),
        })
    );
}

#[test]
fn reads_what_the_grammar_allows() {
    for value in [
        r#"Bearer error="insufficient_scope", scope="a b""#,
        r#"bEARER ERROR="insufficient_scope", Scope="a b""#,
        r#"Bearer   error="insufficient_scope" ,scope = "a b""#,
        r#"Bearer error=insufficient_scope, scope="a b""#,
        r#"Bearer error="insufficient_scope",,, scope="a b", "#,
        r#", Bearer , error="insufficient_scope", scope="a b" "#,
        r#"Bearer, error="insufficient_scope", scope="a b""#,
        r#"Bearer error="insufficient\_scope", scope=" a  b ""#,
        r#"Bearer error="insufficient_scope", title="\"q\" \\, ", scope="a b""#,
        r#"Bearer error="insufficient_scope", error_description="está", scope="a b""#,
        r#"Basic realm="x, Bearer", Bearer error="insufficient_scope", scope="a b""#,
        r#"Bearer error="insufficient_scope", scope="a b", Basic realm="x""#,
        r#"Negotiate, Bearer error="insufficient_scope", scope="a b", NTLM"#,
        r#"Negotiate YWJj==, Bearer error="insufficient_scope", scope="a b""#,
        r#"Negotiate a/b+c= , Bearer error="insufficient_scope", scope="a b""#,
    ] {
        let scopes = ["a", "b"].map(str::to_owned).to_vec();
        let expected = ("insufficient_scope".to_owned(), scopes);
        assert_eq!(error_and_scopes(value), Some(expected), "{value}");
    }
}

#[test]
fn forgives_what_can_be_read_in_one_way_only() {
    for value in [
        r#"Bearer error="e" scope="https://a/b:c""#,
        "Bearer error=e, scope=https://a/b:c",
        "Bearer error=e scope=https://a/b:c",
    ] {
        let expected = ("e".to_owned(), vec!["https://a/b:c".to_owned()]);
        assert_eq!(error_and_scopes(value), Some(expected), "{value}");
    }
}

#[test]
fn a_broken_challenge_is_none() {
    for value in [
        "",
        ",",
        r#"error="insufficient_scope""#,
        r#"="x""#,
        r#"Bearer error="e", scope="a"#,
        r#"Bearer error="e", scope="a\"#,
        r#"Bearer error="e"scope="a""#,
        r#"Bearer error="e"; scope="a""#,
        "Bearer error=e;scope=a",
        r#"Bearer error_description="the "scope" is missing""#,
        "Bearer scope=a b, error=e",
        "Bearer scope= error=e",
        r#"Bearer error="e", @"#,
        r#"Bearer error="e" Basic realm="x""#,
        r#"Basic realm="x"#,
        "Token",
    ] {
        assert_eq!(read(value), None, "{value}");
    }
}

#[test]
fn what_a_challenge_does_not_say_is_none() {
    for value in [
        "Bearer",
        "Bearer ",
        "Bearer YWJj",
        "Bearer scope=",
        r#"Bearer scope="", error="""#,
        r#"Bearer scope="  ""#,
        r#"Bearer scope="é", error="é""#,
        r#"Bearer scope="a \"b\"""#,
        r#"Bearer scope="a", scope="b", error=x, error=y"#,
    ] {
        assert_eq!(read(value), Some(BearerChallenge::default()), "{value}");
    }
}

#[test]
fn description_has_the_characters_of_the_specification() {
    for (text, expected) in [
        ("The access token expired", Some("The access token expired")),
        (r#"a \"b\" \\c"#, Some("a ?b? ?c")),
        ("ca\u{f1}a \t\u{202e}", Some("ca?a ??")),
        ("", None),
    ] {
        let challenge = read(&format!(r#"Bearer error_description="{text}""#)).unwrap();
        assert_eq!(challenge.error_description.as_deref(), expected, "{text}");
    }
}

#[test]
fn list_of_scopes_is_bounded() {
    let scopes = |list: &str| read(&format!(r#"Bearer scope="{list}""#)).unwrap().scopes;
    let list = |count: usize| vec!["a"; count].join(" ");
    assert_eq!(scopes(&list(256)).unwrap().len(), 256);
    assert_eq!(scopes(&list(257)), None);
    assert!(scopes(&"a".repeat(256)).is_some());
    assert_eq!(scopes(&"a".repeat(257)), None);
}

#[test]
fn what_is_said_twice_alike_is_said() {
    let value = r#"Bearer error=e, scope="a", error="e", scope=a"#;
    let expected = ("e".to_owned(), vec!["a".to_owned()]);
    assert_eq!(error_and_scopes(value), Some(expected));
}

#[test]
fn the_challenge_with_an_error_counts() {
    let error = |values: &[&str]| read_all(values).unwrap().error;
    let named = Some("e".to_owned());
    assert_eq!(error(&["Bearer", "Bearer error=e"]), named);
    assert_eq!(error(&["Bearer realm=r, Bearer error=e"]), named);
    assert_eq!(error(&["Bearer error=e, Bearer error=f"]), named);
    assert_eq!(error(&["Bearer error=\"", "Bearer error=e"]), named);
    let without = read_all(&["Bearer realm=first", "Bearer realm=second"]);
    assert_eq!(without.unwrap().realm.as_deref(), Some("first"));
}

proptest! {
    #[test]
    fn any_header_is_read_without_a_panic(value in "[ -~\t\u{80}-\u{ff}]{0,60}") {
        if let Some(challenge) = read(&value) {
            prop_assert!(challenge.scopes.is_none_or(|scopes| !scopes.is_empty()));
        }
    }

    #[test]
    fn what_is_printed_is_read(
        realm in "[ -~á-ñ]{0,10}",
        error in "[a-z_]{1,20}",
        scopes in prop::collection::vec(r"[!#-\[\]-~]{1,10}", 1..4),
        separator in "(, ?| ?,,| )",
        around in prop::sample::select(vec![("", ""), ("Negotiate YQ==, ", ""), ("X a=\",\", ", ", Y")]),
    ) {
        let realm_text = realm.replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!(
            "{}Bearer realm=\"{realm_text}\"{separator}error={error}{separator}scope=\"{}\"{}",
            around.0, scopes.join(" "), around.1,
        );
        let expected = BearerChallenge {
            realm: Some(realm),
            error: Some(error),
            scopes: Some(scopes),
            ..BearerChallenge::default()
        };
        prop_assert_eq!(read(&text), Some(expected));
    }
}
