//! Workspaces below the target directory, and audits of them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A workspace that is written anew for each test; all share what is compiled of passport-api.
pub(crate) struct Workspace {
    pub(crate) folder: PathBuf,
}

impl Workspace {
    /// An empty one.
    pub(crate) fn new(name: &str) -> Self {
        let folder = shared().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// One with the files of `tests/audit/NAME`.
    pub(crate) fn of_case(case: &str, name: &str) -> Self {
        let workspace = Self::new(name);
        workspace.copy(&root().join("tests/audit").join(case), Path::new(""));
        workspace
    }

    fn copy(&self, from: &Path, to: &Path) {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let to = to.join(path.file_name().unwrap());
            if path.is_dir() {
                self.copy(&path, &to);
            } else {
                self.write(&to, &fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// Writes a file; `PASSPORT_API` in its text is the path of that package.
    pub(crate) fn write(&self, file: impl AsRef<Path>, text: &str) {
        let file = self.folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let api = root().join("passport-api").display().to_string();
        fs::write(file, text.replace("PASSPORT_API", &api)).unwrap();
    }

    /// Replaces a text that the file holds.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.folder.join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        self.write(file, &text.replace(from, to));
    }

    /// Audits it; answers the status, and what goes to stdout and stderr.
    pub(crate) fn audit(&self, arguments: &[&str]) -> (u8, String, String) {
        nested_cargo::lock(&self.folder).unwrap();
        let manifest = self.folder.join("Cargo.toml").display().to_string();
        let target = shared().join("target").display().to_string();
        let always = ["audit", "--locked", "--manifest-path", &manifest];
        let always = [&always[..], &["--target-dir", &target]].concat();
        let all = always.iter().chain(arguments).map(Into::into).collect();
        let mut ui = passport_tool::cli::Ui::captured();
        let status = passport_tool::cli::run(all, &mut ui);
        let (out, err) = ui.captured_text();
        (status, out, err)
    }

    /// The same with `--json`.
    pub(crate) fn audit_json(&self, arguments: &[&str]) -> (u8, Value) {
        let (status, out, err) = self.audit(&[arguments, &["--json"]].concat());
        assert_eq!(err, "");
        let json = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"));
        (status, json)
    }
}

/// The report on the set with this name that stands in a file whose path ends so.
pub(crate) fn set<'j>(json: &'j Value, file: &str, name: &str) -> &'j Value {
    let is_it = |set: &&Value| {
        let place = set["place"]["file"].as_str().unwrap_or_default();
        set["name"] == name && place.ends_with(file)
    };
    let sets = json["audit"]["sets"].as_array();
    let found = sets.and_then(|sets| sets.iter().find(is_it));
    found.unwrap_or_else(|| panic!("no set `{name}` in {json:#}"))
}

/// A list of words.
pub(crate) fn words(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter().map(|word| word.as_str().unwrap()).collect()
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit")
}
