//! Changes of a small crate, found and named.

use std::fs;

use super::{changes, listing, message, rustdoc};

const BEFORE: &str = "
    //! A crate.
    /// Goods.
    #[derive(Clone, Debug)]
    pub struct Goods {
        /// How many.
        pub count: u32,
        secret: u8,
    }
    impl Goods {
        /// Some.
        pub fn some(count: u32) -> Self { Self { count, secret: 0 } }
        /// Fewer.
        pub fn fewer(&self, by: u32) -> Option<u32> { self.count.checked_sub(by) }
    }
    /// The markers of an API.
    pub mod api {
        /// Scopes.
        pub mod scopes {
            /// One.
            pub struct Read;
        }
    }
    #[doc(hidden)]
    pub mod __private {
        pub fn of_macros() {}
    }
";

/// The listing of a crate with this source, by the rustdoc of this toolchain.
fn listed(name: &str, source: &str) -> String {
    let folder = std::env::temp_dir().join(format!("passport-api-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("lib.rs");
    fs::write(&path, source).unwrap();
    let mut command = rustdoc::rustdoc();
    command
        .args(rustdoc::JSON)
        .args(["--crate-name", "goods", "--edition=2024", "--out-dir"]);
    assert!(command.arg(&folder).arg(&path).status().unwrap().success());
    let listing = listing::write(&folder.join("goods.json")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    listing
}

/// What changes where this is replaced in the crate.
fn changed(name: &str, from: &str, to: &str) -> Vec<String> {
    assert!(BEFORE.contains(from), "{from}");
    let after = BEFORE.replace(from, to);
    changes(
        &listed(&format!("{name}-before"), BEFORE),
        &listed(name, &after),
    )
}

#[test]
fn a_changed_signature_is_named() {
    let changes = changed(
        "signature",
        "-> Option<u32> {",
        "-> Option<u32> where u8: Copy {",
    );
    assert_eq!(
        changes,
        [
            "- pub fn goods::Goods::fewer(&self, u32) -> core::option::Option<u32>",
            "+ pub fn goods::Goods::fewer(&self, u32) -> core::option::Option<u32> where u8: \
             core::marker::Copy",
        ]
    );
    let message = message("goods", &changes);
    assert!(
        message.starts_with("the public API of goods changed:\n- pub fn goods::"),
        "{message}"
    );
    assert!(
        message.ends_with("run `cargo xtask api` and say it in CHANGELOG.md"),
        "{message}"
    );
}

#[test]
fn what_is_gone_and_what_is_new_is_named() {
    let gone = changed("gone", "pub count: u32,", "count: u32,");
    assert_eq!(gone, ["- pub goods::Goods::count: u32"]);
    let new = changed(
        "new",
        "/// Goods.",
        "/// More.\npub fn more() {}\n/// Goods.",
    );
    assert_eq!(new, ["+ pub fn goods::more()"]);
    let derive = changed("derive", "(Clone, Debug)", "(Debug)");
    assert_eq!(derive, ["- impl core::clone::Clone for goods::Goods"]);
}

#[test]
fn a_private_field_that_costs_send_is_named() {
    let changes = changed(
        "send",
        "secret: u8,",
        "secret: u8, shared: std::marker::PhantomData<*const u8>,",
    );
    // `some` lacks the field now, but rustdoc looks into no function.
    assert!(
        changes.contains(&"+ impl !core::marker::Send for goods::Goods".to_owned()),
        "{changes:?}"
    );
}

#[test]
fn what_nobody_can_use_or_is_held_elsewhere_is_not_listed() {
    let listing = listed("left-out", BEFORE);
    assert!(
        listing.contains("pub mod goods::api::scopes\n"),
        "{listing}"
    );
    for absent in [
        "secret",
        "__private",
        "Read",
        "::clone(",
        "Freeze",
        "UnwindSafe",
    ] {
        assert!(!listing.contains(absent), "{absent}: {listing}");
    }
}

#[test]
fn json_of_another_compiler_is_an_error_that_says_what_to_do() {
    let path = std::env::temp_dir().join(format!("passport-api-{}.json", std::process::id()));
    fs::write(&path, "{\"format_version\": 1}").unwrap();
    let error = listing::write(&path).unwrap_err().to_string();
    fs::remove_file(&path).unwrap();
    assert!(error.contains("`public-api` in Cargo.toml"), "{error}");
}
