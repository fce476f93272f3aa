//! `oneOf` and `anyOf`.

use serde_json::json;

use super::{has, notes, received};

#[test]
fn null_makes_an_option_and_texts_one_enum() {
    let model = received(
        json!({"Holder": {"required": ["a", "b", "c", "d"], "properties": {
            "a": {"oneOf": [{"type": "string"}, {"type": "null"}]},
            "b": {"anyOf": [{"enum": ["x"]}, {"type": "string"}]},
            "c": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "string"}]},
            "d": {"type": ["string", "integer", "null"]},
        }}}),
    );
    has(
        &model,
        &[
            "        pub a: Option<String> = ",
            "        pub b: HolderB = ",
            "        X = \"x\",",
            "        pub c: String = ",
            "        pub d: Option<HolderD> = ",
            "#[serde(untagged)]\npub enum HolderD {\n    /// A value of the type `String`.\n    Text(String),",
            "    Number(i64),\n    /// Anything else.\n    Other(Value),",
        ],
    );
}

#[test]
fn a_discriminator_decides() {
    let kinds = json!([{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]);
    let model = received(json!({
        "Pet": {"oneOf": kinds, "discriminator": {"propertyName": "kind", "mapping": {"feline": "#/components/schemas/Cat"}}},
        "Implied": {"oneOf": kinds},
        "Cat": {"required": ["kind"], "properties": {"kind": {"const": "feline"}}},
        "Dog": {"required": ["kind"], "properties": {"kind": {"enum": ["Dog", "Puppy"]}}},
    }));
    has(
        &model,
        &[
            "        Ok(match tag(&value, \"kind\") {\n            Some(\"feline\") => Self::Cat(read(value)?),\n            Some(\"Dog\")",
            "            _ => Self::Other(value),",
            "impl<'de> Deserialize<'de> for Implied {",
            "Some(\"Puppy\") => Self::Dog",
        ],
    );
}

#[test]
fn required_fields_decide() {
    let model = received(json!({"Way": {"oneOf": [
        {"title": "Plain", "required": ["id"], "properties": {"id": {"type": "string"}}},
        {"title": "Rich", "required": ["id", "more"], "properties": {"id": {"type": "string"}, "more": {"type": "string"}}},
        {"type": "array", "items": {"type": "string"}},
    ]}}));
    let rich = model.rust.find("    Rich(WayRich)").unwrap();
    assert!(rich < model.rust.find("    Plain(WayPlain)").unwrap());
    has(&model, &["    List(Vec<String>),"]);
}

#[test]
fn what_cannot_be_told_apart_is_json() {
    let model = received(json!({"Way": {"oneOf": [
        {"properties": {"a": {"type": "string"}}},
        {"properties": {"b": {"type": "string"}}},
    ]}}));
    assert_eq!(model.type_of["/components/schemas/Way"], "json");
    assert_eq!(model.types, 0);
    notes(
        &model,
        &[("/components/schemas/Way", "cannot be told apart")],
    );
}

#[test]
fn a_union_beside_properties() {
    let model = received(json!({
        "Limited": {"properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "Spread": {"required": ["id"], "properties": {"id": {"type": "string"}}, "oneOf": [
            {"properties": {"t": {"const": "x"}}, "required": ["t"]},
            {"properties": {"t": {"const": "y"}}, "required": ["t"]},
        ]},
        "Base": {"properties": {"t": {"type": "string"}, "n": {"type": "integer"}}, "discriminator":
            {"propertyName": "t", "mapping": {"k": "#/components/schemas/Kind"}}},
        "Kind": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"m": {"type": "integer"}}}]},
        "User": {"properties": {"base": {"$ref": "#/components/schemas/Base"}}},
    }));
    has(
        &model,
        &[
            "pub struct Limited {",
            "pub enum Spread {",
            "pub struct SpreadX {\n        /// The field `id`.\n        pub id: String = required \"id\",",
            "        pub base: Option<Kind> = ",
        ],
    );
}

#[test]
fn a_union_that_holds_itself_is_written_once() {
    let value = json!({"anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"anyOf": [{"type": "boolean"}, {"$ref": "#/components/schemas/Tree"}]}},
        {"$ref": "#/components/schemas/Tree"},
    ]});
    let leaf = json!({"type": "object", "required": ["value"], "properties": {"value": value}});
    let model = received(json!({"Tree": {"anyOf": [
        {"$ref": "#/components/schemas/Tree"},
        {"type": "array", "items": leaf},
        {"type": "array", "items": {"type": "array", "items": leaf}},
    ]}}));
    let types = model.rust.matches("pub enum ").count() + model.rust.matches("pub struct ").count();
    assert!(types < 20, "{types} types in\n{}", model.rust);
    // What is nothing but itself is no member: its reader would never end.
    assert!(
        !model.rust.contains("    Tree(Box<Tree>)"),
        "{}",
        model.rust
    );
    notes(&model, &[]);
}
