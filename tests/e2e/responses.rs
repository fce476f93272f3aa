//! Answers of every kind: text, bytes, several by status, typed errors, calls without a token.

use passport_api::{Error, ScopedToken};
use passport_sandbox::{Fault, Sandbox};
use passport_spec::Spec;
use passport_tests::foreign::model::{Conflict, Missing, Problem};
use passport_tests::foreign::responses::{LatestExports, StartExports};
use passport_tests::foreign::{self, Client};

use crate::support::{builder_for, sandbox_builder};

foreign::scope_set! {
    struct Writer = "write:projects";
}
foreign::scope_set! {
    struct Directory = "Directory.Read.All";
}

struct World {
    sandbox: Sandbox,
    client: Client,
    token: ScopedToken<Writer>,
}

impl World {
    async fn start() -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign/scopes.toml");
        let spec = Spec::load(file).unwrap();
        let sandbox = sandbox_builder().spec(spec).start().await.unwrap();
        let client: Client = builder_for(&sandbox).build().unwrap();
        let token = client.token().await.unwrap();
        Self {
            sandbox,
            client,
            token,
        }
    }

    /// The next call of an endpoint is answered so, once it has been processed.
    fn answer(&self, endpoint: &str, status: u16, content_type: &str, body: &str) {
        let fault = Fault::status(status).body(content_type, body);
        let fault = fault.on(endpoint).after_processing();
        self.sandbox.inject(fault).unwrap();
    }

    async fn start_export(&self) -> Result<StartExports, Error> {
        self.client.exports().start(&self.token).await
    }

    async fn archive(&self) -> Result<Vec<u8>, Error> {
        let archive = self.client.exports().archive(&self.token, "all").await;
        archive.map(|bytes| bytes.to_vec())
    }
}

#[tokio::test]
async fn text_comes_as_it_is() {
    let world = World::start().await;
    let exports = world.client.exports();
    let table = exports.table(&world.token, "all").await.unwrap();
    assert_eq!(table, "key,name\nHTTP,Protocol\n");
    world.answer("exports.table", 200, "text/csv; charset=ISO-8859-1", "a");
    assert_eq!(exports.table(&world.token, "all").await.unwrap(), "a");
    let page = exports.page(&world.token, "all").await.unwrap();
    assert_eq!(page, "<h1>Export</h1>", "a page that is documented is one");
    world.answer("exports.table", 200, "text/html", "<h1>Log in</h1>");
    let error = exports.table(&world.token, "all").await.unwrap_err();
    assert!(error.is_decode() && !error.is_outcome_unknown(), "{error}");
}

#[tokio::test]
async fn bytes_come_whole_or_not_at_all() {
    let world = World::start().await;
    assert_eq!(world.archive().await.unwrap(), b"PK archive");
    let truncated = Fault::truncated().on("exports.archive").after_processing();
    world.sandbox.inject(truncated).unwrap();
    let error = world.archive().await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    world.answer("exports.archive", 200, "text/html", "<h1>Log in</h1>");
    let error = world.archive().await.unwrap_err();
    assert!(error.is_decode() && error.is_outcome_unknown(), "{error}");
    assert_eq!(
        world.sandbox.count_processed("exports.archive"),
        3,
        "none of them was sent twice"
    );
}

#[tokio::test]
async fn the_status_says_which_body_there_is() {
    let world = World::start().await;
    let started = world.start_export().await.unwrap();
    assert_eq!(format!("{started:?}"), "Ok(..)");
    assert!(matches!(started, StartExports::Ok(export) if export.key.0 == "HTTP"));
    world.answer("exports.start", 202, "application/json", "{\"position\":3}");
    let queued = world.start_export().await.unwrap();
    assert!(matches!(queued, StartExports::Accepted(queued) if queued.position == 3));
    world
        .sandbox
        .inject(Fault::status(204).empty_body().on("exports.start"))
        .unwrap();
    assert!(matches!(
        world.start_export().await.unwrap(),
        StartExports::NoContent
    ));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_may_have_changed_something() {
    let world = World::start().await;
    // A success that nobody has documented.
    world.answer(
        "exports.start",
        201,
        "application/json",
        "{\"key\":\"secret\"}",
    );
    let error = world.start_export().await.unwrap_err();
    assert!(error.is_decode() && error.is_outcome_unknown(), "{error}");
    assert_eq!(error.status().unwrap(), 201);
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("201 Created") && !shown.contains("secret"),
        "{shown}"
    );
    // The body of another status.
    world.answer(
        "exports.start",
        202,
        "application/json",
        "{\"key\":\"HTTP\"}",
    );
    let error = world.start_export().await.unwrap_err();
    assert!(error.is_decode() && error.is_outcome_unknown(), "{error}");
    assert_eq!(world.sandbox.count_processed("exports.start"), 2);
}

