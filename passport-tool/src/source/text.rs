//! A file's text as a JSON value.

use std::path::Path;

use serde_json::Value;

use super::{LoadError, json, yaml};

/// Reads a file as JSON or YAML; answers the keys that stand twice in one object as well.
pub(super) fn read(file: &Path) -> Result<(Value, Vec<String>), LoadError> {
    let error = |line, message| LoadError {
        file: file.to_owned(),
        line,
        message,
    };
    let bytes =
        std::fs::read(file).map_err(|cause| error(None, format!("cannot read: {cause}")))?;
    let text = decode(&bytes).map_err(|message| error(None, message))?;
    parse_noting(&text).map_err(|(line, message)| error(line, message))
}

/// Reads a text as JSON or YAML; the error is a line, counted from 1, and what is wrong there.
///
/// # Errors
///
/// If it is neither.
pub fn parse(text: &str) -> Result<Value, (Option<usize>, String)> {
    parse_noting(text).map(|(value, _)| value)
}

type Parsed = (Value, Vec<String>);

fn parse_noting(text: &str) -> Result<Parsed, (Option<usize>, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        match json::parse(text) {
            Ok(parsed) => return Ok(parsed),
            // YAML may begin with a brace as well; if it is no YAML either, it was meant as JSON.
            Err(error) => {
                let message = format!("no valid JSON: {error}");
                return yaml::parse(text).map_err(|_| (Some(error.line()), message));
            }
        }
    }
    yaml::parse(text)
}

/// The text of a file in UTF-8, or in UTF-16 with its mark.
fn decode(bytes: &[u8]) -> Result<String, String> {
    let wide = |unit: fn([u8; 2]) -> u16| -> Result<String, String> {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        String::from_utf16(&units).map_err(|error| error.to_string())
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|error| format!("it is not UTF-8: {error}")),
    }
}
