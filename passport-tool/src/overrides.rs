//! `overrides.toml`: what a person decided, which survives every import.

use std::fmt;

use passport_spec::format;
use toml::de::{DeTable, DeValue};

use crate::security::{Anonymous, Lists};
use crate::write::toml_text;

/// A key and its value as TOML text.
pub type Entry = (String, String);

/// All decisions.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// How lists of scopes are read.
    pub lists: Option<Lists>,
    /// What the alternative `{}` is taken for.
    pub anonymous: Option<Anonymous>,
    /// Vendor extensions that hold scopes.
    pub scopes_from: Vec<String>,
    /// Keys of the API's own table.
    pub api: Vec<Entry>,
    /// Decisions about operations.
    pub operations: Vec<OperationOverride>,
    /// Decisions about scopes.
    pub scopes: Vec<ScopeOverride>,
}

/// What was decided about one operation.
#[derive(Clone, Debug, Default)]
pub struct OperationOverride {
    /// Its `operationId`, or `METHOD /path`.
    pub key: String,
    /// `RESOURCE.METHOD`.
    pub name: Option<String>,
    /// How its lists are read.
    pub lists: Option<Lists>,
    /// Whether it is left out.
    pub skip: bool,
    /// Keys of the endpoint's table; they replace what the import says.
    pub entries: Vec<Entry>,
}

/// What was decided about one scope.
#[derive(Clone, Debug, Default)]
pub struct ScopeOverride {
    /// Its name in the document, cleaned.
    pub key: String,
    /// Its real name.
    pub name: Option<String>,
    /// Keys of the scope's table.
    pub entries: Vec<Entry>,
}

/// A mistake in `overrides.toml`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "overrides.toml:{}: {}", self.line, self.message)
    }
}

impl Overrides {
    /// Reads the file's text.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let mut reader = Reader {
            text,
            mistakes: Vec::new(),
        };
        let mut overrides = Self::default();
        match DeTable::parse(text) {
            Ok(table) => reader.root(table.get_ref(), &mut overrides),
            Err(error) => {
                reader.mistake(error.span().map_or(0, |span| span.start), error.message());
            }
        }
        if reader.mistakes.is_empty() {
            Ok(overrides)
        } else {
            Err(reader.mistakes)
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn mistake(&mut self, at: usize, message: impl Into<String>) {
        let before = self.text.get(..at).unwrap_or_default();
        self.mistakes.push(Mistake {
            line: before.matches('\n').count() + 1,
            message: message.into(),
        });
    }

    fn root(&mut self, table: &DeTable<'_>, overrides: &mut Overrides) {
        for (key, value) in table {
            let at = key.span().start;
            let value = value.get_ref();
            match key.get_ref().as_ref() {
                "lists" => overrides.lists = self.word(at, value, Lists::parse, LISTS),
                "anonymous" => {
                    overrides.anonymous = self.word(at, value, Anonymous::parse, ANONYMOUS);
                }
                "scopes_from" => overrides.scopes_from = self.texts(at, value),
                "api" => {
                    overrides.api = self.entries(at, value, &format::API, &["endpoints", "scopes"]);
                }
                "operations" => {
                    for (key, value) in self.tables(at, value) {
                        let read = self.operation(&key, at, value);
                        overrides.operations.push(read);
                    }
                }
                "scopes" => {
                    for (key, value) in self.tables(at, value) {
                        let read = self.scope(&key, at, value);
                        overrides.scopes.push(read);
                    }
                }
                other => self.mistake(
                    at,
                    format!(
                        "unknown key `{other}`; valid are `lists`, `anonymous`, `scopes_from`, \
                         `api`, `operations` and `scopes`"
                    ),
                ),
            }
        }
    }

    fn operation(&mut self, key: &str, at: usize, value: &DeValue<'_>) -> OperationOverride {
        let mut read = OperationOverride {
            key: key.to_owned(),
            ..OperationOverride::default()
        };
        let Some(table) = value.as_table() else {
            self.mistake(at, format!("`{key}` must be a table"));
            return read;
        };
        for own in ["name", "lists", "skip"] {
            let Some(value) = table.get(own) else {
                continue;
            };
            let at = value.span().start;
            match (own, value.get_ref()) {
                ("name", DeValue::String(name)) if name.contains('.') => {
                    read.name = Some(name.to_string());
                }
                ("name", _) => self.mistake(at, "`name` must be `\"RESOURCE.METHOD\"`"),
                ("skip", DeValue::Boolean(skip)) => read.skip = *skip,
                ("skip", _) => self.mistake(at, "`skip` must be true or false"),
                (_, value) => read.lists = self.word(at, value, Lists::parse, LISTS),
            }
        }
        read.entries = self.entries(at, value, &format::ENDPOINT, &["call"]);
        let known = |(name, _): &Entry| !["name", "lists", "skip"].contains(&name.as_str());
        read.entries.retain(known);
        read
    }

    fn scope(&mut self, key: &str, at: usize, value: &DeValue<'_>) -> ScopeOverride {
        let mut read = ScopeOverride {
            key: key.to_owned(),
            ..ScopeOverride::default()
        };
        read.entries = self.entries(at, value, &format::SCOPE, &[]);
        let name = value.as_table().and_then(|table| table.get("name"));
        read.name = name
            .and_then(|name| name.get_ref().as_str())
            .map(str::to_owned);
        read.entries.retain(|(name, _)| name != "name");
        read
    }

    /// A table's keys; those that the format does not know, or that are `derived`, are mistakes.
    fn entries(
        &mut self,
        at: usize,
        value: &DeValue<'_>,
        format: &'static format::Table,
        derived: &[&str],
    ) -> Vec<Entry> {
        let Some(table) = value.as_table() else {
            self.mistake(at, "this must be a table");
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let known = format.key_names().any(|known| known == name) && !derived.contains(&name);
            if !known && !["name", "lists", "skip"].contains(&name) {
                let message = format!("`{name}` is no key that can be decided here");
                self.mistake(key.span().start, message);
            }
            entries.push((name.to_owned(), toml_text::value(value.get_ref())));
        }
        entries
    }

    fn tables<'v, 'i>(
        &mut self,
        at: usize,
        value: &'v DeValue<'i>,
    ) -> Vec<(String, &'v DeValue<'i>)> {
        let Some(table) = value.as_table() else {
            self.mistake(at, "this must be a table");
            return Vec::new();
        };
        let entries = table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), value.get_ref()));
        entries.collect()
    }

    fn texts(&mut self, at: usize, value: &DeValue<'_>) -> Vec<String> {
        let items = value.as_array().map(|items| {
            let texts = items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<String>>>()
        });
        items.flatten().unwrap_or_else(|| {
            self.mistake(at, "this must be a list of texts");
            Vec::new()
        })
    }

    fn word<T>(
        &mut self,
        at: usize,
        value: &DeValue<'_>,
        parse: fn(&str) -> Option<T>,
        valid: &str,
    ) -> Option<T> {
        let word = value.as_str().and_then(parse);
        if word.is_none() {
            self.mistake(at, format!("valid are {valid}"));
        }
        word
    }
}

