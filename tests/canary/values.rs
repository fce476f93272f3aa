//! The types of the client and of webhooks, each with a secret or a person in it where it can hold
//! one.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use passport_api::breb::model::{
    BrebKey, CreatePayment, KeyType, Money, QrImage, ResolveKey, Timestamp,
};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::breb::webhook::{AuthorizationRequest, Decision, EventKind, PaymentEvent};
use passport_api::breb::{self, scopes};
use passport_api::multipart::{FilePart, Form};
use passport_api::parking::model::SessionPayment;
use passport_api::types::{Amount, FieldProblem, Sensitive};
use passport_api::webhook::{
    Answered, Authorizer, Claim, Delivery, Encoding, EventKey, Known, Outcome, Reason, Reserved,
    Scheme, Secret, Seen, SeenError, Signer, Verified, Verifier, Webhook, WebhookError,
};
use passport_api::{
    Api, ClientSecret, Counters, GivenToken, Limits, ManualClock, MemoryStore, RateLimit, Response,
    RetryPolicy, StoredToken, SystemClock, TokenResponse, TokenStore, TransportError,
};
use passport_tests::foreign;
use passport_tests::foreign::model::{Filter, Photo};
use serde_json::json;

use crate::script::{Answer, Notes, builder, client};
use crate::watch::{PASSWORD, PERSON, SECRET, TOKEN, Watch};

foreign::scope_set! {
    struct Reader = "read:projects";
}

/// Builders, clients, requests, responses.
pub(crate) async fn look_at_calls(watch: &mut Watch) {
    let refused_later = builder::<breb::Client>()
        .base_url(format!("https://someone:{PASSWORD}@server.test"))
        .proxy(format!("http://someone:{PASSWORD}@proxy.test"));
    watch.look(&refused_later);
    watch.error(&refused_later.build().unwrap_err());
    let wrong = builder::<breb::Client>().proxy(format!("http://{PASSWORD} :x"));
    watch.look(&wrong);
    watch.error(&wrong.build().unwrap_err());
    watch.look(&builder::<foreign::Client>());
    watch.look(&Limits::new().per_second(3));
    watch.look(&RetryPolicy::new());
    watch.look(&Counters::default());
    watch.look(&ManualClock::new());
    watch.look(&SystemClock);
    watch.look(&RateLimit::Throttle);
    watch.look(&ClientSecret::from(SECRET));

    let notes = Notes::default();
    let resolution = json!({
        "id": "r-1", "key": {"key_type": "PHONE", "key_value": PERSON},
        "owner": {"first_name": PERSON, "identification_number": PERSON},
    });
    let answer = Answer::json(200, resolution.to_string()).with("x-person", PERSON);
    let (client, sent) = client::<breb::Client>(Answer::token(), answer, &notes);
    watch.look(&client);
    watch.look(client.core());
    let request = client.token::<EntityClientCredentials>();
    watch.look(&request);
    let future = request.into_future();
    watch.look(&future);
    let token = future.await.unwrap();
    watch.look(&token);

    let body = ResolveKey::new(PERSON, BrebKey::new(KeyType::Phone, PERSON));
    let call = client.keys().resolve(&token, &body);
    watch.look(&client.keys());
    let secret = HeaderValue::from_str(SECRET).unwrap();
    let call = call.header(HeaderName::from_static("x-secret"), secret);
    let call = call.query("person", PERSON);
    watch.look(&call);
    let response: Response<_> = call.send().await.unwrap();
    watch.look(&response);
    let by_id = client.payments().get(&token, PERSON);
    watch.look(&by_id);
    let scope = scopes::paas::core::breb_payments::list::Get;
    let path = format!("/v1/customers/{PERSON}?phone={PERSON}");
    let raw = client.request(&token, scope, Method::GET, &path);
    watch.look(&raw);
    let list = || client.customers().list(&token);
    watch.look(&list());
    watch.look(&list().into_call().query("person", PERSON).stream());
    watch.look(&list().into_call().query("person", PERSON).pages());
    let payment = CreatePayment::new("a-1", "r-1", Money::cop(1));
    watch.look(&client.payments().made_of(&token, &payment));
    raw.await.unwrap();

    // All that was marked has been on its way, so it could have been seen.
    let sent = sent.lock().unwrap().join("\n");
    for mark in [SECRET, TOKEN, PERSON] {
        assert!(sent.contains(mark), "{mark} was not sent:\n{sent}");
    }
    watch.look(&passport_api::Page::<breb::model::Customer>::default());
    look_at_page(watch).await;
    look_at_bodies(watch).await;
    take(&notes, watch);
}

