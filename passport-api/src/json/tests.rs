//! Where JSON fails to fit, and that nothing of it is shown.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{read, without_bom};

crate::object! {
    /// An order.
    struct Order {
        /// The articles.
        pub items: Vec<Item> = required "items",
        /// Sums by currency.
        pub totals: Option<BTreeMap<String, Item>> = optional "totals",
        /// Everything else.
        pub more: BTreeMap<String, u8> = rest,
    }
}

crate::object! {
    /// An article.
    struct Item {
        /// A sum.
        pub amount: u8 = required "amount",
        /// The payment.
        pub paid: Option<Paid> = optional "paid by",
        /// A note.
        pub note: Option<String> = nullable "note",
    }
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
enum Paid {
    #[serde(rename = "cash")]
    Cash,
    Card {
        #[serde(alias = "pan")]
        number: u64,
    },
    Split(u8, u8),
    Boxed(Box<Derived>),
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
struct Derived {
    #[serde(rename = "theList")]
    list: Vec<Vec<Option<i8>>>,
    by_kind: HashMap<Kind, u8>,
    by_number: HashMap<u16, u8>,
    pair: (u8, bool),
    inner: Option<Box<Self>>,
    word: Option<Kind>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Small,
    Large,
}

#[derive(Debug, Deserialize)]
struct Flat {
    _id: Option<u8>,
    #[serde(flatten)]
    _rest: BTreeMap<String, u8>,
}

/// The message for a body, without its line and column.
#[track_caller]
fn said<T: Debug + DeserializeOwned>(body: &str) -> String {
    let mismatch = read::<T>(body.as_bytes()).unwrap_err();
    let shown = mismatch.to_string();
    for text in [format!("{mismatch:?}"), shown.clone()] {
        assert!(!text.to_lowercase().contains("secret"), "{text}");
    }
    let plain = serde_json::from_str::<T>(body).unwrap_err();
    let place = format!("at line {} column {}", plain.line(), plain.column());
    shown.strip_prefix(&place).unwrap().to_owned()
}

#[track_caller]
fn check<T: Debug + DeserializeOwned>(body: &str, expected: &str) {
    assert_eq!(said::<T>(body), expected, "{body}");
}

#[test]
fn field_of_an_object_is_named_by_its_path() {
    let in_items = |item: &str| format!(r#"{{"items":[{{"amount":1}},{{"amount":2}},{item}]}}"#);
    let amount = |json: &str| in_items(&format!(r#"{{"amount":{json}}}"#));
    check::<Order>(&amount("null"), ": `items[2].amount` is null");
    check::<Order>(&amount("\"secret\""), ": `items[2].amount` is a text");
    check::<Order>(&amount("true"), ": `items[2].amount` is a boolean");
    check::<Order>(&amount("[1]"), ": `items[2].amount` is an array");
    check::<Order>(
        &amount("{\"secret\":1}"),
        ": `items[2].amount` is an object",
    );
    check::<Order>(&amount("1.5"), ": `items[2].amount` is a number");
    for out_of_range in ["300", "-1", "99999999999999999999"] {
        let body = amount(out_of_range);
        assert!(said::<Order>(&body).starts_with(": `items[2].amount` is a number"));
    }
    check::<Order>(&in_items("{}"), ": the field `items[2].amount` is missing");
    check::<Order>(
        &in_items(r#"{"amount":1,"amount":1}"#),
        ": the field `items[2].amount` is there twice",
    );
    check::<Order>(&in_items("\"secret\""), ": `items[2]` is a text");
    check::<Order>("{}", ": the field `items` is missing");
    check::<Order>("[]", ": it is an array");
    check::<Order>(r#"{"items":{}}"#, ": `items` is an object");
    check::<Vec<Item>>(
        r#"[{"amount":1},{}]"#,
        ": the field `[1].amount` is missing",
    );
}

#[test]
fn key_of_a_map_is_hidden() {
    let totals = r#"{"items":[],"totals":{"secret":{"amount":1},"SECRET 2":{"amount":"x"}}}"#;
    check::<Order>(totals, ": `totals.{key}.amount` is a text");
    check::<Order>(
        r#"{"items":[],"secret":300}"#,
        ": `{key}` is a number out of range",
    );
    check::<Order>(
        r#"{"items":[],"":300}"#,
        ": `{key}` is a number out of range",
    );
    // Also where it has the name of a field, which is known for a name of the program's then.
    check::<BTreeMap<String, u8>>(r#"{"amount":300}"#, ": `{key}` is a number out of range");
    check::<Derived>(
        r#"{"by_number":{"1020":300}}"#,
        ": `by_number.{key}` is a number out of range",
    );
    check::<Derived>(
        r#"{"by_kind":{"small":300}}"#,
        ": `by_kind.{key}` is a number out of range",
    );
    check::<Derived>(
        r#"{"by_kind":{"secret":1}}"#,
        ": `by_kind` is none of the known variants",
    );
    check::<Flat>(r#"{"secret":tru}"#, ": it is no JSON from `{key}` on");
    // Values that a derive has buffered have no path.
    check::<Flat>(r#"{"secret":"secret"}"#, ": it is a text");
}

#[test]
fn unknown_field_is_hidden() {
    check::<Derived>(r#"{"secret":1}"#, ": it is an object with an unknown field");
    check::<Item>(
        r#"{"amount":1,"secret":tru}"#,
        ": it is no JSON from `{key}` on",
    );
    check::<Item>(
        r#"{"amount":1,"a`, `secret":tru}"#,
        ": it is no JSON from `{key}` on",
    );
}

#[test]
fn fields_of_derived_types_are_named() {
    let wrong = [
        (
            r#"{"theList":[[],[1,null,300]]}"#,
            ": `theList[1][2]` is a number out of range",
        ),
        (r#"{"theList":[[],{}]}"#, ": `theList[1]` is an object"),
        (r#"{"pair":[1]}"#, ": `pair` is an array of another length"),
        (r#"{"pair":[1,"x"]}"#, ": `pair[1]` is a text"),
        (
            r#"{"inner":{"inner":{"pair":0}}}"#,
            ": `inner.inner.pair` is a number",
        ),
        (
            r#"{"word":"secret"}"#,
            ": `word` is none of the known variants",
        ),
        (r#"{"word":7}"#, ": `word` is no JSON"),
    ];
    for (body, expected) in &wrong[..6] {
        check::<Derived>(body, expected);
    }
    let paid = |json: &str| format!(r#"{{"amount":1,"paid by":{json}}}"#);
    check::<Item>(
        &paid(r#""secret""#),
        ": `paid by` is none of the known variants",
    );
    check::<Item>(
        &paid(r#"{"secret":1}"#),
        ": `paid by` is none of the known variants",
    );
    check::<Item>(
        &paid(r#"{"Card":{}}"#),
        ": the field `paid by.Card.number` is missing",
    );
    check::<Item>(
        &paid(r#"{"Card":{"pan":"x"}}"#),
        ": `paid by.Card.pan` is a text",
    );
    check::<Item>(
        &paid(r#"{"Split":[1,300]}"#),
        ": `paid by.Split[1]` is a number out of range",
    );
    check::<Item>(
        &paid(r#"{"Boxed":{"theList":[7]}}"#),
        ": `paid by.Boxed.theList[0]` is a number",
    );
}

#[test]
fn text_that_is_no_json_is_located() {
    check::<Order>("", ": it is no JSON");
    check::<Order>("<html>secret", ": it is no JSON");
    check::<Order>(
        r#"{"items":[{"amount":1},{"amount":"#,
        ": it is no JSON from `items[1].amount` on",
    );
    check::<Order>(
        r#"{"items":[{"amount":1},{"amount":2 secret"#,
        ": it is no JSON from `items[1]` on",
    );
    check::<Vec<u8>>("[1] secret", ": it is no JSON");
}

#[test]
fn message_of_a_type_is_not_shown() {
    #[derive(Debug)]
    struct Picky;

    impl<'de> Deserialize<'de> for Picky {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(serde::de::Error::custom(text))
        }
    }

    #[derive(Debug, Deserialize)]
    struct Holder {
        _picky: Picky,
    }

    check::<Holder>(
        r#"{"_picky":"missing field `secret`"}"#,
        ": `_picky` does not fit",
    );
    check::<Holder>(r#"{"_picky":"secret"}"#, ": `_picky` does not fit");
}

#[test]
fn error_that_a_type_takes_back_leaves_no_path() {
    /// A number, or what is no number.
    #[derive(Debug)]
    struct Lenient;

    impl<'de> Deserialize<'de> for Lenient {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let _ = Vec::<u8>::deserialize(deserializer);
            Ok(Self)
        }
    }

    #[derive(Debug, Deserialize)]
    struct Holder {
        _first: Lenient,
        _second: u8,
    }

    check::<Holder>(r#"{"_first":300,"_second":"x"}"#, ": `_second` is a text");
    check::<Holder>(r#"{"_first":300}"#, ": the field `_second` is missing");
}

#[test]
fn values_that_serde_json_reads_in_its_own_way_are_read_so_too() {
    #[derive(Debug, Deserialize)]
    struct Holder {
        _raw: Box<RawValue>,
        _number: serde_json::Number,
        _any: serde_json::Value,
        _last: u8,
    }
    let body = r#"{"_raw":{"a":[1]},"_number":1.5,"_any":{"secret":[1e3]},"_last":"x"}"#;
    check::<Holder>(body, ": `_last` is a text");
    let body = r#"{"_raw":1,"_number":"secret","_any":0,"_last":1}"#;
    assert!(said::<Holder>(body).starts_with(": `_number`"));
    let body = r#"{"_raw":1,"_number":1,"_any":{"secret":tru"#;
    check::<Holder>(body, ": it is no JSON from `_any.{key}` on");
}

#[test]
fn deep_json_has_a_short_path() {
    let body = r#"{"inner":"#.repeat(100) + r#"{"pair":0}"# + &"}".repeat(100);
    let said = said::<Derived>(&body);
    let inner = vec!["inner"; 24].join(".");
    assert_eq!(said, format!(": `{inner}.…` does not fit"));
}

#[test]
fn one_byte_order_mark_is_no_part_of_the_json() {
    assert_eq!(read::<u8>(b"\xef\xbb\xbf7").unwrap(), 7);
    assert_eq!(read::<u8>(b"\xef\xbb\xbf \n7").unwrap(), 7);
    for refused in [
        &b"\xef\xbb\xbf\xef\xbb\xbf7"[..],
        b" \xef\xbb\xbf7",
        b"\xef\xbb\xbf",
        b"\xef\xbb",
        b"\xfe\xff7",
    ] {
        assert!(read::<u8>(refused).is_err(), "{refused:?}");
    }
    assert_eq!(without_bom(b"\xef\xbb\xbf"), b"");
}

crate::types::response! {
    /// A model that reads JSON first.
    struct Lenient {
        /// A number.
        pub number: u8,
        /// A field with two names.
        pub owner: Option<u8> = "owner_id" | "entity_owner_id",
        /// Lenient ones.
        pub list: Vec<Lenient>,
        /// A derived type.
        pub derived: Option<Derived>,
        /// A map.
        pub map: Option<BTreeMap<String, u8>>,
    }
}

#[test]
fn type_that_reads_json_first_is_followed() {
    check::<Lenient>("{}", ": the field `number` is missing");
    check::<Vec<Lenient>>(
        r#"[{"number":1},{"number":"secret"}]"#,
        ": `[1].number` is a text",
    );
    check::<Lenient>(
        r#"{"number":1,"entity_owner_id":"secret"}"#,
        ": `entity_owner_id` is a text",
    );
    check::<Lenient>(
        r#"{"number":1,"list":[{"number":1},{"number":1,"list":[{}]}]}"#,
        ": the field `list[1].list[0].number` is missing",
    );
    check::<Lenient>(
        r#"{"number":1,"derived":{"theList":[[300]]}}"#,
        ": `derived.theList[0][0]` is a number out of range",
    );
    check::<Lenient>(
        r#"{"number":1,"map":{"secret":"secret"}}"#,
        ": `map.{key}` is a text",
    );
    check::<Lenient>(
        r#"{"number":1,"list":{"secret":1}}"#,
        ": `list` is an object",
    );
    // The first pass leaves nothing behind for the second one of another body.
    assert!(serde_json::from_str::<Lenient>("{}").is_err());
    check::<Derived>(r#"{"pair":0}"#, ": `pair` is a number");
}
