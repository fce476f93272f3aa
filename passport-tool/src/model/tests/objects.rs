//! Objects, lists, words and numbers.

use serde_json::json;

use super::{has, notes, received, sent};
use crate::note::Kind;

#[test]
fn fields_are_options_unless_they_are_required() {
    let model = received(
        json!({"Pet": {"type": "object", "required": ["id", "born", "tags"], "properties": {
            "id": {"type": "integer", "format": "int32"},
            "born": {"type": "string", "format": "date-time", "nullable": true},
            "petName": {"type": ["string", "null"]},
            "tags": {"type": "array", "items": {"type": "string"}},
            "weight": {"type": "number", "format": "float"},
        }}}),
    );
    has(
        &model,
        &[
            "    #[non_exhaustive]\n    pub struct Pet {",
            "        pub id: i32 = required \"id\",",
            "        pub born: Option<Timestamp> = nullable \"born\",",
            "        pub pet_name: Option<String> = optional \"petName\",",
            "        pub tags: Vec<String> = or_empty \"tags\",",
            "        pub weight: Option<f64> = optional \"weight\",",
        ],
    );
    assert_eq!(model.type_of["/components/schemas/Pet"], "Pet");
    assert_eq!(model.notes, []);
}

#[test]
fn what_is_sent_can_be_made() {
    let model = sent(json!({
        "Order": {"type": "object", "required": ["id", "kind", "count", "gone"], "properties": {
            "id": {"type": "string"},
            "kind": {"const": "order"},
            "count": {"type": "integer"},
            "gone": {"type": ["string", "null"]},
            "note": {"type": ["string", "null"]},
            "made": {"type": "string", "readOnly": true},
        }},
        "Filter": {"type": "object", "properties": {"a": {"type": "boolean"}}},
    }));
    has(
        &model,
        &[
            "pub fn new(id: impl Into<String>, count: i64, gone: Option<String>) -> Self {",
            "            kind: OrderKind::Order,",
            "        pub note: Option<Option<String>> = optional_nullable \"note\",",
            "    #[derive(Default)]\n    pub struct Filter {",
        ],
    );
    assert!(!model.rust.contains("non_exhaustive"));
}

#[test]
fn maps_and_other_fields() {
    let model = received(json!({
        "Free": {"type": "object"},
        "Counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "Both": {"properties": {"a": {"type": "string"}}, "additionalProperties": {"$ref": "#/components/schemas/Free"}},
    }));
    has(
        &model,
        &[
            "pub type Free = BTreeMap<String, Value>;",
            "pub type Counts = BTreeMap<String, i64>;",
            "        pub additional_properties: BTreeMap<String, BTreeMap<String, Value>> = rest,",
        ],
    );
}

#[test]
fn words_stay_open() {
    let model = received(json!({
        "State": {"type": "string", "enum": ["read:all", "+1", "-1", "other", "", "1st", null]},
        "Level": {"type": "integer", "enum": [1, 2]},
        "Yes": {"type": "string", "enum": [true, 1.5]},
        "Mixed": {"enum": ["a", 1]},
        "Holder": {"properties": {"state": {"$ref": "#/components/schemas/State"}}, "required": ["state"]},
    }));
    has(
        &model,
        &[
            "        ReadAll = \"read:all\",",
            "        Plus1 = \"+1\",",
            "        Minus1 = \"-1\",",
            "        OtherValue = \"other\",",
            "        Empty = \"\",",
            "        Value1st = \"1st\",",
            "pub type Level = i64;",
            "        True = \"true\",",
            "        pub state: Option<State> = ",
            "pub type StateOrNull = Option<State>;",
        ],
    );
    assert_eq!(model.type_of["/components/schemas/Mixed"], "json");
    notes(
        &model,
        &[
            ("/components/schemas/Level", "not limited"),
            ("/components/schemas/Mixed", "several types"),
        ],
    );
}

#[test]
fn names_never_collide() {
    let model = received(json!({
        "user-name": {"type": "object", "properties": {
            "type": {"type": "string"}, "Type": {"type": "string"}, "self": {"type": "string"},
            "1st": {"type": "string"}, "é": {"type": "string"}, "HTTPServer": {"type": "string"},
        }},
        "UserName": {"properties": {"inner": {"properties": {"a": {"type": "string"}}}}},
        "UserNameInner": {"properties": {"b": {"type": "string"}}},
        "Vec": {"properties": {"b": {"type": "string"}}},
        "1": {"properties": {"b": {"type": "string"}}},
    }));
    has(
        &model,
        &[
            "pub struct UserName {",
            "pub struct UserName2 {",
            "pub struct VecModel {",
            "pub struct Type1 {",
            "        pub r#type: Option<String> = ",
            "        pub type_2: Option<String> = ",
            "    pub self_: ",
            "    pub field_1st: ",
            "    pub field: ",
            "    pub http_server: ",
        ],
    );
    notes(
        &model,
        &[
            ("/components/schemas/UserName", "named `UserName2`"),
            ("/components/schemas/Vec", "named `VecModel`"),
            ("/components/schemas/user-name/properties/Type", "`type_2`"),
        ],
    );
}

