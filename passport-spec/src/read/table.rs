//! A table of the file that knows its path, so that each mistake names its key.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::source::Source;
use crate::format;
use crate::nearest::{did_you_mean, nearest};

/// A table of the file.
pub(super) struct Table<'d> {
    source: &'d Source<'d>,
    path: String,
    span: Range<usize>,
    entries: &'d DeTable<'d>,
}

/// A value of the file with its place.
pub(super) struct Field<'d> {
    pub(super) source: &'d Source<'d>,
    pub(super) path: String,
    pub(super) span: Range<usize>,
    pub(super) value: &'d DeValue<'d>,
}

impl<'d> Table<'d> {
    pub(super) fn root(source: &'d Source<'d>, entries: &'d DeTable<'d>) -> Self {
        Self {
            source,
            path: String::new(),
            span: 0..0,
            entries,
        }
    }

    /// The line where the table begins, counted from 1.
    pub(super) fn line(&self) -> usize {
        self.source.line(self.span.start)
    }

    /// Whether no mistake was found so far.
    pub(super) fn is_clean(&self) -> bool {
        self.source.is_clean()
    }

    /// Notes a mistake of the table as a whole.
    pub(super) fn report(&self, message: impl Into<String>) {
        self.source.report(self.span.clone(), &self.path, message);
    }

    /// Notes that one of `keys` must be there; unless one of them is misspelt or may stand in a part of
    /// the file that is not TOML: that is reported already.
    pub(super) fn report_missing(
        &self,
        keys: &[&str],
        format: &format::Table,
        message: impl Into<String>,
    ) {
        let valid: Vec<&str> = format.key_names().collect();
        let mut words = self.entries.iter().map(|(key, _)| key.get_ref().as_ref());
        let misspelt = words.any(|word| {
            let meant = nearest(word, valid.iter().copied());
            !valid.contains(&word) && meant.is_some_and(|key| keys.contains(&key))
        });
        if self.source.is_whole() && !misspelt {
            self.report(message);
        }
    }

    /// Reports every key that the format does not know here.
    pub(super) fn allow(&self, format: &format::Table) {
        let valid: Vec<&str> = format.key_names().collect();
        for (key, _) in self.entries {
            let word = key.get_ref().as_ref();
            if !valid.contains(&word) {
                let message = unknown("unknown key", word, &valid);
                self.source
                    .report(key.span(), &self.key_path(word), message);
            }
        }
    }

