//! Lists of many pages, in the style of each system.

use std::collections::HashSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use passport_api::breb::model::{Address, LinkCustomer};
use passport_api::visionamos::model::{CreateCustomer, LinkAccount};
use passport_api::{breb, parking, visionamos};

use crate::support::World;

parking::scope_set! {
    struct Zones = "read:zones";
}

const SECOND: Duration = Duration::from_secs(1);

/// What the queries of an endpoint's requests were.
fn queries(world: &World, endpoint: &str) -> Vec<String> {
    let seen = world.sandbox.requests().into_iter();
    seen.filter(|request| request.endpoint.as_deref() == Some(endpoint))
        .map(|request| request.query)
        .collect()
}

async fn link_customers(client: &breb::Client, numbers: std::ops::Range<u32>) {
    let token = client
        .token::<breb::sets::EntityClientCredentials>()
        .await
        .unwrap();
    for number in numbers {
        let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
        let body = LinkCustomer::new(
            format!("Tienda {number}"),
            format!("a{number}@b.test"),
            format!("+57300{number:07}"),
            format!("9{number:08}"),
            address,
            format!("{number:04}"),
        );
        client.customers().link(&token, &body).await.unwrap();
    }
}

#[tokio::test]
async fn hundreds_of_items_in_pages_that_stay_as_they_were() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client
        .token::<breb::sets::EntityClientCredentials>()
        .await
        .unwrap();
    link_customers(&client, 0..205).await;
    world.clock.advance(SECOND);

    let mut all = client.customers().list(&token).stream().page_size(50);
    let mut ids = HashSet::new();
    while let Some(customer) = all.next().await {
        ids.insert(customer.unwrap().id);
        if ids.len() == 60 {
            // What comes now is on no page of this list.
            world.clock.advance(SECOND);
            link_customers(&client, 300..301).await;
        }
    }
    assert_eq!((ids.len(), all.total_items()), (205, Some(205)));
    let seen = queries(&world, "customers.list");
    assert_eq!(seen.len(), 5);
    assert_eq!(seen[0], "page_params.page_size=50");
    let moment = "&page_params.first_request_timestamp.";
    for (query, number) in seen.iter().zip(1..).skip(1) {
        let begin = format!("page_params.page_number={number}&page_params.page_size=50{moment}");
        assert!(query.starts_with(&begin), "{query}");
        assert_eq!(query.matches(moment).count(), 2, "{query}");
    }

    // One that begins later sees it, and one that is taken up again does not.
    let mut pages = client.customers().list(&token).page_size(150).pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.total_items, Some(206));
    let again = client.customers().list(&token).page_size(150).pages();
    let snapshot = all.snapshot().unwrap();
    let mut again = again.start_at(2).at_snapshot(snapshot);
    let second = again.next().await.unwrap().unwrap();
    assert_eq!((second.items.len(), second.total_items), (55, Some(205)));
    assert!(again.next().await.is_none());
}

#[tokio::test]
async fn the_next_page_can_be_on_its_way_already() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client
        .token::<breb::sets::EntityClientCredentials>()
        .await
        .unwrap();
    link_customers(&client, 0..12).await;
    world.clock.advance(SECOND);
    let mut all = client.customers().list(&token).page_size(5).stream();
    all = all.prefetch();
    let mut count = 0;
    loop {
        // A future that is dropped half way loses nothing.
        let once = {
            let mut next = pin!(all.next());
            poll_fn(|context| Poll::Ready(next.as_mut().poll(context))).await
        };
        let item = match once {
            Poll::Ready(item) => item,
            Poll::Pending => all.next().await,
        };
        let Some(customer) = item else { break };
        customer.unwrap();
        count += 1;
    }
    assert_eq!((count, world.count("customers.list")), (12, 3));
}