#[test]
fn secrets_do_not_print() {
    let model = received(
        json!({"Login": {"required": ["password", "page_token"], "properties": {
            "password": {"type": "string"}, "pin": {"type": "string", "format": "password"},
            "clientSecret": {"type": ["string", "null"]}, "refresh_token": {"type": "string"},
            "page_token": {"type": "string"}, "token_type": {"type": "string"},
        }}}),
    );
    has(
        &model,
        &[
            "        pub password: Sensitive = ",
            "        pub pin: Option<Sensitive> = ",
            "        pub client_secret: Option<Sensitive> = ",
            "        pub refresh_token: Option<Sensitive> = ",
            "        pub page_token: String = ",
            "        pub token_type: Option<String> = ",
        ],
    );
}

#[test]
fn recursion_is_boxed_and_endless_aliases_end() {
    let model = received(json!({
        "Node": {"properties": {
            "next": {"$ref": "#/components/schemas/Node"},
            "other": {"$ref": "#/components/schemas/Pair"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        }},
        "Pair": {"required": ["node"], "properties": {"node": {"$ref": "#/components/schemas/Node"}}},
        "Json": {"type": "array", "items": {"$ref": "#/components/schemas/Json"}},
        "Loop": {"$ref": "#/components/schemas/Loop"},
        "Gone": {"$ref": "#/components/schemas/Nowhere"},
    }));
    has(
        &model,
        &[
            "        pub next: Option<Box<Node>> = ",
            "        pub children: Option<Vec<Node>> = ",
            "pub type Json = Vec<Value>;",
        ],
    );
    assert!(model.rust.contains("Option<Box<Pair>>") || model.rust.contains("node: Box<Node>"));
    assert_eq!(model.type_of["/components/schemas/Loop"], "json");
    notes(&model, &[("/components/schemas/Gone", "leads nowhere")]);
}

#[test]
fn all_of_is_one_struct() {
    let model = received(json!({
        "Base": {"required": ["id"], "properties": {"id": {"type": "string"}, "at": {"properties": {"x": {"type": "number"}}}}},
        "Both": {"allOf": [
            {"$ref": "#/components/schemas/Base"},
            {"required": ["n"], "properties": {"n": {"type": "integer"}, "id": {"description": "Its own."}}},
        ]},
        "Same": {"allOf": [{"$ref": "#/components/schemas/Base"}], "nullable": true, "description": "x"},
        "Odd": {"allOf": [{"type": "string"}, {"type": "integer"}]},
        "Itself": {"allOf": [{"$ref": "#/components/schemas/Itself"}, {"properties": {"a": {"type": "string"}}}]},
        "User": {"properties": {"base": {"allOf": [{"$ref": "#/components/schemas/Base"}], "description": "y"}}},
    }));
    has(
        &model,
        &[
            "pub struct Both {\n        /// Its own.\n        pub id: String = required \"id\",",
            "        pub n: i64 = ",
            "        pub at: Option<BaseAt> = ",
            "        pub base: Option<Base> = ",
            "pub struct Itself {\n        /// The field `a`.",
            "pub type Same = Option<Base>;",
        ],
    );
    notes(
        &model,
        &[
            ("/components/schemas/Odd/allOf/1", "asks for"),
            ("/components/schemas/Itself/allOf/0", "part of itself"),
        ],
    );
}

#[test]
fn a_note_says_what_it_is_about() {
    let model = received(json!({"Holder": {"properties": {
        "1a": {"type": "string"},
        "any": {},
        "word": {"enum": ["ä"]},
        "number": {"type": "integer", "enum": [1, 2]},
        "odd": {"allOf": [{"type": "string"}, {"type": "integer"}]},
    }}}));
    let mut said: Vec<(Kind, &str)> = model
        .notes
        .iter()
        .map(|note| (note.kind, note.pointer.rsplit('/').next().unwrap()))
        .collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            (Kind::Renamed, "1a"),
            (Kind::Renamed, "word"),
            (Kind::Json, "any"),
            (Kind::Dropped, "1"),
            (Kind::Dropped, "number"),
        ]
    );
}
