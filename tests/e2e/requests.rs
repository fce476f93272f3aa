//! Bodies and parameters of every kind, as the sandbox read them: by other code than the client's.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use passport_api::ScopedToken;
use passport_api::multipart::FilePart;
use passport_sandbox::{Fault, ReceivedBody, RecordedRequest, Sandbox};
use passport_spec::Spec;
use passport_tests::foreign::model::{Filter, NewOrder, Photo, State};
use passport_tests::foreign::{self, Client};
use serde_json::json;

use crate::support::{builder_for, sandbox_builder};

foreign::scope_set! {
    struct Reader = "read:projects";
}

struct World {
    sandbox: Sandbox,
    client: Client,
    token: ScopedToken<Reader>,
}

impl World {
    async fn start() -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign/scopes.toml");
        let spec = Spec::load(file).unwrap();
        let sandbox = sandbox_builder().spec(spec).start().await.unwrap();
        let client: Client = builder_for(&sandbox).build().unwrap();
        let token = client.token().await.unwrap();
        Self {
            sandbox,
            client,
            token,
        }
    }

    /// The last request.
    fn last(&self) -> RecordedRequest {
        self.sandbox.requests().pop().unwrap()
    }
}

fn photo() -> Photo {
    Photo {
        title: "Sea \"of\"\r\n--ñ".to_owned(),
        tags: vec!["a".to_owned(), "b".to_owned()],
        filter: Some(filter()),
        image: FilePart::new(vec![0, 13, 10, 255]).file_name("a \"1\".png"),
        thumbnails: vec!["1".into(), FilePart::new("2").content_type("image/webp")],
    }
}

fn filter() -> Filter {
    Filter {
        word: Some("a&b, c".to_owned()),
        years: vec![1999, 2026],
        not: Some(Box::default()),
    }
}

#[tokio::test]
async fn json_is_sent_with_its_own_media_type() {
    let world = World::start().await;
    let (kinds, token) = (world.client.kinds(), &world.token);
    let patch = json!({"name": null});
    kinds.patch(token, &patch).await.unwrap();
    let seen = world.last();
    assert_eq!(seen.content_type, "application/merge-patch+json");
    assert_eq!(seen.body, ReceivedBody::Json(patch.clone()));
    // Another body, of the same type.
    let other = json!([1]);
    kinds.patch(token, &patch).json(&other).await.unwrap();
    assert_eq!(world.last().body, ReceivedBody::Json(other));
    // The caller's own word is the last; the sandbox wants that of the spec.
    let plain = HeaderValue::from_static("application/json");
    let call = kinds.patch(token, &patch).header(CONTENT_TYPE, plain);
    let error = call.await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNSUPPORTED_MEDIA_TYPE));
}

#[tokio::test]
async fn a_body_may_be_left_out_where_the_spec_says_so() {
    let world = World::start().await;
    let (kinds, token) = (world.client.kinds(), &world.token);
    kinds.maybe(token, None).await.unwrap();
    let seen = world.last();
    assert_eq!(
        (seen.content_type.as_str(), seen.body),
        ("", ReceivedBody::None)
    );
    let order = NewOrder {
        request_id: "7".to_owned(),
        seats: 1,
    };
    let sent = ReceivedBody::Json(json!({"request_id": "7", "seats": 1}));
    kinds.maybe(token, &order).await.unwrap();
    assert_eq!(world.last().body, sent);
    kinds.maybe(token, Some(&order)).await.unwrap();
    assert_eq!(world.last().body, sent);
}

/// The key is in the body: without one, the request may be processed twice.
#[tokio::test]
async fn a_body_that_is_left_out_bears_no_key() {
    let world = World::start().await;
    let (kinds, token) = (world.client.kinds(), &world.token);
    let order = NewOrder {
        request_id: "7".to_owned(),
        seats: 1,
    };
    world
        .sandbox
        .inject(Fault::reset().on("kinds.maybe").after_processing())
        .unwrap();
    let error = kinds.maybe(token, None).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    world
        .sandbox
        .inject(Fault::reset().on("kinds.maybe").after_processing())
        .unwrap();
    kinds.maybe(token, &order).await.unwrap();
}

#[tokio::test]
async fn text_and_bytes_are_sent_as_they_are() {
    let world = World::start().await;
    let (kinds, token) = (world.client.kinds(), &world.token);
    let table = "a;ñ\r\n1;2\n";
    kinds.text(token, table).await.unwrap();
    let seen = world.last();
    assert_eq!(seen.content_type, "text/csv; header=present");
    assert_eq!(seen.body, ReceivedBody::Text(table.to_owned()));

    let bytes = Bytes::from_static(&[0, 255, 13, 10]);
    kinds.bytes(token, bytes.clone()).await.unwrap();
    let seen = world.last();
    assert_eq!(seen.content_type, "application/octet-stream");
    assert_eq!(seen.body, ReceivedBody::Bytes(bytes.clone()));
    let png = HeaderValue::from_static("image/png");
    let call = kinds.bytes(token, bytes).header(CONTENT_TYPE, png);
    call.await.unwrap();
    assert_eq!(world.last().content_type, "image/png");
    kinds.bytes(token, None).await.unwrap();
    assert_eq!(world.last().body, ReceivedBody::None);
}

