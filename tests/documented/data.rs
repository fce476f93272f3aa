//! The documented requests and answers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// A request as the pages document it, and the status of its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Documented {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, String>,
    /// Headers besides those that every request has, in small letters.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Option<Value>,
    pub(crate) status: u16,
    /// Returns whether the answer has no body.
    #[serde(default)]
    pub(crate) empty: bool,
}

/// An answer that a page shows or describes.
#[derive(Debug)]
pub(crate) struct Example {
    /// The file, for people.
    pub(crate) file: String,
    /// The name of the file without its ending.
    pub(crate) name: String,
    /// The text, as it is sent.
    pub(crate) text: String,
}

impl Example {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }

    /// Returns whether it is an answer to this endpoint.
    pub(crate) fn is_of(&self, endpoint: &str) -> bool {
        let rest = self.name.strip_prefix(endpoint);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// The requests of a system by their names.
pub(crate) fn calls(system: &str) -> BTreeMap<String, Documented> {
    let file = folder().join(format!("calls/{system}.json"));
    let text = fs::read_to_string(&file).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The examples of a system, by name.
pub(crate) fn examples(system: &str) -> Vec<Example> {
    let folder = folder().join("examples").join(system);
    let mut examples: Vec<Example> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            Example {
                file: format!("examples/{system}/{name}.json"),
                text: fs::read_to_string(&path).unwrap(),
                name,
            }
        })
        .collect();
    examples.sort_by(|one, other| one.name.cmp(&other.name));
    examples
}

/// The example of this name.
pub(crate) fn example(system: &str, name: &str) -> Example {
    let mut examples = examples(system).into_iter();
    let found = examples.find(|example| example.name == name);
    found.unwrap_or_else(|| panic!("no example {name} of {system}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("documented")
}
