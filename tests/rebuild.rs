//! An edit of the spec file is seen by the next build, although no Rust source has changed.

use xtask::scratch::Package;

const SOURCE: &str = r#"
passport_api::api! { spec = "../scopes.toml" }

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
    let package = Package::of_test(env!("CARGO_TARGET_TMPDIR"), "rebuild").unwrap();
    for (file, text) in [("src/lib.rs", SOURCE), ("scopes.toml", spec)] {
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
