//! What is read of security: one test for each point of how scopes are written in the wild.

use super::{Anonymous, Lists, Need, Requirement, Rules, Schemes, catalogue, read};
use crate::note::{Kind, Notes};
use crate::pointer::Place;
use crate::source::parse;

const SCHEMES: &str = "
components:
  securitySchemes:
    o: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://x.example/t', scopes: {a: A, b: ''}}}}
    p: {type: oauth2, flows: {authorizationCode: {scopes: {b: B}}}}
    oidc: {type: openIdConnect}
    bearer: {type: http, scheme: Bearer}
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
";

fn with(operation: &str, rules: &Rules, document: &str) -> (Requirement, Notes) {
    let text = format!("{SCHEMES}{document}\npaths: {{/x: {{get: {operation}}}}}\n");
    let document = parse(&text).unwrap();
    let mut notes = Notes::default();
    let schemes = Schemes::read(&document, &mut notes);
    let operation = Place::at(&document, "/paths/~1x/get").unwrap();
    let requirement = read(&document, &operation, &schemes, rules, &mut notes);
    (requirement, notes)
}

fn requirement(security: &str) -> (Requirement, Notes) {
    with(&format!("{{security: {security}}}"), &Rules::default(), "")
}

fn scopes(lists: &[&[&str]]) -> Need {
    let lists = lists
        .iter()
        .map(|list| list.iter().map(|&s| s.to_owned()).collect());
    Need::Scopes(lists.collect())
}

#[test]
fn five_states() {
    let check = |security, need: Need| assert_eq!(requirement(security).0.need, need, "{security}");
    check("[]", Need::Public);
    check("[{o: []}]", Need::AnyToken);
    check("[{o: null}]", Need::AnyToken);
    check("null", Need::Unknown);
    check("[{o: [a, b]}]", scopes(&[&["a", "b"]]));
    check("[{o: [a]}, {oidc: [b, c]}]", scopes(&[&["a"], &["b", "c"]]));
    check("[{bearer: [role]}]", scopes(&[&["role"]]));
    check("[{key: []}]", Need::Unknown);
    check("7", Need::Unknown);
    assert_eq!(with("{}", &Rules::default(), "").0.need, Need::Unknown);
}

#[test]
fn a_key_is_a_bearer_token_only_by_its_words() {
    let check = |description: &str, need: Need, guesses: usize| {
        let text = format!(
            "components: {{securitySchemes: {{k: {{type: apiKey, in: header, name: Authorization, \
             description: '{description}'}}}}}}\npaths: {{/x: {{get: {{security: [{{k: []}}]}}}}}}\n"
        );
        let document = parse(&text).unwrap();
        let mut notes = Notes::default();
        let schemes = Schemes::read(&document, &mut notes);
        let operation = Place::at(&document, "/paths/~1x/get").unwrap();
        let read = read(
            &document,
            &operation,
            &schemes,
            &Rules::default(),
            &mut notes,
        );
        assert_eq!(read.need, need, "{description}");
        assert_eq!(notes.of(Kind::Guessed).count(), guesses, "{description}");
    };
    check("Send `Bearer` and the token", Need::AnyToken, 1);
    check("A signature of the request", Need::Unknown, 0);
}

#[test]
fn security_is_inherited() {
    let document = "security: [{o: [a]}]";
    assert_eq!(
        with("{}", &Rules::default(), document).0.need,
        scopes(&[&["a"]])
    );
    let public = with("{security: []}", &Rules::default(), document).0;
    assert_eq!(public.need, Need::Public);
}

#[test]
fn anonymous_is_a_choice() {
    let with_rule = |anonymous| {
        let rules = Rules {
            anonymous,
            ..Rules::default()
        };
        let (read, notes) = with("{security: [{}, {o: [a]}]}", &rules, "");
        let noted = notes.of(Kind::Security).count();
        (read.need, read.anonymous, read.exact, noted)
    };
    let (a, none) = (scopes(&[&["a"]]), Need::Public);
    assert_eq!(
        with_rule(Anonymous::default()),
        (a.clone(), true, true, 0),
        "both, as it is written"
    );
    assert_eq!(with_rule(Anonymous::Token), (a, false, false, 1));
    assert_eq!(with_rule(Anonymous::Public), (none, false, false, 1));
    assert_eq!(requirement("[{}]").0.need, Need::Public);
}

