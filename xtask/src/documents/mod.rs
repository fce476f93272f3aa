//! `cargo xtask documents`: OpenAPI documents imported, each held against an independent reading of
//! it, its crate compiled, and every call made and refused; `docs/import.md` is written of it.
//!
//! The documents are not part of this repository, so this is no step of the gate. The same code runs
//! in a test on small documents of our own, in `xtask/documents/` and `passport-tool/tests/golden/`.

mod calls;
mod compare;
mod find;
mod independent;
mod page;
mod report;
#[cfg(test)]
mod tests;
mod trial;
mod usage;
mod written;

use std::path::{Path, PathBuf};

use self::independent::Files;
use self::trial::Bench;
use crate::Outcome;
use crate::derived::Derived;
use crate::process;
use crate::workspace;

/// Tries every document below a folder. Without names and with every step, the page is written.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let command = Command::read(arguments)?;
    let root = command.folder.canonicalize();
    let root = root.map_err(|error| format!("{}: {error}", command.folder.display()))?;
    let mut files = Files::default();
    let mut documents = find::documents(&root, &command.names, &mut files)?;
    // What is wrong with all of them is seen at the small ones.
    documents.sort_by_key(|document| document.bytes);
    let bench = Bench {
        importer: importer("release")?,
        root,
        folder: workspace::scratch()?.join("documents/crates"),
        target: workspace::scratch()?.join("documents/target"),
        compile: !command.leaves_out("compile"),
        calls: !command.leaves_out("calls"),
    };
    let whole = command.names.is_empty() && command.without.is_empty();
    if whole && bench.target.exists() {
        // What the dependencies cost is measured too.
        std::fs::remove_dir_all(&bench.target)?;
    }
    let mut trials = Vec::new();
    for document in &documents {
        let trial = bench.try_out(document, &mut files);
        println!("{}", page::line(&trial));
        trials.push(trial);
    }
    for (document, trial) in documents.iter().zip(&mut trials) {
        bench.call(document, trial);
        if bench.calls {
            println!("{}", page::line(trial));
        }
    }
    trials.sort_by(|one, other| one.name.cmp(&other.name));
    let page = Derived {
        path: "docs/import.md".to_owned(),
        contents: page::page(&trials, &machine()?),
    };
    if command.check {
        return page::compare(&page, &command.without);
    }
    if whole {
        page.write()?;
        println!("{} is written", page.path);
    } else {
        println!("{}", page.contents);
        println!(
            "{} is left alone: it tells of all documents and steps",
            page.path
        );
    }
    Ok(())
}

/// Builds the importer, and says where it is.
fn importer(profile: &str) -> Outcome<PathBuf> {
    let (words, folder): (&[&str], _) = match profile {
        "release" => (&["--release"], "release"),
        _ => (&[], "debug"),
    };
    const BUILD: &[&str] = &["build", "--quiet", "--package", "passport-tool"];
    process::run(&mut process::command("cargo", &[BUILD, words].concat()))?;
    let name = format!("cargo-passport{}", std::env::consts::EXE_SUFFIX);
    let scratch = workspace::scratch()?;
    // The scratch folder is one in the build folder.
    let target = scratch.parent().ok_or("there is no build folder")?;
    Ok(target.join(folder).join(name))
}

/// What the figures of time depend on.
fn machine() -> Outcome<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = process::output("rustc", &["--version"])?;
    Ok(format!("{cores} cores, {}", rustc.trim()))
}

/// What is typed behind `cargo xtask documents`.
#[derive(Debug, Eq, PartialEq)]
struct Command {
    folder: PathBuf,
    names: Vec<String>,
    check: bool,
    without: Vec<String>,
}

impl Command {
    fn leaves_out(&self, step: &str) -> bool {
        self.without.iter().any(|known| known == step)
    }

    fn read(arguments: &[String]) -> Outcome<Self> {
        let (mut words, mut check, mut without) = (Vec::new(), false, Vec::new());
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--check" => check = true,
                "--without" => {
                    let steps = arguments.next().map_or("", String::as_str).split(',');
                    without.extend(steps.map(str::to_owned));
                }
                flag if flag.starts_with('-') => {
                    return Err(format!("unexpected `{flag}`; {USAGE}").into());
                }
                _ => words.push(argument.clone()),
            }
        }
        if without.iter().any(|step| !STEPS.contains(&&**step)) {
            return Err("`--without` takes `calls`, `compile`, or both with a comma".into());
        }
        let (folder, names) = words.split_first().ok_or(USAGE)?;
        if check && !names.is_empty() {
            return Err("`--check` is about all documents; leave the names out".into());
        }
        Ok(Self {
            folder: Path::new(folder).to_owned(),
            names: names.to_vec(),
            check,
            without,
        })
    }
}

const USAGE: &str = "expected: DIR [NAME …] [--check] [--without calls,compile]";

/// What can be left out.
const STEPS: &[&str] = &["calls", "compile"];
