//! The path in `api!` means the same file wherever the macro is called: relative to the package.

use std::fs;
use std::path::{Path, PathBuf};

/// Files of a workspace with a package `app`, and the package `shop` in a folder of vendored crates.
///
/// Every spec has a scope of its own, which the set behind its `api!` names, so that no two can be
/// taken for one another.
const FILES: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\nexclude = [\"vendor\"]\n\n\
         [patch.crates-io]\npassport-api = { path = \"PASSPORT_API\" }\n",
    ),
    (
        "vendor/shop/Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\npassport-api = { version = \"0.1\", default-features = false }\n",
    ),
    (
        "vendor/shop/src/lib.rs",
        "passport_api::api! { spec = \"scopes.toml\" }\n\
         scope_set! { pub struct Vendored = \"vendored\"; }\n",
    ),
    ("vendor/shop/scopes.toml", "vendored"),
    (
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         passport-api = { version = \"0.1\", default-features = false }\n\
         store = { path = \"../vendor/shop\", package = \"shop\" }\n",
    ),
    (
        "app/build.rs",
        "fn main() {\n    let file = std::env::var(\"OUT_DIR\").unwrap() + \"/generated.rs\";\n    \
         let call = \"passport_api::api! { spec = \\\"specs/generated.toml\\\", module = crate::generated }\";\n    \
         std::fs::write(file, call).unwrap();\n}\n",
    ),
    (
        "app/src/lib.rs",
        "//! ```\n//! passport_api::api! { spec = \"specs/doctest.toml\" }\n\
         //! scope_set! { struct Set = \"doctest\"; }\n//! fn main() {}\n//! ```\n\n\
         pub mod deep;\n\n\
         pub mod generated { include!(concat!(env!(\"OUT_DIR\"), \"/generated.rs\")); }\n\n\
         generated::scope_set! { pub struct Generated = \"generated\"; }\n\
         store::scope_set! { pub struct Renamed = \"vendored\"; }\n",
    ),
    (
        "app/src/deep/mod.rs",
        "pub mod nested;\n\npassport_api::api! { spec = \"scopes.toml\", module = crate::deep }\n\
         scope_set! { pub struct Deep = \"member\"; }\n",
    ),
    (
        "app/src/deep/nested.rs",
        "passport_api::api! { spec = \"../scopes.toml\", module = crate::deep::nested }\n\
         scope_set! { pub struct Nested = \"workspace\"; }\n",
    ),
    (
        "app/tests/integration.rs",
        "passport_api::api! { spec = \"specs/test.toml\" }\n\
         scope_set! { pub struct Set = \"test\"; }\n",
    ),
    ("app/specs/doctest.toml", "doctest"),
    ("app/specs/generated.toml", "generated"),
    ("app/specs/test.toml", "test"),
    ("app/scopes.toml", "member"),
    ("scopes.toml", "workspace"),
    // Beside the source files, where it is not looked for.
    ("app/src/scopes.toml", "source"),
    ("app/src/deep/scopes.toml", "source"),
    ("vendor/shop/src/scopes.toml", "source"),
];

#[test]
fn path_is_relative_to_the_package_in_every_kind_of_source_file() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch");
    let folder = scratch.join("spec-path");
    for (file, text) in FILES {
        write(&folder.join(file), text);
    }
    nested_cargo::lock(&folder).unwrap();
    let output = nested_cargo::command(&folder, ["test", "--workspace"])
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{stdout}\n{stderr}");
    let doctests = "test app/src/lib.rs - (line 1) ... ok";
    assert!(stdout.contains(doctests), "{stdout}\n{stderr}");
}

/// Writes a file; a spec is given as the name of its scope.
fn write(file: &Path, text: &str) {
    let text = match file.extension().and_then(|extension| extension.to_str()) {
        Some("toml") if !file.ends_with("Cargo.toml") => {
            format!("[api.shop]\ntoken.path = \"/token\"\nscopes = {{ {text} = \"Do it\" }}\n")
        }
        _ => text.replace("PASSPORT_API", &passport_api().display().to_string()),
    };
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn passport_api() -> PathBuf {
    fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../passport-api")).unwrap()
}
