//! What it costs to check the crate that an import writes.
//!
//! Seconds are those that the compiler computes, by GNU time, so that they do not depend on what
//! else the machine does. The passes of the compiler are told by it itself, which takes
//! `RUSTC_BOOTSTRAP`; it is set for all runs, since it makes cargo build everything again.

use std::path::Path;
use std::process::Command;

use super::folder::Folder;
use crate::Outcome;
use crate::process;

/// Prints a row for each document.
pub(super) fn measure(documents: &[String]) -> Outcome {
    println!(
        "`cargo check` of imported crates: seconds of the compiler, the least of {RUNS} runs;"
    );
    println!(
        "dependencies are built, nothing is incremental. model: without the client of `api!`."
    );
    println!("expand: all macros; api!: what of it is due to that one.\n");
    println!(
        "| document | operations | types | check | ms per operation |   MB | model | expand | api! |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let folder = Folder::empty("import")?;
    documents.iter().try_for_each(|document| {
        let row = row(&folder, document).map_err(|error| format!("{document}: {error}"))?;
        println!("{row}");
        Ok(())
    })
}

fn row(folder: &Folder, document: &str) -> Outcome<String> {
    import(folder, document)?;
    let read = |file: &str| std::fs::read_to_string(folder.file(file));
    let (lib, model) = (read("src/lib.rs")?, read("src/model.rs")?);
    let operations = read("scopes.toml")?.matches("\ncall = ").count();
    let types = TYPES.iter().map(|start| model.matches(start).count());
    let whole = Check::least(folder, &lib)?;
    let alone = Check::least(folder, without_client(&lib)?)?;
    let name = Path::new(document).file_name().unwrap_or_default();
    Ok(format!(
        "| {} | {operations} | {} | {:.2} | {:.1} | {} | {:.2} | {:.2} | {:.2} |",
        name.display(),
        types.sum::<usize>(),
        whole.seconds,
        whole.seconds * 1000.0 / operations.max(1) as f64,
        whole.kilobytes / 1024,
        alone.seconds,
        whole.expansion,
        whole.expansion - alone.expansion,
    ))
}

/// Imports a document as a package that belongs to no workspace.
fn import(folder: &Folder, document: &str) -> Outcome {
    folder.clear()?;
    let document = std::fs::canonicalize(document)?;
    let api = crate::workspace::root().join("passport-api");
    let mut command = process::command("cargo", IMPORT);
    command.arg(&document).arg("--out").arg(folder.file(""));
    command.arg("--passport-api").arg(api);
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let manifest = std::fs::read_to_string(folder.file("Cargo.toml"))?;
    folder.write("Cargo.toml", &format!("{manifest}\n[workspace]\n"))?;
    folder.copy_lock()
}

/// The source before `api!`, which is its last item.
fn without_client(lib: &str) -> Outcome<&str> {
    let found = lib.split_once("\npassport_api::api!");
    let (before, _) = found.ok_or("its src/lib.rs does not call `passport_api::api!`")?;
    Ok(before)
}

/// One run of the compiler.
struct Check {
    seconds: f64,
    kilobytes: u64,
    expansion: f64,
}

impl Check {
    /// The least of some runs, of each number, after one run that is not counted.
    fn least(folder: &Folder, lib: &str) -> Outcome<Self> {
        Self::run(folder, lib)?;
        let mut least = Self::run(folder, lib)?;
        for _ in 1..RUNS {
            let check = Self::run(folder, lib)?;
            least = Self {
                seconds: least.seconds.min(check.seconds),
                kilobytes: least.kilobytes.min(check.kilobytes),
                expansion: least.expansion.min(check.expansion),
            };
        }
        Ok(least)
    }

    fn run(folder: &Folder, lib: &str) -> Outcome<Self> {
        folder.write("src/lib.rs", lib)?;
        let report = folder.file("time");
        let mut command = Command::new("/usr/bin/time");
        command.args(["--format", "%U %M", "--output"]).arg(&report);
        command.arg("cargo").args(CHECK);
        folder.prepare(&mut command);
        command.env("RUSTC_BOOTSTRAP", "1");
        let output = command
            .output()
            .map_err(|error| format!("cannot start GNU time: {error}"))?;
        let printed = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("the crate does not compile:\n{printed}").into());
        }
        let report = std::fs::read_to_string(report)?;
        let mut numbers = report.split_whitespace();
        let mut number = || numbers.next().ok_or("GNU time reports nothing");
        Ok(Self {
            seconds: number()?.parse()?,
            kilobytes: number()?.parse()?,
            expansion: expansion(&printed).ok_or("the compiler does not tell of its passes")?,
        })
    }
}

/// The seconds of the pass that expands macros, in a line such as
/// `time:   0.413; rss:   43MB ->  308MB ( +265MB)`, a tab, `expand_crate`.
fn expansion(printed: &str) -> Option<f64> {
    let line = printed
        .lines()
        .find(|line| line.ends_with("\texpand_crate"))?;
    let (seconds, _) = line.strip_prefix("time:")?.split_once(';')?;
    seconds.trim().parse().ok()
}

const IMPORT: &[&str] = &[
    "run",
    "--quiet",
    "--package",
    "passport-tool",
    "--bin",
    "cargo-passport",
    "--",
    "import",
];

const CHECK: &[&str] = &[
    "rustc",
    "--quiet",
    "--profile",
    "check",
    "--",
    "-Ztime-passes",
];

/// How a type begins in a model.
const TYPES: &[&str] = &["pub struct ", "pub enum ", "pub type "];

const RUNS: usize = 3;

#[cfg(test)]
mod tests {
    use super::{expansion, without_client};

    #[test]
    fn passes_are_read() {
        let printed = "time:   0.001; rss: 1MB ->  2MB (+1MB)\tparse_crate\n\
                       time:   0.413; rss:   43MB ->  308MB ( +265MB)\texpand_crate\n";
        assert_eq!(expansion(printed), Some(0.413));
        assert_eq!(expansion(""), None);
    }

    #[test]
    fn the_client_is_the_last_item() {
        let lib = "//! x\n\npub mod model;\n\npassport_api::api! { spec = \"../scopes.toml\" }\n";
        assert_eq!(without_client(lib).unwrap(), "//! x\n\npub mod model;\n");
        assert!(without_client("").is_err());
    }
}
