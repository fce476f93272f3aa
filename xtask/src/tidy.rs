//! `cargo xtask tidy`: what no compiler checks. It is a test as well.

mod manifests;
mod rules;

use crate::Outcome;
use crate::{flag, workspace};

/// Checks every file, and shows all that is wrong.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    flag(arguments, "")?;
    let findings = findings()?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(format!("tidy found {count} things, which are listed above").into()),
    }
}

/// What is wrong in the repository, each with its place and what to do.
fn findings() -> Outcome<Vec<String>> {
    let mut findings = Vec::new();
    let files = workspace::files()?;
    let toolchain = std::fs::read_to_string(workspace::root().join("rust-toolchain.toml"))
        .map_err(|error| format!("cannot read rust-toolchain.toml: {error}"))?;
    let members = workspace::members()?;
    manifests::check_rust_version(&toolchain, &members, &mut findings);
    for package in members
        .iter()
        .filter(|member| workspace::is_published(member))
    {
        manifests::check_published(package, &mut findings);
    }
    for path in &files {
        let bytes = std::fs::read(workspace::root().join(path))
            .map_err(|error| format!("cannot read {path}: {error}"))?;
        // What is not UTF-8 is no text.
        if let Ok(text) = std::str::from_utf8(&bytes) {
            rules::check_text(path, text, &mut findings);
            if path.ends_with(".md") && !path.contains("golden") {
                manifests::check_page(&toolchain, path, text, &mut findings);
            }
        }
    }
    let readme = workspace::root().join("tests/README.md");
    if let Ok(readme) = std::fs::read_to_string(readme) {
        rules::check_topics(&files, &readme, &mut findings);
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        let findings = super::findings().unwrap();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }
}
