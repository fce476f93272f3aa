//! Schemas that are written out in several places.

use serde_json::{Value, json};

use super::{has, model, received};
use crate::model::{Model, Root, Side, generate};

fn pair(first: &Value, second: &Value) -> Model {
    received(json!({
        "Customer": {"properties": {"homeAddress": first}},
        "Shop": {"properties": {"address": second}},
    }))
}

#[test]
fn the_same_schema_is_one_type_with_the_shorter_name() {
    let address = json!({"description": "Where it is.", "properties": {
        "kind": {"enum": ["po", "street"]}, "lines": {"items": {"properties": {"text": {"type": "string"}}}},
    }});
    let model = pair(&address, &address);
    has(
        &model,
        &[
            "    /// Where it is.\n    #[non_exhaustive]\n    pub struct ShopAddress {",
            "        pub home_address: Option<ShopAddress> = ",
            "        pub address: Option<ShopAddress> = ",
            "pub enum ShopAddressKind {",
            "        pub lines: Option<Vec<ShopAddressLinesItem>> = ",
        ],
    );
    assert!(
        !model.rust.contains("CustomerHomeAddress"),
        "{}",
        model.rust
    );
    assert_eq!(model.types, 5);
}

#[test]
fn texts_about_the_place_go_and_missing_ones_come() {
    let first = json!({"description": "Home.", "properties": {"a": {"type": "string"}}});
    let second = json!({"description": "Shop.", "properties": {
        "a": {"type": "string", "description": "A letter."},
    }});
    let model = pair(&first, &second);
    has(
        &model,
        &[
            "    /// The object `ShopAddress`.\n",
            "        /// A letter.\n        pub a:",
            "        /// Home.\n        pub home_address: Option<ShopAddress>",
        ],
    );
    assert_eq!(model.types, 3);
}

#[test]
fn what_differs_stays_apart() {
    let base = json!({"properties": {"a": {"type": "string", "description": "A letter."}}});
    for other in [
        json!({"properties": {"a": {"type": "string", "description": "Another."}}}),
        json!({"properties": {"a": {"type": "integer", "description": "A letter."}}}),
        json!({"properties": {"b": {"type": "string", "description": "A letter."}}}),
        json!({"required": ["a"], "properties": {"a": {"type": "string", "description": "A letter."}}}),
        json!({"additionalProperties": {"type": "string"}, "properties": {"a": {"type": "string", "description": "A letter."}}}),
    ] {
        assert_eq!(pair(&base, &base).types, 3);
        assert_eq!(pair(&base, &other).types, 4, "{other}");
    }
}

#[test]
fn names_of_the_document_and_directions_stay() {
    let word = json!({"enum": ["on", "off"]});
    let named = received(json!({"Lamp": word, "Radio": word}));
    assert_eq!(named.types, 2);
    let document = json!({"a": {"properties": {"x": word}}, "b": {"properties": {"x": word}}});
    let root = |name: &str, side| Root {
        pointer: format!("/{name}"),
        name_hint: name.to_owned(),
        side,
    };
    let both = [root("a", Side::Request), root("b", Side::Response)];
    assert_eq!(generate(&document, &both).types, 4);
    let answers = [root("a", Side::Response), root("b", Side::Response)];
    let same = generate(&document, &answers);
    assert_eq!(same.types, 2);
    assert_eq!(same.type_of["/a"], same.type_of["/b"]);
    assert_eq!(model(json!({}), Side::Request).types, 0);
}
