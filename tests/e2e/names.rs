//! What scopes are called on the wire.

use passport_api::parking::{self, Client, scopes};
use passport_sandbox::Sandbox;
use passport_spec::Spec;

use crate::support::{builder_for, sandbox_builder};

parking::scope_set! {
    struct Zones = "read:zones";
}

/// A parking server that calls the scope otherwise than the spec infers.
async fn server_with_other_names() -> Sandbox {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../scopes.toml");
    let text = std::fs::read_to_string(file)
        .unwrap()
        .replace("\"read:zones\"", "\"zones.read\"");
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    sandbox_builder().spec(spec).start().await.unwrap()
}

#[tokio::test]
async fn an_inferred_name_that_is_wrong_is_told_with_the_remedy() {
    let sandbox = server_with_other_names().await;
    let client: Client = builder_for(&sandbox).build().unwrap();
    let error = client.token::<Zones>().await.unwrap_err();
    assert!(error.is_missing_scope());
    assert_eq!(error.missing_scopes(), ["read:zones"]);
    let text = error.to_string();
    for part in [
        "`Zones`",
        "missing `read:zones`",
        "`zones.read`",
        "inferred",
        "map_scope",
    ] {
        assert!(text.contains(part), "{part} in: {text}");
    }
}

#[tokio::test]
async fn a_mapped_name_is_understood() {
    let sandbox = server_with_other_names().await;
    let builder = builder_for(&sandbox).map_scope(scopes::read::Zones, "zones.read");
    let client: Client = builder.build().unwrap();
    let token = client.token::<Zones>().await.unwrap();
    assert_eq!(client.zones().list(&token).await.unwrap().items.len(), 3);
}