const LISTS: &str = "`all-of` and `any-of`";

const ANONYMOUS: &str = "`optional`, `token` and `public`";

/// What a new import writes for a person to fill.
pub const TEMPLATE: &str = "\
#:schema ./overrides.schema.json
# What you decide here survives every `cargo passport import` into this folder.
#
# lists = \"any-of\"             # a list of scopes means any of them; default all-of
# anonymous = \"public\"         # `{}` beside other alternatives means that no token is needed;
#                              # \"token\": that one is always sent; default \"optional\": both
# scopes_from = [\"x-scopes\"]   # vendor extensions that hold scopes
#
# [api]                        # any key of the API's table in scopes.toml
# token.url = \"https://auth.example/token\"
#
# [operations.\"GET /orders/{id}\"]   # or an operationId
# lists = \"any-of\"
# name = \"orders.get\"
# all_of = [\"orders:read\"]          # or any other key of an endpoint, such as `retry`
# skip = true                       # leave it out
#
# [scopes.\"consent:consentId\"]
# name = \"consent:{consentId}\"      # or any other key of a scope, such as `implies`
";

#[cfg(test)]
mod tests {
    use super::{Overrides, TEMPLATE};
    use crate::security::Lists;

    #[test]
    fn reads_decisions() {
        let overrides = Overrides::parse(
            "lists = \"any-of\"\n[operations.\"GET /a\"]\nname = \"a.get\"\nretry = \"safe\"\nskip = true\n\
             [scopes.a]\nimplies = [\"b\"]\nname = \"A\"\n[api]\ntoken = { path = \"/t\" }\n",
        )
        .unwrap();
        assert_eq!(overrides.lists, Some(Lists::AnyOf));
        let operation = &overrides.operations[0];
        assert_eq!(
            (operation.name.as_deref(), operation.skip),
            (Some("a.get"), true)
        );
        assert_eq!(
            operation.entries,
            [("retry".to_owned(), "\"safe\"".to_owned())]
        );
        assert_eq!(overrides.scopes[0].entries[0].1, "[\"b\"]");
        assert_eq!(overrides.api[0].1, "{ path = \"/t\" }");
    }

    #[test]
    fn reports_every_mistake() {
        let mistakes =
            Overrides::parse("lists = 1\nx = 1\n[operations.a]\ncall = \"GET /\"\n").unwrap_err();
        let lines: Vec<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [1, 2, 4]);
        assert_eq!(Overrides::parse("a = ").unwrap_err()[0].line, 1);
    }

    #[test]
    fn the_template_is_valid() {
        assert!(Overrides::parse(TEMPLATE).is_ok());
        let filled: String = TEMPLATE
            .lines()
            .skip(2)
            .map(|line| {
                format!(
                    "{}\n",
                    line.trim_start_matches("# ").trim_start_matches('#')
                )
            })
            .collect();
        assert!(
            Overrides::parse(&filled).is_ok(),
            "{:?}",
            Overrides::parse(&filled)
        );
    }
}
