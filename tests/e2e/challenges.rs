//! Refusals as foreign servers were seen to word them: of scopes, and of tokens that are not valid.

use passport_tests::foreign;
use passport_tests::foreign::model::NewProject;
use serde_json::json;

use crate::told::Told;

foreign::scope_set! {
    struct Searcher = "read:projects", "Directory.Read.All";
}

const BEARER: &str = "www-authenticate";

#[tokio::test]
async fn plain_403_tells_what_the_call_needs_and_what_was_granted() {
    let told = Told::default();
    let (client, token, counters) = told.writer().await;
    for (headers, body) in [
        (vec![], ""),
        (vec![], "<html>"),
        (
            vec![],
            r#"{"detail":"You do not have permission to perform this action."}"#,
        ),
        (vec![], r#"{"code":"limit_exceeded","scope":"daily"}"#),
        (vec![(BEARER, "Bearer")], ""),
        (vec![(BEARER, "Basic realm=\"x\"")], ""),
        (vec![(BEARER, r#"Bearer error="invalid_request""#)], "{}"),
    ] {
        told.says(403, &headers, body);
        let error = client.projects().get(&token, "P").await.unwrap_err();
        let scopes = error.insufficient_scope().expect(body);
        assert_eq!(scopes.declared(), [["read:projects"]]);
        assert!(scopes.granted().contains(&"write:projects".to_owned()));
        assert!(scopes.wanted().is_empty() && !scopes.is_stated_by_server());
        assert!(scopes.is_granted(), "`write:projects` implies it");
        let text = error.to_string();
        assert!(text.contains("the call needs `read:projects`"), "{text}");
        assert!(text.contains("may be another than a scope"), "{text}");
    }
    assert_eq!((counters.drifts(), told.tokens()), (0, 1));
}

#[tokio::test]
async fn server_that_names_a_missing_scope_anywhere_is_quoted() {
    let told = Told::default();
    let (client, token, counters) = told.writer().await;
    let challenge = r#"Bearer error="insufficient_scope", scope="x.read y""#;
    let read = vec!["x.read", "y"];
    for (headers, body, stated, wanted) in [
        (vec![(BEARER, challenge)], "", true, read.clone()),
        (
            vec![(BEARER, "Basic realm=\"a, b\""), (BEARER, challenge)],
            "",
            true,
            read.clone(),
        ),
        (
            vec![(BEARER, "Bearer error=insufficient_scope")],
            "",
            true,
            vec![],
        ),
        (
            vec![(BEARER, r#"Bearer scope="x.read y""#)],
            "",
            false,
            read.clone(),
        ),
        (vec![], r#"{"error":"insufficient_scope"}"#, true, vec![]),
        (
            vec![],
            r#"{"error":"insufficient_scope","scope":"x.read y"}"#,
            true,
            read.clone(),
        ),
        (
            vec![],
            r#"{"error":{"code":"insufficient_scope","required_scopes":["x.read","y"]}}"#,
            true,
            read.clone(),
        ),
        (
            vec![],
            r#"{"type":"urn:x:insufficient_scope","required_scopes":"x.read y"}"#,
            true,
            read.clone(),
        ),
        (
            vec![],
            r#"{"required_scopes":["x.read","y"]}"#,
            false,
            read.clone(),
        ),
        (
            vec![],
            "\u{feff}{\"error\":\"insufficient_scope\",\"scope\":[\"x.read\",\"y\"]",
            true,
            read,
        ),
        (
            vec![],
            r#"{"error":"insufficient_scope","scope":["x","\u001b[31m"]}"#,
            true,
            vec![],
        ),
    ] {
        let drifts = counters.drifts();
        told.says(403, &headers, body);
        let error = client.projects().get(&token, "P").await.unwrap_err();
        let scopes = error.insufficient_scope().expect(body);
        assert_eq!(scopes.wanted(), wanted, "{headers:?} {body}");
        assert_eq!(scopes.is_stated_by_server(), stated, "{headers:?} {body}");
        assert_eq!(scopes.is_drift(), !wanted.is_empty());
        assert_eq!(counters.drifts() - drifts, u64::from(!wanted.is_empty()));
        let text = error.to_string();
        assert!(!text.contains("another than a scope"), "{text}");
        assert!(
            text.contains("the token was granted `write:projects`"),
            "{text}"
        );
    }
    assert_eq!(told.tokens(), 1, "no token is renewed for want of a scope");
}

#[tokio::test]
async fn alternatives_and_inferred_names_are_told_in_a_403() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let (searcher, _) = told.client();
    let search = searcher.token::<Searcher>().await.unwrap();
    told.says(403, &[], "");
    let error = searcher.issues().search(&search, "x").await.unwrap_err();
    let scopes = error.insufficient_scope().unwrap();
    assert_eq!(scopes.declared().len(), 2);
    assert!(scopes.is_granted());
    let text = error.to_string();
    let expected = "`issues:read`, or `read:projects` and `Directory.Read.All`";
    assert!(text.contains(expected), "{text}");
    assert!(!text.contains("inferred"), "{text}");

    told.says(403, &[], "");
    let error = client.events().listen(&token, "all").await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`webhooks`, so it is inferred"), "{text}");
    assert!(text.contains("map_scope"), "{text}");
}

#[tokio::test]
async fn call_without_a_scope_or_a_token_says_nothing_of_scopes() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    told.says(403, &[], "");
    let error = client.status().get().await.unwrap_err();
    assert!(error.is_forbidden() && error.insufficient_scope().is_none());
    told.says(403, &[], "");
    let error = client.account().me(&token).await.unwrap_err();
    assert!(error.insufficient_scope().is_none(), "{error}");
    told.says(404, &[], "");
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert!(error.insufficient_scope().is_none(), "{error}");
    // Where the server names scopes, they are told of any call.
    told.says(403, &[(BEARER, r#"Bearer scope="profile""#)], "");
    let error = client.account().me(&token).await.unwrap_err();
    assert_eq!(error.insufficient_scope().unwrap().wanted(), ["profile"]);
}

#[tokio::test]
async fn long_lists_of_scopes_are_cut_and_hostile_ones_are_dropped() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let names = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("s{number}")).collect();
        json!({"error": "insufficient_scope", "scope": names}).to_string()
    };
    told.says(403, &[], names(256));
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert_eq!(error.insufficient_scope().unwrap().wanted().len(), 256);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.contains("`s19` and 236 more"), "{text}");
        assert!(!text.contains("`s20`"), "{text}");
    }
    told.says(403, &[], names(100_000));
    let error = client.projects().get(&token, "P").await.unwrap_err();
    let scopes = error.insufficient_scope().unwrap();
    assert!(scopes.wanted().is_empty() && scopes.is_stated_by_server());
}

#[tokio::test]
async fn scopes_that_repeat_the_request_are_not_shown() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let body = r#"{"error":"insufficient_scope","scope":"project:Secret-Plan write:projects"}"#;
    told.says(403, &[], body);
    let error = client
        .projects()
        .get(&token, "secret plan")
        .await
        .unwrap_err();
    assert_eq!(
        error.insufficient_scope().unwrap().wanted(),
        ["write:projects"]
    );
    let shown = format!("{error} {error:?}").to_lowercase();
    assert!(!shown.contains("secret-plan"), "{shown}");
}

#[tokio::test]
async fn invalid_token_renews_the_token_whatever_the_status_and_call() {
    let expired = r#"Bearer realm="x", error="invalid_token", error_description="expired""#;
    for status in [400, 401, 403] {
        for headers in [
            vec![(BEARER, expired)],
            vec![(BEARER, "Basic realm=\"x\""), (BEARER, expired)],
            vec![(BEARER, r#"Basic realm="x", Bearer error="invalid_token""#)],
        ] {
            let told = Told::default();
            let (client, token, _) = told.writer().await;
            told.says(status, &headers, "");
            told.says(200, &[], r#"{"key":"P"}"#);
            client.projects().get(&token, "P").await.unwrap();
            assert_eq!((told.tokens(), told.left()), (2, 0), "{status} {headers:?}");
            // A call that is made once at most.
            told.says(status, &headers, "");
            told.says(204, &[], "");
            client.exports().start(&token).await.unwrap();
            assert_eq!((told.tokens(), told.left()), (3, 0), "{status} {headers:?}");
        }
    }
}

#[tokio::test]
async fn invalid_token_is_renewed_once() {
    let expired = r#"Bearer error="invalid_token""#;
    for status in [400, 401, 403] {
        let told = Told::default();
        let (client, token, _) = told.writer().await;
        told.says(status, &[(BEARER, expired)], "");
        told.says(status, &[(BEARER, expired)], "");
        let error = client.projects().get(&token, "P").await.unwrap_err();
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!((error.attempts(), told.tokens()), (2, 2));
        assert!(!error.is_outcome_unknown());
    }
}

#[tokio::test]
async fn other_refusals_do_not_renew_the_token() {
    for (status, headers, body) in [
        (400, vec![(BEARER, r#"Bearer error="invalid_request""#)], ""),
        (
            403,
            vec![(BEARER, r#"Bearer error="insufficient_scope""#)],
            "",
        ),
        (
            401,
            vec![(BEARER, r#"Bearer error="insufficient_scope""#)],
            "",
        ),
        (403, vec![(BEARER, r#"Digest error="invalid_token""#)], ""),
        (403, vec![(BEARER, r#"Bearer error="invalid_token"#)], ""),
        (403, vec![], r#"{"error":"invalid_token"}"#),
        (400, vec![], r#"{"error":"invalid_token"}"#),
    ] {
        let told = Told::default();
        let (client, token, _) = told.writer().await;
        told.says(status, &headers, body);
        let error = client.projects().get(&token, "P").await.unwrap_err();
        assert_eq!(
            (error.attempts(), told.tokens()),
            (1, 1),
            "{headers:?} {body}"
        );
    }
}

#[tokio::test]
async fn refusal_shows_the_error_and_description_of_its_challenge() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let challenge =
        r#"Bearer realm="r", error="invalid_token", error_description="The access token expired""#;
    told.says(401, &[(BEARER, challenge)], r#"{"error":"invalid_token"}"#);
    told.says(401, &[(BEARER, challenge)], r#"{"error":"invalid_token"}"#);
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "projects.get: the server answered 401 Unauthorized, `invalid_token` (\"The access token \
         expired\")"
    );
}

#[tokio::test]
async fn description_that_repeats_the_request_or_a_secret_is_not_shown() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let body = NewProject {
        name: "Ana Ruiz of Cali".to_owned(),
    };
    for (description, hidden) in [
        ("no project Top-Plan for you", "plan"),
        ("the name ana is taken", "ana"),
        ("nothing in CALI", "cali"),
        ("bad the-token-number-1", "number"),
        ("bad the-token-number-1 and much more of it all", "number"),
        ("ask help@x.test", "help@"),
        ("person 1020304050 is gone", "1020"),
    ] {
        let challenge =
            format!(r#"Bearer error="invalid_request", error_description="{description}""#);
        told.says(400, &[(BEARER, &challenge)], "");
        let error = client
            .projects()
            .update(&token, "top plan", &body)
            .await
            .unwrap_err();
        let shown = format!("{error} {error:?}").to_lowercase();
        assert!(shown.contains("`invalid_request`"), "{shown}");
        assert!(!shown.contains(hidden), "{shown}");
    }
}
