//! The files that the compiler or a test derives, and those that they come from.

use std::process::Command;

use super::changes::Changes;
use super::{imported, ui};
use crate::{Outcome, api, process, workspace};

/// Something that is derived, and what it comes from.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// The beginnings of the paths that it comes from.
    inputs: &'static [&'static str],
    /// True if it comes from the built-in systems, too.
    with_systems: bool,
    does: Does,
}

enum Does {
    /// Runs a test that compares, and writes where `PASSPORT_REGEN` is 1; its package, and what
    /// chooses it there.
    Test(&'static [&'static str]),
    /// Lists the public API of the packages that have changed.
    Listings,
    /// Imports a document; `check_files` has compared what comes of it.
    Import,
    /// Writes the messages of the UI cases, which the tests compare.
    Messages,
}

impl Step {
    /// Returns whether it may have become stale.
    pub(super) fn is_touched(&self, changes: &Changes, systems: &[String]) -> bool {
        let exceptions = if self.with_systems { &[] } else { systems };
        changes.touch(self.inputs, exceptions)
    }

    pub(super) fn write(&self, changes: &Changes, systems: &[String]) -> Outcome {
        match &self.does {
            Does::Test(test) => process::run(compared(test).env("PASSPORT_REGEN", "1")),
            // They are written while the messages are compiled.
            Does::Listings if MESSAGES.is_touched(changes, systems) => Ok(()),
            Does::Listings => write_listings(changes),
            Does::Import => imported::write(),
            Does::Messages => {
                // Other cases say nothing of the systems.
                let only_systems = !changes.touch(self.inputs, systems);
                ui::write(only_systems, || {
                    match LISTINGS.is_touched(changes, systems) {
                        true => write_listings(changes),
                        false => Ok(()),
                    }
                })
            }
        }
    }

    pub(super) fn check(&self) -> Outcome {
        match &self.does {
            Does::Test(test) => process::run(&mut compared(test)),
            Does::Listings => api::check(),
            Does::Import | Does::Messages => Ok(()),
        }
    }
}

fn write_listings(changes: &Changes) -> Outcome {
    api::write(&listed_anew(changes)?)
}

/// The published packages whose listing may have changed. What `api!` writes into passport-api is
/// listed, too.
fn listed_anew(changes: &Changes) -> Outcome<Vec<String>> {
    let expansion = ["passport-macros/", "passport-spec/", "scopes.toml"];
    let mut packages = workspace::published()?;
    packages.retain(|package| {
        let (folder, listing) = (format!("{package}/"), format!("docs/api/{package}.txt"));
        changes.touch(&[&folder, &listing, "xtask/src/api/"], &[])
            || package == "passport-api" && changes.touch(&expansion, &[])
    });
    Ok(packages)
}

/// A test by its package and what chooses it there.
pub(super) fn compared(test: &[&str]) -> Command {
    let mut command = process::command("cargo", &["test", "--quiet", "--package"]);
    command.args(test);
    command
}

/// The files of the built-in systems: the spec, their modules, and the code that these share.
pub(super) fn systems() -> Outcome<Vec<String>> {
    let spec = passport_spec::Spec::load(workspace::root().join("scopes.toml"))?;
    let modules = spec.apis().iter().map(|api| api.name.as_str());
    let modules = modules.chain(SHARED_BY_SYSTEMS.iter().copied());
    let folders = modules.map(|module| format!("passport-api/src/{module}/"));
    let files = ["scopes.toml", "passport-api/scopes.toml"].map(str::to_owned);
    Ok(folders.chain(files).collect())
}

const SHARED_BY_SYSTEMS: &[&str] = &["fintech"];

static LISTINGS: Step = Step {
    name: "the listings of the public API",
    inputs: &[
        "passport-api/",
        "passport-macros/",
        "passport-sandbox/",
        "passport-spec/",
        "passport-tool/",
        "scopes.toml",
        "docs/api/",
        "xtask/src/api/",
    ],
    with_systems: true,
    does: Does::Listings,
};

static MESSAGES: Step = Step {
    name: "the messages of tests/ui/",
    inputs: &[
        "passport-api/",
        "passport-macros/",
        "passport-spec/",
        "scopes.toml",
        "tests/ui/",
    ],
    with_systems: true,
    does: Does::Messages,
};

pub(super) const STEPS: &[&Step] = &[
    &LISTINGS,
    &Step {
        name: "the imported example",
        inputs: &["passport-spec/", "passport-tool/", "examples/library/"],
        with_systems: false,
        does: Does::Import,
    },
    &Step {
        name: "the golden expansions",
        inputs: &["passport-spec/", "passport-macros/", "tests/golden/"],
        with_systems: false,
        does: Does::Test(&["passport-macros", "golden"]),
    },
    &Step {
        name: "the golden imports",
        inputs: &["passport-spec/", "passport-tool/"],
        with_systems: false,
        does: Does::Test(&["passport-tool", "--test", "it", "golden"]),
    },
    &Step {
        name: "the sample of a model",
        inputs: &["passport-api/", "passport-spec/", "passport-tool/"],
        with_systems: false,
        does: Does::Test(&["passport-tool", "--test", "model", "behaviour"]),
    },
    &Step {
        name: "docs/faults.md",
        inputs: &[
            "passport-sandbox/src/fault/",
            "tests/faults/",
            "docs/faults.md",
        ],
        with_systems: false,
        does: Does::Test(&["passport-tests", "--test", "faults", "page"]),
    },
    &Step {
        name: "docs/seeds.md",
        inputs: &["tests/seeds/", "docs/seeds.md"],
        with_systems: false,
        does: Does::Test(&["passport-tests", "--test", "seeds", "page"]),
    },
    &Step {
        name: "docs/fleet.md",
        inputs: &[
            "passport-api/",
            "tests/simulation/",
            "tests/fleet/",
            "docs/fleet.md",
        ],
        with_systems: false,
        does: Does::Test(&["passport-tests", "--test", "simulation"]),
    },
    &Step {
        name: "tests/audit/clerks.txt",
        inputs: &[
            "passport-api/",
            "passport-macros/",
            "passport-spec/",
            "passport-tool/",
            "tests/audit/",
        ],
        with_systems: false,
        does: Does::Test(&["passport-tests", "--test", "audit"]),
    },
    &Step {
        name: "benches/api/",
        inputs: &["passport-spec/", "passport-tool/", "benches/api/"],
        with_systems: false,
        does: Does::Test(&["passport-benches", "as_imported"]),
    },
    &MESSAGES,
];
