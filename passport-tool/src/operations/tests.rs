//! What is read of operations.

use std::collections::HashMap;

use passport_spec::Statuses;
use serde_json::Value;

use super::{Answer, Body, Format, In, Of, name_all, read};
use crate::note::{Kind, Notes};
use crate::source::parse;

fn operations(yaml: &str) -> (Value, Vec<super::Operation>, Notes) {
    let document = parse(yaml).unwrap();
    let mut notes = Notes::default();
    let operations = read(&document, &mut notes);
    (document, operations, notes)
}

fn named(yaml: &str) -> Vec<String> {
    let (_, operations, mut notes) = operations(yaml);
    let named = name_all(&operations, &HashMap::new(), &mut notes);
    let names = named
        .iter()
        .map(|named| format!("{}.{}", named.resource, named.method));
    names.collect()
}

#[test]
fn parameters_merge_and_follow_refs() {
    let (_, operations, notes) = operations(
        "
paths:
  /a/{user.id}/{other}:
    parameters:
    - {in: path, name: user.id, required: true, schema: {type: integer}}
    - {in: query, name: q, schema: {type: string}}
    get:
      parameters:
      - {in: query, name: q, required: true, schema: {type: [number, 'null']}}
      - {in: cookie, name: c}
      - {in: header, name: Authorization}
      - $ref: '#/components/parameters/Limit'
      - {in: query, name: token, schema: {type: array}}
components: {parameters: {Limit: {in: query, name: 'page[limit]', schema: {allOf: [{type: integer}]}}}}
",
    );
    let operation = &operations[0];
    assert_eq!(operation.call_path, "/a/{user_id}/{other}");
    let params: Vec<_> = operation
        .params
        .iter()
        .map(|p| {
            (
                p.place,
                p.wire.as_str(),
                p.shape.ty.as_str(),
                p.required,
                p.name.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        params,
        [
            (In::Path, "user_id", "integer", true, None),
            (In::Path, "other", "string", true, None),
            (In::Query, "q", "number", true, None),
            (In::Query, "page[limit]", "integer", false, None),
            (In::Query, "token", "string", false, Some("token_query")),
        ]
    );
    assert_eq!(notes.of(Kind::Dropped).count(), 2);
}

#[test]
fn bodies_are_chosen_by_media_type() {
    let (_, operations, notes) = operations(
        "
paths:
  /a:
    post:
      requestBody: {required: true, content: {text/xml: {}, application/vnd.a+json; charset=utf-8: {schema: {}}}}
      responses: {204: {}, 201: {content: {application/json: {schema: {}}}}, 202: {content: {application/json: {}}}}
    put:
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses: {default: {content: {'*/*': {}}}}
    patch:
      requestBody: {content: {multipart/form-data: {schema: {}, encoding: {photo: {contentType: image/png}, any: {contentType: 'image/png, image/gif'}}}}}
      responses: {200: {content: {image/png: {}}}}
components: {requestBodies: {B: {required: true, content: {application/x-www-form-urlencoded: {schema: {}}}}}}
",
    );
    let sent = |index: usize| match &operations[index].body {
        Body::Sent(sent) => sent,
        Body::Empty => panic!("no body"),
    };
    let schema = |rest: &str| Some(rest.to_owned());
    let place = "/paths/~1a/post/requestBody/content/application~1vnd.a+json; charset=utf-8/schema";
    assert_eq!(sent(0).format, Format::Json);
    assert_eq!(sent(0).schema, schema(place));
    let media_type = "application/vnd.a+json; charset=utf-8";
    assert_eq!(sent(0).media_type.as_deref(), Some(media_type));
    let place = "/paths/~1a/post/responses/201/content/application~1json/schema";
    assert_eq!(
        operations[0].answers.success,
        [
            (Statuses::One(201), Answer::Json(schema(place))),
            (Statuses::One(202), Answer::Json(None)),
            (Statuses::One(204), Answer::Empty),
        ]
    );
    let place = "/components/requestBodies/B/content/application~1x-www-form-urlencoded/schema";
    assert_eq!(sent(1).format, Format::Form);
    assert_eq!(sent(1).schema, schema(place));
    assert!(sent(1).required);
    assert_eq!(
        operations[1].answers.success,
        [(Statuses::Other, Answer::Json(None))]
    );
    assert_eq!(sent(2).format, Format::Multipart);
    assert!(!sent(2).required);
    assert_eq!(sent(2).parts["photo"], "image/png");
    assert_eq!(sent(2).parts.len(), 1);
    assert_eq!(
        operations[2].answers.success,
        [(Statuses::One(200), Answer::Bytes)]
    );
    assert_eq!(operations[2].answers.accept.as_deref(), Some("image/png"));
    assert_eq!(notes.of(Kind::Guessed).count(), 1);
}

#[test]
fn names_are_derived() {
    let names = named(
        "
paths:
  /v1/orders/{id}: {get: {}, delete: {operationId: Orders_Delete}, put: {operationId: type, tags: [Token]}}
  /v1/orders/{other}: {head: {operationId: getOrdersById}}
  /: {get: {}}
  /x: {get: {operationId: list, tags: [User Items]}, put: {operationId: list_user, tags: [items]}}
  /v1/projects/{p}: {get: {operationId: pub.projects.topics.create}}
",
    );
    assert_eq!(
        names,
        [
            "orders.get_orders_by_id",
            "orders.delete",
            "token_calls.type_",
            "orders.get_orders_by_id_2",
            "root.get",
            "user_items.list",
            "items.list_user_2",
            "projects.topics_create",
        ]
    );
}

#[test]
fn odd_operations_are_left_out() {
    let (_, operations, notes) = operations(
        "
paths:
  '/a?b=c': {get: {}}
  '/a/{b': {get: {}}
  '/a#frag': {get: {}, trace: {}}
  /r: {$ref: '#/nowhere'}
webhooks: {w: {post: {}}}
",
    );
    assert_eq!(operations.len(), 1);
    assert_eq!(notes.of(Kind::Dropped).count(), 5);
}

#[test]
fn other_bodies_are_text_or_bytes() {
    let (_, operations, notes) = operations(
        "
paths:
  /a:
    post: {requestBody: {content: {text/csv: {}}}}
    put: {requestBody: {content: {application/xml: {schema: {properties: {a: {}}}}}}}
    patch: {requestBody: {content: {application/jwt: {schema: {type: string}}}}}
    delete: {requestBody: {content: {application/octet-stream: {schema: {type: string, format: byte}}}}}
    get: {requestBody: {content: {'image/*': {}}}}
    head: {requestBody: {content: {text/json: {schema: {}}, application/json: {schema: {}}}}}
    options: {requestBody: {content: {}}}
",
    );
    let found: Vec<_> = operations
        .iter()
        .map(|operation| match &operation.body {
            Body::Sent(sent) => Some((sent.format, sent.media_type.as_deref())),
            Body::Empty => None,
        })
        .collect();
    assert_eq!(
        found,
        [
            Some((Format::Text, Some("text/csv"))),
            Some((Format::Text, Some("application/xml"))),
            Some((Format::Text, Some("application/jwt"))),
            Some((Format::Bytes, None)),
            Some((Format::Bytes, None)),
            Some((Format::Json, Some("text/json"))),
            None,
        ]
    );
    assert_eq!(notes.of(Kind::Dropped).count(), 0);
    let said: Vec<_> = notes
        .of(Kind::Json)
        .map(|note| note.what.as_str())
        .collect();
    assert_eq!(
        said[0],
        "the request's body of type `application/xml` is text: it is written by the caller"
    );
}

#[test]
fn parameters_have_a_shape() {
    let (_, operations, notes) = operations(
        "
paths:
  /a/{ids}/{point}{matrix}:
    get:
      parameters:
      - {in: path, name: ids, required: true, schema: {type: array, items: {type: integer}}}
      - {in: query, name: repeat, schema: {type: array, items: {enum: [a, b]}}}
      - {in: query, name: comma, explode: false, schema: {type: [array, 'null'], items: {}}}
      - {in: query, name: space, style: spaceDelimited, schema: {type: array, items: {type: number}}}
      - {in: query, name: pipe, style: pipeDelimited, explode: false, schema: {type: array}}
      - {in: header, name: h, schema: {type: array, items: {type: boolean}}}
      - {in: query, name: word, schema: {allOf: [{$ref: '#/components/schemas/W'}]}}
      - {in: query, name: since, schema: {type: string, format: date-time}}
      - {in: query, name: deep, style: deepObject, schema: {properties: {a: {}}}}
      - {in: query, name: fields, schema: {type: object}}
      - {in: query, name: json, content: {application/json: {schema: {type: object}}}}
      - {in: query, name: xml, content: {text/xml: {schema: {type: object}}}}
      - {in: header, name: o, schema: {type: object}}
      - {in: query, name: mixed, schema: {enum: [a, 1]}}
      - {in: query, name: joined, explode: false, schema: {type: object}}
      - {in: query, name: reserved, allowReserved: true, schema: {type: string}}
      - {in: query, name: limit, allowReserved: true, schema: {type: integer}}
      - {in: path, name: point, required: true, schema: {type: object}}
      - {in: path, name: matrix, style: matrix, required: true, schema: {type: array}}
      responses: {204: {}}
components: {schemas: {W: {type: string, enum: [x, null]}}}
",
    );
    let found: Vec<_> = operations[0]
        .params
        .iter()
        .map(|param| {
            let shape = &param.shape;
            let of = shape.schema.as_ref().map(|schema| schema.of);
            (param.wire.as_str(), shape.ty.as_str(), shape.style, of)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("ids", "integer", Some("comma"), None),
            ("point", "string", Some("encoded"), None),
            ("matrix", "string", Some("encoded"), None),
            ("repeat", "string", Some("repeat"), Some(Of::Words)),
            ("comma", "string", Some("comma"), None),
            ("space", "number", Some("space"), None),
            ("pipe", "string", Some("pipe"), None),
            ("h", "boolean", Some("comma"), None),
            ("word", "string", None, Some(Of::Words)),
            ("since", "string", None, Some(Of::Time)),
            ("deep", "string", Some("deep_object"), Some(Of::Object)),
            ("fields", "string", Some("fields"), Some(Of::Object)),
            ("json", "string", Some("json"), Some(Of::Object)),
            ("xml", "string", None, None),
            ("o", "string", None, None),
            ("mixed", "string", None, None),
            ("joined", "string", Some("encoded"), None),
            ("reserved", "string", Some("encoded"), None),
            ("limit", "integer", None, None),
        ]
    );
    assert_eq!(notes.of(Kind::Json).count(), 5);
}

#[test]
fn paths_are_fitted() {
    let (_, operations, notes) = operations(
        "
paths:
  '/a?b={c}&d={e}':
    get: {parameters: [{in: path, name: c, schema: {type: integer}}]}
  '/<up load>/{x}': {get: {}}
",
    );
    assert_eq!(operations[0].call_path, "/a");
    let params: Vec<_> = operations[0]
        .params
        .iter()
        .map(|p| (p.place, p.wire.as_str(), p.shape.ty.as_str(), p.required))
        .collect();
    assert_eq!(
        params,
        [
            (In::Query, "b", "integer", true),
            (In::Query, "d", "string", true),
        ]
    );
    assert_eq!(operations[1].call_path, "/%3Cup%20load%3E/{x}");
    assert_eq!(notes.of(Kind::Dropped).count(), 0);
}

#[test]
fn answers_are_read_by_status_and_media_type() {
    let check = |responses: &str, success: &[(Statuses, Answer)], accept: Option<&str>| {
        let yaml = format!("paths: {{/a: {{get: {{responses: {responses}}}}}}}");
        let (_, operations, _) = operations(&yaml);
        let answers = &operations[0].answers;
        assert_eq!(answers.success, success, "{responses}");
        assert_eq!(answers.accept.as_deref(), accept, "{responses}");
    };
    let (ok, any) = (Statuses::One(200), Answer::Json(None));
    check(
        "{200: {content: {text/csv; charset=utf-8: {}, application/pdf: {}}}}",
        &[(ok, Answer::Text)],
        Some("text/csv"),
    );
    check(
        "{200: {content: {image/png: {}, image/jpeg: {}}}}",
        &[(ok, Answer::Bytes)],
        Some("image/png, image/jpeg"),
    );
    check(
        "{200: {content: {text/plain: {schema: {type: string, format: binary}}}}}",
        &[(ok, Answer::Bytes)],
        Some("text/plain"),
    );
    check(
        "{200: {content: {'*/*': {}}}, 206: {content: {application/x-ndjson: {}}}}",
        &[(ok, any.clone()), (Statuses::One(206), Answer::Text)],
        Some("application/json, application/x-ndjson"),
    );
    check(
        "{2XX: {content: {application/vnd.a+json: {}}}, 202: {}}",
        &[
            (Statuses::One(202), Answer::Empty),
            (Statuses::Class(2), any),
        ],
        Some("application/vnd.a+json"),
    );
    // RFC 9110, 15.3.5: it has no body, whatever is described.
    check(
        "{204: {content: {application/json: {}}}}",
        &[(Statuses::One(204), Answer::Empty)],
        None,
    );
    check("{404: {}}", &[], None);
}

#[test]
fn errors_have_types_where_they_are_json() {
    let (_, operations, notes) = operations(
        "
paths:
  /a:
    get:
      responses:
        200: {}
        404: {content: {application/problem+json: {schema: {type: object}}}}
        5XX: {content: {text/html: {}}}
        429: {description: nothing more}
        default: {$ref: '#/components/responses/E'}
        302: {description: elsewhere}
        20x: {description: no status}
components: {responses: {E: {content: {application/json: {schema: {type: string}}}}}}
",
    );
    let place = "/paths/~1a/get/responses/404/content/application~1problem+json/schema";
    assert_eq!(
        operations[0].answers.errors,
        [
            (Statuses::One(404), place.to_owned()),
            (
                Statuses::Other,
                "/components/responses/E/content/application~1json/schema".to_owned()
            ),
        ]
    );
    assert_eq!(notes.of(Kind::Dropped).count(), 3);
}

#[test]
fn what_would_be_wrong_on_the_wire_is_left_out_and_noted() {
    let (_, operations, notes) = operations(
        "
paths:
  /../../admin: {get: {responses: {}}}
  /a/%2e%2E/b: {get: {responses: {}}}
  //host/a: {get: {responses: {}}}
  \"/a\\r\\nX: y\": {get: {responses: {}}}
  /b:
    get:
      parameters:
      - {in: header, name: \"X-A\\r\\nX-B\"}
      - {in: header, name: Transfer-Encoding}
      - {in: header, name: X-C}
      requestBody: {content: {\"application/a(b)\": {}}}
",
    );
    let paths: Vec<&str> = operations.iter().map(|it| &*it.call_path).collect();
    assert_eq!(paths, ["/b"]);
    let headers: Vec<&str> = operations[0].params.iter().map(|it| &*it.wire).collect();
    assert_eq!(headers, ["X-C"]);
    assert!(matches!(&operations[0].body, Body::Sent(sent) if sent.media_type.is_none()));
    assert_eq!(notes.of(Kind::Dropped).count(), 6, "{notes:?}");
}
