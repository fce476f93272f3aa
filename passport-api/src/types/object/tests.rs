//! What an object is read from, and how it is written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::fields::pairs;

crate::object! {
    /// A parcel, with a field of every kind.
    struct Parcel {
        /// A value.
        pub id: u32 = required "id",
        /// A name that is a word of Rust.
        pub r#type: Option<String> = optional "type",
        /// A null.
        pub gone: Option<String> = nullable "goneAt",
        /// Three states.
        pub note: Option<Option<String>> = optional_nullable "note",
        /// A list.
        pub tags: Vec<String> = or_empty "tags",
        /// A parcel in a parcel.
        pub inner: Option<Box<Parcel>> = optional "inner",
        /// Everything else.
        pub more: BTreeMap<String, u8> = rest,
    }
}

crate::object! {
    /// Nothing that is known.
    #[derive(Default, Eq)]
    struct Nothing {}
}

crate::object! {
    /// A rest alone, whose name the macro uses itself.
    struct Bag {
        /// All.
        pub from: BTreeMap<String, Value> = rest,
    }
}

crate::object! {
    /// A rest between fields.
    struct Between {
        /// Before it.
        pub before: u8 = required "before",
        /// Everything else.
        pub more: BTreeMap<String, u8> = rest,
        /// Behind it.
        pub behind: u8 = required "behind",
        /// Behind it.
        pub last: Option<u8> = optional "last",
    }
}

fn parcel(id: u32) -> Parcel {
    Parcel {
        id,
        r#type: None,
        gone: None,
        note: None,
        tags: Vec::new(),
        inner: None,
        more: BTreeMap::new(),
    }
}

#[track_caller]
fn reads(json: &str, expected: &Parcel) {
    let value: Value = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::from_str::<Parcel>(json).unwrap(), *expected);
    assert_eq!(
        serde_json::from_slice::<Parcel>(json.as_bytes()).unwrap(),
        *expected
    );
    assert_eq!(
        serde_json::from_reader::<_, Parcel>(json.as_bytes()).unwrap(),
        *expected
    );
    assert_eq!(serde_json::from_value::<Parcel>(value).unwrap(), *expected);
}

#[track_caller]
fn fails(json: &str, message: &str) {
    let error = serde_json::from_str::<Parcel>(json)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with(message), "{error}");
}

#[test]
fn absent_and_null_are_what_the_word_says() {
    reads(r#"{"id": 1}"#, &parcel(1));
    let nulls = r#"{"goneAt": null, "id": 1, "type": null, "note": null, "tags": null}"#;
    reads(
        nulls,
        &Parcel {
            note: Some(None),
            ..parcel(1)
        },
    );
}

#[test]
fn every_field_is_read_in_any_order() {
    let json = r#"{
        "more": 1, "inner": {"tags": [], "id": 2, "goneAt": null, "x": 9}, "tags": ["a", "b"], "note": "n",
        "": 3, "goneAt": "g", "type": "t\u0041", "id": 1
    }"#;
    let inner = Parcel {
        more: BTreeMap::from([("x".to_owned(), 9)]),
        ..parcel(2)
    };
    let expected = Parcel {
        id: 1,
        r#type: Some("tA".to_owned()),
        gone: Some("g".to_owned()),
        note: Some(Some("n".to_owned())),
        tags: vec!["a".to_owned(), "b".to_owned()],
        inner: Some(Box::new(inner)),
        more: BTreeMap::from([("more".to_owned(), 1), (String::new(), 3)]),
    };
    reads(json, &expected);
    let written = serde_json::to_value(&expected).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(json).unwrap());
}