#[tokio::test]
async fn a_range_takes_every_other_status() {
    let world = World::start().await;
    let exports = world.client.exports();
    world.answer("exports.latest", 206, "text/plain", "half");
    let latest = exports.latest(&world.token).await.unwrap();
    assert!(matches!(latest, LatestExports::Success(text) if text == "half"));
}

#[tokio::test]
async fn an_error_is_read_as_its_type() {
    let world = World::start().await;
    world.answer(
        "exports.start",
        409,
        "application/json",
        "{\"with\":\"another\"}",
    );
    let error = world.start_export().await.unwrap_err();
    let conflict: Conflict = error.body_as().unwrap().unwrap();
    assert_eq!(
        (error.status().unwrap().as_u16(), &*conflict.with),
        (409, "another")
    );
    let other = error.body_as::<Missing>().unwrap_err();
    assert!(
        other.is_decode() && !other.to_string().contains("another"),
        "{other}"
    );
    // A server's failure may have done something, and so says whoever reads its body wrongly.
    world.answer(
        "exports.start",
        500,
        "application/json",
        "{\"what\":\"export\"}",
    );
    let error = world.start_export().await.unwrap_err();
    assert!(error.is_outcome_unknown());
    assert!(error.body_as::<Problem>().unwrap_err().is_outcome_unknown());
}

#[tokio::test]
async fn a_call_may_be_made_with_and_without_a_token() {
    let world = World::start().await;
    let exports = world.client.exports();
    exports.latest_anonymously().limit(3).await.unwrap();
    exports.latest(&world.token).limit(3).await.unwrap();
    let seen = world.sandbox.requests_of("exports.latest");
    let clients: Vec<bool> = seen
        .iter()
        .map(|request| request.client.is_some())
        .collect();
    assert_eq!(clients, [false, true]);
    assert_eq!(seen[0].query, "limit=3");
}

#[tokio::test]
async fn a_token_tells_apart_what_shares_a_path() {
    let world = World::start().await;
    let exports = world.client.exports();
    let directory: ScopedToken<Directory> = world.client.token().await.unwrap();
    assert_eq!(
        exports.numbered(&directory, 7).await.unwrap()["found"],
        true
    );
    assert!(
        exports
            .table(&world.token, "7")
            .await
            .unwrap()
            .starts_with("key")
    );
    assert_eq!(world.sandbox.count("exports.numbered"), 1);
    assert_eq!(world.sandbox.count("exports.table"), 1);
}

#[tokio::test]
async fn each_kind_asks_for_its_own() {
    use std::sync::{Arc, Mutex};

    use passport_tests::server::{Identity, Server};

    let identity = Identity::of("localhost");
    let accepted = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&accepted);
    let pem = identity.pem.clone();
    let server = Server::tls(identity, move |request| {
        let accept = request.header("accept").unwrap_or_default().to_owned();
        seen.lock().unwrap().push(accept);
        let body = "{\"access_token\":\"t\",\"expires_in\":3600,\"scope\":\"write:projects\"}";
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    })
    .await
    .unwrap();
    let client: Client = Client::builder()
        .base_url(format!("https://localhost:{}", server.address.port()))
        .root_certificate(pem)
        .credentials("a", "b")
        .build()
        .unwrap();
    let token: ScopedToken<Writer> = client.token().await.unwrap();
    accepted.lock().unwrap().clear();
    client.exports().table(&token, "a").await.unwrap();
    client.exports().archive(&token, "a").await.unwrap();
    client.exports().latest(&token).await.unwrap();
    client.exports().start(&token).await.unwrap_err();
    let asked = accepted.lock().unwrap().clone();
    assert_eq!(
        asked,
        [
            "text/csv",
            "application/zip",
            "*/*, text/*",
            "application/json"
        ]
    );
}
