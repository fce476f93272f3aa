//! What must not be done twice, and how one finds out whether it was done.

use std::time::Duration;

use passport_api::breb::model::{
    AccountId, Address, BrebKey, CreatePayment, CustomerId, KeyType, LinkAccount, LinkCustomer,
    Money, ResolveKey,
};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::parking::model::{CreateQuote, CreateSession, SessionPayment, Vehicle};
use passport_api::{Clock, Error, ScopedToken, breb, parking, visionamos};
use passport_sandbox::Fault;

use crate::support::World;

parking::scope_set! {
    struct Parking = "read:zones", "write:quotes", "write:sessions";
}

/// The answers after which nobody knows what was done.
fn ambiguous() -> [Fault; 5] {
    [
        Fault::reset(),
        Fault::reset().after_processing(),
        Fault::status(500),
        Fault::status(503).after_processing(),
        Fault::garbage().after_processing(),
    ]
}

fn check(world: &World, endpoint: &str, error: &Error) {
    assert!(error.is_outcome_unknown(), "{error:?}");
    assert_eq!(world.sandbox.count(endpoint), 1, "{error:?}");
}

#[tokio::test]
async fn a_payment_of_the_older_node_is_never_sent_again() {
    use visionamos::model::{
        CreateCustomer, CreatePayment, CreateRecipient, KeyType, LinkAccount, Money,
    };
    use visionamos::sets::EntityClientCredentials;
    let world = World::start().await;
    let client: visionamos::Client = world.client();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let body = CreateCustomer::new("Tienda", "a@b.test", "573000000001", "900000001");
    let customer = client.customers().create(&token, &body).await.unwrap();
    let body = LinkAccount::new(&customer.id, "880000001");
    let account = client.accounts().link(&token, &body).await.unwrap();
    let body = CreateRecipient::new(&customer.id, KeyType::Email, "alguien@ejemplo.test");
    let payee = client.recipients().create(&token, &body).await.unwrap();
    let body = CreatePayment::new(&account.id, &payee.id, Money::cop(1_000));
    for fault in ambiguous() {
        world.sandbox.clear_requests();
        let fault = fault.on("payments.create").api("visionamos");
        world.sandbox.inject(fault).unwrap();
        let call = client.payments().create(&token, &body);
        let error = call.await.unwrap_err();
        check(&world, "payments.create", &error);
    }
}

#[tokio::test]
async fn a_quote_or_session_is_never_bought_twice() {
    let world = World::start().await;
    let client: parking::Client = world.client();
    let token = client.token::<Parking>().await.unwrap();
    let zones = client.zones().list(&token).zone_number("1001");
    let zone = zones.await.unwrap().items.remove(0);
    let vehicle = Vehicle::new("ABC123", "NC").with_country("US");
    let start = world.clock.now() + Duration::from_secs(60);
    let quote = CreateQuote::new(&zone.id, start, 60_u32).with_vehicle(vehicle);
    for (fault, again) in ambiguous().into_iter().zip(ambiguous()) {
        world.sandbox.clear_requests();
        let before = world.sandbox.ledger("parking").len();
        world.sandbox.inject(fault.on("quotes.create")).unwrap();
        let error = client.quotes().create(&token, &quote).await.unwrap_err();
        check(&world, "quotes.create", &error);

        let made = client.quotes().create(&token, &quote).await.unwrap();
        let session = CreateSession::new(made.id.unwrap())
            .with_payment(SessionPayment::Token("a payment token".into()));
        world.sandbox.inject(again.on("sessions.create")).unwrap();
        let call = client.sessions().create(&token, &session);
        check(&world, "sessions.create", &call.await.unwrap_err());
        assert!(world.sandbox.ledger("parking").len() <= before + 1);
    }
}

#[tokio::test]
async fn what_became_of_a_payment_can_be_found_out() {
    let world = World::start().await;
    let builder = world.builder::<breb::Client>();
    let client = builder
        .retry(passport_api::RetryPolicy::never())
        .build()
        .unwrap();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let (customer, account) = merchant(&client, &token).await;
    // With no payment at all the list is a 404, which proves nothing.
    let nothing = CreatePayment::new(&account, "resolution", Money::cop(1));
    let error = client.payments().made_of(&token, &nothing).await;
    assert!(error.unwrap_err().is_decode());
    pay(&client, &token, &customer, &account).await;
    for (fault, made) in [
        (Fault::reset(), false),
        (Fault::reset().after_processing(), true),
    ] {
        let body = ResolveKey::new(&customer, BrebKey::new(KeyType::Phone, "3000000001"));
        let resolution = client.keys().resolve(&token, &body).await.unwrap();
        let body = CreatePayment::new(&account, &resolution.id, Money::cop(1_000));
        let fault = fault.on("payments.create").api("breb");
        world.sandbox.inject(fault).unwrap();
        let error = client.payments().create(&token, &body).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error:?}");
        let found = client.payments().made_of(&token, &body).await.unwrap();
        assert_eq!(found.is_some(), made);

        let again = client.payments().create(&token, &body).await.unwrap();
        assert!(found.is_none_or(|found| found.id == again.id));
        let found = client.payments().made_of(&token, &body).await.unwrap();
        assert_eq!(found.map(|found| found.id), Some(again.id));
        let ledger = world.sandbox.ledger("breb");
        let paid = |id: &str| ledger.iter().filter(|entry| entry.origin == id).count();
        assert_eq!(paid(resolution.id.as_str()), 1);
    }
}

