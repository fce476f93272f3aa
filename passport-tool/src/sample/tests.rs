//! Samples of small documents.

use serde_json::{Value, json};

use super::check::check;
use super::make::Maker;
use crate::import::{Imported, Options, import};
use crate::model::Side;
use crate::note::{Kind, Notes};
use crate::overrides::Overrides;
use crate::source;

/// The value that is made for a schema of a document with these components.
fn made(components: &Value, schema: &Value, side: Side) -> Option<Value> {
    let document = json!({ "components": { "schemas": components } });
    let value = Maker::new(&document, side).value(schema, "/here")?;
    let again = Maker::new(&document, side).value(schema, "/here");
    assert_eq!(Some(&value), again.as_ref(), "not the same twice");
    if let Err(misfit) = check(&document, &value, schema) {
        panic!("{value} does not fit {schema}: {misfit:?}");
    }
    Some(value)
}

fn expect(schema: &Value, value: &Value) {
    assert_eq!(
        made(&json!({}), schema, Side::Request).as_ref(),
        Some(value),
        "{schema}"
    );
}

#[test]
fn scalars() {
    expect(
        &json!({"type": "string", "format": "date"}),
        &json!("2026-01-31"),
    );
    expect(&json!({"type": "string", "enum": ["b", "a"]}), &json!("b"));
    expect(&json!({"type": "string", "enum": [1, 2]}), &json!("1"));
    expect(
        &json!({"type": ["null", "integer"], "minimum": 3}),
        &json!(3),
    );
    expect(&json!({"type": "integer", "maximum": -2}), &json!(-2));
    expect(
        &json!({"type": "integer", "minimum": 10, "multipleOf": 7}),
        &json!(14),
    );
    expect(
        &json!({"type": "integer", "exclusiveMinimum": 4}),
        &json!(5),
    );
    expect(
        &json!({"type": "number", "minimum": 0, "maximum": 1}),
        &json!(0.5),
    );
    expect(&json!({"type": "number", "maximum": -0.5}), &json!(-1.0));
    expect(&json!({"const": 7}), &json!(7));
    expect(&json!({"type": "boolean"}), &json!(true));
    expect(&json!({}), &json!({}));
}

#[test]
fn the_documents_own_values_come_first() {
    expect(
        &json!({"type": "string", "example": "mine"}),
        &json!("mine"),
    );
    expect(
        &json!({"type": "string", "examples": [1, "second"]}),
        &json!("second"),
    );
    expect(
        &json!({"type": "integer", "example": "no number", "default": 4}),
        &json!(4),
    );
    expect(&json!({"type": "string", "default": ""}), &json!("text"));
}

#[test]
fn lists_and_maps() {
    expect(
        &json!({"type": "array", "items": {"type": "integer"}}),
        &json!([1]),
    );
    let unique =
        json!({"type": "array", "uniqueItems": true, "minItems": 2, "items": {"enum": ["a", "b"]}});
    expect(&unique, &json!(["a", "b"]));
    expect(
        &json!({"type": "array", "maxItems": 0, "items": {}}),
        &json!([]),
    );
    let map = json!({"type": "object", "additionalProperties": {"type": "string"}});
    expect(&map, &json!({"key": "text"}));
}

#[test]
fn each_side_leaves_out_what_only_the_other_writes() {
    let schema = json!({"required": ["id", "secret"], "properties": {
        "id": {"type": "string", "readOnly": true}, "secret": {"type": "string", "writeOnly": true},
    }});
    let of = |side| made(&json!({}), &schema, side).unwrap();
    assert_eq!(of(Side::Request), json!({"secret": "text"}));
    assert_eq!(of(Side::Response), json!({"id": "text"}));
}

