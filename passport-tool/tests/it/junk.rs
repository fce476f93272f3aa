//! A document with one odd value anywhere is imported all the same.

use passport_tool::import::{Options, import};
use passport_tool::note::Notes;
use passport_tool::overrides::Overrides;
use passport_tool::source::{normalize, parse};
use serde_json::{Value, json};

const DOCUMENTS: [&str; 2] = [
    include_str!("../golden/shop/openapi.yaml"),
    include_str!("../golden/stock/swagger.json"),
];

#[test]
fn one_odd_value_anywhere_stops_nothing() {
    let odd = [
        json!(null),
        json!(7),
        json!("{x y\" \u{0}"),
        json!([[7]]),
        json!({ "$ref": "#" }),
    ];
    for text in DOCUMENTS {
        let document = parse(text).unwrap();
        let mut pointers = Vec::new();
        collect(&document, "", &mut pointers);
        for pointer in &pointers {
            for value in &odd {
                let mut changed = document.clone();
                *changed.pointer_mut(pointer).unwrap() = value.clone();
                check(changed, pointer, value);
            }
        }
    }
}

fn check(document: Value, pointer: &str, value: &Value) {
    // Without its version it is no OpenAPI document.
    let Ok(document) = normalize(document, Notes::default()) else {
        assert!(
            ["", "/openapi", "/swagger"].contains(&pointer),
            "{pointer} = {value}"
        );
        return;
    };
    let imported = import(&document, &Overrides::default(), &Options::default());
    if let Err(errors) = imported {
        panic!("{pointer} = {value}: {errors}");
    }
}

fn collect(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    pointers.push(pointer.to_owned());
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                collect(value, &passport_tool::pointer::join(pointer, key), pointers);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                collect(value, &format!("{pointer}/{index}"), pointers);
            }
        }
        _ => {}
    }
}