/// Bodies and parameters of every kind, and what is said of those that cannot be written.
async fn look_at_bodies(watch: &mut Watch) {
    let notes = Notes::default();
    let file = || FilePart::new(PERSON).file_name(PERSON);
    watch.look(&file());
    watch.look(&file().content_type(PERSON));
    watch.look(&Form::new().value("person", PERSON).file("file", &file()));
    let answer = Answer::json(200, "{}");
    let grant = json!({"access_token": TOKEN, "expires_in": 3600, "scope": "read:projects",
                       "token_type": "Bearer"});
    let grant = Answer::json(200, grant.to_string());
    let (client, sent) = client::<foreign::Client>(grant, answer, &notes);
    let token = client.token::<Reader>().await.unwrap();
    let kinds = client.kinds();
    let photo = |image: FilePart| Photo {
        title: PERSON.to_owned(),
        tags: vec![PERSON.to_owned()],
        filter: None,
        image,
        thumbnails: Vec::new(),
    };
    let filter = Filter {
        word: Some(PERSON.to_owned()),
        ..Filter::default()
    };
    let call = kinds.photo(&token, &photo(file()));
    watch.look(&call);
    call.await.unwrap();
    let call = kinds.text(&token, PERSON);
    watch.look(&call);
    call.await.unwrap();
    let call = kinds.bytes(&token, Bytes::from_static(PERSON.as_bytes()));
    watch.look(&call);
    call.await.unwrap();
    let call = kinds.params(&token, [PERSON], &filter, [PERSON]);
    let call = call.deep(&filter).plain(&filter).x_tags([PERSON]);
    watch.look(&call);
    call.await.unwrap();
    let unfit = photo(file().content_type(format!("{PERSON}\n")));
    watch.error(&kinds.photo(&token, &unfit).await.unwrap_err());
    let call = kinds.params(&token, [PERSON], &filter, ["x"]);
    let call = call.x_tags([format!("{PERSON}\n")]);
    watch.error(&call.await.unwrap_err());
    assert!(sent.lock().unwrap().join("\n").contains(PERSON));
    take(&notes, watch);
}

async fn look_at_page(watch: &mut Watch) {
    let notes = Notes::default();
    let page = json!({"keys": [{"id": "k-1", "key": {"key_type": "ID", "key_value": PERSON}}]});
    let answer = Answer::json(200, page.to_string());
    let (client, _) = client::<breb::Client>(Answer::token(), answer, &notes);
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let page = client.keys().list(&token).await.unwrap();
    assert_eq!(page.items.len(), 1);
    watch.look(&page);
    let mut items = client.keys().list(&token).stream();
    let first = items.next().await.unwrap().unwrap();
    watch.look(&first);
    watch.look(&items);
    take(&notes, watch);
}

/// Tokens as they are given, stored and read.
pub(crate) async fn look_at_tokens(watch: &mut Watch) {
    let given = GivenToken::new(TOKEN, ["a", TOKEN]).expires_at(SystemTime::UNIX_EPOCH);
    watch.look(&given.field("token_id", TOKEN).field("account_id", PERSON));
    watch.look(&breb::token_fields::ID);
    let fields = json!({"token_id": TOKEN, "account_id": PERSON});
    let json = json!({"access_token": TOKEN, "granted": ["a", TOKEN], "fetched_at": 0,
                      "expires_at": 4_000_000_000_000_u64, "fields": fields});
    let stored = StoredToken::from_json(json.to_string().as_bytes()).unwrap();
    for broken in [
        format!("{{\"access_token\":\"{TOKEN}"),
        format!("[\"{TOKEN}\"]"),
    ] {
        watch.error(&StoredToken::from_json(broken.as_bytes()).unwrap_err());
    }
    let store = std::sync::Arc::new(MemoryStore::default());
    let notes = Notes::default();
    let script = crate::script::Script {
        token: Answer::token(),
        api: Answer::json(200, "{}"),
        sent: std::sync::Arc::default(),
    };
    let builder = builder::<breb::Client>()
        .transport(script)
        .observer(notes.clone());
    let client = builder
        .token_store(std::sync::Arc::clone(&store))
        .build()
        .unwrap();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    watch.look(&token);
    watch.look(&token.revoke());
    watch.error(&token.id().unwrap_err());
    watch.look(&*store);
    let keeper = Keeper::default();
    let key = keeper.key_of(&client).await;
    watch.look(&key);
    store.save(&key, &stored).await.unwrap();
    watch.look(&*store);
    watch.look(&stored);

    let read = |body: serde_json::Value| {
        let endpoint = &breb::CATALOG.token;
        TokenResponse::parse(
            body.to_string().as_bytes(),
            endpoint,
            SystemTime::UNIX_EPOCH,
        )
    };
    let good = json!({"access_token": TOKEN, "scopes": ["a", TOKEN], "refresh_token": SECRET,
                      "token_id": [TOKEN], "account_id": PERSON, "roles": [TOKEN]});
    let good = read(good).unwrap();
    watch.look(&good);
    watch.look(&good.granted);
    for bad in [
        json!({"access_token": 7, "scopes": TOKEN}),
        json!({"access_token": format!("{TOKEN} {TOKEN}")}),
        json!({"access_token": TOKEN, "token_type": TOKEN}),
        json!({"access_token": TOKEN, "scopes": {TOKEN: TOKEN}}),
        json!([TOKEN]),
        json!({"id_token": TOKEN}),
    ] {
        watch.error(&read(bad).unwrap_err());
    }
    take(&notes, watch);
}

