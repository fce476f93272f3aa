//! What the manifests say of the packages: which Rust they need, and what a registry shows.
//!
//! The toolchain that is pinned is the oldest that is promised, so that every build checks the
//! promise; no other place may say otherwise.

use serde_json::Value;

/// Checks that the Rust that is promised is the one that everything is built with.
///
/// `toolchain` is the text of `rust-toolchain.toml`, `members` what cargo says of the packages.
pub(super) fn check_rust_version(toolchain: &str, members: &[Value], findings: &mut Vec<String>) {
    let Some(pinned) = pinned(toolchain) else {
        findings.push("rust-toolchain.toml: no `channel` with three numbers; pin one".to_owned());
        return;
    };
    // What an import writes needs what its dependencies need.
    let imported = |member: &&Value| !member["metadata"]["passport"]["import"].is_null();
    for member in members.iter().filter(|member| !imported(member)) {
        let stated = member["rust_version"].as_str().unwrap_or("none");
        if stated != pinned {
            findings.push(format!(
                "{}/Cargo.toml: the `rust-version` is {stated}, but what it is built with is \
                 {pinned}; write `rust-version.workspace = true`, and there the version of \
                 rust-toolchain.toml",
                name(member)
            ));
        }
    }
}

/// Checks that a page names no Rust but the one that is promised.
pub(super) fn check_page(toolchain: &str, path: &str, text: &str, findings: &mut Vec<String>) {
    let Some(pinned) = pinned(toolchain) else {
        return;
    };
    for (index, line) in text.lines().enumerate() {
        for named in line.split("Rust 1.").skip(1) {
            let minor = named.split(|letter: char| !letter.is_ascii_digit()).next();
            let named = format!("1.{}", minor.unwrap_or_default());
            if named != pinned {
                let number = index + 1;
                findings.push(format!(
                    "{path}:{number}: Rust {named} is named, but {pinned} is what is promised and \
                     tested; write that"
                ));
            }
        }
    }
}

/// Checks that a package that is to be published says what it is.
pub(super) fn check_published(package: &Value, findings: &mut Vec<String>) {
    let name = name(package);
    let mut missing = |key: &str, what: &str| {
        findings.push(format!("{name}/Cargo.toml: `{key}` {what}"));
    };
    for key in ["description", "readme", "license"] {
        if package[key].as_str().is_none_or(str::is_empty) {
            missing(key, "is missing; a registry shows it");
        }
    }
    // The limits are those of crates.io.
    for key in ["keywords", "categories"] {
        let words = package[key].as_array().map_or(0, Vec::len);
        if !(1..=5).contains(&words) {
            missing(
                key,
                &format!("has {words} words; one to five can be found by"),
            );
        }
    }
    let words = package["keywords"].as_array().into_iter().flatten();
    for word in words
        .filter_map(Value::as_str)
        .filter(|word| word.len() > 20)
    {
        missing(
            "keywords",
            &format!("has `{word}`; twenty letters are the most"),
        );
    }
    if package["metadata"]["docs"]["rs"]["all-features"] != true {
        missing(
            "package.metadata.docs.rs",
            "lacks `all-features = true`; docs.rs documents with what it says",
        );
    }
}

/// The pinned Rust with its two first numbers.
fn pinned(toolchain: &str) -> Option<String> {
    let line = toolchain
        .lines()
        .find_map(|line| line.strip_prefix("channel"))?;
    let version = line.split('"').nth(1)?;
    let mut numbers = version.split('.');
    let (major, minor, _) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Some(format!("{major}.{minor}"))
}

fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{check_page, check_published, check_rust_version};

    const TOOLCHAIN: &str = "[toolchain]\nchannel = \"1.95.0\"\n";

    fn of_version(toolchain: &str, stated: &Value) -> Vec<String> {
        let mut findings = Vec::new();
        let member = json!({ "name": "ours", "rust_version": stated });
        check_rust_version(toolchain, &[member], &mut findings);
        findings
    }

    #[test]
    fn what_is_promised_is_what_is_built_with() {
        assert!(of_version(TOOLCHAIN, &json!("1.95")).is_empty());
        for (stated, shown) in [
            (json!("1.94"), "1.94"),
            (json!("1.96"), "1.96"),
            (json!(null), "none"),
        ] {
            let findings = of_version(TOOLCHAIN, &stated);
            let begin = format!("ours/Cargo.toml: the `rust-version` is {shown}, but");
            assert!(
                findings.len() == 1 && findings[0].starts_with(&begin),
                "{findings:?}"
            );
        }
        assert_eq!(of_version("channel = \"stable\"", &json!("1.95")).len(), 1);
    }

    #[test]
    fn an_imported_package_promises_nothing_of_its_own() {
        let mut findings = Vec::new();
        let import = json!({ "passport": { "import": { "document": "openapi.yaml" } } });
        let member = json!({ "name": "library", "rust_version": null, "metadata": import });
        check_rust_version(TOOLCHAIN, &[member], &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
    }

    #[test]
    fn a_page_names_the_same_rust() {
        let found = |text: &str| {
            let mut findings = Vec::new();
            check_page(TOOLCHAIN, "README.md", text, &mut findings);
            findings
        };
        assert!(found("Rust 1.95 is all it takes, Rust 1.95.").is_empty());
        let findings = found("It is\nRust 1.9 or Rust 1.96.");
        assert!(
            findings[0].starts_with("README.md:2: Rust 1.9 is named"),
            "{findings:?}"
        );
        assert!(findings[1].contains("Rust 1.96 is named"), "{findings:?}");
    }

    #[test]
    fn a_published_package_says_what_it_is() {
        let found = |key: &str, value: Value| {
            let mut package = json!({
                "name": "ours",
                "description": "What it is",
                "readme": "README.md",
                "license": "MIT",
                "keywords": ["oauth2"],
                "categories": ["authentication"],
                "metadata": { "docs": { "rs": { "all-features": true } } },
            });
            package[key] = value;
            let mut findings = Vec::new();
            check_published(&package, &mut findings);
            findings
        };
        assert!(found("keywords", json!(["oauth2", "scope"])).is_empty());
        let broken = [
            ("readme", json!(null)),
            ("description", json!("")),
            ("keywords", json!(["a", "b", "c", "d", "e", "f"])),
            ("keywords", json!(["a-word-of-many-letters"])),
            ("categories", json!([])),
        ];
        for (key, value) in broken {
            let findings = found(key, value);
            let begin = format!("ours/Cargo.toml: `{key}`");
            assert!(
                findings.len() == 1 && findings[0].starts_with(&begin),
                "{findings:?}"
            );
        }
        assert_eq!(found("metadata", json!(null)).len(), 1);
    }
}
