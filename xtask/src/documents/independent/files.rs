//! Files of a document: read once, and looked into by reference.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::value::Value;
use crate::Outcome;

/// The files that were read so far.
#[derive(Default)]
pub(crate) struct Files {
    read: HashMap<PathBuf, Rc<Value>>,
}

/// A value and the file in which it stands, which its own references start from.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    pub(crate) value: Value,
}

impl Place {
    /// A value of a file.
    pub(crate) fn new(file: &Path, value: &Value) -> Self {
        Self {
            file: file.to_owned(),
            value: value.clone(),
        }
    }
}

impl Files {
    /// A file's value: JSON if it begins as an object of JSON does, else YAML.
    pub(crate) fn load(&mut self, file: &Path) -> Outcome<Rc<Value>> {
        if let Some(known) = self.read.get(file) {
            return Ok(Rc::clone(known));
        }
        let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let bytes = std::fs::read(file).map_err(|error| fail(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| fail(&error))?;
        let value = parse(&text).map_err(|error| fail(&error))?;
        let value = Rc::new(value);
        self.read.insert(file.to_owned(), Rc::clone(&value));
        Ok(value)
    }

    /// Follows `$ref` until there is none; what stands beside a reference is added to what it leads to.
    pub(crate) fn follow(&mut self, mut place: Place) -> Outcome<Place> {
        let mut beside = Vec::new();
        for _ in 0..MOST_STEPS {
            let Some(reference) = place.value.get("$ref").and_then(Value::text) else {
                place.value = beside
                    .iter()
                    .rev()
                    .fold(place.value, |value, own| over(own, &value));
                return Ok(place);
            };
            let next = self.look_up(&place.file, reference)?;
            beside.push(place.value);
            place = next;
        }
        Err(format!("{}: a circle of references", place.file.display()).into())
    }

    /// What `reference`, standing in `file`, leads to (RFC 3986 and RFC 6901).
    fn look_up(&mut self, file: &Path, reference: &str) -> Outcome<Place> {
        let (address, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        if address.contains("://") {
            return Err(format!("`{reference}` is not in a local file").into());
        }
        let file = match address {
            "" => file.to_owned(),
            relative => file.with_file_name("").join(percent_decoded(relative)),
        };
        let root = self.load(&file)?;
        let mut value = &*root;
        for step in percent_decoded(pointer).split('/').skip(1) {
            let key = step.replace("~1", "/").replace("~0", "~");
            let found = match value.list() {
                Some(list) => key.parse().ok().and_then(|index: usize| list.get(index)),
                None => value.get(&key),
            };
            value = found.ok_or_else(|| format!("`{reference}` leads nowhere at `{key}`"))?;
        }
        let value = value.clone();
        Ok(Place { file, value })
    }
}

fn parse(text: &str) -> Outcome<Value> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        // YAML's escapes have no pairs of surrogates.
        if let Ok(value) = serde_json::from_str(text) {
            return Ok(value);
        }
    }
    Ok(yaml_serde::from_str(text)?)
}

/// A map's members but for its reference, and those of the map that it leads to.
fn over(own: &Value, value: &Value) -> Value {
    let beside = own.members().filter(|(key, _)| key != "$ref");
    let mut map = Value::Map(beside.cloned().collect());
    for (key, member) in value.members() {
        map.add(key, member);
    }
    map
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// No chain of references that means something is longer.
const MOST_STEPS: usize = 64;