#[tokio::test]
async fn a_multipart_form_arrives_part_by_part() {
    let world = World::start().await;
    let (kinds, token) = (world.client.kinds(), &world.token);
    kinds.photo(token, &photo()).await.unwrap();
    let seen = world.last();
    assert!(
        seen.content_type
            .starts_with("multipart/form-data; boundary=")
    );
    let ReceivedBody::Multipart(parts) = seen.body else {
        panic!("{:?}", seen.body);
    };
    let text = |text: Option<&String>| text.map(String::as_str).unwrap_or_default().to_owned();
    let found: Vec<_> = parts
        .iter()
        .map(|part| {
            let content = part.content.to_vec();
            let file_name = text(part.file_name.as_ref());
            let content_type = text(part.content_type.as_ref());
            (part.name.as_str(), file_name, content_type, content)
        })
        .collect();
    let of = |name, file: &str, ty: &str, content: &[u8]| {
        (name, file.to_owned(), ty.to_owned(), content.to_vec())
    };
    let title = photo().title;
    let object = serde_json::to_string(&filter()).unwrap();
    assert_eq!(
        found,
        [
            of("title", "", "", title.as_bytes()),
            of("tags", "", "", b"a"),
            of("tags", "", "", b"b"),
            of("filter", "", "application/json", object.as_bytes()),
            of("image", "a %221%22.png", "image/png", &[0, 13, 10, 255]),
            of("thumbnails", "thumbnails", "image/png", b"1"),
            of("thumbnails", "thumbnails", "image/webp", b"2"),
        ]
    );
    kinds.mixed(token, &photo()).await.unwrap();
    let seen = world.last();
    assert!(seen.content_type.starts_with("multipart/mixed; boundary="));
    assert!(matches!(seen.body, ReceivedBody::Multipart(again) if again == parts));
    kinds.mixed(token, None).await.unwrap();
}

#[tokio::test]
async fn a_multipart_form_that_is_sent_again_is_the_same_to_the_byte() {
    let world = World::start().await;
    let (kinds, token) = (world.client.kinds(), &world.token);
    world
        .sandbox
        .inject(Fault::status(503).on("kinds.photo").after_processing())
        .unwrap();
    kinds.photo(token, &photo()).await.unwrap();
    let seen = world.sandbox.requests();
    let [first, second] = &seen[seen.len() - 2..] else {
        panic!("one request");
    };
    assert_eq!(first.content_type, second.content_type);
    assert_eq!(first.body, second.body);
    assert_ne!(first.body, ReceivedBody::None);
}

#[tokio::test]
async fn a_form_holds_lists_and_objects() {
    let world = World::start().await;
    world
        .client
        .kinds()
        .form(&world.token, &filter())
        .await
        .unwrap();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        world.last().body,
        ReceivedBody::Form(vec![
            pair("word", "a&b, c"),
            pair("years", "1999"),
            pair("years", "2026"),
            pair("not", "{\"word\":null,\"years\":[]}"),
        ])
    );
}

#[tokio::test]
async fn lists_and_objects_are_parameters() {
    let world = World::start().await;
    let kinds = world.client.kinds();
    let filter = Filter {
        not: None,
        ..filter()
    };
    kinds
        .params(&world.token, ["HTTP", "a,/b"], &filter, ["x&y", "z"])
        .state([State::Open, State::Closed])
        .size([1, 2])
        .exact([true, false])
        .deep(&filter)
        .plain(&filter)
        .at(&filter)
        .point("x,1,y,%2D2&z=#3 4")
        .x_tags(["t1", "t2"])
        .x_filter(&filter)
        .await
        .unwrap();
    let seen = world.last();
    let json = "%7B%22word%22%3A%22a%26b%2C%20c%22%2C%22years%22%3A%5B1999%2C2026%5D%7D";
    assert_eq!(seen.path, format!("/v2/kinds/HTTP,a%2C%2Fb/at/{json}"));
    let query: Vec<&str> = seen.query.split('&').collect();
    assert_eq!(
        query,
        [
            "tag=x%26y",
            "tag=z",
            "deep%5Bword%5D=a%26b%2C%20c",
            "deep%5Byears%5D=1999",
            "deep%5Byears%5D=2026",
            "word=a%26b%2C%20c",
            "years=1999",
            "years=2026",
            &format!("at={json}"),
            "state=open,closed",
            "size=1%202",
            "exact=true%7Cfalse",
            "point=x,1,y,%2D2%26z=%233%204",
        ]
    );
    // An empty list is none.
    let call = kinds.params(&world.token, ["HTTP"], &filter, [""; 0]);
    call.size([]).await.unwrap();
    assert_eq!(world.last().query, "");
    let call = kinds.params(&world.token, [""; 0], &filter, ["x"]);
    assert!(call.await.unwrap_err().is_request());
}

/// In a header nothing tells a comma of an item from the one between two.
#[tokio::test]
async fn an_item_with_a_comma_is_no_item_of_a_header() {
    let world = World::start().await;
    let before = world.sandbox.requests().len();
    let kinds = world.client.kinds();
    let call = kinds.params(&world.token, ["HTTP"], &filter(), ["x"]);
    let error = call.x_tags(["mine", "yours,theirs"]).await.unwrap_err();
    assert!(error.is_request(), "{error}");
    assert_eq!(world.sandbox.requests().len(), before);
}