#[test]
fn errors_name_the_field_and_the_place() {
    fails("{}", "missing field `id` at line 1");
    fails(
        r#"{"id": null}"#,
        "invalid type: null, expected u32 at line 1 column 11",
    );
    fails(
        r#"{"id": 1, "id": 2}"#,
        "duplicate field `id` at line 1 column",
    );
    fails(
        r#"{"id": 1, "type": "a", "type": "b"}"#,
        "duplicate field `type`",
    );
    fails(
        r#"{"id": 1, "type": 2, "inner": {}}"#,
        "invalid type: integer `2`, expected a string",
    );
    fails(
        r#"{"id": 1, "inner": {"id": []}}"#,
        "invalid type: sequence, expected u32",
    );
    fails(
        r#"{"id": 1, "other": -1}"#,
        "invalid value: integer `-1`, expected u8",
    );
    fails(r#"{"id": 1"#, "EOF while parsing an object");
    fails("[1]", "invalid type: sequence, expected the object Parcel");
    fails("7", "invalid type: integer `7`, expected the object Parcel");
}

#[test]
fn a_null_counts_as_the_first_of_two() {
    for key in ["type", "goneAt", "tags", "inner"] {
        fails(
            &format!(r#"{{"id": 1, "{key}": null, "{key}": null}}"#),
            &format!("duplicate field `{key}`"),
        );
    }
    fails(
        r#"{"id": 1, "tags": null, "type": null, "tags": []}"#,
        "duplicate field `tags`",
    );
}

#[test]
fn the_rest_cannot_say_what_a_field_says() {
    for key in ["id", "type", "tags"] {
        let mut twice = parcel(1);
        twice.more.insert(key.to_owned(), 2);
        let error = serde_json::to_string(&twice).unwrap_err().to_string();
        assert_eq!(error, "a key among the rest is the name of a field");
    }
}

#[test]
fn what_says_nothing_is_left_out() {
    let written = |parcel: &Parcel| serde_json::to_string(parcel).unwrap();
    assert_eq!(written(&parcel(1)), r#"{"id":1,"goneAt":null,"tags":[]}"#);
    let note = Parcel {
        note: Some(None),
        ..parcel(1)
    };
    assert_eq!(
        written(&note),
        r#"{"id":1,"goneAt":null,"note":null,"tags":[]}"#
    );
}

#[test]
fn keys_without_a_field_are_ignored_or_kept() {
    let json = r#"{"a": {"b": [1, {"c": null}]}, "d": 1}"#;
    assert_eq!(
        serde_json::from_str::<Nothing>(json).unwrap(),
        Nothing::default()
    );
    assert_eq!(serde_json::to_string(&Nothing {}).unwrap(), "{}");
    let bag: Bag = serde_json::from_str(json).unwrap();
    assert_eq!(bag.from["a"], json!({"b": [1, {"c": null}]}));
    assert_eq!(
        serde_json::to_value(&bag).unwrap(),
        serde_json::from_str::<Value>(json).unwrap()
    );
}

#[test]
fn a_rest_may_stand_between_fields() {
    let json = r#"{"last":4,"x":2,"behind":3,"y":5,"before":1}"#;
    let read: Between = serde_json::from_str(json).unwrap();
    let more = [("x", 2), ("y", 5)].map(|(key, value)| (key.to_owned(), value));
    let expected = Between {
        before: 1,
        more: BTreeMap::from(more),
        behind: 3,
        last: Some(4),
    };
    assert_eq!(read, expected);
}

#[test]
fn objects_nest_as_deep_as_the_format_allows() {
    let depth = 120;
    let json = r#"{"id":1,"inner":"#.repeat(depth) + "null" + &"}".repeat(depth);
    let outermost: Parcel = serde_json::from_str(&json).unwrap();
    let inner = |parcel: &Parcel| parcel.inner.as_deref().cloned();
    assert_eq!(std::iter::successors(Some(outermost), inner).count(), depth);
}

#[test]
fn a_form_is_written_too() {
    assert_eq!(pairs(&Nothing {}).unwrap(), []);
    crate::object! {
        /// A form.
        struct Form {
            /// A text.
            pub text: String = required "te xt",
            /// A number.
            pub number: Option<i64> = optional "n",
        }
    }
    let form = Form {
        text: "a&b".to_owned(),
        number: Some(-1),
    };
    assert_eq!(
        pairs(&form).unwrap(),
        [("te xt", "a&b"), ("n", "-1")].map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
}

#[test]
fn an_error_of_the_serializer_is_kept() {
    crate::object! {
        /// A key of JSON is a text.
        struct Keys {
            /// A map.
            pub keys: BTreeMap<Vec<u8>, u8> = required "keys",
            /// Behind it.
            pub behind: u8 = required "behind",
        }
    }
    let keys = Keys {
        keys: BTreeMap::from([(vec![1], 1)]),
        behind: 2,
    };
    assert!(serde_json::to_string(&keys).is_err());
}
