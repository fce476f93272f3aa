//! The public types of `passport-api`, from its sources.

use std::fs;
use std::path::Path;

/// A public type.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its path, such as `passport_api::breb::model::key::BrebKey`.
    pub(crate) path: String,
    pub(crate) fields: Vec<Field>,
}

/// A field of a model.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name on the wire.
    pub(crate) name: String,
    pub(crate) ty: String,
    /// Whether its own fields stand in its place.
    pub(crate) flat: bool,
}

impl Item {
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or_default()
    }
}

/// All of them. The lint `unreachable_pub` sees to it that what is written `pub` is public.
pub(crate) fn items() -> Vec<Item> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../passport-api/src");
    let mut items = Vec::new();
    read_folder(&root, "passport_api", &mut items);
    items.sort_by(|one, other| one.path.cmp(&other.path));
    items
}

fn read_folder(folder: &Path, module: &str, items: &mut Vec<Item>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            read_folder(&path, &format!("{module}::{name}"), items);
        } else if name != "tests" {
            let module = match name.as_str() {
                "mod" | "lib" => module.to_owned(),
                name => format!("{module}::{name}"),
            };
            read_file(&fs::read_to_string(&path).unwrap(), &module, items);
        }
    }
}

fn read_file(text: &str, module: &str, items: &mut Vec<Item>) {
    let own = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut lines = own.lines();
    while let Some(line) = lines.next() {
        let rest = ["pub struct ", "pub enum "];
        let Some(rest) = rest.iter().find_map(|it| line.trim().strip_prefix(it)) else {
            continue;
        };
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
        let name = &rest[..end.unwrap_or(rest.len())];
        let mut fields = Vec::new();
        if line.trim().starts_with("pub struct") && line.ends_with('{') {
            let inner = line.len() - line.trim_start().len();
            let closes =
                |line: &&str| line.len() - line.trim_start().len() == inner && line.ends_with('}');
            read_fields(lines.by_ref().take_while(|line| !closes(line)), &mut fields);
        }
        items.push(Item {
            path: format!("{module}::{name}"),
            fields,
        });
    }
}

fn read_fields<'t>(lines: impl Iterator<Item = &'t str>, fields: &mut Vec<Field>) {
    let mut flat = false;
    for line in lines.map(str::trim) {
        if line.starts_with("#[serde(flatten)]") {
            flat = true;
        }
        if line.starts_with(['/', '#']) {
            continue;
        }
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let Some((name, rest)) = line.split_once(": ") else {
            continue;
        };
        let (ty, names) = rest.split_once(" = ").unwrap_or((rest, ""));
        let ty = ty.split(", with_").next().unwrap_or_default();
        let quoted = |text: &str| Some(text.split_once('"')?.1.split_once('"')?.0.to_owned());
        let wire = quoted(name).or_else(|| quoted(names));
        fields.push(Field {
            name: wire.unwrap_or_else(|| name.to_owned()),
            ty: ty.trim_end_matches([',', ';']).to_owned(),
            flat: std::mem::take(&mut flat),
        });
    }
}

#[test]
fn the_scan_finds_what_is_there() {
    let items = items();
    let find = |path: &str| items.iter().find(|item| item.path == path).unwrap();
    let key = find("passport_api::breb::model::key::BrebKey");
    let fields: Vec<_> = key.fields.iter().map(|it| (&*it.name, &*it.ty)).collect();
    assert_eq!(
        fields,
        [
            ("key_type", "Option<Word<KeyType>>"),
            ("key_value", "Option<Sensitive>")
        ]
    );
    let link = find("passport_api::breb::model::account::LinkAccount");
    let fields: Vec<_> = link.fields.iter().map(|it| (&*it.name, &*it.ty)).collect();
    assert_eq!(
        fields,
        [
            ("account_type", "AccountType"),
            ("customer_id", "CustomerId"),
            ("account_number", "Sensitive")
        ]
    );
    assert!(items.len() > 190, "{}", items.len());
}
