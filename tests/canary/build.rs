//! Lists the models of the built-in systems for the canary, from the sources: a new model is among
//! them as soon as its module exports it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../passport-api/src");
    println!("cargo::rerun-if-changed={}", sources.display());
    let systems = fs::read_dir(&sources).expect("the sources of passport-api");
    let systems = systems.map(|entry| entry.expect("a folder").path());
    let mut systems: Vec<PathBuf> = systems
        .filter(|folder| folder.join("model/mod.rs").is_file())
        .collect();
    systems.sort();

    let (mut models, mut words) = (String::new(), String::new());
    for system in &systems {
        let name = system.file_name().and_then(|name| name.to_str());
        let name = name.expect("a name in UTF-8");
        let mut kinds = BTreeMap::new();
        read_kinds(&sources.join("fintech"), &mut kinds);
        read_kinds(system, &mut kinds);
        let exports = fs::read_to_string(system.join("model/mod.rs")).expect("a module of models");
        let exported = exported(&exports);
        let of_kind = |wanted: Kind| {
            let kind = |ty: &&str| kinds.get(*ty).copied().unwrap_or(Kind::Model);
            let types = exported.iter().copied();
            let types: Vec<&str> = types.filter(|ty| kind(ty) == wanted).collect();
            types.join(", ")
        };
        for (list, kind) in [(&mut models, Kind::Model), (&mut words, Kind::Word)] {
            writeln!(list, "{name}::model {{ {} }}", of_kind(kind)).expect("a text");
        }
    }
    let text = format!("models! {{\n{models}}}\nwords! {{\n{words}}}\n");
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("models.rs"), text).expect("a list of models");
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    /// Made of JSON.
    Model,
    /// An id, or a word of an open list.
    Word,
    /// An error, which holds nothing that was sent.
    Error,
}

/// The names that a module of models exports, but for those that all systems have.
fn exported(text: &str) -> Vec<&str> {
    let uses = text.split("pub use ").skip(1);
    let uses = uses.filter_map(|rest| rest.split(';').next());
    let uses = uses.filter(|path| !path.starts_with("crate::types::"));
    let names = uses.flat_map(|path| {
        let (_, names) = path.rsplit_once("::").unwrap_or(("", path));
        names.split([',', '{', '}']).map(str::trim)
    });
    names
        .filter(|name| name.starts_with(char::is_uppercase))
        .collect()
}

/// Notes of each type that is declared below a folder what it is, where that is not a model.
fn read_kinds(folder: &Path, kinds: &mut BTreeMap<String, Kind>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_kinds(&path, kinds);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        let mut around = "";
        for line in text.lines() {
            if let Some(name) = line.strip_suffix("! {").filter(|_| !line.starts_with(' ')) {
                around = name;
            }
            if line == "}" {
                around = "";
            }
            if let Some((_, name)) = line.split_once("Error for ") {
                kinds.insert(name_at(name), Kind::Error);
            }
            let line = line.trim_start();
            let declared = ["pub struct ", "pub enum "];
            let declared = declared.iter().find_map(|it| line.strip_prefix(it));
            if let Some(name) = declared
                && ["open_enum", "opaque_id"].contains(&around)
            {
                kinds.insert(name_at(name), Kind::Word);
            }
        }
    }
}

/// The name that a text begins with.
fn name_at(text: &str) -> String {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    text[..end.unwrap_or(text.len())].to_owned()
}
