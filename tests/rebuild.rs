//! An edit of the spec file is seen by the next build, although no Rust source has changed.

use xtask::scratch::Package;

const SOURCE: &str = r#"
passport_api::api! { spec = "scopes.toml" }

scope_set! { pub struct Reader = "orders:read"; }

pub async fn get(client: &Client, token: &passport_api::ScopedToken<Reader>) {
    let _ = client.orders().get(token, "17").await;
}
"#;

const SPEC: &str = r#"
[api.shop]
token.path = "/token"
scopes = { "orders:read" = "Read orders", "orders:admin" = "Change orders" }

[api.shop.endpoints.orders.get]
call = "GET /orders/{order_id}"
scope = "orders:read"
response = "json"
"#;

fn check(spec: &str) -> Vec<String> {
    check_package("rebuild", SOURCE, spec)
}

fn check_package(name: &str, source: &str, spec: &str) -> Vec<String> {
    let package = Package::of_test(env!("CARGO_TARGET_TMPDIR"), name).unwrap();
    for (file, text) in [("src/lib.rs", source), ("scopes.toml", spec)] {
        package.write(file, text).unwrap();
    }
    let messages = package
        .check()
        .unwrap_or_else(|failure| panic!("{failure}"));
    messages.into_iter().map(|message| message.text).collect()
}

#[test]
fn an_edit_of_the_spec_is_seen() {
    assert_eq!(check(SPEC), [""; 0]);

    let stricter = SPEC.replace("scope = \"orders:read\"", "scope = \"orders:admin\"");
    assert_eq!(
        check(&stricter),
        ["`Reader` does not carry the scope `orders:admin`"]
    );

    let broken = SPEC.replace("scope = ", "scop = ");
    let [message] = &check(&broken)[..] else {
        panic!("not one message: {:#?}", check(&broken));
    };
    assert!(
        message.starts_with("scopes.toml:8:1: `api.shop.endpoints.orders.get.scop`: "),
        "{message}"
    );
    assert!(message.ends_with("did you mean `scope`?"), "{message}");

    assert_eq!(check(SPEC), [""; 0], "and so is its repair");
}

/// What a cache would serve that goes by the sources alone is refused: with the digest, another spec
/// needs another source.
#[test]
fn a_digest_ties_the_source_to_the_spec() {
    let check = |digest: &str, spec: &str| {
        let digest = format!("\"scopes.toml\", digest = \"{digest}\"");
        let source = SOURCE.replace("\"scopes.toml\"", &digest);
        check_package("digest", &source, spec)
    };
    let digest = passport_spec::digest(SPEC);
    assert_eq!(check(&digest, SPEC), [""; 0]);
    let other_ends = SPEC.replace('\n', "\r\n");
    assert_eq!(check(&digest, &other_ends), [""; 0], "it goes by the lines");
    let edited = SPEC.replace("Change orders", "Do anything");
    let expected =
        "this is not the digest of `scopes.toml`, which has changed; run `cargo passport regen`";
    assert_eq!(check(&digest, &edited), [expected]);
    assert_eq!(check(&passport_spec::digest(&edited), &edited), [""; 0]);
}