#[test]
fn alternatives_stay_as_written() {
    let (absorbed, notes) = requirement("[{o: [a]}, {o: [a, b]}, {p: [b, a]}]");
    assert_eq!(absorbed.need, scopes(&[&["a"], &["a", "b"]]));
    assert!(absorbed.exact);
    assert!(notes.list()[0].what.contains("says nothing beside"));
}

#[test]
fn other_schemes_are_noted() {
    let (or, notes) = requirement("[{o: [a]}, {key: []}, {bearer: []}]");
    assert_eq!((or.need, or.exact), (scopes(&[&["a"]]), true));
    assert_eq!(notes.of(Kind::Security).count(), 2);
    let (and, notes) = requirement("[{o: [a], key: []}]");
    assert_eq!(and.need, scopes(&[&["a"]]));
    assert!(notes.list()[0].what.contains("X-Key"));
    assert_eq!(requirement("[{o: [a], p: [a]}]").0.need, scopes(&[&["a"]]));
    assert_eq!(
        requirement("[{o: [a], oidc: [openid]}]").0.need,
        scopes(&[&["a", "openid"]])
    );
    assert_eq!(requirement("[{nowhere: [a]}]").0.need, scopes(&[&["a"]]));
    let (open, _) = requirement("[{p: [a]}, {o: []}]");
    assert_eq!((open.need, open.exact), (Need::AnyToken, false));
    let (open, _) = requirement("[{o: [a]}, {p: []}]");
    assert_eq!((open.need, open.exact), (scopes(&[&["a"]]), false));
}

#[test]
fn lists_may_mean_any_of() {
    let rules = Rules {
        lists: Lists::AnyOf,
        ..Rules::default()
    };
    let check = |security: &str, need: Need| {
        let operation = format!("{{security: {security}}}");
        assert_eq!(with(&operation, &rules, "").0.need, need, "{security}");
    };
    check("[{o: [a, b]}]", scopes(&[&["a"], &["b"]]));
    check(
        "[{o: [a, b]}, {p: [b, c]}]",
        scopes(&[&["a"], &["b"], &["c"]]),
    );
    check(
        "[{o: [a, b], oidc: [c]}]",
        scopes(&[&["a", "c"], &["b", "c"]]),
    );
    check("[{o: [a, b], p: [a, b]}]", scopes(&[&["a"], &["b"]]));
}

#[test]
fn suspicious_lists_are_noted() {
    let said = |list: &str, text: &str| {
        let operation = format!(
            "{{security: [{{o: [{list}]}}], responses: {{403: {{description: '{text}'}}}}}}"
        );
        let (_, notes) = with(&operation, &Rules::default(), "");
        notes
            .of(Kind::Reading)
            .map(|note| note.what.clone())
            .collect::<Vec<_>>()
    };
    for list in [
        "accounting, accounting.read",
        "'data:read', 'data:write'",
        "'view_x:{p}', 'view_x:{p}:{s}'",
        "ORDERS_READ, ORDERS_WRITE",
    ] {
        assert_eq!(said(list, "").len(), 1, "{list}");
    }
    assert!(said("openid, payments", "").is_empty());
    assert!(said("payments, paymentsx", "").is_empty());
    assert!(said("user-read, user-read-private", "").is_empty());
    assert!(said("a, c", "Insufficient scope; expected any of: a, c")[0].contains("any of"));
    assert!(
        said(
            "'d:read', 'd:write'",
            "insufficient scope, expected all of: a, c"
        )
        .is_empty()
    );
    assert!(said("a", "expected any of: a, c").is_empty());
    assert!(said("x:y, z", "The user is not one of the editors.").is_empty());
    assert!(
        said("a", "Insufficient scope; expected any of: get:x")
            .join("")
            .contains("it needs `a`")
    );
    let described = |text: &str, lists: Lists| {
        let operation = format!("{{description: '{text}', security: [{{o: [a:x, b:x]}}]}}");
        let rules = Rules {
            lists,
            ..Rules::default()
        };
        with(&operation, &rules, "").1.of(Kind::Reading).count()
    };
    assert_eq!(described("Takes **a:x** or **b:x**.", Lists::AllOf), 1);
    assert_eq!(described("Takes **a:x** and **b:x**.", Lists::AllOf), 0);
    assert_eq!(described("Takes **a:x** and **b:x**.", Lists::AnyOf), 1);
    assert_eq!(described("Takes a:x:y or b:x:y.", Lists::AllOf), 0);
}

