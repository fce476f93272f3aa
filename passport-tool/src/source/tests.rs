//! What a document looks like once it is loaded.

use serde_json::{Value, json};

use super::{load, normalize, parse};
use crate::note::{Kind, Notes};

#[test]
fn reads_json_and_yaml_alike() {
    let yaml = "\u{feff}a: 1\r\nb:\r\n  200: 'x'\r\n  \"y\": ~\r\nd: 2024-01-02\r\n";
    let json = "\u{feff}{\"a\": 1, \"b\": {\"200\": \"x\", \"y\": null}, \"d\": \"2024-01-02\"}";
    assert_eq!(parse(yaml).unwrap(), parse(json).unwrap());
}

#[test]
fn reads_what_yaml_has_beyond_json() {
    let value = parse(
        "base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nlist: [*b, yes, 0x1f, -1.5e3, 12345678901234567890123]\n\
         text: !!str 12\nfolded: >-\n  a\n  b\n",
    )
    .unwrap();
    assert_eq!(value["own"], json!({ "y": 3, "x": 1 }));
    assert_eq!(value["list"][0], json!({ "x": 1, "y": 2 }));
    assert_eq!(value["list"][1], "yes");
    assert_eq!(value["list"][2], 31);
    assert_eq!(value["list"][3], -1500.0);
    assert!(value["list"][4].is_f64());
    assert_eq!(value["text"], "12");
    assert_eq!(value["folded"], "a b");
}

#[test]
fn says_the_line_of_a_mistake() {
    assert_eq!(parse("a: 1\nb: [1\nc: 2\n").unwrap_err().0, Some(3));
    assert_eq!(parse("{\n\"a\": ]").unwrap_err().0, Some(2));
    assert!(parse("").is_err());
    let deep = "[".repeat(100_000);
    assert!(parse(&deep).is_err());
    let bomb: String = (1..30)
        .map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1))
        .collect();
    assert!(
        parse(&format!("a0: &a0 x\n{bomb}"))
            .unwrap_err()
            .1
            .contains("aliases")
    );
}

#[test]
fn refuses_what_is_no_openapi() {
    for value in [
        json!({}),
        json!({ "openapi": "4.0" }),
        json!({ "swagger": "1.2" }),
        json!([]),
    ] {
        assert!(normalize(value, Notes::default()).is_err());
    }
}

#[test]
fn nullable_becomes_a_type() {
    let value = json!({ "openapi": "3.0.0", "x": { "type": "string", "nullable": true } });
    let document = normalize(value, Notes::default()).unwrap();
    assert_eq!(document.value["x"], json!({ "type": ["string", "null"] }));
}

#[test]
fn swagger_2_becomes_3() {
    let document = parse(
        "
swagger: '2.0'
host: api.example
basePath: /v1/
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  o: {type: oauth2, flow: application, tokenUrl: 'https://t.example/t', scopes: {a: A}}
parameters:
  Body: {in: body, name: b, required: true, schema: {$ref: '#/definitions/T'}}
definitions: {T: {type: object}}
paths:
  /x/{id}:
    parameters:
    - {in: path, name: id, required: true, type: integer}
    post:
      parameters: [{$ref: '#/parameters/Body'}, {in: query, name: q, type: array, items: {type: string}, collectionFormat: multi}]
      responses: {200: {description: ok, schema: {$ref: '#/definitions/T'}}}
    put:
      parameters: [{in: formData, name: f, type: string, required: true}]
      responses: {204: {description: no}}
    patch:
      parameters: [{in: formData, name: f, type: file}]
",
    )
    .unwrap();
    let value = normalize(document, Notes::default()).unwrap().value;
    assert_eq!(value["servers"][0]["url"], "https://api.example/v1");
    let flows = &value["components"]["securitySchemes"]["o"]["flows"];
    assert_eq!(flows["clientCredentials"]["scopes"]["a"], "A");
    let item = &value["paths"]["/x/{id}"];
    let reference = json!({ "$ref": "#/components/schemas/T" });
    assert_eq!(item["post"]["parameters"][0]["schema"]["type"], "integer");
    assert_eq!(item["post"]["parameters"][1]["explode"], true);
    assert_eq!(
        item["post"]["requestBody"]["content"]["application/json"]["schema"],
        reference
    );
    assert_eq!(
        item["post"]["responses"]["200"]["content"]["application/json"]["schema"],
        reference
    );
    let form = &item["put"]["requestBody"]["content"]["application/x-www-form-urlencoded"];
    assert_eq!(form["schema"]["required"], json!(["f"]));
    assert!(item["patch"]["requestBody"]["content"]["multipart/form-data"].is_object());
}

