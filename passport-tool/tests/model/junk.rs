//! Nonsense: whatever a document says, the model is Rust, and the same each time.

use passport_tool::model::{Root, Side, Usage, generate};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Words that mean something in a schema, and some that do not.
const KEYS: &[&str] = &[
    "type",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "const",
    "$ref",
    "required",
    "additionalProperties",
    "nullable",
    "format",
    "discriminator",
    "mapping",
    "propertyName",
    "description",
    "readOnly",
    "patternProperties",
    "prefixItems",
    "title",
    "a",
    "A",
    "1",
    "type_",
    "self",
    "",
    "é",
];

const WORDS: &[&str] = &[
    "object",
    "array",
    "string",
    "integer",
    "number",
    "boolean",
    "null",
    "date-time",
    "password",
    "int32",
    "a",
    "b",
    "#/components/schemas/S0",
    "#/components/schemas/S1",
    "#/components/schemas/S2",
    "#/components/schemas/S1/properties/a",
    "#/",
    "other.yaml#/x",
    "S1",
    "",
    "`<[*_",
    "- x\n```\n1. [a](b) <p> *\u{0}/// \"#",
    "Vec",
    "\u{202e}\\",
];

fn word() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => proptest::sample::select(WORDS).prop_map(|word| json!(word)),
        1 => any::<bool>().prop_map(|flag| json!(flag)),
        1 => any::<i64>().prop_map(|number| json!(number)),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => Just(Value::Null),
        1 => any::<String>().prop_map(|text| json!(text)),
    ]
}

fn junk() -> impl Strategy<Value = Value> {
    word().prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            3 => proptest::collection::vec(
                (proptest::sample::select(KEYS), inner),
                0..6,
            )
            .prop_map(|pairs| {
                let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
                Value::Object(pairs.collect::<Map<String, Value>>())
            }),
        ]
    })
}

/// A schema with keywords of the right kind more often than not.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        proptest::sample::select(&WORDS[..7]).prop_map(|ty| json!({"type": ty})),
        proptest::sample::select(&WORDS[10..18]).prop_map(|to| json!({"$ref": to})),
        proptest::collection::vec(word(), 1..4).prop_map(|words| json!({"enum": words})),
        word().prop_map(|word| json!({"const": word})),
        junk(),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let properties =
            proptest::collection::vec((proptest::sample::select(KEYS), inner.clone()), 0..5);
        let list = proptest::collection::vec(inner.clone(), 0..4);
        let list_of = (
            proptest::sample::select(vec!["allOf", "oneOf", "anyOf"]),
            list,
        );
        let object = properties.prop_map(|pairs| {
            let pairs = pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value));
            let properties: Map<String, Value> = pairs.collect();
            let required: Vec<String> = properties.keys().take(2).cloned().collect();
            json!({"properties": properties, "required": required, "description": WORDS[21]})
        });
        prop_oneof![
            2 => object.clone(),
            1 => inner.prop_map(|items| json!({"type": "array", "items": items})),
            1 => list_of.clone().prop_map(|(key, list)| json!({key: list})),
            1 => (object, list_of).prop_map(|(mut object, (key, list))| {
                object[key] = json!(list);
                object["discriminator"] = json!({"propertyName": "a"});
                object
            }),
        ]
    })
}

fn check(schemas: &[Value]) -> Result<(), TestCaseError> {
    let mut all = Map::new();
    let mut roots = Vec::new();
    for (index, schema) in schemas.iter().enumerate() {
        all.insert(format!("S{index}"), schema.clone());
        roots.push(Root {
            pointer: format!("#/components/schemas/S{index}"),
            name_hint: "Hint".to_owned(),
            side: if index % 2 == 0 {
                Side::Request
            } else {
                Side::Response
            },
            usage: Usage::Body,
        });
    }
    let document = json!({"components": {"schemas": all}});
    let model = generate(&document, &roots);
    let parsed = syn::parse_file(&model.rust);
    prop_assert!(parsed.is_ok(), "{:?}\n{}", parsed.err(), model.rust);
    prop_assert_eq!(&model, &generate(&document, &roots));
    for root in &roots {
        prop_assert!(model.type_of.contains_key(&root.pointer));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn junk_is_survived(schemas in proptest::collection::vec(junk(), 1..4)) {
        check(&schemas)?;
    }

    #[test]
    fn odd_schemas_are_survived(schemas in proptest::collection::vec(schema(), 1..4)) {
        check(&schemas)?;
    }
}

#[test]
fn depth_is_survived() {
    // Making, copying and parsing such a schema takes a large stack; the model does not.
    let thread = std::thread::Builder::new().stack_size(256 << 20);
    thread.spawn(deep_schemas).unwrap().join().unwrap();
}

fn deep_schemas() {
    for wrap in [
        |inner: Value| json!({"type": "array", "items": inner}),
        |inner: Value| json!({"properties": {"a": inner}}),
        |inner: Value| json!({"allOf": [inner, {"properties": {"b": {}}}]}),
        |inner: Value| json!({"oneOf": [inner, {"type": "string"}]}),
        |inner: Value| json!({"additionalProperties": inner}),
        |inner: Value| json!({"properties": {"a": {"type": "string"}}, "oneOf": [inner]}),
    ] {
        let mut schema = json!({"$ref": "#/components/schemas/S0"});
        for _ in 0..500 {
            schema = wrap(schema);
        }
        check(&[schema]).unwrap();
    }
}

#[test]
fn growth_has_limits() {
    // Each schema is twice the one before.
    let schemas: Vec<Value> = (0..40)
        .map(|index| {
            let next = format!("#/components/schemas/S{}", index + 1);
            json!({"allOf": [{"$ref": next}, {"$ref": next}], "properties": {"a": {"$ref": next}}})
        })
        .collect();
    check(&schemas).unwrap();
    let chain: Vec<Value> = (0..3000)
        .map(|index| json!({"type": "array", "items": {"$ref": format!("#/components/schemas/S{}", index + 1)}}))
        .collect();
    check(&chain).unwrap();
}
