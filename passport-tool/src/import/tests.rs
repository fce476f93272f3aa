//! Whole imports of small documents.

use passport_spec::{Requirement, Spec};

use super::{Imported, Options, import};
use crate::note::{Kind, Notes};
use crate::overrides::Overrides;
use crate::regen::ImportOf;
use crate::source::{normalize, parse};

fn imported(yaml: &str, overrides: &str) -> (Imported, Spec) {
    let value = parse(&format!("openapi: 3.1.0\ninfo: {{title: T}}\n{yaml}")).unwrap();
    let document = normalize(value, Notes::default()).unwrap();
    let overrides = Overrides::parse(overrides).unwrap();
    let imported = import(&document, &overrides, &Options::default()).unwrap();
    let (_, text) = imported
        .always
        .iter()
        .find(|(path, _)| path == "scopes.toml")
        .unwrap();
    let spec = Spec::parse("scopes.toml", text).unwrap();
    (imported, spec)
}

#[test]
fn absorbed_alternatives_are_written_as_they_are() {
    let (_, spec) = imported(
        "paths: {/a: {get: {operationId: a, security: [{o: [x]}, {o: [x, y]}]}}}\n\
         components: {securitySchemes: {o: {type: oauth2}}}",
        "",
    );
    let Requirement::AnyOf(lists) = &spec.api("t").unwrap().endpoint("a.a").unwrap().requirement
    else {
        panic!("no alternatives");
    };
    assert_eq!(lists.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn scopes_are_renamed_and_get_holes() {
    let (_, spec) = imported(
        "paths: {/a: {get: {operationId: a, security: [{o: [openid, 'consent:consentId']}]}}}\n\
         components: {securitySchemes: {o: {type: oauth2, flows: {implicit: {scopes: {'consent:consentId': C}}}}}}",
        "[scopes.\"consent:consentId\"]\nname = \"consent:{consentId}\"\naliases = [\"old\"]\n",
    );
    let catalogue = &spec.api("t").unwrap().catalogue;
    let scope = catalogue.scope(catalogue.find("consent:{consentId}").unwrap());
    assert_eq!((scope.holes(), scope.aliases.len()), (vec!["consentId"], 1));
    assert!(catalogue.find("consent:consentId").is_none());
}

#[test]
fn wildcard_and_implies_come_from_decisions_only() {
    let yaml = "paths: {/a: {get: {operationId: a, security: [{o: ['x/*', x/y]}]}}}\n\
                components: {securitySchemes: {o: {type: oauth2}}}";
    let (plain, spec) = imported(yaml, "");
    assert!(
        spec.api("t")
            .unwrap()
            .catalogue
            .scopes()
            .iter()
            .all(|scope| !scope.wildcard)
    );
    assert!(
        plain
            .notes
            .of(Kind::Scope)
            .any(|note| note.what.contains("holds a `*`"))
    );
    let (_, spec) = imported(yaml, "[scopes.\"x/*\"]\nwildcard = true\n");
    assert!(spec.api("t").unwrap().catalogue.scopes()[0].wildcard);
}

#[test]
fn stale_decisions_are_noted() {
    let (imported, _) = imported(
        "paths: {/a: {get: {}}}",
        "[operations.gone]\nskip = true\n[scopes.gone]\ndeprecated = \"yes\"\n",
    );
    assert_eq!(imported.notes.of(Kind::Stale).count(), 2);
}

#[test]
fn the_api_table_takes_decisions() {
    let (_, spec) = imported(
        "paths: {/a: {get: {}}}\nservers: [{url: 'https://a.example'}]",
        "[api]\ntoken = { path = \"/t\", credentials = \"body\" }\nservers = { sandbox = \"https://b.example\" }\n",
    );
    let api = spec.api("t").unwrap();
    assert_eq!(
        api.servers,
        [("sandbox".to_owned(), "https://b.example".to_owned())]
    );
    assert_eq!(api.token.credentials, passport_spec::Credentials::Body);
}

#[test]
fn servers_without_a_host_are_a_prefix() {
    let (_, spec) = imported(
        "paths: {/a: {get: {operationId: x}}}\nservers: [{url: /v1/}]",
        "",
    );
    let api = spec.api("t").unwrap();
    assert_eq!(api.endpoint("a.x").unwrap().path.text, "/v1/a");
    assert!(api.servers.is_empty());
}

#[test]
fn note_about_a_server_gives_the_reason() {
    for (url, expected) in [
        (
            "https://user:pw@a.example/v1",
            "the server `https://…@a.example/v1`: it holds a name or",
        ),
        ("https://[::1", "its host holds '['"),
        ("https://{region}.example", "its host holds '{'"),
        ("https://:8443/v1", "it names no host"),
        ("https://a.example/../x", "holds the segment `..`"),
        ("https://a.example/a b", "its path holds ' '"),
        (
            "http://localhost:8080",
            "it is `http://` on the machine of its author",
        ),
        ("wss://a.example", "it does not begin with `https://`"),
        ("a.example", "it does not begin with `https://`"),
    ] {
        let yaml = format!("paths: {{}}\nservers: [{{url: '{url}'}}]");
        let (imported, spec) = imported(&yaml, "");
        let mut notes = imported.notes.of(Kind::Dropped);
        let found = notes.any(|note| note.what.contains(expected));
        assert!(found, "{url}: {:?}", imported.notes.list());
        assert!(spec.api("t").unwrap().servers.is_empty(), "{url}");
        for (path, text) in &imported.always {
            assert!(!text.contains("user:pw"), "{path}: {text}");
        }
    }
}

#[test]
fn token_addresses_are_made_fit() {
    let check = |url: &str, expected: &str| {
        let (imported, _) = imported(
            &format!(
                "paths: {{}}\nservers: [{{url: 'https://a.example/v1'}}]\ncomponents: {{securitySchemes: \
                 {{o: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: '{url}'}}}}}}}}}}"
            ),
            "",
        );
        let (_, text) = imported
            .always
            .iter()
            .find(|(path, _)| path == "scopes.toml")
            .unwrap();
        assert!(text.contains(expected), "{url}: {text}");
    };
    check("https://b.example/t", "token.url = \"https://b.example/t\"");
    check(
        "http://b.example/t?x=1",
        "token.url = \"https://b.example/t\"",
    );
    check("/t", "token.url = \"https://a.example/t\"");
    check("t", "token.url = \"https://a.example/v1/t\"");
    check("https://{tenant}.example/o/t", "token.path = \"/o/t\"");
    check("{tokenUrl}", "token.path = \"/oauth/token\"");
}

/// Five operations that describe one error each in words of their own, and one with several answers.
const ANSWERS: &str = "
paths:
  /a: {get: {operationId: a, responses: {200: {}, 400: {content: {application/json: {schema:
    {type: object, description: A, properties: {code: {type: string, example: a}}}}}}}}}
  /b: {get: {operationId: b, responses: {200: {}, 400: {content: {application/json: {schema:
    {type: object, description: B, properties: {code: {type: string}}}}}}}}}
  /c: {post: {operationId: c, security: [{o: [x]}, {}], responses: {
    200: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}},
    201: {content: {application/json: {schema: {type: object, title: C, properties: {id: {type: string}}}}}},
    400: {content: {application/json: {schema: {type: object, properties: {code: {type: string}}}}}},
    409: {content: {application/json: {schema: {type: object, properties: {with: {type: string}}}}}},
    500: {content: {application/json: {}}}}}}
  /d: {post: {operationId: d, responses: {202: {}, 200: {content: {text/csv: {}}}}}}
