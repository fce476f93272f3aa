//! `cargo xtask ci`: the whole gate. A person and the build machine run the same.

use std::process::Command;

use crate::Outcome;
use crate::stopwatch::timed;
use crate::{api, bench, deny, flag, next_solver, package, process, regen, workspace};

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
///
/// `--without-tests` leaves out the tests: `.ci/run` has run them before, as the README says.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut steps = steps()?;
    if flag(arguments, WITHOUT_TESTS)? {
        steps.retain(|step| step.name != TESTS);
    }
    let mut times = Vec::new();
    for mut step in steps {
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
    let published = workspace::published()?;
    let all = workspace::all_features(&published)?;
    let all = ["--features", &all];
    let mut steps = vec![
        cargo("format", &["fmt", "--all", "--check"]),
        // The golden expansions are compared by the tests.
        chore("derived files", "regen --check", regen::check_files),
        chore("dependencies", "deny", deny::check),
        cargo(
            "clippy, all features",
            &[
                &["clippy", "--workspace", "--all-targets"],
                &all[..],
                STRICT,
            ]
            .concat(),
        ),
        documentation(
            "documentation, all features",
            &[&["--workspace"], &all[..]].concat(),
        ),
        chore("public API", "api --check", api::check),
    ];
    for package in &published {
        steps.extend(features(package)?);
    }
    steps.push(chore("next trait solver", "next-solver", || {
        next_solver::run(&[])
    }));
    steps.push(chore("packages", "package", || package::run(&[])));
    steps.push(chore("counted work", "bench --check", bench::check));
    // Nobody builds the peers to run the tests, so only this sees what they are called with.
    steps.push(cargo("peers", PEERS));
    if workspace::has("fuzz") {
        const FUZZ: &[&str] = &["--manifest-path", "fuzz/Cargo.toml"];
        steps.push(cargo("fuzz format", &[&["fmt", "--check"], FUZZ].concat()));
        steps.push(cargo("fuzz corpus", &[&["test"], FUZZ].concat()));
    }
    // Last, so that the results of the tests end the output.
    steps.push(cargo(TESTS, &["test", "--workspace"]));
    Ok(steps)
}

fn documentation(name: &str, of: &[&str]) -> Step {
    let mut step = cargo(name, &[&["doc", "--no-deps"], of].concat());
    if let Work::Run(command) = &mut step.work {
        command.env("RUSTDOCFLAGS", "-D warnings");
    }
    step
}

/// A package with none of its features, its tests and its documentation as well, and with each of
/// them alone; nothing where it has none.
fn features(package: &str) -> Outcome<Vec<Step>> {
    let features = workspace::features(package)?;
    if features.is_empty() {
        return Ok(Vec::new());
    }
    let none = ["--package", package, "--no-default-features"];
    let clippy =
        |name: &str, more: &[&str]| cargo(name, &[&["clippy"], &none[..], more, STRICT].concat());
    let name = format!("{package}: no feature");
    let mut steps = vec![
        clippy(&name, &["--all-targets"]),
        documentation(&format!("{name}, documentation"), &none),
    ];
    for feature in features {
        let name = format!("{package}: feature {feature} alone");
        steps.push(clippy(&name, &["--features", &feature]));
    }
    Ok(steps)
}

const WITHOUT_TESTS: &str = "--without-tests";

/// The name of the step that runs all tests.
const TESTS: &str = "tests";

const STRICT: &[&str] = &["--", "-D", "warnings"];

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

fn chore(name: &str, words: &'static str, run: fn() -> Outcome) -> Step {
    Step {
        name: name.to_owned(),
        work: Work::Chore(words, run),
    }
}

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
    use super::{TESTS, WITHOUT_TESTS, Work, steps};
    use crate::{process, workspace};

    /// `.ci/run` runs these commands, and then the other steps.
    #[test]
    fn the_tests_are_run_as_the_readme_says() {
        let commands = process::output(".ci/readme-commands", &[]).unwrap();
        let commands: Vec<&str> = commands.lines().collect();
        let steps = steps().unwrap();
        let tests = steps.last().unwrap();
        assert_eq!(tests.name, TESTS);
        assert_eq!(
            commands,
            ["cargo run --example quickstart", &tests.work.again()]
        );
        let gate = std::fs::read_to_string(workspace::root().join(".ci/run")).unwrap();
        let rest = format!("cargo xtask ci {WITHOUT_TESTS}");
        assert!(gate.contains("commands=$(.ci/readme-commands)"), "{gate}");
        assert!(gate.contains(&rest), "{gate}");
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
    fn every_feature_is_compiled_alone_and_with_all_others() {
        let calls: Vec<String> = steps()
            .unwrap()
            .iter()
            .map(|step| step.work.again())
            .collect();
        for package in workspace::published().unwrap() {
            for feature in workspace::features(&package).unwrap() {
                let alone = format!("{package} --no-default-features --features {feature} --");
                assert!(calls.iter().any(|call| call.contains(&alone)), "{alone}");
                let all = |command: &str| {
                    calls.iter().any(|call| {
                        let options = call
                            .split(&[' ', ','])
                            .any(|word| word == format!("{package}/{feature}"));
                        call.contains(command) && call.contains("--workspace") && options
                    })
                };
                assert!(
                    all("cargo clippy") && all("cargo doc"),
                    "{package}/{feature}"
                );
            }
        }
    }

    #[test]
    fn without_features_the_tests_and_the_documentation_are_checked() {
        let calls: Vec<String> = steps()
            .unwrap()
            .iter()
            .map(|step| step.work.again())
            .collect();
        let none = "--package passport-api --no-default-features";
        let tests = format!("cargo clippy {none} --all-targets -- -D warnings");
        let docs = format!("RUSTDOCFLAGS=\"-D warnings\" cargo doc --no-deps {none}");
        assert!(calls.contains(&tests) && calls.contains(&docs), "{calls:?}");
    }

    #[test]
    fn a_chore_is_repeated_by_its_name() {
        let work = Work::Chore("package", || Ok(()));
        assert_eq!(work.again(), "cargo xtask package");
    }
}
