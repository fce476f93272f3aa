//! An API that is not ours, by the token request of RFC 6749: everything that the built-in systems
//! do, and what they have no use for.

use std::sync::Arc;

use passport_api::{Api, ScopedToken};
use passport_sandbox::Sandbox;
use passport_spec::Spec;
use passport_tests::foreign::model::{FileText, NewIssue, NewOrder, NewProject, Settings};
use passport_tests::foreign::{self, Client};

use crate::support::{builder_for, sandbox_builder};

foreign::scope_set! {
    struct Reader = "read:projects", "read:issues";
}
foreign::scope_set! {
    struct Owner = "site:admin", "delete:projects", "issues:write", "issues:read",
        "https://auth.foreign.example/files", "projects/archive", "webhooks";
}
foreign::scope_set! {
    struct Manager = "manage_project:{projectKey}";
}
foreign::scope_set! {
    struct Buyer = "ORDERS_WRITE", "user-profile", "Directory.Read.All";
}

async fn sandbox() -> Sandbox {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign/scopes.toml");
    let spec = Spec::load(file).unwrap();
    sandbox_builder()
        .spec(spec)
        .hole("projectKey", "HTTP")
        .start()
        .await
        .unwrap()
}

fn client(sandbox: &Sandbox) -> Client {
    builder_for(sandbox)
        .scope_hole("projectKey", "HTTP")
        .build()
        .unwrap()
}

/// Statuses of all requests for an endpoint, in order.
fn seen(sandbox: &Sandbox, endpoint: &str) -> Vec<u16> {
    let requests = sandbox.requests();
    let of_endpoint = requests
        .iter()
        .filter(|r| r.endpoint.as_deref() == Some(endpoint));
    of_endpoint.map(|request| request.status).collect()
}

#[tokio::test]
async fn every_endpoint_takes_its_scope() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let owner: ScopedToken<Owner> = client.token().await.unwrap();
    let project = client.projects().get(&owner, "HTTP").await.unwrap();
    assert_eq!(project.key.0, "HTTP");
    let body = NewProject {
        name: "New".to_owned(),
    };
    client.projects().create(&owner, &body).await.unwrap();
    client
        .projects()
        .update(&owner, "HTTP", &body)
        .await
        .unwrap();
    client.projects().delete(&owner, "HTTP").await.unwrap();
    client
        .projects()
        .archive(&owner, "HTTP", 2026)
        .await
        .unwrap();
    let issue = NewIssue {
        project: "HTTP".into(),
        title: "a & b".to_owned(),
    };
    client.issues().create(&owner, &issue).await.unwrap();
    client.issues().get(&owner, 7).await.unwrap();
    assert!(
        client
            .issues()
            .list(&owner, "HTTP")
            .await
            .unwrap()
            .items
            .is_empty()
    );
    client
        .issues()
        .search(&owner, "text")
        .limit(3)
        .await
        .unwrap();
    client
        .files()
        .get(&owner, "a b/c", "a test")
        .x_trace_id("1")
        .await
        .unwrap();
    client
        .files()
        .put(
            &owner,
            "a",
            &FileText {
                text: "b".to_owned(),
            },
        )
        .await
        .unwrap();
    client.files().delete(&owner, "a").await.unwrap();
    assert!(
        client
            .reports()
            .sales(&owner)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    client.reports().audit(&owner).await.unwrap();
    client.events().listen(&owner, "all").await.unwrap();
    client.exports().table(&owner, "all").await.unwrap();
    client.exports().page(&owner, "all").await.unwrap();
    client.exports().archive(&owner, "all").await.unwrap();
    client.exports().start(&owner).await.unwrap();
    client.exports().latest(&owner).limit(1).await.unwrap();
    client.account().me(&owner).await.unwrap();
    client.account().activity(&owner).await.unwrap();

    let reader: ScopedToken<Reader> = client.token().await.unwrap();
    let projects = client.projects().list(&reader);
    let projects = projects
        .page(2)
        .archived(true)
        .state(foreign::model::State::Open);
    assert!(
        projects
            .owner_name("Ana & Bo")
            .weight(0.5)
            .await
            .unwrap()
            .items
            .is_empty()
    );

    let manager: ScopedToken<Manager> = client.token().await.unwrap();
    client
        .projects()
        .settings(&manager, "HTTP", &Settings { public: true })
        .await
        .unwrap();

    let buyer: ScopedToken<Buyer> = client.token().await.unwrap();
    let order = NewOrder {
        request_id: "1".to_owned(),
        seats: 2,
    };
    client.orders().submit(&buyer, &order).await.unwrap();
    client.exports().numbered(&buyer, 7).await.unwrap();

    let called: Vec<String> = sandbox
        .requests()
        .into_iter()
        .filter_map(|r| r.endpoint)
        .collect();
    for endpoint in foreign::CATALOG.endpoints {
        let id = endpoint.id();
        // Those of every kind are called in `requests.rs`.
        let public = id == "status.get" || endpoint.resource == "kinds";
        assert!(public || called.contains(&id), "{id} was not called");
    }
}

#[tokio::test]
async fn a_public_endpoint_takes_no_token() {
    let sandbox = sandbox().await;
    client(&sandbox).status().get().await.unwrap();
    assert_eq!(sandbox.requests().len(), 1, "no token was fetched");
}