/// Writes files into a folder of their own and loads the first.
fn load_files(name: &str, files: &[(&str, &str)]) -> (Value, Vec<String>) {
    let folder = std::env::temp_dir().join(format!("passport-tool-{name}-{}", std::process::id()));
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let document = load(&folder.join(files[0].0), None).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let dropped = document.notes.of(Kind::Dropped);
    (
        document.value.clone(),
        dropped.map(ToString::to_string).collect(),
    )
}

#[test]
fn pulls_other_files_in() {
    let (value, dropped) = load_files(
        "pulls",
        &[
            (
                "api/root.yaml",
                "openapi: 3.0.3
paths:
  /a: {$ref: './paths/a.yaml'}
  /b:
    get: {$ref: 'paths/a.yaml#/get'}
  /c: {$ref: '../outside.yaml'}
  /d: {$ref: 'https://x.example/d.yaml'}
components:
  schemas:
    Tree: {type: string}
    Odd: {properties: {$ref: {type: string}, example: {$ref: 'paths/t.yaml#/components/schemas/Leaf'}}}
",
            ),
            (
                "api/paths/a.yaml",
                "get:
  responses:
    200: {content: {application/json: {schema: {$ref: 't.yaml#/components/schemas/Tree'}}}}
    404: {$ref: '#/gone'}
gone: {description: gone, content: {application/json: {schema: {$ref: '../root.yaml#/components/schemas/Tree'}}}}
",
            ),
            (
                "api/paths/t.yaml",
                "components: {schemas: {Tree: {properties: {child: {$ref: '#/components/schemas/Tree'}}}, Leaf: {type: integer}}}",
            ),
            ("outside.yaml", "get: {}"),
        ],
    );
    let get = &value["paths"]["/a"]["get"]["responses"];
    let schema = &get["200"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(schema, "#/components/schemas/Tree_2");
    assert_eq!(value["paths"]["/b"]["get"]["responses"], *get);
    assert_eq!(get["404"]["$ref"], "#/components/responses/gone");
    let schemas = &value["components"]["schemas"];
    assert_eq!(schemas["Tree_2"]["properties"]["child"]["$ref"], *schema);
    assert_eq!(schemas["Odd"]["properties"]["$ref"]["type"], "string");
    assert_eq!(
        schemas["Odd"]["properties"]["example"]["$ref"],
        "#/components/schemas/Leaf"
    );
    let gone = &value["components"]["responses"]["gone"]["content"]["application/json"];
    assert_eq!(gone["schema"]["$ref"], "#/components/schemas/Tree");
    assert_eq!(dropped.len(), 2, "{dropped:?}");
    assert!(dropped[0].starts_with("/paths/~1c: ") && dropped[0].contains("--root"));
    assert!(dropped[1].starts_with("/paths/~1d: ") && dropped[1].contains("root.yaml:7"));
}

#[test]
fn a_key_that_stands_twice_is_noted() {
    let folder = std::env::temp_dir().join(format!("passport-tool-twice-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let said = |name: &str, text: &str| {
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        let document = load(&file, None).unwrap();
        let notes: Vec<String> = document
            .notes
            .of(Kind::Dropped)
            .map(|note| note.what.clone())
            .collect();
        (document.value["info"]["title"].clone(), notes)
    };
    let what = "the first of two keys `title` in one object: the last one counts";
    let expected = (json!("b"), vec![what.to_owned()]);
    let json = r#"{"openapi": "3.0.0", "info": {"title": "a", "title": "b"}}"#;
    assert_eq!(said("a.json", json), expected);
    let yaml = "openapi: 3.0.0\ninfo:\n  title: a\n  title: b\n";
    assert_eq!(said("a.yaml", yaml), expected);
    std::fs::remove_dir_all(folder).unwrap();
}
