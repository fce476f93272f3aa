//! `nullable` of OpenAPI 3.0 and `x-nullable` of Swagger 2.0 as the types of 3.1.

use serde_json::{Value, json};

/// Rewrites `type: T, nullable: true` as `type: [T, "null"]`, everywhere.
///
/// A schema without a `type` keeps its `nullable`.
pub(super) fn convert(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let nullable = ["nullable", "x-nullable"]
                .iter()
                .any(|key| map.get(*key) == Some(&Value::Bool(true)));
            if nullable && let Some(Value::String(ty)) = map.get("type") {
                let ty = json!([ty, "null"]);
                map.insert("type".to_owned(), ty);
                map.shift_remove("nullable");
                map.shift_remove("x-nullable");
            }
            map.values_mut().for_each(convert);
        }
        Value::Array(list) => list.iter_mut().for_each(convert),
        _ => {}
    }
}
