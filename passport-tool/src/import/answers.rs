//! What operations answer with, with the names of the types.

use std::collections::{HashMap, HashSet};

use passport_spec::{Statuses, camel};
use serde_json::Value;

use crate::model::{Root, Side};
use crate::operations::{Answer, Operation};
use crate::write::Endpoint;

/// Schemas that say the same in several places, each known by the first of them.
///
/// Documents repeat the schema of an error in each operation; that is one type.
pub(super) struct Same {
    first: HashMap<String, String>,
}

impl Same {
    /// Looks at the errors, and at the answers of operations with several.
    pub(super) fn of(document: &Value, endpoints: &[Endpoint]) -> Self {
        let mut by_text: HashMap<String, String> = HashMap::new();
        let mut first = HashMap::new();
        for endpoint in endpoints {
            for pointer in shared(&endpoint.operation) {
                let Some(schema) = document.pointer(pointer) else {
                    continue;
                };
                let text = without_prose(schema, false).to_string();
                let known = by_text.entry(text).or_insert_with(|| pointer.to_owned());
                first.insert(pointer.to_owned(), known.clone());
            }
        }
        Self { first }
    }

    fn first<'s>(&'s self, pointer: &'s str) -> &'s str {
        self.first.get(pointer).map_or(pointer, String::as_str)
    }
}

/// The schemas whose types are needed; `hint` names one of an endpoint.
pub(super) fn roots(
    same: &Same,
    endpoints: &[Endpoint],
    hint: impl Fn(&Endpoint, &str) -> String,
) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut add = |pointer: &str, name_hint: String| {
        roots.push(Root {
            pointer: same.first(pointer).to_owned(),
            name_hint,
            side: Side::Response,
        });
    };
    for endpoint in endpoints {
        let answers = &endpoint.operation.answers;
        for (statuses, answer) in &answers.success {
            if let Answer::Json(Some(pointer)) = answer {
                let suffix = match &answers.success[..] {
                    [_] => "Response".to_owned(),
                    _ => statuses.name(),
                };
                add(pointer, hint(endpoint, &suffix));
            }
        }
    }
    let users = Users::of(same, endpoints);
    for endpoint in endpoints {
        for (statuses, pointer) in &endpoint.operation.answers.errors {
            let name = match users.of_error(same.first(pointer)) {
                Of::One => hint(endpoint, &error_name(*statuses, "Error")),
                Of::OneStatus => error_name(*statuses, "ApiError"),
                Of::Many => "ApiError".to_owned(),
            };
            add(pointer, name);
        }
    }
    roots
}

/// Says of each endpoint what it answers with, and with which errors.
pub(super) fn name_types(
    same: &Same,
    endpoints: &mut [Endpoint],
    type_of: impl Fn(&str) -> Option<String>,
) {
    for endpoint in endpoints {
        let answers = &endpoint.operation.answers;
        let word = |answer: &Answer| match answer {
            Answer::Empty => "empty".to_owned(),
            Answer::Text => "text".to_owned(),
            Answer::Bytes => "bytes".to_owned(),
            Answer::Json(pointer) => {
                let known = pointer.as_ref().and_then(|p| type_of(same.first(p)));
                known.unwrap_or_else(|| "json".to_owned())
            }
        };
        let success = answers.success.iter();
        endpoint.responses = success
            .map(|(statuses, answer)| (*statuses, word(answer)))
            .collect();
        // What may be any JSON has no type that says anything.
        let errors = answers.errors.iter().filter_map(|(statuses, pointer)| {
            let ty = type_of(same.first(pointer)).filter(|ty| ty != "json")?;
            Some((*statuses, ty))
        });
        endpoint.errors = errors.collect();
    }
}