    /// Every entry, in the order of the file.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'d str, Field<'d>)> {
        let entries = self.entries;
        entries.iter().map(|(key, value)| {
            let word = key.get_ref().as_ref();
            (word, self.field_of(word, key.span(), value))
        })
    }

    /// The entry with this key.
    pub(super) fn field(&self, key: &str) -> Option<Field<'d>> {
        let (key, value) = self.entries.get_key_value(key)?;
        let mut field = self.field_of(key.get_ref(), key.span(), value);
        field.span = value.span();
        Some(field)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.field(key)?.text()
    }

    pub(super) fn owned_text(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_owned)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let field = self.field(key)?;
        let value = field.value.as_bool();
        if value.is_none() {
            field.expected("true or false");
        }
        value
    }

    pub(super) fn whole_number(&self, key: &str) -> Option<u64> {
        let field = self.field(key)?;
        let value = field
            .value
            .as_integer()
            .and_then(|i| u64::from_str_radix(i.as_str(), i.radix()).ok());
        if value.is_none() {
            field.expected("a whole number that is not negative");
        }
        value
    }

    /// The list of texts under a key; empty where there is none.
    pub(super) fn texts(&self, key: &str) -> Vec<(&'d str, Field<'d>)> {
        let items = self
            .field(key)
            .map(|field| field.items())
            .unwrap_or_default();
        items
            .into_iter()
            .filter_map(|item| Some((item.text()?, item)))
            .collect()
    }

    /// The text, or the list of texts, under a key.
    pub(super) fn text_or_texts(&self, key: &str) -> Vec<String> {
        match self.field(key) {
            Some(field) if field.value.is_array() => self
                .texts(key)
                .into_iter()
                .map(|(text, _)| text.to_owned())
                .collect(),
            _ => self.owned_text(key).into_iter().collect(),
        }
    }

    /// One of some words, each with its meaning.
    pub(super) fn word<T: Clone>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let field = self.field(key)?;
        let text = field.text()?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let valid: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            field.report(unknown("unknown word", text, &valid));
        }
        found.map(|(_, meaning)| meaning.clone())
    }

    /// The table under a key.
    pub(super) fn table(&self, key: &str) -> Option<Self> {
        self.field(key)?.table()
    }

    /// The tables in the table under a key, with their names, in the order of the file.
    pub(super) fn tables(&self, key: &str) -> Vec<(&'d str, Self)> {
        let Some(table) = self.table(key) else {
            return Vec::new();
        };
        table
            .fields()
            .filter_map(|(name, field)| Some((name, field.table()?)))
            .collect()
    }

    /// The texts in the table under a key, with their names, in the order of the file.
    pub(super) fn text_map(&self, key: &str) -> Vec<(&'d str, &'d str, Field<'d>)> {
        let Some(table) = self.table(key) else {
            return Vec::new();
        };
        table
            .fields()
            .filter_map(|(name, field)| Some((name, field.text()?, field)))
            .collect()
    }

    fn key_path(&self, key: &str) -> String {
        let plain = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let key = if plain {
            key.to_owned()
        } else {
            format!("{key:?}")
        };
        if self.path.is_empty() {
            key
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn field_of(&self, key: &str, at: Range<usize>, value: &'d Spanned<DeValue<'d>>) -> Field<'d> {
        Field {
            source: self.source,
            path: self.key_path(key),
            // The header of a table is its place; the value's own span is the whole table.
            span: if value.get_ref().is_table() {
                at
            } else {
                value.span()
            },
            value: value.get_ref(),
        }
    }
}

impl<'d> Field<'d> {
    /// Notes a mistake of this value.
    pub(super) fn report(&self, message: impl Into<String>) {
        self.source.report(self.span.clone(), &self.path, message);
    }

    /// Notes that the value is of the wrong kind.
    pub(super) fn expected(&self, what: &str) {
        self.report(format!("expected {what}, found {}", kind(self.value)));
    }

    /// The number of entries, where the value is a table.
    pub(super) fn len(&self) -> usize {
        self.value.as_table().map_or(0, DeTable::len)
    }

    pub(super) fn text(&self) -> Option<&'d str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.expected("text in quotes");
        }
        text
    }

    pub(super) fn table(&self) -> Option<Table<'d>> {
        let entries = self.value.as_table();
        if entries.is_none() {
            self.expected("a table");
        }
        Some(Table {
            source: self.source,
            path: self.path.clone(),
            span: self.span.clone(),
            entries: entries?,
        })
    }

    /// The values of a list.
    pub(super) fn items(&self) -> Vec<Self> {
        let Some(items) = self.value.as_array() else {
            self.expected("a list in brackets");
            return Vec::new();
        };
        let item = |value: &'d Spanned<DeValue<'d>>| Self {
            source: self.source,
            path: self.path.clone(),
            span: value.span(),
            value: value.get_ref(),
        };
        items.iter().map(item).collect()
    }
}

/// `unknown key `scpoe`; valid are …; did you mean `scope`?`
pub(super) fn unknown(what: &str, word: &str, valid: &[&str]) -> String {
    let list = valid
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let meant = did_you_mean(word, valid.iter().copied());
    match valid {
        [] => format!("{what} `{word}`; none is valid here"),
        [only] => format!("{what} `{word}`; only `{only}` is valid here"),
        _ => format!("{what} `{word}`; valid are {list}{meant}"),
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