#[test]
fn what_contains_itself_ends_where_it_may() {
    let components = json!({
        "Tree": {"type": "object", "required": ["branches"], "properties": {
            "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            "parent": {"$ref": "#/components/schemas/Tree"},
        }},
        "Endless": {"type": "object", "required": ["next"], "properties": {
            "next": {"$ref": "#/components/schemas/Endless"},
        }},
        "Maybe": {"oneOf": [{"$ref": "#/components/schemas/Endless"}, {"type": "integer"}]},
    });
    let of = |name: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        made(&components, &schema, Side::Request)
    };
    assert_eq!(of("Tree"), Some(json!({"branches": []})));
    assert_eq!(of("Endless"), None);
    assert_eq!(of("Maybe"), Some(json!(1)));
}

#[test]
fn all_of_and_the_discriminator_hold_together() {
    let components = json!({
        "Pet": {
            "type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind", "mapping": {
                "cat": "#/components/schemas/Cat", "dog": "Dog",
            }},
        },
        "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {
            "required": ["lives"], "properties": {"lives": {"type": "integer", "minimum": 9}},
        }]},
        "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
        "Either": {
            "oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}],
            "discriminator": {"propertyName": "kind", "mapping": {"DOG": "#/components/schemas/Dog"}},
        },
    });
    let of = |name: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        made(&components, &schema, Side::Response)
    };
    assert_eq!(of("Pet"), Some(json!({"kind": "cat", "lives": 9})));
    assert_eq!(of("Cat").unwrap()["lives"], 9);
    assert_eq!(of("Either"), Some(json!({"kind": "DOG"})));
}

#[test]
fn a_file_has_what_the_document_says_where_it_fits() {
    let imported = imported(
        "
openapi: 3.1.0
info: {title: Shop}
servers: [{url: 'https://shop.example'}]
paths:
  /orders/{order.id}:
    parameters:
      - {in: path, name: order.id, required: true, schema: {type: string}, example: o 1}
    put:
      operationId: put
      tags: [orders]
      parameters:
        - {in: query, name: page, schema: {type: integer, example: seven, minimum: 2}}
        - {in: query, name: ids, schema: {type: array, items: {type: integer, example: 3}}}
        - {in: header, name: X-Name, schema: {type: string, example: 'Zoë'}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [total], properties: {total: {type: integer}}}
            examples: {bad: {value: {total: much}}, good: {value: {total: 42}}}
      responses:
        202:
          description: later
          content:
            application/vnd.shop+json:
              schema: {type: object, properties: {at: {type: string, format: date-time}}}
    delete: {operationId: delete, tags: [orders], responses: {204: {description: gone}}}
",
    );
    let (_, text) = imported
        .always
        .iter()
        .find(|(path, _)| path == "examples.json")
        .unwrap();
    let file: Value = serde_json::from_str(text).unwrap();
    let expect = json!({
        "request": {
            "path": {"order_id": "o 1"},
            "query": {"page": 2, "ids": [3]},
            "headers": {"X-Name": "text"},
            "content_type": "application/json",
            "body": {"total": 42},
        },
        "response": {
            "status": 202,
            "content_type": "application/vnd.shop+json",
            "body": {"at": "2026-01-31T12:30:00Z"},
        },
    });
    assert_eq!(file["shop"]["orders.put"], expect);
    assert_eq!(
        file["shop"]["orders.delete"]["response"],
        json!({"status": 204})
    );
    assert!(
        file["$comment"]
            .as_str()
            .unwrap()
            .contains(crate::write::MARK)
    );
    let guessed: Vec<String> = imported
        .notes
        .of(Kind::Guessed)
        .map(ToString::to_string)
        .collect();
    for place in [
        "put/requestBody/content/application~1json/examples/bad/value: the example does not fit its \
         schema (at `/total`, it is no integer)",
        "put/parameters/0/schema: the example does not fit its schema (it is no integer)",
    ] {
        assert!(
            guessed.iter().any(|note| note.contains(place)),
            "{place}: {guessed:#?}"
        );
    }
}

fn imported(text: &str) -> Imported {
    let document = source::normalize(source::parse(text).unwrap(), Notes::default()).unwrap();
    import(&document, &Overrides::default(), &Options::default()).unwrap()
}
