//! What generated types do: `sample.rs` is the model of `sample.json`, compiled into this test.
//!
//! `PASSPORT_REGEN=1` rewrites it.

use std::path::Path;

use passport_api::multipart::ToForm;
use passport_tool::model::{Root, Side, Usage, generate};
use serde_json::{Value, json};

use crate::sample::{
    Actor, Answer, AnswerAmount, AnswerState, Answers, Hint, Line, Order, OrderKind, UploadForm,
};

#[test]
fn the_sample_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model");
    let document = std::fs::read_to_string(folder.join("sample.json")).unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let root = |name: &str, side| Root {
        pointer: format!("/components/schemas/{name}"),
        name_hint: name.to_owned(),
        side,
        usage: Usage::Body,
    };
    let elsewhere = |pointer: &str, usage| Root {
        pointer: pointer.to_owned(),
        name_hint: "Hint".to_owned(),
        side: Side::Request,
        usage,
    };
    let parts = [("photo", "image/png"), ("table", "text/csv")];
    let parts = parts.map(|(name, ty)| (name.to_owned(), ty.to_owned()));
    let roots = [
        root("Order", Side::Request),
        root("Answers", Side::Response),
        elsewhere("/upload", Usage::Form(parts.into())),
        elsewhere("/sort", Usage::Param),
    ];
    let model = generate(&document, &roots);
    assert_eq!(model.notes, []);
    assert_eq!(model.type_of["/upload"], "UploadForm");
    // Null is no word of a parameter.
    assert_eq!(model.type_of["/sort"], "Hint");
    let file = folder.join("sample.rs");
    if std::env::var_os("PASSPORT_REGEN").is_some() {
        std::fs::write(&file, &model.rust).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap();
    assert!(
        known == model.rust,
        "run this test with PASSPORT_REGEN=1, and read the difference"
    );
}

#[test]
fn a_form_has_a_part_for_all_that_is_there() {
    let mut upload = UploadForm::new("photo", vec!["1".into(), "2".into()], "front");
    assert_eq!(upload.to_form().len(), 4);
    upload.thumbnail = Some("small".into());
    upload.more = Some(vec!["3".into(), "4".into()]);
    upload.note = Some("n".to_owned());
    upload.order = Some(order());
    let more = json!([1, 2]);
    upload.additional_properties.insert("more".to_owned(), more);
    assert_eq!(upload.to_form().len(), 4 + 1 + 2 + 1 + 1 + 2);
    assert!(!format!("{:?}", upload.photo).contains("photo"));
    assert_eq!(Hint::from("up").to_string(), "up");
}

fn order() -> Order {
    Order::new("o-1", vec![Line::default()], 1.5, None)
}

#[test]
fn what_is_not_set_is_not_sent_but_null_is_where_it_is_required() {
    let order = order();
    assert_eq!(order.kind, OrderKind::Order);
    let expected =
        json!({"id": "o-1", "kind": "order", "lines": [{}], "weight": 1.5, "gone": null});
    assert_eq!(serde_json::to_value(&order).unwrap(), expected);
    let cleared = Order {
        note: Some(None),
        ..order
    };
    let sent = serde_json::to_value(&cleared).unwrap();
    assert_eq!(sent["note"], Value::Null);
    assert!(sent.as_object().unwrap().contains_key("note"));
    assert_eq!(serde_json::from_value::<Order>(sent).unwrap(), cleared);
}

#[test]
fn other_fields_travel_and_secrets_do_not_print() {
    let mut order = order();
    order.access_token = Some("s3cret".into());
    order.additional_properties.insert("size".to_owned(), 7);
    let sent = serde_json::to_value(&order).unwrap();
    assert_eq!(sent["size"], 7);
    assert_eq!(sent["accessToken"], "s3cret");
    assert_eq!(serde_json::from_value::<Order>(sent).unwrap(), order);
    assert!(!format!("{order:?}").contains("s3cret"));
}

fn answer(mut more: Value) -> Answer {
    let mut all = json!({"id": 1, "made": "today", "state": "OPEN", "unknown": {"x": []}});
    all.as_object_mut()
        .unwrap()
        .append(more.as_object_mut().unwrap());
    serde_json::from_value(all).unwrap()
}

#[test]
fn answers_may_have_null_nothing_and_more() {
    let plain = answer(json!({}));
    assert_eq!(
        plain,
        answer(json!({"tags": null, "by": null, "amount": null}))
    );
    assert_eq!(plain.tags, Vec::<String>::new());
    assert_eq!(plain.state, Some(AnswerState::Open));
    assert_eq!(answer(json!({"state": null})).state, None);
    let later = answer(json!({"state": "LATER"}));
    assert_eq!(serde_json::to_value(later).unwrap()["state"], "LATER");
    assert_eq!(serde_json::from_str::<Answers>("[]").unwrap(), vec![]);
}

#[test]
fn kinds_are_told_apart() {
    let by = |by: Value| answer(json!({"by": by})).by.unwrap();
    let person = by(json!({"kind": "human", "boss": {"kind": "Robot", "serial": 1}}));
    let Actor::Person(person) = person else {
        panic!("{person:?}");
    };
    assert!(matches!(person.boss.as_deref(), Some(Actor::Robot(robot)) if robot.serial == Some(1)));
    assert!(matches!(by(json!({"kind": "alien"})), Actor::Other(_)));
    let amount = |amount: Value| answer(json!({"amount": amount})).amount.unwrap();
    assert!(matches!(amount(json!(1)), AnswerAmount::Number(_)));
    assert!(matches!(amount(json!("1.50")), AnswerAmount::Text(text) if text == "1.50"));
    assert!(matches!(
        amount(json!({"value": "1"})),
        AnswerAmount::Money(_)
    ));
    let odd = amount(json!([true]));
    assert_eq!(odd, AnswerAmount::Other(json!([true])));
    assert_eq!(serde_json::to_value(odd).unwrap(), json!([true]));
}
