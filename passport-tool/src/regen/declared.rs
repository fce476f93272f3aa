//! `[package.metadata.passport]`: what a package says of its derived files.

use passport_spec::{did_you_mean, shell_path, shell_word};
use serde_json::{Map, Value};

use crate::import::Options;
use crate::security::{Anonymous, Lists};
use crate::write::toml_text::{list, table, text};

/// The table `[package.metadata.passport]` of a `Cargo.toml`; its paths are relative to the package.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Declared {
    /// The spec; `scopes.toml` where it is not given.
    pub spec: String,
    /// The document that the spec is imported from.
    pub import: Option<ImportOf>,
    /// Where the page of scopes and endpoints is written.
    pub docs: Option<String>,
}

/// What `cargo passport import` was told.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ImportOf {
    /// The OpenAPI document.
    pub document: String,
    /// The folder that the document's references may lead to.
    pub root: Option<String>,
    /// The API's name.
    pub api: Option<String>,
    /// `any-of` or `all-of`.
    pub lists: Option<String>,
    /// `token` or `public`.
    pub anonymous: Option<String>,
    /// Vendor extensions that hold scopes.
    pub scopes_from: Vec<String>,
}

/// A mistake in the table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mistake {
    /// The key that it is about.
    pub key: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Declared {
    /// Reads the table, as `cargo metadata` prints it.
    ///
    /// ```
    /// use passport_tool::regen::Declared;
    ///
    /// let declared = Declared::read(&serde_json::json!({ "docs": "docs/scopes.md" })).unwrap();
    /// assert_eq!(declared.spec, "scopes.toml");
    /// let mistakes = Declared::read(&serde_json::json!({ "dosc": 1 })).unwrap_err();
    /// assert!(mistakes[0].message.contains("did you mean `docs`?"));
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn read(value: &Value) -> Result<Self, Vec<Mistake>> {
        let mut reader = Reader::default();
        let declared = reader.table(value, "", KEYS).map(|table| {
            let import = table.get("import");
            Self {
                spec: reader
                    .text(table, "spec")
                    .unwrap_or_else(|| SPEC.to_owned()),
                import: import.and_then(|value| reader.import(value)),
                docs: reader.text(table, "docs"),
            }
        });
        match declared {
            Some(declared) if reader.mistakes.is_empty() => Ok(declared),
            _ => Err(reader.mistakes),
        }
    }
}

impl ImportOf {
    /// How the document is imported.
    pub fn options(&self) -> Options {
        let name = self.document.rsplit('/').next().unwrap_or_default();
        Options {
            source: name.to_owned(),
            api: self.api.clone(),
            lists: self.lists.as_deref().and_then(Lists::parse),
            anonymous: self.anonymous.as_deref().and_then(Anonymous::parse),
            scopes_from: self.scopes_from.clone(),
            passport_api: None,
            command: self.command(),
            metadata: self.metadata(),
        }
    }

    /// What a person types in the package's folder to import the document again.
    fn command(&self) -> String {
        let document = shell_path(&self.document);
        let mut command = format!("cargo passport import {document} --out .");
        for (key, word) in self.words() {
            command += &format!(" --{key} {}", shell_word(word));
        }
        command
    }

    /// The table for the package's `Cargo.toml`.
    fn metadata(&self) -> String {
        let mut import = vec![("document".to_owned(), text(&self.document))];
        let single = self.words().filter(|(key, _)| *key != "scopes-from");
        import.extend(single.map(|(key, word)| (key.to_owned(), text(word))));
        if !self.scopes_from.is_empty() {
            import.push(("scopes-from".to_owned(), list(&self.scopes_from)));
        }
        format!(
            "[package.metadata.passport]\nspec = {}\nimport = {}\n",
            text(SPEC),
            table(&import)
        )
    }

    /// The options with their values, in the order in which they are always written.
    fn words(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let single = [
            ("root", &self.root),
            ("api", &self.api),
            ("lists", &self.lists),
            ("anonymous", &self.anonymous),
        ];
        let single = single
            .into_iter()
            .filter_map(|(key, word)| Some((key, word.as_ref()?)));
        single.chain(self.scopes_from.iter().map(|name| ("scopes-from", name)))
    }
}

#[derive(Default)]
struct Reader {
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn wrong(&mut self, key: &str, message: String) {
        let key = key.to_owned();
        self.mistakes.push(Mistake { key, message });
    }

