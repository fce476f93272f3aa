//! A crate below the target directory, written and compiled by a test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Writes a crate and checks it; answers with the line and the first line of every error and
/// warning in it.
///
/// `target` is the test's `CARGO_TARGET_TMPDIR`, `files` are paths in the crate and their texts.
/// The crate depends on `passport-api`, `passport-tests` and `serde`; all such crates share what is
/// compiled of these.
///
/// # Panics
///
/// If the crate cannot be written, or cargo fails without a message about the crate.
pub fn check(target: &str, name: &str, files: &[(&str, &str)]) -> Vec<(usize, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = PathBuf::from(target).join("scratch");
    let package = folder.join(name);
    fs::create_dir_all(package.join("src")).unwrap();
    for (file, text) in files {
        fs::write(package.join(file), text).unwrap();
    }
    fs::write(package.join("Cargo.toml"), manifest(name, root)).unwrap();
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["check", "--offline", "--quiet", "--message-format=json"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let messages: Vec<(usize, String)> = stdout
        .lines()
        .filter_map(|line| diagnostic(line, name))
        .collect();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() || !messages.is_empty(),
        "cargo failed:\n{stderr}"
    );
    messages
}

/// The place and the text of an error or warning of the package, where the line is one.
fn diagnostic(line: &str, package: &str) -> Option<(usize, String)> {
    let json: serde_json::Value = serde_json::from_str(line).unwrap();
    let message = json.get("message")?;
    if json["target"]["name"] != package {
        return None;
    }
    // The count of errors at the end has no place.
    let mut spans = message["spans"].as_array()?.iter();
    let primary = spans.find(|span| span["is_primary"] == true)?;
    let line = usize::try_from(primary["line_start"].as_u64()?).ok()?;
    Some((line, message["message"].as_str()?.to_owned()))
}

fn manifest(name: &str, root: &Path) -> String {
    format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         passport-api = {{ path = {:?} }}\npassport-tests = {{ path = {:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n",
        root.join("passport-api"),
        root.join("tests"),
    )
}
