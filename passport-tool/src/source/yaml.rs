//! YAML 1.2 as a JSON value, from the parser's events.
//!
//! Keys become text as they are written (`200` is `"200"`), dates stay text, `<<` merges, an alias is
//! a copy. Sizes are bounded, so that a small file cannot become a large value.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

type Failure = (Option<usize>, String);

/// Reads the first document of a YAML text; answers the keys that stand twice in one map as well, of
/// which the last one counts.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<String>), Failure> {
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) =
            event.map_err(|error| (Some(error.marker().line()), error.info().to_owned()))?;
        let line = span.start.line();
        let done = builder
            .take(event)
            .map_err(|message| (Some(line), message))?;
        if done {
            break;
        }
    }
    let root = builder.root.ok_or((None, "the file is empty".to_owned()))?;
    Ok((root, builder.twice))
}

/// A list or map that is not complete.
struct Open {
    anchor: usize,
    value: Value,
    /// The key of a map that waits for its value.
    key: Option<String>,
    /// What `<<` brings in, at the map's end.
    merged: Vec<Value>,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, (Value, usize)>,
    root: Option<Value>,
    size: usize,
    twice: Vec<String>,
}

impl Builder {
    /// Takes an event; answers whether the document is complete.
    fn take(&mut self, event: Event<'_>) -> Result<bool, String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text =
                    tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let plain = style == ScalarStyle::Plain && !is_text;
                if self.wants_key() {
                    let key = text.into_owned();
                    self.remember(anchor, &Value::String(key.clone()), 1);
                    self.set_key(key);
                    return Ok(false);
                }
                let value = if plain {
                    resolve(&text)
                } else {
                    Value::String(text.into_owned())
                };
                self.complete(value, anchor, 1)?;
            }
            Event::SequenceStart(anchor, _) => self.begin(Value::Array(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => self.begin(Value::Object(Map::new()), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(mut open) = self.open.pop() else {
                    return Ok(false);
                };
                merge(&mut open);
                let size = if open.anchor == 0 {
                    1
                } else {
                    count(&open.value)
                };
                self.complete(open.value, open.anchor, size)?;
            }
            Event::Alias(anchor) => {
                let Some((value, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err("this alias stands for something that contains it".to_owned());
                };
                if self.wants_key() {
                    let key = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    self.set_key(key);
                } else {
                    self.complete(value, 0, size)?;
                }
            }
            Event::DocumentEnd => return Ok(self.root.is_some()),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        Ok(false)
    }

    fn wants_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.value.is_object() && open.key.is_none())
    }

    fn set_key(&mut self, key: String) {
        if let Some(open) = self.open.last_mut() {
            open.key = Some(key);
        }
    }

    fn begin(&mut self, value: Value, anchor: usize) -> Result<(), String> {
        if self.wants_key() {
            return Err("a key must be a text, not a list or a map".to_owned());
        }
        if self.open.len() >= MOST_DEPTH {
            return Err(format!("it is nested deeper than {MOST_DEPTH} levels"));
        }
        self.open.push(Open {
            anchor,
            value,
            key: None,
            merged: Vec::new(),
        });
        Ok(())
    }

    fn remember(&mut self, anchor: usize, value: &Value, size: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), size));
        }
    }

    /// Puts a complete value where it belongs.
    fn complete(&mut self, value: Value, anchor: usize, size: usize) -> Result<(), String> {
        self.size += size;
        if self.size > MOST_NODES {
            return Err(format!(
                "with its aliases it has more than {MOST_NODES} values"
            ));
        }
        self.remember(anchor, &value, size);
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(open) => match (&mut open.value, open.key.take()) {
                (Value::Object(_), Some(key)) if key == "<<" => open.merged.push(value),
                (Value::Object(map), Some(key)) => {
                    let lost = map.insert(key.clone(), value);
                    self.twice.extend(lost.map(|_| key));
                }
                (Value::Array(list), _) => list.push(value),
                _ => {}
            },
        }
        Ok(())
    }
}

/// Adds what `<<` brings in and the map does not say itself.
fn merge(open: &mut Open) {
    let Value::Object(map) = &mut open.value else {
        return;
    };
    for merged in open.merged.drain(..) {
        let sources = match merged {
            Value::Array(list) => list,
            one => vec![one],
        };
        for source in sources {
            if let Value::Object(source) = source {
                for (key, value) in source {
                    map.entry(key).or_insert(value);
                }
            }
        }
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// A plain scalar by the core schema of YAML 1.2.
fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let number_like = text
        .strip_prefix(['-', '+'])
        .unwrap_or(text)
        .starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if number_like && let Some(number) = number(text) {
        return Value::Number(number);
    }
    Value::String(text.to_owned())
}

fn number(text: &str) -> Option<Number> {
    let unsigned = |digits: &str, radix| u64::from_str_radix(digits, radix).ok();
    if let Some(hex) = text.strip_prefix("0x") {
        return unsigned(hex, 16).map(Number::from);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return unsigned(octal, 8).map(Number::from);
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Number::from(whole));
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(Number::from(whole));
    }
    let fits = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    fits.then(|| text.parse::<f64>().ok().and_then(Number::from_f64))
        .flatten()
}

const MOST_DEPTH: usize = 128;

const MOST_NODES: usize = 10_000_000;
