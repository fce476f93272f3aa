//! What is derived in a workspace: written anew, compared, and the same as `import` says.

use crate::cli::{DOCUMENT, Folder, run, run_both};

/// An imported crate whose document lies beside it; answers the folder and the import's arguments.
fn imported(name: &str) -> (Folder, Vec<String>) {
    let folder = Folder::new(name);
    let document = folder.write("docs/openapi.yaml", DOCUMENT);
    let out = folder.path.join("shop").display().to_string();
    let api = ["--api", "shop", "--lists", "any-of"].map(str::to_owned);
    let import = ["import".to_owned(), document, "--out".to_owned(), out];
    let import = [&import[..], &api].concat();
    assert_eq!(run_all(&import, &[]).0, 0);
    (folder, import)
}

fn run_all(arguments: &[String], more: &[&str]) -> (u8, String) {
    let arguments = arguments.iter().map(String::as_str);
    run(&arguments.chain(more.iter().copied()).collect::<Vec<_>>())
}

fn regen(folder: &Folder, more: &[&str]) -> (u8, String, String) {
    let manifest = folder.path.join("shop/Cargo.toml").display().to_string();
    run_both(&[&["regen", "--manifest-path", &manifest][..], more].concat())
}

#[test]
fn an_import_is_remembered() {
    let (folder, import) = imported("remembered");
    let manifest = folder.read("shop/Cargo.toml");
    let line =
        "import = { document = \"../docs/openapi.yaml\", api = \"shop\", lists = \"any-of\" }";
    assert!(manifest.contains(line), "{manifest}");
    assert_eq!(regen(&folder, &["--check"]).0, 0);
    assert!(regen(&folder, &[]).2.contains("Unchanged 7 derived files"));

    // The document changes: both see it, and say the same.
    folder.write("docs/openapi.yaml", &DOCUMENT.replace("a.read", "a.get"));
    let (status, difference, said) = regen(&folder, &["--check"]);
    assert_eq!(status, 1);
    assert!(difference.contains("+\"a.get\" = "), "{difference}");
    assert!(difference.contains("-    digest = \""), "{difference}");
    assert!(said.contains("`cargo passport regen`"), "{said}");
    let by_import = run_all(&import, &["--check"]);
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.retain(|line| !line.starts_with("---") && !line.starts_with("+++"));
        lines
    };
    assert_eq!(sorted(&by_import.1), sorted(&difference));

    assert_eq!(regen(&folder, &[]).0, 0);
    let digest = passport_spec::digest(&folder.read("shop/scopes.toml"));
    assert!(folder.read("shop/src/lib.rs").contains(&digest));
    assert_eq!(regen(&folder, &["--check"]).0, 0);
    assert_eq!(run_all(&import, &["--check"]).0, 0);
}

#[test]
fn a_digest_is_all_that_changes_in_a_persons_file() {
    let (folder, import) = imported("digest");
    let mine = "//! Mine.\n\npub mod model;\n\n// digest api!\n\
                passport_api::api!{spec=\"scopes.toml\",   digest = \"\" , models=crate::model}\n";
    folder.write("shop/src/lib.rs", mine);
    let other = "api! { spec = \"other.toml\", digest = \"kept\" } fn broken( {";
    folder.write("shop/tests/other.rs", other);
    assert_eq!(run_all(&import, &["--check"]).0, 1);
    assert_eq!(regen(&folder, &["--check"]).0, 1);
    assert_eq!(run_all(&import, &[]).0, 0);
    let digest = passport_spec::digest(&folder.read("shop/scopes.toml"));
    let expected = mine.replace("\"\"", &format!("\"{digest}\""));
    assert_eq!(folder.read("shop/src/lib.rs"), expected);
    assert_eq!(folder.read("shop/tests/other.rs"), other);
    assert_eq!(regen(&folder, &["--check"]).0, 0);
}

#[test]
fn an_override_that_fits_nothing_is_said() {
    let (folder, _) = imported("stale");
    folder.write(
        "shop/overrides.toml",
        "[operations.noSuchOne]\nname = \"a.b\"\n",
    );
    for more in [&["--check"][..], &[]] {
        let said = regen(&folder, more).2;
        assert!(
            said.contains("overrides.toml: no operation is `noSuchOne`"),
            "{said}"
        );
    }
}