#[tokio::test]
async fn not_found_is_an_empty_list() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client
        .token::<breb::sets::EntityClientCredentials>()
        .await
        .unwrap();
    assert!(
        client
            .payments()
            .list(&token)
            .stream()
            .next()
            .await
            .is_none()
    );
    let mut pages = client.payments().list(&token).pages();
    assert!(pages.next().await.unwrap().unwrap().items.is_empty());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn the_older_node_has_names_of_its_own_and_a_list_without_totals() {
    let world = World::start().await;
    let client: visionamos::Client = world.client();
    let token = client
        .token::<visionamos::sets::EntityClientCredentials>()
        .await
        .unwrap();
    for number in 0..7 {
        let body = CreateCustomer::new(
            format!("Tienda {number}"),
            format!("a{number}@b.test"),
            format!("57300000000{number}"),
            format!("90000000{number}"),
        );
        let customer = client.customers().create(&token, &body).await.unwrap();
        let body = LinkAccount::new(&customer.id, format!("88000000{number}"));
        client.accounts().link(&token, &body).await.unwrap();
    }
    world.clock.advance(SECOND);

    let mut all = client.accounts().list(&token).page_size(3).stream();
    let mut numbers = HashSet::new();
    while let Some(account) = all.next().await {
        numbers.insert(account.unwrap().id);
    }
    assert_eq!((numbers.len(), all.total_items()), (7, None));
    let seen = queries(&world, "accounts.list");
    let number = |number| format!("page_size=3&page_number={number}");
    assert_eq!(
        seen,
        ["page_size=3".to_owned(), number(2), number(3), number(4)]
    );

    // The caller's own page is where it begins, and is sent once.
    let list = client.accounts().list(&token);
    let mut rest = list.page_number(2).page_size(3).stream();
    let mut count = 0;
    while let Some(account) = rest.next().await {
        account.unwrap();
        count += 1;
    }
    assert_eq!(count, 4);
    let again = queries(&world, "accounts.list").split_off(seen.len());
    assert_eq!(again, [number(2), number(3), number(4)]);

    // Its other list has totals.
    for _ in 0..2 {
        let another: visionamos::Client = world.client();
        let token = another.token::<visionamos::sets::EntityClientCredentials>();
        token.await.unwrap();
    }
    let mut tokens = client.tokens().list(&token).stream().page_size(1);
    let mut count = 0;
    while let Some(known) = tokens.next().await {
        known.unwrap();
        count += 1;
    }
    assert_eq!((count, tokens.total_items()), (3, Some(3)));
    assert_eq!(queries(&world, "tokens.list").len() as u64, count);
}

#[tokio::test]
async fn a_list_without_pages_is_one_page() {
    let world = World::start().await;
    let client: parking::Client = world.client();
    let token = client.token::<Zones>().await.unwrap();
    let mut pages = client.zones().list(&token).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 3);
    assert!(pages.next().await.is_none());
    assert_eq!(world.count("zones.list"), 1);
    let sized = client.zones().list(&token).pages().page_size(1);
    let error = { sized }.next().await.unwrap().unwrap_err();
    assert!(error.is_request());
    assert_eq!(world.count("zones.list"), 1);
}

#[tokio::test]
async fn an_error_ends_it_where_it_can_be_taken_up_again() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client
        .token::<breb::sets::EntityClientCredentials>()
        .await
        .unwrap();
    link_customers(&client, 0..4).await;
    world.clock.advance(SECOND);
    // The sandbox refuses page 0.
    let mut pages = client.customers().list(&token).pages().start_at(0);
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.call(), Some("customers.list"));
    assert_eq!(error.status(), Some(http::StatusCode::BAD_REQUEST));
    assert!(pages.next().await.is_none());
    assert_eq!(pages.next_page(), Some(0));
    // A page behind the last one is empty.
    let mut pages = client.customers().list(&token).pages().start_at(9);
    assert!(pages.next().await.unwrap().unwrap().items.is_empty());
    assert!(pages.next().await.is_none());
}