/// A store that only learns the key.
#[derive(Clone, Debug, Default)]
struct Keeper(std::sync::Arc<std::sync::Mutex<Option<passport_api::TokenKey>>>);

impl Keeper {
    async fn key_of(&self, _: &breb::Client) -> passport_api::TokenKey {
        let script = crate::script::Script {
            token: Answer::token(),
            api: Answer::json(200, "{}"),
            sent: std::sync::Arc::default(),
        };
        let builder = builder::<breb::Client>().transport(script);
        let client = builder.token_store(self.clone()).build().unwrap();
        client.token::<EntityClientCredentials>().await.unwrap();
        self.0.lock().unwrap().take().unwrap()
    }
}

impl TokenStore for Keeper {
    fn load<'s>(
        &'s self,
        key: &'s passport_api::TokenKey,
    ) -> passport_api::StoreFuture<'s, Option<StoredToken>> {
        *self.0.lock().unwrap() = Some(key.clone());
        Box::pin(std::future::ready(Ok(None)))
    }

    fn save<'s>(
        &'s self,
        _: &'s passport_api::TokenKey,
        _: &'s StoredToken,
    ) -> passport_api::StoreFuture<'s, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Webhooks, from the secret to the answer.
pub(crate) async fn look_at_webhooks(watch: &mut Watch) {
    let header = HeaderName::from_static("x-signature");
    let secret = Secret::new(SECRET).unwrap();
    watch.look(&secret);
    watch.error(&Secret::new("").unwrap_err());
    let scheme = Scheme::new(header.clone()).timestamped(Duration::from_secs(60));
    watch.look(&scheme);
    watch.look(&Encoding::Hex);
    let signer = Signer::new(header.clone(), secret.clone());
    watch.look(&signer);
    let verifier = Verifier::new(header.clone(), secret.clone()).also_accept(secret);
    watch.look(&verifier);

    let event = json!({
        "event": "payment.outbound.settled",
        "payment": {"id": "p-1", "status": "SETTLED", "display_name": PERSON, "description": PERSON,
                    "sender": {"key": {"key_type": "PHONE", "key_value": PERSON}},
                    "other": PERSON},
        "person": PERSON,
    });
    let body = event.to_string();
    let headers = signer.headers(body.as_bytes());
    watch.text("the signature", &format!("{headers:?}"));
    let delivery: Delivery = verifier.verify(&headers, body.clone()).unwrap();
    watch.look(&delivery);
    let verified: Verified<PaymentEvent> = delivery.parse().unwrap();
    watch.look(&verified);
    watch.look(&*verified);
    watch.look(&verified.kind);
    watch.look(&EventKind::Settled);
    watch.look(&verified.key());
    watch.text("a key", &verified.key().to_string());
    watch.look(&EventKey::of_id(PERSON));
    watch.look(&Webhook(verified));

    let unsigned = HeaderMap::from_iter([(header, HeaderValue::from_str(PERSON).unwrap())]);
    watch.error(&verifier.verify(&unsigned, body.clone()).unwrap_err());
    watch.error(
        &verifier
            .verify(&HeaderMap::new(), body.clone())
            .unwrap_err(),
    );
    let other = PERSON.repeat(2);
    watch.error(&verifier.verify(&headers, other.clone()).unwrap_err());
    let small = verifier.clone().max_body(3);
    watch.error(&small.verify(&headers, body).unwrap_err());
    for body in [
        PERSON.to_owned(),
        format!("\"{PERSON}\""),
        format!("{{\"{PERSON}\""),
    ] {
        let headers = signer.headers(body.as_bytes());
        let error = verifier.verify(&headers, body).unwrap();
        watch.error(&error.parse::<PaymentEvent>().unwrap_err());
    }
    watch.error(&WebhookError::new(Reason::Unread));
    watch.look(&Reason::Unread);
    look_at_seen(watch).await;
    look_at_authorizer(watch).await;
}