#[test]
fn the_page_of_scopes_is_derived() {
    let (folder, _) = imported("page");
    let manifest = folder.read("shop/Cargo.toml");
    folder.write(
        "shop/Cargo.toml",
        &manifest.replace("spec = ", "docs = \"docs/scopes.md\"\nspec = "),
    );
    let (status, json, _) = regen(&folder, &["--check", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (status, json["differences"].as_array().unwrap().len()),
        (1, 1)
    );
    assert_eq!(regen(&folder, &[]).0, 0);
    let page = folder.read("shop/docs/scopes.md");
    assert!(
        page.contains("| `a.read` | `shop::scopes::a::Read` | R |"),
        "{page}"
    );
}

#[test]
fn a_mistake_is_shown_in_the_manifest() {
    let (folder, _) = imported("manifest");
    let manifest = folder.read("shop/Cargo.toml");
    folder.write("shop/Cargo.toml", &manifest.replace("lists = ", "list = "));
    let (status, _, said) = regen(&folder, &[]);
    assert_eq!(status, 2);
    assert!(said.contains("did you mean `lists`?"), "{said}");
    assert!(said.contains("shop/Cargo.toml:"), "{said}");
    folder.write("shop/scopes.toml", "# mine\n");
    folder.write("shop/Cargo.toml", &manifest);
    let (status, _, said) = regen(&folder, &[]);
    assert_eq!(status, 2);
    assert!(said.contains("was not written by"), "{said}");
    let nowhere = folder.path.join("nowhere/Cargo.toml").display().to_string();
    let (status, _, said) = run_both(&["regen", "--manifest-path", &nowhere]);
    assert_eq!(status, 2);
    assert!(said.contains("--manifest-path FILE"), "{said}");
}

/// The schema stands where the header of a spec says, for a package that only has an `api!`.
#[test]
fn the_schema_that_a_spec_names_is_derived() {
    let folder = Folder::new("schema");
    folder.write(
        "shop/Cargo.toml",
        "[package]\nname = \"shop\"\nedition = \"2024\"\n\n[workspace]\n",
    );
    folder.write(
        "shop/src/lib.rs",
        "passport_api::api! { spec = \"scopes.toml\" }\n",
    );
    let spec = "[api.shop]\ntoken.path = \"/token\"\n";
    folder.write("shop/scopes.toml", spec);
    assert_eq!(regen(&folder, &["--check"]).0, 0, "no header, no schema");

    let other = "#:schema https://shop.example/scopes.schema.json\n";
    folder.write("shop/scopes.toml", &format!("{other}{spec}"));
    assert_eq!(regen(&folder, &["--check"]).0, 0, "the schema is elsewhere");

    let header = "#:schema ./scopes.schema.json\n";
    folder.write("shop/scopes.toml", &format!("{header}{spec}"));
    assert_eq!(regen(&folder, &["--check"]).0, 1);
    assert_eq!(regen(&folder, &[]).0, 0);
    let schema = folder.read("shop/scopes.schema.json");
    assert_eq!(schema, passport_tool::schema::text());
    assert_eq!(regen(&folder, &["--check"]).0, 0);
}

/// A package whose spec has this header; answers the folder around it.
fn package_with_header(name: &str, header: &str) -> Folder {
    let folder = Folder::new(name);
    let manifest = "[package]\nname = \"shop\"\nedition = \"2024\"\n\n[workspace]\n";
    folder.write("shop/Cargo.toml", manifest);
    let source = "passport_api::api! { spec = \"spec/scopes.toml\" }\n";
    folder.write("shop/src/lib.rs", source);
    let spec = format!("#:schema {header}\n[api.shop]\ntoken.path = \"/token\"\n");
    folder.write("shop/spec/scopes.toml", &spec);
    folder
}

#[track_caller]
fn refuses_the_schema(folder: &Folder, expected: &str) {
    for more in [&["--check"][..], &[]] {
        let (status, _, said) = regen(folder, more);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains(expected), "{said}");
        assert!(said.contains("scopes.toml:1:10"), "{said}");
    }
}

#[test]
fn schema_outside_of_the_workspace_is_not_written() {
    let folder = package_with_header("outside", "../../pwn/scopes.schema.json");
    refuses_the_schema(&folder, "is outside of ");
    assert!(!folder.path.join("pwn").exists());
    let pwn = folder.path.join("pwn/scopes.schema.json");
    let absolute = package_with_header("absolute", &pwn.display().to_string());
    refuses_the_schema(&absolute, "is outside of ");
    assert!(!pwn.exists());
}

#[test]
fn schema_beside_another_package_of_the_workspace_is_written() {
    let folder = package_with_header("member", "../../docs/scopes.schema.json");
    let manifest = folder.read("shop/Cargo.toml").replace("[workspace]\n", "");
    folder.write("shop/Cargo.toml", &manifest);
    folder.write("Cargo.toml", "[workspace]\nmembers = [\"shop\"]\n");
    assert_eq!(regen(&folder, &[]).0, 0);
    let schema = folder.read("docs/scopes.schema.json");
    assert_eq!(schema, passport_tool::schema::text());
}

#[test]
fn persons_file_is_not_overwritten_with_the_schema() {
    let folder = package_with_header("persons", "./scopes.schema.json");
    folder.write("shop/spec/scopes.schema.json", "{}\n");
    refuses_the_schema(&folder, "was not written by `cargo passport`");
    assert_eq!(folder.read("shop/spec/scopes.schema.json"), "{}\n");
    let old = "{\"$comment\": \"Written by `cargo passport import`, long ago.\"}\n";
    folder.write("shop/spec/scopes.schema.json", old);
    assert_eq!(regen(&folder, &[]).0, 0);
    assert_ne!(folder.read("shop/spec/scopes.schema.json"), old);
}

#[cfg(unix)]
#[test]
fn schema_that_is_a_link_is_not_followed() {
    use std::os::unix::fs::symlink;

    let folder = package_with_header("link", "./scopes.schema.json");
    let link = folder.path.join("shop/spec/scopes.schema.json");
    let victim = folder.write("victim.json", &passport_tool::schema::overrides_text());
    symlink(&victim, &link).unwrap();
    refuses_the_schema(&folder, "is a symbolic link");
    std::fs::remove_file(&link).unwrap();
    symlink(folder.path.join("missing.json"), &link).unwrap();
    refuses_the_schema(&folder, "is a symbolic link");
    let overrides = passport_tool::schema::overrides_text();
    assert_eq!(folder.read("victim.json"), overrides);
    assert!(!folder.path.join("missing.json").exists());

    let folder = package_with_header("link-folder", "./out/scopes.schema.json");
    std::fs::create_dir(folder.path.join("elsewhere")).unwrap();
    let elsewhere = folder.path.join("elsewhere");
    symlink(&elsewhere, folder.path.join("shop/spec/out")).unwrap();
    refuses_the_schema(&folder, "is outside of ");
    assert!(!elsewhere.join("scopes.schema.json").exists());
}