#[test]
fn names_are_cleaned() {
    let (cleaned, notes) = requirement("[{o: [' a', 'b c', b, 'ü', ' ']}]");
    assert_eq!(
        (cleaned.need, cleaned.exact),
        (scopes(&[&["a", "b", "c"]]), false)
    );
    assert_eq!(notes.of(Kind::Renamed).count(), 3);
    assert_eq!(notes.of(Kind::Security).count(), 2);
    let (lost, _) = requirement("[{o: ['ü']}]");
    assert_eq!((lost.need, lost.exact), (Need::Unknown, false));
}

#[test]
fn vendor_extensions_hold_scopes() {
    let rules = Rules {
        extensions: vec!["x-s".to_owned()],
        ..Rules::default()
    };
    let check = |value: &str, need: Need| {
        let operation = format!("{{x-s: {value}}}");
        assert_eq!(with(&operation, &rules, "").0.need, need, "{value}");
    };
    check("[a, b]", scopes(&[&["a", "b"]]));
    check("'a b'", scopes(&[&["a", "b"]]));
    check("[[a], [b]]", scopes(&[&["a"], &["b"]]));
    check(
        "{operator: OR, permissions: [a, b]}",
        scopes(&[&["a"], &["b"]]),
    );
    check(
        "[{state: Current, scopes: [a]}, {state: Beta, scopes: [b, c]}]",
        scopes(&[&["a"], &["b", "c"]]),
    );
    check("{}", Need::Unknown);
}

#[test]
fn catalogue_joins_declared_and_used() {
    let (_, mut notes) = requirement("[]");
    let document = parse(SCHEMES).unwrap();
    let declared = Schemes::read(&document, &mut notes).declared;
    assert_eq!(declared[1].description, "B");
    let used = [
        "a",
        "x-y",
        "x_y",
        "x:{id}",
        "x_y_in",
        "https://e.example/.*",
    ];
    let used: Vec<_> = used
        .iter()
        .map(|name| ((*name).to_owned(), "/p".to_owned()))
        .collect();
    let mut notes = Notes::default();
    let scopes = catalogue(&declared, &used, &[], &mut notes);
    let identifiers: Vec<_> = scopes.iter().map(|s| s.identifier.as_deref()).collect();
    // `XYIn` is the trait beside `XY`.
    assert_eq!(
        identifiers[..6],
        [None, None, None, Some("XY2"), None, Some("XYIn2")]
    );
    assert!(scopes[4].template);
    let what: Vec<_> = notes
        .of(Kind::Scope)
        .map(|note| note.what.as_str())
        .collect();
    assert!(what[0].contains("`b` is declared, and no operation"));
    assert_eq!(what.len(), 7);
}

#[test]
fn scopes_that_are_no_texts() {
    let check = |security: &str, need: Need, said: &[&str]| {
        let (requirement, notes) = requirement(security);
        assert_eq!(requirement.need, need, "{security}");
        assert_eq!(requirement.exact, said.is_empty(), "{security}");
        let notes: Vec<&str> = notes
            .of(Kind::Security)
            .map(|note| note.what.as_str())
            .collect();
        assert_eq!(notes, said, "{security}");
    };
    check("[{o: [1, a, true]}]", scopes(&[&["1", "a", "true"]]), &[]);
    check("[{o: 7}]", scopes(&[&["7"]]), &[]);
    check(
        "[{o: [a, null]}]",
        scopes(&[&["a"]]),
        &["the scope null of `o` is no text: left out"],
    );
    check(
        "[{o: {a: b}}]",
        Need::AnyToken,
        &["what `o` asks for is no list: left out"],
    );
    check(
        "[o, {o: [a]}]",
        scopes(&[&["a"]]),
        &["the alternative `\"o\"` is no object of schemes: left out"],
    );
}