    /// The value as a table that has none but these keys.
    fn table<'v>(
        &mut self,
        value: &'v Value,
        name: &str,
        keys: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Some(table) = value.as_object() else {
            self.wrong(name, format!("`{name}` is a table"));
            return None;
        };
        for key in table.keys().filter(|key| !keys.contains(&key.as_str())) {
            let meant = did_you_mean(key, keys.iter().copied());
            let valid = keys.join("`, `");
            self.wrong(
                key,
                format!("unknown key `{key}`; valid are `{valid}`{meant}"),
            );
        }
        Some(table)
    }

    fn import(&mut self, value: &Value) -> Option<ImportOf> {
        let table = self.table(value, "import", IMPORT_KEYS)?;
        let document = self.text(table, "document");
        if document.is_none() && !table.contains_key("document") {
            let example = "`document = \"openapi.yaml\"`";
            self.wrong(
                "import",
                format!("the key `document` is missing; {example}"),
            );
        }
        let import = ImportOf {
            document: document?,
            root: self.text(table, "root"),
            api: self.text(table, "api"),
            lists: self.word(table, "lists", &["any-of", "all-of"]),
            anonymous: self.word(table, "anonymous", &["optional", "token", "public"]),
            scopes_from: self.texts(table, "scopes-from"),
        };
        Some(import)
    }

    fn text(&mut self, table: &Map<String, Value>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        if value.as_str().is_none_or(str::is_empty) {
            self.wrong(key, format!("`{key}` is a text that is not empty"));
        }
        value.as_str().map(str::to_owned)
    }

    fn word(&mut self, table: &Map<String, Value>, key: &str, valid: &[&str]) -> Option<String> {
        let word = self.text(table, key)?;
        if !valid.contains(&word.as_str()) {
            let valid = valid.join("` or `");
            self.wrong(key, format!("`{key}` is `{valid}`, not `{word}`"));
        }
        Some(word)
    }

    fn texts(&mut self, table: &Map<String, Value>, key: &str) -> Vec<String> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let texts = value.as_array().and_then(|values| {
            let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
            texts.collect::<Option<Vec<_>>>()
        });
        texts.unwrap_or_else(|| {
            self.wrong(key, format!("`{key}` is a list of texts"));
            Vec::new()
        })
    }
}

const SPEC: &str = "scopes.toml";

const KEYS: &[&str] = &["spec", "import", "docs"];

const IMPORT_KEYS: &[&str] = &[
    "document",
    "root",
    "api",
    "lists",
    "anonymous",
    "scopes-from",
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Declared, ImportOf};

    #[test]
    fn what_is_written_is_read() {
        let import = ImportOf {
            document: "../a \"b\".yaml".to_owned(),
            root: Some("..".to_owned()),
            api: Some("shop".to_owned()),
            lists: Some("any-of".to_owned()),
            anonymous: Some("public".to_owned()),
            scopes_from: vec!["x-a".to_owned(), "x-b".to_owned()],
        };
        let manifest: toml::Table = toml::from_str(&import.metadata()).unwrap();
        let manifest = serde_json::to_value(manifest).unwrap();
        let value = manifest.pointer("/package/metadata/passport").unwrap();
        let declared = Declared::read(value).unwrap();
        assert_eq!(declared.import, Some(import));
        assert_eq!(declared.docs, None);
    }

    #[test]
    fn command_is_quoted_for_a_shell() {
        let import = ImportOf {
            document: "-a; touch pwned.json".to_owned(),
            root: Some("../it's".to_owned()),
            lists: Some("any-of".to_owned()),
            scopes_from: vec!["x-a".to_owned(), "$(b)".to_owned()],
            ..ImportOf::default()
        };
        assert_eq!(
            import.options().command,
            r"cargo passport import './-a; touch pwned.json' --out . --root '../it'\''s' \
              --lists any-of --scopes-from x-a --scopes-from '$(b)'"
                .replace("\\\n              ", "")
        );
    }

    #[test]
    fn every_mistake_is_named() {
        let wrong = json!({
            "spek": "a", "docs": "",
            "import": { "list": "x", "lists": "maybe", "scopes-from": "x-a" },
        });
        let mistakes = Declared::read(&wrong).unwrap_err();
        let text: Vec<&str> = mistakes.iter().map(|m| m.message.as_str()).collect();
        let text = text.join("\n");
        for part in [
            "did you mean `spec`?",
            "did you mean `lists`?",
            "`document` is missing",
            "`docs` is a text",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let wrong = json!({ "import": { "document": "a", "lists": "maybe", "scopes-from": "x" } });
        assert_eq!(Declared::read(&wrong).unwrap_err().len(), 2);
        assert_eq!(Declared::read(&json!(true)).unwrap_err().len(), 1);
    }
}