async fn look_at_seen(watch: &mut Watch) {
    let seen = Seen::in_memory_with(1, SystemClock);
    watch.look(&seen);
    let reserved = seen.reserve(EventKey::of_id(PERSON)).await.unwrap();
    watch.look(&reserved);
    watch.error(&seen.reserve(EventKey::of_id("other")).await.unwrap_err());
    if let Reserved::First(guard) = reserved {
        watch.look(&guard);
    }
    watch.look(&SeenError::new("down"));
    watch.look(&Known::Done);
    let claims = Claims::default();
    let _ = Seen::with_store(claims.clone())
        .reserve(EventKey::of_id(PERSON))
        .await;
    let claim = claims.0.lock().unwrap().take().unwrap();
    watch.look(&claim);
}

/// Keeps the claim that it is asked for.
#[derive(Clone, Debug, Default)]
struct Claims(std::sync::Arc<std::sync::Mutex<Option<Claim>>>);

impl passport_api::webhook::SeenStore for Claims {
    fn reserve(&self, claim: Claim) -> passport_api::webhook::Pending<'_, Known> {
        *self.0.lock().unwrap() = Some(claim);
        Box::pin(std::future::ready(Ok(Known::No)))
    }

    fn commit(&self, _: Claim) -> passport_api::webhook::Pending<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn forget(&self, _: Claim) {}
}

/// An answer with somebody in it, which is shown nowhere but where it is sent.
#[derive(Clone, Debug)]
struct Reply(Sensitive);

impl passport_api::webhook::Answer for Reply {
    const DEADLINE: Duration = Duration::from_secs(3);

    fn to_json(&self) -> serde_json::Value {
        json!({"to": self.0.expose()})
    }
}

async fn look_at_authorizer(watch: &mut Watch) {
    let question = json!({"amount": {"value": "1", "currency": "COP"}, "person": PERSON,
                          "key": {"key_type": "PHONE", "key_value": PERSON}});
    let read: AuthorizationRequest = serde_json::from_value(question.clone()).unwrap();
    watch.look(&read);
    watch.look(&Decision::Accept);
    let decide = |_: AuthorizationRequest| async { Ok::<_, std::fmt::Error>(Reply(PERSON.into())) };
    let unfinished = Authorizer::decided_by(decide);
    watch.look(&unfinished);
    let secret = Secret::new(SECRET).unwrap();
    let verifier = Verifier::new(HeaderName::from_static("x-signature"), secret);
    let authorizer = unfinished.otherwise(Reply(PERSON.into()));
    let guarded = authorizer.clone().verifier(verifier);
    watch.look(&guarded);
    let none = HeaderMap::new();
    for (authorizer, body) in [
        (&authorizer, question.to_string()),
        (&authorizer, format!("[{PERSON}")),
        (&guarded, question.to_string()),
    ] {
        let answered: Answered<Reply> = authorizer.answer(&none, body).await;
        watch.look(&answered);
        watch.look(answered.outcome());
    }
    let fails = |_: AuthorizationRequest| async { Err::<Reply, _>(std::fmt::Error) };
    let failing = Authorizer::decided_by(fails).otherwise(Reply(PERSON.into()));
    let answered = failing.answer(&none, question.to_string()).await;
    assert!(matches!(answered.outcome(), Outcome::Failed(_)));
    watch.look(&answered);
}

/// Small values and the errors of reading them.
pub(crate) fn look_at_small_types(watch: &mut Watch) {
    watch.look(&Sensitive::<String>::from(PERSON));
    watch.look(&Sensitive::from(json!({PERSON: PERSON})));
    let amount: Amount = "1.5".parse().unwrap();
    watch.look(&amount);
    watch.error(&PERSON.parse::<Amount>().unwrap_err());
    watch.error(
        &"1020304050102030405010203040501020304050"
            .parse::<Amount>()
            .unwrap_err(),
    );
    watch.look(&Timestamp::from("2025-01-02T03:04:05Z"));
    watch.error(&QrImage::from(PERSON).png().unwrap_err());
    watch
        .error(&serde_json::from_value::<SessionPayment>(json!({"provider": PERSON})).unwrap_err());
    let key = BrebKey::new(KeyType::Phone, PERSON);
    for problem in key.check().unwrap_err() {
        let problem: FieldProblem = problem;
        watch.look(&problem);
        watch.text("a problem", &problem.to_string());
    }
    for error in [
        TransportError::timed_out(),
        TransportError::too_large(),
        TransportError::broken("reset"),
        TransportError::not_sent("refused"),
    ] {
        watch.error(&error);
    }
}

/// Takes over what an observer has seen.
fn take(notes: &Notes, watch: &mut Watch) {
    let mut seen = notes.0.lock().unwrap();
    watch.types.append(&mut seen.types);
    watch.leaks.append(&mut seen.leaks);
    watch.texts += seen.texts;
}
