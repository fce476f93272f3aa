//! What a further set adds, counted for the gate.
//!
//! Two programs differ in the number of their sets alone. They are compiled with the libraries of this
//! package's own release build, so that the gate builds no dependency a second time, and they are not
//! linked: in a program, what is added disappears in the gap in front of the next page, or makes one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::binary::Binary;
use super::program;
use super::sets::{SCOPES, call_path, synthetic};
use crate::Outcome;
use crate::baseline::{Count, Margin};
use crate::{process, workspace};

/// Counts the bytes and the symbols of the call path that a further set adds.
///
/// # Errors
///
/// If a program does not compile.
pub fn counted() -> Outcome<Vec<Count>> {
    let folder = workspace::scratch()?.join("size").join("counted");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("sets.toml"), program::spec(1, SCOPES))?;
    let libraries = Libraries::build()?;
    let one = libraries.program(&folder, "one", &synthetic(HELD, 1, SETS))?;
    let many = libraries.program(&folder, "many", &synthetic(HELD, SETS, SETS))?;
    let bytes = |program: &Binary| program.loaded + ADDRESS * program.addresses;
    let more = bytes(&many).saturating_sub(bytes(&one));
    Ok(vec![
        Count::new(
            format!("bytes of an extra set of {HELD} scopes"),
            more / (SETS as u64 - 1),
            Margin::PerCent(10),
        ),
        Count::new(
            format!("symbols of the call path, 1 set used {SETS} times"),
            call_path(&one) as u64,
            Margin::PerCent(25),
        ),
        Count::new(
            format!("symbols of the call path that {SETS} sets have more"),
            call_path(&many).saturating_sub(call_path(&one)) as u64,
            Margin::By(0),
        ),
    ])
}

/// What this package's release build has made of the crates that the programs use.
struct Libraries {
    externs: Vec<(&'static str, PathBuf)>,
}

impl Libraries {
    fn build() -> Outcome<Self> {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(workspace::root());
        cargo.args(["build", "--quiet", "--release", "--message-format=json"]);
        cargo.args(["--lib", "--package", env!("CARGO_PKG_NAME")]);
        if cfg!(feature = "peers") {
            cargo.args(["--features", "peers"]);
        }
        let messages = process::output(&mut cargo)?;
        let externs = CRATES.iter().map(|name| {
            let library = messages.lines().find_map(|line| library(line, name));
            let library = library.ok_or_else(|| format!("cargo has built no library `{name}`"))?;
            Ok((*name, library))
        });
        Ok(Self {
            externs: externs.collect::<Outcome<_>>()?,
        })
    }

    /// Compiles a program as a release build does, but as one unit: how the compiler divides a crate
    /// changes with the least thing.
    fn program(&self, folder: &Path, name: &str, source: &str) -> Outcome<Binary> {
        let (file, program) = (
            folder.join(format!("{name}.rs")),
            folder.join(format!("{name}.o")),
        );
        fs::write(&file, source)?;
        let mut rustc = Command::new("rustc");
        rustc.current_dir(workspace::root());
        rustc.env("CARGO_MANIFEST_DIR", folder);
        rustc.args(["--edition=2024", "--crate-type=bin", "--crate-name", name]);
        rustc.args([
            "--emit=obj",
            "-Copt-level=3",
            "-Ccodegen-units=1",
            "-Cembed-bitcode=no",
        ]);
        for (name, library) in &self.externs {
            rustc.arg(format!("--extern={name}={}", library.display()));
            if let Some(folder) = library.parent() {
                rustc.arg(format!("-Ldependency={}", folder.display()));
            }
        }
        process::output(rustc.arg("-o").arg(&program).arg(&file))?;
        Binary::read(&program)
    }
}

/// The library of a crate, in cargo's message that it is built. What build scripts and macros use is
/// another one, which is not optimized.
fn library(message: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_it = message["target"]["name"] == name && message["profile"]["opt_level"] == "3";
    let files = message["filenames"].as_array().filter(|_| is_it)?;
    let mut files = files.iter().filter_map(Value::as_str);
    files
        .find(|file| file.ends_with(".rlib"))
        .map(PathBuf::from)
}

/// Bytes of an entry in the loader's table of addresses.
const ADDRESS: u64 = 24;

/// What the programs name.
const CRATES: &[&str] = &["passport_api", "serde", "tokio"];

/// The sets of the program that has many, and the uses in both.
const SETS: usize = 9;

/// The scopes of each set.
const HELD: usize = 38;

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::library;

    #[test]
    fn only_what_is_optimized_is_linked() {
        let message = |level: &str| {
            format!(
                r#"{{"target":{{"name":"serde"}},"profile":{{"opt_level":"{level}"}},
                    "filenames":["/t/libserde.rmeta","/t/libserde.rlib"]}}"#
            )
        };
        let found = Some(PathBuf::from("/t/libserde.rlib"));
        assert_eq!(library(&message("3"), "serde"), found);
        assert_eq!(library(&message("0"), "serde"), None);
        assert_eq!(library(&message("3"), "tokio"), None);
        assert_eq!(library("Compiling", "serde"), None);
    }
}
