//! `cargo xtask ci`: the whole gate. A person and the build machine run the same.

use std::process::Command;

use crate::Outcome;
use crate::stopwatch::timed;
use crate::{api, bench, flag, package, process, regen, workspace};

/// A step of the gate.
struct Step {
    name: String,
    work: Work,
}

/// What a step does.
enum Work {
    /// It runs a command.
    Run(Command),
    /// It runs a chore, which a person starts with these words behind `cargo xtask`.
    Chore(&'static str, fn() -> Outcome),
}

/// Runs every step, up to the first that fails.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    flag(arguments, "")?;
    let mut times = Vec::new();
    for mut step in steps()? {
        println!("==> {}", step.name);
        let (outcome, time) = timed(|| step.work.run());
        println!("==> {}: {:.1} s", step.name, time.as_secs_f64());
        if let Err(error) = outcome {
            let again = step.work.again();
            return Err(format!("{}: {error}\nto repeat it: {again}", step.name).into());
        }
        times.push((step.name, time));
    }
    for (name, time) in times {
        println!("{:>7.1} s  {name}", time.as_secs_f64());
    }
    Ok(())
}

/// The steps: what is quick and fails often comes first.
fn steps() -> Outcome<Vec<Step>> {
    let mut steps = vec![
        cargo("format", &["fmt", "--all", "--check"]),
        // The golden expansions are compared by the tests.
        Step {
            name: "derived files".to_owned(),
            work: Work::Chore("regen --check", regen::check_files),
        },
        cargo(
            "clippy",
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
        ),
        documentation(),
        Step {
            name: "public API".to_owned(),
            work: Work::Chore("api --check", api::check),
        },
    ];
    steps.extend(features()?);
    steps.push(Step {
        name: "packages".to_owned(),
        work: Work::Chore("package", || package::run(&[])),
    });
    steps.push(Step {
        name: "counted work".to_owned(),
        work: Work::Chore("bench --check", bench::check),
    });
    // Nobody builds the peers to run the tests, so only this sees what they are called with.
    steps.push(cargo("peers", PEERS));
    if workspace::has("fuzz") {
        const FUZZ: &[&str] = &["--manifest-path", "fuzz/Cargo.toml"];
        steps.push(cargo("fuzz format", &[&["fmt", "--check"], FUZZ].concat()));
        steps.push(cargo("fuzz corpus", &[&["test"], FUZZ].concat()));
    }
    // Last, so that the results of the tests end the output.
    steps.push(cargo("tests", &["test", "--workspace"]));
    Ok(steps)
}

fn documentation() -> Step {
    let mut step = cargo("documentation", &["doc", "--workspace", "--no-deps"]);
    if let Work::Run(command) = &mut step.work {
        command.env("RUSTDOCFLAGS", "-D warnings");
    }
    step
}

/// `passport-api` with none of its features, and with each alone; all of them is what clippy sees.
fn features() -> Outcome<Vec<Step>> {
    const NONE: &[&str] = &[
        "clippy",
        "--package",
        "passport-api",
        "--no-default-features",
    ];
    const STRICT: &[&str] = &["--", "-D", "warnings"];
    let mut steps = vec![cargo("no feature", &[NONE, STRICT].concat())];
    for feature in workspace::features("passport-api")? {
        let alone = [NONE, &["--features", &feature], STRICT].concat();
        steps.push(cargo(&format!("feature {feature} alone"), &alone));
    }
    Ok(steps)
}

const PEERS: &[&str] = &[
    "clippy",
    "--package",
    "passport-benches",
    "--features",
    "peers",
    "--",
    "-D",
    "warnings",
];

fn cargo(name: &str, arguments: &[&str]) -> Step {
    Step {
        name: name.to_owned(),
        work: Work::Run(process::command("cargo", arguments)),
    }
}

impl Work {
    fn run(&mut self) -> Outcome {
        match self {
            Self::Run(command) => process::run(command),
            Self::Chore(_, chore) => chore(),
        }
    }

    /// What a person types to repeat the step.
    fn again(&self) -> String {
        match self {
            Self::Run(command) => process::text(command),
            Self::Chore(words, _) => format!("cargo xtask {words}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Work, steps};

    #[test]
    fn the_tests_are_run_as_the_readme_says() {
        let steps = steps().unwrap();
        assert_eq!(steps.last().unwrap().work.again(), "cargo test --workspace");
    }

    #[test]
    fn each_feature_is_checked_alone() {
        let steps = steps().unwrap();
        let alone = steps.iter().filter(|step| step.name.ends_with("alone"));
        let alone: Vec<String> = alone.map(|step| step.work.again()).collect();
        let breb = "--no-default-features --features breb --";
        assert!(alone.iter().any(|call| call.contains(breb)), "{alone:?}");
    }

    #[test]
    fn a_chore_is_repeated_by_its_name() {
        let work = Work::Chore("package", || Ok(()));
        assert_eq!(work.again(), "cargo xtask package");
    }
}
