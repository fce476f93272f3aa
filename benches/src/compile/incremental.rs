//! What is built again after an edit, by cargo as a person calls it, in a default dev build.

use super::package::{Package, passport_api};
use super::synthetic::{self, Need, TOKEN};
use super::usage;
use crate::Outcome;

/// What a package that uses `api!` costs after an edit.
#[derive(Debug)]
pub(super) struct Edited {
    /// What was edited.
    pub(super) edit: Edit,
    /// Seconds of cargo and all that it starts, for each of [`COMMANDS`]: with the macros, and with
    /// their output in their place, where the edit means anything for that.
    pub(super) seconds: Vec<[Option<f64>; 2]>,
}

/// What happens between two builds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Edit {
    /// Everything that was built of the package is gone; its dependencies are there.
    All,
    /// Nothing.
    Nothing,
    /// A source file that has nothing to do with the client is saved again, as it was.
    TouchOther,
    /// One line changes in the file that calls the client.
    ChangeCaller,
    /// The spec is saved again, as it was.
    TouchSpec,
    /// A scope's description changes in the spec.
    ChangeSpec,
}

/// The commands whose cost is measured.
pub(super) const COMMANDS: [&str; 2] = ["check", "build"];

/// Measures all edits in a package with so many endpoints.
pub(super) fn measure(size: usize, rounds: usize) -> Outcome<Vec<Edited>> {
    println!("    edits, {size} endpoints");
    let macros = Place::create("edited", size)?;
    let pasted = Place::pasted(&macros, "edited-pasted")?;
    let mut edited = EDITS.map(|edit| Edited {
        edit,
        seconds: COMMANDS.map(|_| [None, None]).to_vec(),
    });
    for (number, command) in COMMANDS.into_iter().enumerate() {
        for place in [&macros, &pasted] {
            place.cargo(command)?;
        }
        for _ in 0..rounds {
            for row in &mut edited {
                for (place, least) in [&macros, &pasted].iter().zip(&mut row.seconds[number]) {
                    if place.is_pasted && row.edit.is_of_spec() {
                        continue;
                    }
                    row.edit.make(place)?;
                    let seconds = place.cargo(command)?;
                    *least = Some(least.map_or(seconds, |least: f64| least.min(seconds)));
                }
            }
        }
    }
    Ok(edited.into())
}

/// A package that is edited.
struct Place {
    name: String,
    package: Package,
    is_pasted: bool,
}

impl Place {
    fn create(name: &str, size: usize) -> Outcome<Self> {
        let package = Package::create(name, &passport_api())?;
        package.write("scopes.toml", &synthetic::spec(size, Need::Scope))?;
        let api = synthetic::api("scopes.toml") + &synthetic::sets(size, Need::Scope);
        package.write("src/lib.rs", &format!("{MODULES}{api}"))?;
        let calls = synthetic::calls(size, TOKEN);
        package.write("src/caller.rs", &format!("{CALLER}{calls}"))?;
        package.write("src/other.rs", OTHER)?;
        let is_pasted = false;
        let name = name.to_owned();
        Ok(Self {
            name,
            package,
            is_pasted,
        })
    }

    /// The same package with the macros' output in their place.
    fn pasted(other: &Self, name: &str) -> Outcome<Self> {
        let text = other.package.compiler()?.expansion("src/lib.rs")?;
        let package = Package::create(name, &passport_api())?;
        package.write("src/lib.rs", &format!("{MODULES}{text}"))?;
        for file in ["scopes.toml", "src/caller.rs", "src/other.rs"] {
            package.write(file, &other.package.read(file)?)?;
        }
        let is_pasted = true;
        let name = name.to_owned();
        Ok(Self {
            name,
            package,
            is_pasted,
        })
    }

    fn cargo(&self, command: &str) -> Outcome<f64> {
        let mut cargo = self.package.cargo(&[command, "--quiet"]);
        Ok(usage::measured(&mut cargo, &self.package.path("said"))?.seconds)
    }

    /// Writes a file with one text in place of another, which must be in it.
    fn change(&self, file: &str, from: &str, to: &str) -> Outcome {
        let text = self.package.read(file)?;
        if !text.contains(from) {
            return Err(format!("{file} of a measured package lacks `{from}`").into());
        }
        self.package.write(file, &text.replacen(from, to, 1))
    }

    /// Saves a file as it is; cargo goes by the time of that.
    fn touch(&self, file: &str) -> Outcome {
        let text = self.package.read(file)?;
        self.package.write(file, &text)
    }
}

impl Edit {
    /// What a table calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all of it, cold",
            Self::Nothing => "nothing",
            Self::TouchOther => "another source file saved, as it was",
            Self::ChangeCaller => "one line of the file that calls the client",
            Self::TouchSpec => "`scopes.toml` saved, as it was",
            Self::ChangeSpec => "a description in `scopes.toml`",
        }
    }

    fn is_of_spec(self) -> bool {
        matches!(self, Self::TouchSpec | Self::ChangeSpec)
    }

    fn make(self, place: &Place) -> Outcome {
        match self {
            Self::All => {
                let mut cargo = place.package.cargo(&["clean", "--quiet", "--package"]);
                usage::measured(cargo.arg(&place.name), &place.package.path("said"))?;
                Ok(())
            }
            Self::Nothing => Ok(()),
            Self::TouchOther => place.touch("src/other.rs"),
            Self::ChangeCaller => place.change("src/caller.rs", "number + 1", "number + 1 + 1"),
            Self::TouchSpec => place.touch("scopes.toml"),
            Self::ChangeSpec => place.change("scopes.toml", "Read item 0", "Read item 00"),
        }
    }
}

const EDITS: [Edit; 6] = [
    Edit::All,
    Edit::Nothing,
    Edit::TouchOther,
    Edit::ChangeCaller,
    Edit::TouchSpec,
    Edit::ChangeSpec,
];

const MODULES: &str = "#![allow(warnings)]\npub mod caller;\npub mod other;\n";

const CALLER: &str = "pub fn more(number: u32) -> u32 {\n    number + 1\n}\n";

const OTHER: &str = "pub fn double(number: u32) -> u32 {\n    number * 2\n}\n";
