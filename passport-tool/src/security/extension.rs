//! Scopes in vendor extensions: `x-scopes` and its kind, whose shapes differ.

use serde_json::Value;

/// The alternatives that an extension's value says, none of them empty.
///
/// A text or a list of texts is one list. A list of lists or objects is one alternative each. An
/// object says its list under `scopes`, `scope`, `permissions` or `roles`, and with `operator: OR`
/// that any of them is enough.
pub(super) fn alternatives(value: &Value) -> Vec<Vec<String>> {
    let found = match value {
        Value::String(text) => vec![words(text)],
        Value::Array(items) if items.iter().all(Value::is_string) => {
            vec![
                items
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            ]
        }
        Value::Array(items) => items.iter().flat_map(alternatives).collect(),
        Value::Object(map) => {
            let keys = ["scopes", "scope", "permissions", "roles"];
            let list = keys.iter().find_map(|key| map.get(*key));
            let lists = list.map(alternatives).unwrap_or_default();
            let operator = map.get("operator").and_then(Value::as_str);
            if operator.is_some_and(|operator| operator.eq_ignore_ascii_case("or")) {
                lists
                    .into_iter()
                    .flatten()
                    .map(|scope| vec![scope])
                    .collect()
            } else {
                lists
            }
        }
        _ => Vec::new(),
    };
    found.into_iter().filter(|list| !list.is_empty()).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text
        .split([' ', ',', '\n', '\t'])
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
