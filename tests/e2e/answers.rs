//! Answers are read in spite of a byte order mark, and an error says where they do not fit.

use std::error::Error as _;

use passport_api::{Error, ManualClock, breb};
use passport_tests::foreign;
use serde_json::json;

use crate::told::Told;

breb::scope_set! {
    struct Payments = "paas.core.breb_payments.list.get";
}

/// The causes of an error, as one text.
fn causes(error: &Error) -> String {
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.join(": ")
}

#[tokio::test]
async fn answers_may_begin_with_a_byte_order_mark() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    told.says(200, &[], "\u{feff}{\"key\":\"P\"}");
    assert_eq!(client.projects().get(&token, "P").await.unwrap().key.0, "P");
    told.says(
        200,
        &[],
        "\u{feff} \r\n{\"values\":[{\"key\":\"P\"}],\"total\":1}",
    );
    let page = client.projects().list(&token).await.unwrap();
    assert_eq!((page.items.len(), page.total_items), (1, Some(1)));
    told.says(200, &[], "\u{feff}[{\"id\":7}]");
    let mut issues = client.issues().list(&token, "P").stream();
    assert_eq!(issues.next().await.unwrap().unwrap().id.0, 7);
    told.says(404, &[], "\u{feff}{\"total\":0}");
    assert!(
        client
            .projects()
            .list(&token)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    told.says(200, &[], "\u{feff}");
    assert!(client.account().me(&token).await.unwrap().is_null());
    told.says(409, &[], "\u{feff}{\"code\":\"taken\",\"key\":\"P\"}");
    let error = client.exports().start(&token).await.unwrap_err();
    assert_eq!(error.problem().unwrap().code(), Some("taken"));
    let body = error.body_as::<foreign::model::Project>().unwrap().unwrap();
    assert_eq!(body.key.0, "P");
    for wrong in [
        "\u{feff}\u{feff}{\"key\":\"P\"}",
        " \u{feff}{\"key\":\"P\"}",
    ] {
        told.says(200, &[], wrong);
        assert!(
            client
                .projects()
                .get(&token, "P")
                .await
                .unwrap_err()
                .is_decode()
        );
    }
}

#[tokio::test]
async fn answer_that_does_not_fit_names_its_field() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    told.says(200, &[], r#"{"values":[{"key":"A"},{"key":{"secret":1}}]}"#);
    let error = client.projects().list(&token).await.unwrap_err();
    let expected = "not the expected JSON at line 1 column 30: `values[1].key` is an object";
    assert_eq!(causes(&error), expected);
    told.says(200, &[], r#"[{"id":1},{"id":-1}]"#);
    let error = client.issues().list(&token, "P").await.unwrap_err();
    assert!(
        causes(&error).ends_with("`[1].id` is a number out of range"),
        "{}",
        causes(&error)
    );
    told.says(200, &[], r#"[{"id":1},{"title":"secret"}]"#);
    let mut pages = client.issues().list(&token, "P").pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(
        causes(&error).ends_with("the field `[1].id` is missing"),
        "{}",
        causes(&error)
    );
    assert!(error.unreadable_answer().is_some());
    told.says(409, &[], r#"{"key":["secret"]}"#);
    let refused = client.exports().start(&token).await.unwrap_err();
    let error = refused.body_as::<foreign::model::Project>().unwrap_err();
    assert!(
        causes(&error).ends_with("`key` is an array"),
        "{}",
        causes(&error)
    );

    // Models of the built-in systems have paths as well.
    let built_in = breb::Client::builder()
        .base_url("https://x.test")
        .credentials("the id", "the secret")
        .clock(ManualClock::new().skip_sleeps())
        .transport(told.clone())
        .build()
        .unwrap();
    let token = built_in.token::<Payments>().await.unwrap();
    told.says(
        200,
        &[],
        r#"{"payments":[{"id":"p-1"},{"id":"p-2","amount":{"value":{"secret":7}}}]}"#,
    );
    let error = built_in.payments().list(&token).await.unwrap_err();
    let causes = causes(&error);
    assert!(causes.contains("`payments[1].amount.value`"), "{causes}");
    assert!(
        !format!("{error:?} {causes}").contains("secret"),
        "{causes}"
    );
}

#[tokio::test]
async fn error_in_an_answer_of_success_can_be_reached() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let body = r#"{"error":{"code":"limit_exceeded","message":"secret"},"left":0}"#;
    told.says(200, &[], body);
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert!(error.is_decode() && error.problem().is_none(), "{error}");
    let answer = error.unreadable_answer().unwrap();
    assert_eq!(
        (answer.code(), answer.detail()),
        (Some("limit_exceeded"), Some("secret"))
    );
    assert_eq!(answer.field("left"), Some(json!(0)));
    assert_eq!(answer.raw(), body.as_bytes());
    let shown = format!("{error} {error:?} {answer:?} {}", causes(&error));
    assert!(
        !shown.contains("secret") && !shown.contains("limit_exceeded"),
        "{shown}"
    );

    // A status that the spec does not describe, and a body that is no text.
    told.says(206, &[], r#"{"error":"partial"}"#);
    let error = client.exports().start(&token).await.unwrap_err();
    assert_eq!(error.unreadable_answer().unwrap().code(), Some("partial"));
    told.says(200, &[("content-type", "text/plain")], b"\xff");
    let error = client.exports().table(&token, "all").await.unwrap_err();
    assert_eq!(error.unreadable_answer().unwrap().raw(), b"\xff");
    // A refusal is none.
    told.says(404, &[], body);
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert!(error.problem().is_some() && error.unreadable_answer().is_none());
}