components: {securitySchemes: {o: {type: oauth2}}}
";

#[test]
fn what_stands_in_several_places_is_one_type() {
    let (imported, spec) = imported(ANSWERS, "");
    let api = spec.api("t").unwrap();
    let errors = |errors: &[passport_spec::ErrorBody]| {
        let words = errors
            .iter()
            .map(|error| format!("{} {}", error.statuses, error.ty));
        words.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(errors(&api.errors), "400 BadRequest");
    let c = api.endpoint("c.c").unwrap();
    assert_eq!(errors(&c.errors), "400 BadRequest, 409 CCConflict");
    assert_eq!(
        c.response,
        passport_spec::Response::Model("CCOk".to_owned())
    );
    assert!(c.anonymous);
    let d = api.endpoint("d.d").unwrap();
    assert_eq!(d.response.bodies().count(), 2);
    assert_eq!(d.accept_header(), "text/csv");
    let (_, model) = imported
        .always
        .iter()
        .find(|(path, _)| path == "src/model.rs")
        .unwrap();
    assert_eq!(model.matches("pub struct ").count(), 3, "{model}");
}

#[test]
fn decisions_about_answers_take_the_place_of_what_was_read() {
    let (_, spec) = imported(
        ANSWERS,
        "[api]\nerrors = { 5XX = \"Own\" }\n[operations.c]\nscope = \"x\"\n\
         [operations.d]\nresponse = \"bytes\"\n[operations.a]\nanonymous = true\n",
    );
    let api = spec.api("t").unwrap();
    assert_eq!(api.errors.len(), 1);
    let errors = &api.endpoint("a.a").unwrap().errors;
    assert_eq!(errors.len(), 2, "its own, and that of the API: {errors:?}");
    assert!(api.endpoint("a.a").unwrap().anonymous);
    assert!(!api.endpoint("c.c").unwrap().anonymous);
    let response = &api.endpoint("d.d").unwrap().response;
    assert_eq!(*response, passport_spec::Response::Bytes);
}

#[test]
fn a_name_that_is_taken_keeps_a_token_from_being_optional() {
    let (imported, spec) = imported(
        "paths: {/a: {get: {operationId: get, tags: [a], security: [{o: [x]}, {}]}}, \
         /b: {get: {operationId: getAnonymously, tags: [a], security: []}}}\n\
         components: {securitySchemes: {o: {type: oauth2}}}",
        "",
    );
    assert!(!spec.api("t").unwrap().endpoint("a.get").unwrap().anonymous);
    let noted = imported.notes.of(Kind::Security);
    assert!(noted.filter(|note| note.what.contains("is taken")).count() == 1);
    assert_eq!(imported.counts.exact, 1);
}

#[test]
fn odd_documents_are_not_refused() {
    for yaml in [
        "paths: 7",
        "paths: {/a: 7, x: {get: 7}, '': {get: {}}}",
        "paths: {/a: {get: {parameters: 7, responses: [], requestBody: 3, tags: 7, security: [7, {o: 7}]}}}",
        "paths: {/a: {get: {parameters: [7, {name: 1, in: query}], responses: {200: 7}}}}\ncomponents: {securitySchemes: [7]}",
        "paths: {'/{a}{a}{A}': {get: {operationId: ' '}, put: {operationId: '💥', tags: ['💥']}}}",
        "paths: {/token: {get: {operationId: self, tags: [builder]}}, /x: {get: {operationId: builder, tags: [type]}}}",
        "paths: {/a: {get: {summary: \"a\\u0000b\\n\\\"\", description: '*/ {', security: [{o: [\"\\\"\", '{}']}]}}}",
        "paths: {/a: {get: {parameters: [{in: query, name: ''}, {in: query, name: a-b}, {in: query, name: a_b}, {in: header, name: A-B}]}}}",
    ] {
        let (imported, spec) = imported(yaml, "");
        assert_eq!(spec.apis().len(), 1, "{yaml}");
        assert!(!imported.always.is_empty());
    }
}

/// The name of a document is text in every file, whatever it holds.
#[test]
fn document_name_with_line_breaks_adds_nothing_to_any_file() {
    let yaml = "openapi: 3.1.0\ninfo: {title: T}\npaths: {/a: {get: {operationId: a}}}\n";
    let document = normalize(parse(yaml).unwrap(), Notes::default()).unwrap();
    let lines = "[api.t.endpoints.evil.pay]\naccess = \"public\"";
    for end in ["\n", "\r\n", "\r"] {
        let lines = lines.replace('\n', end);
        let import_of = ImportOf {
            document: format!("../x`{end}{lines}{end}-->{end}#.json"),
            root: Some(format!("..{end}{lines}{end}#")),
            ..ImportOf::default()
        };
        let imported = import(&document, &Overrides::default(), &import_of.options()).unwrap();
        let files: Vec<_> = imported.once.iter().chain(&imported.always).collect();
        for (path, text) in &files {
            let begins = |line: &str| line.starts_with("[api.t.endpoints.evil");
            assert!(!text.split(['\n', '\r']).any(begins), "{path}: {text}");
        }
        let (_, text) = files
            .iter()
            .find(|(path, _)| path == "scopes.toml")
            .unwrap();
        let spec = Spec::parse("scopes.toml", text).unwrap();
        assert_eq!(spec.api("t").unwrap().endpoints.len(), 1, "{text}");
        assert!(text.contains("evil"), "{text}");
        let (_, text) = files
            .iter()
            .find(|(path, _)| path == "examples.json")
            .unwrap();
        let examples: serde_json::Value = serde_json::from_str(text).unwrap();
        let comment = examples["$comment"].as_str().unwrap();
        assert!(!comment.contains(['\n', '\r']), "{comment}");
    }
}
