//! Every failure, by servers that repeat what they were sent wherever they can.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use passport_api::breb::model::{BrebKey, CreatePayment, KeyType, Money, ResolveKey};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::breb::{self, Client, scopes};
use passport_api::{Error, GivenToken, Limits, ManualClock, StoreFuture, StoredToken, TokenKey};
use passport_api::{ScopedToken, TokenStore};
use passport_tests::foreign;
use passport_tests::server::{Identity, Server, answer};

use crate::script::{Answer, Notes, Script, builder, client};
use crate::watch::{PASSWORD, PERSON, SECRET, TOKEN, Watch, encoded};

breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
}
foreign::scope_set! {
    struct Projects = "read:projects";
}
foreign::scope_set! {
    struct Writer = "write:projects";
}

type Token = ScopedToken<EntityClientCredentials>;

/// Bodies that repeat everything, in every form in which an error may come.
fn echoes() -> Vec<String> {
    let mut echoes = Vec::new();
    for mark in [SECRET, TOKEN, PERSON] {
        echoes.extend([
            format!(r#"{{"error":"invalid_client","error_description":"{mark}"}}"#),
            format!(r#"{{"error":"{mark}","error_description":"{mark}","error_uri":"{mark}"}}"#),
            format!(r#"{{"code":"{mark}","message":"{mark}"}}"#),
            format!(r#"{{"type":"io.x:error:{mark}","title":"{mark}","detail":"{mark}"}}"#),
            format!(r#"{{"type":"https://x.test/{mark}#{mark}","instance":"/{mark}"}}"#),
            format!(r#"{{"error":{{"{mark}":"{mark}"}}}}"#),
            format!(r#"["{mark}"]"#),
            format!("<html>{mark}</html>"),
            format!("{{\"{mark}\":\"{mark}"),
            mark.to_owned(),
        ]);
    }
    echoes
}

/// Headers that repeat everything.
fn with_echoes(mut answer: Answer) -> Answer {
    let mark = format!("{SECRET} {TOKEN} {PERSON}");
    for name in [
        "x-request-id",
        "set-cookie",
        "retry-after",
        "date",
        "location",
        "server",
    ] {
        answer = answer.with(name, mark.clone());
    }
    let challenge = format!(
        r#"Bearer realm="{PERSON}", error="insufficient_scope", error_description="{mark}", scope="read {TOKEN} {SECRET}""#
    );
    answer.with("www-authenticate", challenge)
}

/// Every call of these kinds, with somebody in each of its parameters; the errors.
async fn call_all(client: &Client, token: &Token) -> Vec<Error> {
    let key = || BrebKey::new(KeyType::Phone, PERSON);
    let payment = CreatePayment::new("a-1", "r-1", Money::cop(1)).with_display_name(PERSON);
    let scope = scopes::paas::core::breb_payments::list::Get;
    let path = format!("/v1/customers/{PERSON}?phone={PERSON}");
    let header = HeaderName::from_static("x-secret");
    let value = HeaderValue::from_str(SECRET).unwrap();
    let resolve = ResolveKey::new(PERSON, key());
    let results = [
        client.payments().get(token, PERSON).await.err(),
        client.payments().list(token).account_id(PERSON).await.err(),
        client.payments().create(token, &payment).await.err(),
        client.payments().made_of(token, &payment).await.err(),
        client
            .keys()
            .resolve(token, &resolve)
            .header(header, value)
            .await
            .err(),
        client.request(token, scope, Method::GET, &path).await.err(),
        client
            .request(token, scope, Method::PATCH, &path)
            .json(&key())
            .await
            .err(),
        client
            .customers()
            .list(token)
            .stream()
            .next()
            .await
            .and_then(Result::err),
        client
            .keys()
            .list(token)
            .pages()
            .next()
            .await
            .and_then(Result::err),
    ];
    results.into_iter().flatten().collect()
}

fn take(notes: &Notes, watch: &mut Watch) {
    let mut seen = notes.0.lock().unwrap();
    watch.types.append(&mut seen.types);
    watch.leaks.append(&mut seen.leaks);
    watch.texts += std::mem::take(&mut seen.texts);
}

/// A token endpoint that refuses and repeats the secret; how many answers were tried.
pub(crate) async fn of_the_token_endpoint(watch: &mut Watch) -> usize {
    let notes = Notes::default();
    let mut answers = vec![
        Answer::NotSent,
        Answer::Broken,
        Answer::TimedOut,
        Answer::TooLarge,
    ];
    for body in echoes() {
        for status in [200, 307, 400, 401, 403, 429, 500, 503] {
            answers.push(with_echoes(Answer::json(status, body.clone())));
        }
    }
    // A grant that names the secrets, and covers nothing.
    let granted = format!(
        r#"{{"access_token":"{TOKEN}","scopes":["x","{TOKEN}","a{SECRET}"],
                              "scope":"x {TOKEN} a{SECRET}"}}"#
    );
    answers.push(with_echoes(Answer::json(200, granted)));
    // The secret in the forms in which it was sent, and others.
    for form in encoded(SECRET) {
        for body in [
            format!(r#"{{"error":"invalid_client","error_description":"Not {form}."}}"#),
            format!(r#"{{"error":"{form}","error_uri":"https://x.test/{form}"}}"#),
            format!(r#"{{"error":{{"code":"{form}","message":"{form}"}}}}"#),
        ] {
            answers.push(with_echoes(Answer::json(400, body)));
        }
    }
    for answer in &answers {
        let (client, _) = client::<Client>(answer.clone(), Answer::json(200, "{}"), &notes);
        let error = client.token::<Keys>().await.unwrap_err();
        watch.error(&error);
        if let Some(refusal) = error.token_error() {
            watch.look(refusal);
            watch.text("a refusal", &refusal.to_string());
            for text in [refusal.code(), refusal.description(), refusal.uri()] {
                watch.text("what a token endpoint says", text.unwrap_or_default());
            }
        }
        // In a header by HTTP Basic.
        let (client, sent) = crate::script::client::<foreign::Client>(
            answer.clone(),
            Answer::json(200, "{}"),
            &notes,
        );
        let error = client.token::<Projects>().await.unwrap_err();
        watch.error(&error);
        assert!(
            sent.lock().unwrap()[0].contains("Basic "),
            "the secret was in a header"
        );
    }
    take(&notes, watch);
    answers.len()
}

/// An API that refuses and repeats; how many errors were looked at.
pub(crate) async fn of_the_api(watch: &mut Watch) -> usize {
    let notes = Notes::default();
    let mut answers = vec![
        Answer::NotSent,
        Answer::Broken,
        Answer::TimedOut,
        Answer::TooLarge,
    ];
    for body in echoes() {
        for status in [200, 307, 400, 401, 403, 404, 409, 422, 429, 500, 503] {
            answers.push(with_echoes(Answer::json(status, body.clone())));
        }
    }
    // Challenges and scopes that repeat it, one at a time.
    for mark in [SECRET, TOKEN, PERSON] {
        for status in [400, 401, 403] {
            for challenge in [
                format!(r#"Bearer error="invalid_token", error_description="of {mark}""#),
                format!(r#"Bearer error="invalid_request", error_description="{mark}, bad""#),
                format!(r#"Bearer realm="{mark}", error="{mark}""#),
            ] {
                let answer = Answer::json(status, "{}").with("www-authenticate", challenge);
                answers.push(answer);
            }
        }
    }
    let body = format!(
        r#"{{"error":{{"code":"insufficient_scope","required_scopes":["x","{TOKEN}","a:{SECRET}"]}}}}"#
    );
    answers.push(Answer::json(403, body));
    // What is not of the expected type is somebody's.
    for body in [
        format!(r#"{{"id":["{PERSON}"],"key":{{"key_value":{{"{PERSON}":1}}}}}}"#),
        format!(r#"{{"id":"p","amount":{{"value":"{PERSON}"}},"customers":"{PERSON}"}}"#),
        format!(r#"{{"keys":[{{"id":{{"{PERSON}":1}}}}],"payments":[{{"amount":"{PERSON}"}}]}}"#),
    ] {
        answers.push(Answer::json(200, body));
    }
    let mut errors = 0;
    for answer in answers {
        let (client, _) = client::<Client>(Answer::token(), answer, &notes);
        let token = client.token::<EntityClientCredentials>().await.unwrap();
        for error in call_all(&client, &token).await {
            errors += 1;
            watch.error(&error);
            if let Some(problem) = error.problem() {
                watch.look(problem);
            }
            if let Some(answer) = error.unreadable_answer() {
                watch.look(answer);
            }
            if let Err(unread) = error.body_as::<foreign::model::Missing>() {
                watch.error(&unread);
            }
            if let Some(scopes) = error.insufficient_scope() {
                watch.look(scopes);
                watch.text("scopes", &scopes.to_string());
            }
            watch.text("a call's name", error.call().unwrap_or_default());
        }
    }
    take(&notes, watch);
    errors
}

/// Answers of other kinds than JSON of one type; how many errors were looked at.
pub(crate) async fn of_other_answers(watch: &mut Watch) -> usize {
    let notes = Notes::default();
    let granted =
        format!(r#"{{"access_token":"{TOKEN}","expires_in":9,"scope":"write:projects"}}"#);
    let mut errors = 0;
    for body in echoes() {
        for (status, content_type) in [
            (200, "application/json"),
            (200, "text/html"),
            (200, "text/plain; charset=utf-16"),
            (201, "application/json"),
            (202, "application/json"),
            (204, "text/plain"),
        ] {
            let answer = Answer::Says(status, Vec::new(), body.clone());
            let answer = with_echoes(answer.with("content-type", content_type));
            let granted = Answer::json(200, granted.clone());
            let (client, _) = client::<foreign::Client>(granted, answer, &notes);
            let token = client.token::<Writer>().await.unwrap();
            let exports = client.exports();
            let started = exports.start(&token).await;
            if let Ok(started) = &started {
                watch.look(started);
            }
            let results = [
                started.err(),
                exports.table(&token, PERSON).await.err(),
                exports.archive(&token, PERSON).await.err(),
                exports.latest(&token).await.err(),
            ];
            for error in results.into_iter().flatten() {
                errors += 1;
                watch.error(&error);
            }
        }
    }
    take(&notes, watch);
    errors
}

/// What fails before anything is sent.
pub(crate) async fn of_the_client(watch: &mut Watch) {
    let notes = Notes::default();
    let script = || Script {
        token: Answer::token(),
        api: Answer::Never,
        sent: std::sync::Arc::default(),
    };
    // No time, no room.
    let no_time = builder::<Client>()
        .transport(script())
        .observer(notes.clone());
    let no_time = no_time.build().unwrap();
    let token = no_time.token::<EntityClientCredentials>().await.unwrap();
    let call = no_time.payments().get(&token, PERSON);
    let error = call.timeout(Duration::ZERO).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    watch.error(&error);
    let clock = ManualClock::new();
    let limits = Limits::new().per_day(1);
    let limited = builder::<Client>().transport(Script {
        api: Answer::json(404, "{}"),
        ..script()
    });
    let limited = limited.clock(clock).limits(limits).build().unwrap();
    let token = limited.token::<EntityClientCredentials>().await.unwrap();
    let _ = limited.payments().get(&token, PERSON).await;
    let error = limited.payments().get(&token, PERSON).await.unwrap_err();
    assert!(error.is_limit(), "{error}");
    watch.error(&error);
    // A token of another client, one that has expired, one that covers nothing, one that does not
    // fit, and none at all.
    let other = builder::<Client>().transport(script()).build().unwrap();
    watch.error(&other.payments().get(&token, PERSON).await.unwrap_err());
    let expired = GivenToken::new(TOKEN, scopes_of_all());
    let expired = expired.expires_at(std::time::SystemTime::UNIX_EPOCH);
    let expired = other
        .token_from::<EntityClientCredentials>(expired)
        .unwrap();
    let error = other.payments().get(&expired, PERSON).await.unwrap_err();
    assert!(error.is_expired(), "{error}");
    watch.error(&error);
    let uncovered = GivenToken::new(TOKEN, ["x", TOKEN]);
    watch.error(&other.token_from::<Keys>(uncovered).unwrap_err());
    let unfit = GivenToken::new(format!("{TOKEN}\n"), ["x"]);
    watch.error(&other.token_from::<Keys>(unfit).unwrap_err());
    let none = Client::builder()
        .base_url("https://server.test")
        .build()
        .unwrap();
    watch.error(&none.token::<Keys>().await.unwrap_err());
    // What does not fit into a request.
    let scope = scopes::paas::core::breb_payments::list::Get;
    for path in [
        PERSON.to_owned(),
        format!("/{PERSON}/../x"),
        format!("/ {PERSON}\u{0}"),
    ] {
        let call = limited.request(&token, scope, Method::GET, &path);
        let call = call.timeout(Duration::ZERO);
        watch.error(&call.await.unwrap_err());
    }
    let broken = Broken;
    let builder = builder::<Client>()
        .transport(script())
        .observer(notes.clone());
    let client = builder.token_store(broken).build().unwrap();
    client.token::<Keys>().await.unwrap();
    of_a_provider(&notes, watch).await;
    take(&notes, watch);
}

/// A provider of the secret whose errors repeat it, and an endpoint that repeats it after it was
/// rotated.
async fn of_a_provider(notes: &Notes, watch: &mut Watch) {
    let given = std::sync::Mutex::new(vec![
        Err(format!("no lease for {SECRET}")),
        Ok("another-secret-0000".to_owned()),
        Ok(SECRET.to_owned()),
    ]);
    let refusal = format!(r#"{{"error":"invalid_client","error_description":"{SECRET}"}}"#);
    let script = Script {
        token: Answer::json(401, refusal),
        api: Answer::Never,
        sent: std::sync::Arc::default(),
    };
    let clock = ManualClock::new();
    let builder = builder::<Client>()
        .client_secret_provider("the-client", move || given.lock().unwrap().pop().unwrap())
        .transport(script)
        .clock(clock.clone())
        .observer(notes.clone());
    watch.look(&builder);
    let client = builder.build().unwrap();
    watch.look(&client);
    for _ in 0..3 {
        watch.error(&client.token::<Keys>().await.unwrap_err());
        clock.advance(Duration::from_secs(60));
    }
}

/// What a token is granted that may do everything.
fn scopes_of_all() -> Vec<&'static str> {
    <EntityClientCredentials as passport_api::ScopeSet>::SCOPES.to_vec()
}

/// A store whose errors repeat what they were given.
#[derive(Debug)]
struct Broken;

impl TokenStore for Broken {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(std::future::ready(Err(format!("SET {TOKEN}").into())))
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        let told = String::from_utf8_lossy(&token.expose_json()).into_owned();
        assert!(told.contains(TOKEN));
        Box::pin(std::future::ready(Err(told.into())))
    }
}

/// A connection that fails at each of its steps, over sockets; how many errors were looked at.
pub(crate) async fn of_the_connection(watch: &mut Watch) -> usize {
    let notes = Notes::default();
    let mut errors = 0;
    for (identity, trusted) in [
        (Identity::of("localhost"), false),
        (Identity::of("other.test"), true),
        (Identity::expired("localhost"), true),
    ] {
        let root = identity.pem.clone();
        let server = Server::tls(identity, |_| Vec::new()).await.unwrap();
        let mut builder = builder::<Client>().base_url(server.url("https://localhost"));
        if trusted {
            builder = builder.root_certificate(root);
        }
        errors += fail(builder, &notes, watch).await;
    }
    for sent in sent_badly() {
        let identity = Identity::of("localhost");
        let root = identity.pem.clone();
        let server = Server::tls(identity, move |_| sent.clone()).await.unwrap();
        let builder = builder::<Client>().root_certificate(root);
        let builder = builder.base_url(server.url("https://localhost"));
        errors += fail(builder, &notes, watch).await;
    }
    // Nobody there, no such name, a proxy that refuses and repeats its password, and none.
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let refusing = Server::plain(|_| answer(407, "", PASSWORD.as_bytes()))
        .await
        .unwrap();
    for proxy in [refusing.url("127.0.0.1"), format!("127.0.0.1:{closed}")] {
        let builder = builder::<Client>().proxy(format!("http://someone:{PASSWORD}@{proxy}"));
        errors += fail(builder, &notes, watch).await;
    }
    let nobody = builder::<Client>().base_url(format!("https://localhost:{closed}"));
    errors += fail(nobody, &notes, watch).await;
    take(&notes, watch);
    errors
}

/// A token request and a call with a given token, both of which fail.
async fn fail(
    builder: passport_api::ClientBuilder<Client>,
    notes: &Notes,
    watch: &mut Watch,
) -> usize {
    let client = builder.observer(notes.clone()).build().unwrap();
    watch.error(&client.token::<Keys>().await.unwrap_err());
    let given = GivenToken::new(TOKEN, scopes_of_all());
    let token = client.token_from::<EntityClientCredentials>(given).unwrap();
    let errors = call_all(&client, &token).await;
    assert!(errors.len() >= 8, "{errors:?}");
    errors.iter().for_each(|error| watch.error(error));
    errors.len() + 1
}

/// The same calls to a sandbox, which speaks HTTP/2: its connections are of other crates, which say
/// more to `tracing`.
pub(crate) async fn over_http_2(watch: &mut Watch) {
    let sandbox = passport_sandbox::Sandbox::start().await.unwrap();
    let known = passport_sandbox::Client::new("the-client", SECRET).every_scope();
    sandbox.add_client(known).unwrap();
    let builder = builder::<Client>()
        .base_url(sandbox.base_url("breb"))
        .root_certificate(sandbox.certificate_pem());
    let client = builder.build().unwrap();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let errors = call_all(&client, &token).await;
    assert!(!errors.is_empty(), "nobody is known there");
    errors.iter().for_each(|error| watch.error(error));
    let paths = sandbox.requests().into_iter().map(|it| it.path + &it.query);
    assert!(paths.collect::<String>().contains(PERSON));
}

/// Answers that are none, each with everything in it.
fn sent_badly() -> Vec<Vec<u8>> {
    let all = format!("{SECRET} {TOKEN} {PERSON}");
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
    vec![
        Vec::new(),
        all.clone().into_bytes(),
        format!("HTTP/1.1 {all}\r\n\r\n").into_bytes(),
        format!("{head}{all}\r\n\r\n").into_bytes(),
        format!("{head}x: {all}\r\ncontent-length: 9999\r\n\r\n{all}").into_bytes(),
        format!("{head}content-length: {all}\r\n\r\n{all}").into_bytes(),
        format!("{head}transfer-encoding: chunked\r\n\r\n{all}\r\n").into_bytes(),
        format!(
            "{head}content-encoding: gzip\r\ncontent-length: {}\r\n\r\n{all}",
            all.len()
        )
        .into_bytes(),
        answer(
            307,
            &format!("location: https://x.test/{TOKEN}?{PERSON}\r\n"),
            all.as_bytes(),
        ),
    ]
}