#[tokio::test]
async fn a_list_that_proves_nothing_does_not_say_that_there_is_no_payment() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let (customer, account) = merchant(&client, &token).await;
    let paid = pay(&client, &token, &customer, &account).await;
    let lists = [
        r#"{}"#,
        r#"[]"#,
        r#"{"payments":null}"#,
        r#"{"payments":[{"id":"a","resolution_id":"b"}]}"#,
        r#"{"payments":[],"pagination_info":{"total_elements":3,"total_pages":1}}"#,
        r#"{"payments":[{"id":"a"}],"pagination_info":{"total_elements":1,"total_pages":1}}"#,
        r#"{"payments":[{"id":"a","resolution_id":"b"}],
            "pagination_info":{"total_elements":2,"total_pages":1}}"#,
        r#"{"error":"down"}"#,
    ];
    for list in lists {
        let answer = Fault::status(200).body("application/json", list);
        let answer = answer.on("payments.list").api("breb").always();
        world.sandbox.inject(answer).unwrap();
        let found = client.payments().made_of(&token, &paid).await;
        assert!(found.is_err(), "{list}: {found:?}");
        world.sandbox.clear_faults();
    }
    for page in [
        Fault::status(404),
        Fault::status(404).body("text/html", "<html>no such host</html>"),
    ] {
        world
            .sandbox
            .inject(page.on("payments.list").api("breb"))
            .unwrap();
        assert!(client.payments().made_of(&token, &paid).await.is_err());
    }
    let found = client.payments().made_of(&token, &paid).await.unwrap();
    assert!(found.is_some());
}

async fn pay(
    client: &breb::Client,
    token: &ScopedToken<EntityClientCredentials>,
    customer: &CustomerId,
    account: &AccountId,
) -> CreatePayment {
    let body = ResolveKey::new(customer, BrebKey::new(KeyType::Phone, "3000000001"));
    let resolution = client.keys().resolve(token, &body).await.unwrap();
    let body = CreatePayment::new(account, &resolution.id, Money::cop(1_000));
    client.payments().create(token, &body).await.unwrap();
    body
}

#[tokio::test]
async fn a_later_refusal_undoes_nothing_that_an_earlier_attempt_may_have_done() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let (customer, account) = merchant(&client, &token).await;
    let later = [
        Fault::status(400),
        Fault::forbidden(["core.everything"]),
        Fault::status(404),
        Fault::status(409),
        Fault::rate_limited().retry_after(Duration::from_secs(3600)),
        Fault::unauthorized().times(2),
    ];
    for later in later {
        let body = ResolveKey::new(&customer, BrebKey::new(KeyType::Phone, "3000000001"));
        let resolution = client.keys().resolve(&token, &body).await.unwrap();
        let body = CreatePayment::new(&account, &resolution.id, Money::cop(1_000));
        for fault in [Fault::reset().after_processing(), later] {
            let fault = fault.on("payments.create").api("breb");
            world.sandbox.inject(fault).unwrap();
        }
        let error = client.payments().create(&token, &body).await.unwrap_err();
        assert!(error.status().is_some(), "{error:?}");
        assert!(error.is_outcome_unknown(), "{error:?}");
        let found = client.payments().made_of(&token, &body).await.unwrap();
        assert!(found.is_some(), "{error:?}");
    }
}

async fn merchant(
    client: &breb::Client,
    token: &ScopedToken<EntityClientCredentials>,
) -> (CustomerId, AccountId) {
    let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
    let (mail, phone) = ("a@b.test", "+573000000001");
    let body = LinkCustomer::new("Tienda", mail, phone, "900000001", address, "0001");
    let customer = client.customers().link(token, &body).await.unwrap().id;
    let body = LinkAccount::new(&customer, "880000001");
    let account = client.accounts().link(token, &body).await.unwrap().id;
    (customer, account)
}
