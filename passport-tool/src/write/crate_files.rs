//! The files around `scopes.toml` and the types.

use std::path::Path;

use passport_spec::{doc_code, doc_line};

use super::MARK;
use super::toml_text::text;

/// A file's path and text.
type File = (String, String);

/// What the files need to know.
pub(crate) struct Crate<'i> {
    /// The API's name.
    pub(crate) name: &'i str,
    /// Its title.
    pub(crate) title: &'i str,
    /// The document's name.
    pub(crate) source: &'i str,
    /// The command line that writes it all again.
    pub(crate) command: &'i str,
    /// What `Cargo.toml` remembers of it.
    pub(crate) metadata: &'i str,
    /// The digest of `scopes.toml`.
    pub(crate) digest: &'i str,
    /// The folder of `passport-api`, if it is not the published one.
    pub(crate) passport_api: Option<&'i Path>,
    /// The types.
    pub(crate) model: &'i str,
    /// How many operations there are.
    pub(crate) operations: usize,
}

/// The files that a first import writes and later ones leave alone, then those that every import
/// writes anew, as path and text.
pub(crate) fn files(krate: &Crate<'_>) -> (Vec<File>, Vec<File>) {
    let once = vec![
        ("Cargo.toml".to_owned(), cargo_toml(krate)),
        ("src/lib.rs".to_owned(), lib_rs(krate)),
        ("README.md".to_owned(), readme(krate)),
        (
            "overrides.toml".to_owned(),
            crate::overrides::TEMPLATE.to_owned(),
        ),
    ];
    let always = vec![("src/model.rs".to_owned(), model(krate))];
    (once, always)
}

fn cargo_toml(krate: &Crate<'_>) -> String {
    let runtime = match krate.passport_api {
        Some(path) => format!("path = {}", text(&path.display().to_string())),
        None => format!("version = {}", text(env!("CARGO_PKG_VERSION"))),
    };
    format!(
        "[package]\nname = {name}\nversion = \"0.1.0\"\nedition = \"2024\"\ndescription = {about}\n\
         publish = false\n\n\
         [lib]\n# The documentation is the document's own text: nothing in it is a test.\n\
         doctest = false\n\n\
         [dependencies]\npassport-api = {{ {runtime}, default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n{metadata}",
        name = text(&krate.name.replace('_', "-")),
        about = text(&format!(
            "A client of {} with its scopes checked at compile time",
            krate.title
        )),
        metadata = if krate.metadata.is_empty() {
            String::new()
        } else {
            format!(
                "\n# What `cargo passport regen` writes anew.\n{}",
                krate.metadata
            )
        },
    )
}

fn lib_rs(krate: &Crate<'_>) -> String {
    format!(
        "//! A client of {title}: a call that lacks its OAuth2 scope does not compile.\n\n\
         pub mod model;\n\n\
         passport_api::api! {{\n    spec = \"scopes.toml\",\n    digest = \"{digest}\",\n    \
         api = \"{name}\",\n    models = crate::model,\n}}\n",
        digest = krate.digest,
        title = doc_line(krate.title),
        name = krate.name,
    )
}

/// The types, with a mark in front where the generator has none.
fn model(krate: &Crate<'_>) -> String {
    format!(
        "// {MARK}; the next import overwrites it.\n\n{}",
        krate.model
    )
}

fn readme(krate: &Crate<'_>) -> String {
    format!(
        "# {title}\n\n\
         A client of {title}, written by `cargo passport import` from {source}: {operations} operations.\n\
         A call that lacks its OAuth2 scope does not compile.\n\n\
         ```rust,ignore\n\
         {name}::scope_set! {{ struct Mine = \"…\"; }}\n\n\
         let client = {name}::Client::from_env()?;\n\
         let token = client.token::<Mine>().await?;\n\
         ```\n\n\
         * `scopes.toml`: the scopes, the endpoints, what each needs.\n\
         * `examples.json`: a request and an answer for each call; `passport-sandbox --spec \
         scopes.toml` serves them.\n\
         * `overrides.toml`: what you decide; it survives the next import.\n\
         * `scopes.schema.json`, `overrides.schema.json`: what an editor knows of these files.\n\
         * `IMPORT.md`: what was guessed, renamed, left out. **Read it first.**\n\n\
         Once more: `cargo passport regen`, or {command}; with `--check` to see whether anything changed.\n",
        title = doc_line(krate.title),
        name = krate.name,
        source = doc_code(krate.source),
        operations = krate.operations,
        command = doc_code(krate.command),
    )
}