#[tokio::test]
async fn a_token_carries_what_was_asked_for_and_no_more() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let reader: ScopedToken<Reader> = client.token().await.unwrap();
    // The set names the scope by an alias; the server is asked for it by its name.
    assert_eq!(reader.granted(), ["read:projects", "issues:read"]);
    assert!(reader.try_widen::<Owner>().unwrap_err().is_missing_scope());
    let owner: ScopedToken<Owner> = client.token().await.unwrap();
    // The server granted `site:admin`, which implies `read:projects`.
    assert!(owner.try_widen::<Reader>().is_ok());
}

#[tokio::test]
async fn a_narrower_grant_than_asked_for_makes_no_token() {
    let sandbox = sandbox().await;
    let limited = passport_sandbox::Client::new("limited", "s:3 c/%");
    sandbox.add_client(limited.scopes(["issues:read"])).unwrap();
    let builder = builder_for::<Client>(&sandbox).credentials("limited", "s:3 c/%");
    let client = builder.build().unwrap();
    let error = client.token::<Reader>().await.unwrap_err();
    assert_eq!(error.missing_scopes(), ["read:projects"]);
    // Where nothing of what was asked for can be granted, the server says so.
    let error = client.token::<Buyer>().await.unwrap_err();
    assert!(error.is_token());
    assert!(error.to_string().contains("`invalid_scope`"), "{error}");
}

#[tokio::test]
async fn a_template_needs_its_hole_filled() {
    let sandbox = sandbox().await;
    let client: Client = builder_for(&sandbox).build().unwrap();
    let error = client.token::<Manager>().await.unwrap_err();
    assert!(error.is_config());
    assert!(
        error.to_string().contains(".scope_hole(\"projectKey\""),
        "{error}"
    );
    // Another project's scope is another scope.
    let client: Client = builder_for(&sandbox)
        .scope_hole("projectKey", "FTP")
        .build()
        .unwrap();
    assert!(client.token::<Manager>().await.is_err());
}

#[tokio::test]
async fn one_token_per_set_however_many_ask() {
    let sandbox = sandbox().await;
    let client = Arc::new(client(&sandbox));
    let tasks = (0..50).map(|index| {
        let client = Arc::clone(&client);
        tokio::spawn(async move {
            if index % 2 == 0 {
                client.token::<Reader>().await.map(drop)
            } else {
                client.token::<Buyer>().await.map(drop)
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
    assert_eq!(
        sandbox.requests().len(),
        2,
        "one token request for each set"
    );
}

#[tokio::test]
async fn a_refused_token_is_renewed_for_its_own_scopes() {
    let sandbox = sandbox().await;
    // The client takes `ORDERS_WRITE` for granted, because a mapped name says so.
    let builder = builder_for::<Client>(&sandbox);
    let scope = foreign::scopes::OrdersWrite;
    let client = builder.map_scope(scope, "user-profile").build().unwrap();
    let buyer: ScopedToken<Buyer> = client.token().await.unwrap();
    let order = NewOrder {
        request_id: "1".to_owned(),
        seats: 2,
    };
    let error = client.orders().submit(&buyer, &order).await.unwrap_err();
    assert!(error.is_forbidden());
    assert!(error.headers().unwrap().contains_key("www-authenticate"));
    assert_eq!(
        seen(&sandbox, "orders.submit"),
        [403],
        "a 403 is not sent again"
    );
    assert_eq!(client.base_url(), sandbox.base_url(Client::CATALOG.name));
}

#[tokio::test]
async fn an_inferred_name_that_the_server_refuses_is_told() {
    foreign::scope_set! {
        struct Listener = "webhooks";
    }
    let sandbox = sandbox().await;
    let client: Client = builder_for(&sandbox)
        .map_scope(foreign::scopes::UserProfile, "no-such-scope")
        .build()
        .unwrap();
    // A mapped name is the program's own, so nothing is said of it.
    let error = client.token::<Buyer>().await.map(drop);
    assert!(error.is_err_and(|error| !error.to_string().contains("inferred")));

    let limited = passport_sandbox::Client::new("limited", "s3cret").scopes(["issues:read"]);
    sandbox.add_client(limited).unwrap();
    let builder = builder_for::<Client>(&sandbox).credentials("limited", "s3cret");
    let error = builder
        .build()
        .unwrap()
        .token::<Listener>()
        .await
        .unwrap_err();
    let text = error.to_string();
    for part in ["`invalid_scope`", "`webhooks`", "inferred", "map_scope"] {
        assert!(text.contains(part), "{part} in: {text}");
    }

    // Of wrong credentials no name is the cause.
    let builder = builder_for::<Client>(&sandbox).credentials("limited", "wrong");
    let error = builder
        .build()
        .unwrap()
        .token::<Listener>()
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("`invalid_client`") && !text.contains("inferred"),
        "{text}"
    );
}

#[test]
fn names_that_are_none_are_refused_at_once() {
    let start = || {
        let builder = Client::builder().base_url(foreign::servers::SANDBOX);
        builder.credentials("a", "b")
    };
    let check = |builder: passport_api::ClientBuilder<Client>, expected: &str| {
        let error = builder.build().unwrap_err();
        assert!(error.is_config());
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(start().scope_hole("projekt", "HTTP"), "[\"projectKey\"]");
    check(
        start().scope_hole("projectKey", "a b"),
        "cannot fill the hole",
    );
    check(start().scope_hole("projectKey", ""), "cannot fill the hole");
    check(
        start().map_scope(foreign::scopes::OrdersWrite, ""),
        "no name of a scope",
    );
}