/// The errors of more than half of the endpoints, which are said once for all of them, and are taken
/// out of each.
pub(super) fn take_common_errors(endpoints: &mut [Endpoint]) -> Vec<(Statuses, String)> {
    let mut counts: HashMap<(Statuses, String), usize> = HashMap::new();
    for error in endpoints.iter().flat_map(|endpoint| &endpoint.errors) {
        *counts.entry(error.clone()).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .filter(|(_, count)| *count > 1 && 2 * count > endpoints.len());
    let mut common: Vec<_> = most.map(|(error, _)| error).collect();
    common.sort();
    for endpoint in endpoints {
        endpoint.errors.retain(|error| !common.contains(error));
    }
    common
}

/// By how many operations and statuses each error's schema is used.
struct Users<'e> {
    operations: HashMap<&'e str, HashSet<&'e str>>,
    statuses: HashMap<&'e str, HashSet<Statuses>>,
}

/// Whose an error's schema is.
enum Of {
    /// Of one operation.
    One,
    /// Of several, for one status.
    OneStatus,
    /// Of several, for several.
    Many,
}

impl<'e> Users<'e> {
    fn of(same: &'e Same, endpoints: &'e [Endpoint]) -> Self {
        let mut users = Self {
            operations: HashMap::new(),
            statuses: HashMap::new(),
        };
        for endpoint in endpoints {
            let operation = &endpoint.operation;
            for (statuses, pointer) in &operation.answers.errors {
                let first = same.first(pointer);
                let own = users.operations.entry(first).or_default();
                own.insert(&operation.pointer);
                users.statuses.entry(first).or_default().insert(*statuses);
            }
        }
        users
    }

    fn of_error(&self, pointer: &str) -> Of {
        let one = |number: Option<usize>| number.is_some_and(|number| number == 1);
        if one(self.operations.get(pointer).map(HashSet::len)) {
            Of::One
        } else if one(self.statuses.get(pointer).map(HashSet::len)) {
            Of::OneStatus
        } else {
            Of::Many
        }
    }
}

fn error_name(statuses: Statuses, others: &str) -> String {
    match statuses {
        Statuses::One(_) => camel(&statuses.name()),
        Statuses::Class(4) => "ClientError".to_owned(),
        Statuses::Class(_) => "ServerError".to_owned(),
        Statuses::Other => others.to_owned(),
    }
}

/// The schemas that are compared with others.
fn shared(operation: &Operation) -> impl Iterator<Item = &str> {
    let answers = &operation.answers;
    let several = answers.success.len() > 1;
    let success = answers.success.iter().filter(move |_| several);
    let success = success.filter_map(|(_, answer)| match answer {
        Answer::Json(Some(pointer)) => Some(pointer.as_str()),
        _ => None,
    });
    let errors = answers.errors.iter().map(|(_, pointer)| pointer.as_str());
    success.chain(errors)
}

/// A schema without what is for people, which differs from place to place; the keys of `properties`
/// are names and stay.
fn without_prose(schema: &Value, names: bool) -> Value {
    match schema {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| {
                names || !(PROSE.contains(&key.as_str()) || key.starts_with("x-"))
            });
            let kept = kept.map(|(key, value)| {
                let inner = !names && NAMED.contains(&key.as_str());
                (key.clone(), without_prose(value, inner))
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => items
            .iter()
            .map(|item| without_prose(item, false))
            .collect(),
        other => other.clone(),
    }
}

const PROSE: &[&str] = &["description", "title", "example", "examples", "default"];

/// Keywords whose own keys are names.
const NAMED: &[&str] = &["properties", "patternProperties", "$defs", "definitions"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::without_prose;

    #[test]
    fn prose_does_not_tell_schemas_apart() {
        let check = |one, other, same: bool| {
            let (one, other) = (without_prose(&one, false), without_prose(&other, false));
            assert_eq!(one == other, same, "{one} {other}");
        };
        let with = |text: &str| {
            json!({"type": "object", "description": text, "properties":
            {"code": {"type": "string", "example": text}}})
        };
        check(with("not found"), with("gone"), true);
        check(
            json!({"properties": {"example": {"type": "string"}}}),
            json!({"properties": {"example": {"type": "integer"}}}),
            false,
        );
        check(json!({"enum": ["a"]}), json!({"enum": ["b"]}), false);
    }
}
