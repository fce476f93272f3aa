//! The foreign API: what must compile, and its catalog.

// A test that compiles has passed, so the functions below are not called.
#![allow(dead_code)]

use passport_api::catalog::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, Requirement, Retry, TokenAddress,
};
use passport_api::{Call, Carries, Error, Page, Scope, ScopeSet, ScopedToken};
use passport_tests::foreign::model::{
    FileText, Issue, NewIssue, NewOrder, NewProject, Project, ProjectKey, Settings, State,
};
use passport_tests::foreign::{self, CATALOG, access, scopes, sets};

type Json = serde_json::Value;

foreign::scope_set! {
    /// Each alternative of `issues().search` by itself.
    pub struct Issues = "issues:read";
    /// The second one, of two scopes.
    pub struct People = "read:projects", "Directory.Read.All";
    /// The second one again, of which one scope is implied.
    pub struct Editor = "write:projects", "Directory.Read.All";
    /// By an alias.
    pub struct Aliased = "read:issues";
    /// By a wildcard that is a scope.
    pub struct Reports = "reports.*";
    /// By a wildcard that is none, which stands for all scopes under it.
    pub struct Files = "https://auth.foreign.example/files*";
    /// In two steps: the site's administrator may change projects, and so read them.
    pub struct Site = "site:admin";
    /// Of every spelling.
    pub struct Strange = "manage_project:{projectKey}", "ORDERS_WRITE", "user-profile",
        "Directory.Read.All", "projects/archive", "webhooks";
}

foreign::scope_set! {
    struct Private = "delete:projects", "write:projects";
}

fn alternatives(
    client: &foreign::Client,
    one: &ScopedToken<Issues>,
    two: &ScopedToken<People>,
    implied: &ScopedToken<Editor>,
    reports: &ScopedToken<Reports>,
) {
    let _ = client.issues().search(one, "text");
    let _ = client.issues().search(two, "text").limit(3);
    let _ = client.issues().search(implied, String::from("text"));
    let _ = client.reports().audit(reports);
}

fn implied_and_covered(
    client: &foreign::Client,
    editor: &ScopedToken<Editor>,
    site: &ScopedToken<Site>,
    files: &ScopedToken<Files>,
    aliased: &ScopedToken<Aliased>,
) {
    let _ = client.projects().list(editor);
    let _ = client.projects().get(site, "HTTP");
    let _ = client.reports().sales(site);
    let _ = client.files().get(files, "a.txt", "backup");
    let _ = client.issues().list(aliased, "HTTP");
}

fn parameters_and_bodies(
    client: &foreign::Client,
    token: &ScopedToken<Strange>,
    owner: &ScopedToken<sets::SiteOwner>,
    deleter: &ScopedToken<Private>,
) {
    let key = ProjectKey::from("HTTP");
    let _: Call<'_, Json> =
        client
            .projects()
            .settings(token, key.clone(), &Settings { public: true });
    let _: Call<'_, ()> = client.projects().archive(token, "HTTP", 2026);
    let _: Call<'_, ()> = client.events().listen(token, "pushes");
    let order = NewOrder {
        request_id: "7".into(),
        seats: 3,
    };
    let _: Call<'_, Json> = client.orders().submit(token, &order);
    let list = client.projects().list(owner);
    let list = list.page(0).per_page(50).state(State::Open).archived(false);
    let _: Call<'_, Page<Project>> = list.owner_name("me").weight(0.5).into_call();
    let body = NewProject {
        name: "HTTP".into(),
    };
    let _: Call<'_, Project> = client.projects().create(owner, &body);
    let _: Call<'_, Project> = client.projects().update(owner, key, &body);
    let _: Call<'_, ()> = client.projects().delete(deleter, "HTTP");
    let issue = NewIssue {
        project: "HTTP".into(),
        title: "It fails".into(),
    };
    let _: Call<'_, Issue> = client.issues().create(owner, &issue);
    let _ = client
        .files()
        .get(owner, "a.txt", "backup")
        .x_trace_id("7")
        .into_call();
    let _ = client.files().put(
        owner,
        "a.txt",
        &FileText {
            text: String::new(),
        },
    );
    let _ = client.files().delete(owner, "a.txt");
}

fn without_scopes(client: &foreign::Client, token: &ScopedToken<sets::Unscoped>) {
    let _: Call<'_, Json> = client.account().me(token);
    let _: Call<'_, Page<Json>> = client.account().activity(token);
    let _: Call<'_, Json> = client.status().get();
}

fn narrow(owner: &ScopedToken<sets::SiteOwner>, site: &ScopedToken<Site>) {
    let _: ScopedToken<Site> = owner.narrow();
    let _: ScopedToken<Reports> = site.narrow();
    let _: ScopedToken<Private> = owner.narrow();
    let _: ScopedToken<sets::SiteOwner> = owner.narrow();
    let _: ScopedToken<sets::Unscoped> = owner.narrow();
}

fn request(client: &foreign::Client, token: &ScopedToken<Editor>) {
    let call = client.request(token, scopes::read::Projects, http::Method::GET, "/v2/x");
    let _: Call<'_, Project> = call.returning();
}

async fn by_scope<S>(client: &foreign::Client, token: &ScopedToken<S>) -> Result<(), Error>
where
    S: Carries<scopes::read::Projects> + Carries<scopes::issues::Read>,
{
    client.projects().list(token).await?;
    client.issues().list(token, "HTTP").await?;
    Ok(())
}

async fn by_access<S>(client: &foreign::Client, token: &ScopedToken<S>) -> Result<(), Error>
where
    S: access::issues::Search + access::projects::Delete + access::account::Me,
{
    client.issues().search(token, "text").await?;
    client.projects().delete(token, "HTTP").await?;
    client.account().me(token).await?;
    Ok(())
}

async fn any_set<S: access::Client>(client: &foreign::Client) -> Result<(), Error> {
    let token = client.token::<S>().await?;
    client.account().me(&token).await?;
    Ok(())
}

async fn generic_functions(client: &foreign::Client) -> Result<(), Error> {
    let reader = client.token::<sets::ProjectReader>().await?;
    by_scope(client, &reader).await?;
    let owner = client.token::<sets::SiteOwner>().await?;
    any_set::<Site>(client).await?;
    let _: ScopedToken<sets::ProjectReader> = reader.try_widen()?;
    let wide: ScopedToken<Wide> = owner.try_widen()?;
    by_access(client, &wide).await
}

foreign::scope_set! {
    struct Wide = "issues:read", "delete:projects", "write:projects";
}

#[test]
fn a_set_asks_for_what_it_declares() {
    assert_eq!(Editor::SCOPES, ["write:projects", "Directory.Read.All"]);
    assert_eq!(Aliased::SCOPES, ["issues:read"]);
    assert_eq!(Reports::SCOPES, ["reports.*"]);
    let files = [
        "https://auth.foreign.example/files.readonly",
        "https://auth.foreign.example/files",
    ];
    assert_eq!(Files::SCOPES, files);
    assert_eq!(Editor::NAME, "Editor");
    assert!(sets::Unscoped::SCOPES.is_empty());
}

#[test]
fn markers_carry_their_names() {
    assert_eq!(
        scopes::manage_project::ProjectKey::NAME,
        "manage_project:{projectKey}"
    );
    let file = scopes::https::auth::foreign::example::files::Readonly::NAME;
    assert_eq!(file, "https://auth.foreign.example/files.readonly");
    assert_eq!(scopes::directory::read::All::NAME, "Directory.Read.All");
    assert_eq!(scopes::OrdersWrite::NAME, "ORDERS_WRITE");
    assert_eq!(scopes::events::Receive::NAME, "webhooks");
    let index = scopes::UserProfile::INDEX as usize;
    assert_eq!(CATALOG.scopes[index].name, "user-profile");
}

#[test]
fn the_catalog_holds_the_spec() {
    assert_eq!((CATALOG.name, CATALOG.title), ("foreign", "Foreign"));
    assert_eq!(CATALOG.scopes.len(), 18);
    assert_eq!(foreign::servers::SANDBOX, "https://sandbox.foreign.example");
    let prefixes: Vec<_> = CATALOG.prefixes.iter().map(|p| (p.name, p.path)).collect();
    assert_eq!(
        prefixes,
        [
            ("default", "/v2"),
            ("admin", "/admin/v1"),
            ("upload", "/upload/v3")
        ]
    );
    let gives = |name| {
        let scope = CATALOG.scope(name).unwrap();
        scope
            .gives
            .iter()
            .map(|place| CATALOG.scopes[*place as usize].name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        gives("reports.*"),
        ["reports.sales.read", "reports.audit.read"]
    );
    let site = [
        "read:projects",
        "write:projects",
        "reports.*",
        "reports.sales.read",
        "reports.audit.read",
    ];
    assert_eq!(gives("site:admin"), site);
    assert!(gives("read:projects").is_empty());
    assert_eq!(CATALOG.scope("issues.read").unwrap().name, "issues:read");
    assert!(CATALOG.scope("legacy:all").unwrap().deprecated.is_some());
    assert!(
        CATALOG
            .scope("manage_project:{projectKey}")
            .unwrap()
            .template
    );
    assert!(CATALOG.scope("webhooks").unwrap().inferred);
    let sets: Vec<_> = CATALOG
        .sets
        .iter()
        .map(|set| (set.name, set.scopes.len()))
        .collect();
    assert_eq!(sets, [("project-reader", 2), ("site.owner", 4)]);
}

#[test]
fn the_token_request_is_that_of_the_rfc() {
    let token = &CATALOG.token;
    let here = TokenAddress::Path {
        prefix: "default",
        path: "/oauth2/token",
    };
    assert!(format!("{:?}", token.address) == format!("{here:?}"));
    assert!(matches!(token.request, BodyFormat::Form));
    assert!(matches!(token.credentials, Credentials::Basic));
    assert!(token.scope_parameter && token.fields.is_empty() && token.audience.is_none());
    assert_eq!(token.granted_field, "scope");
    assert!(matches!(token.granted_format, GrantedFormat::Space));
    assert!(matches!(token.granted_absent, GrantedAbsent::AsRequested));
}

#[test]
fn endpoints_say_what_they_need() {
    let needs = |id| CATALOG.endpoint(id).unwrap().needs(&CATALOG).to_string();
    let requirement = |id| CATALOG.endpoint(id).unwrap().requirement;
    assert!(matches!(requirement("status.get"), Requirement::Public));
    assert!(matches!(requirement("account.me"), Requirement::AnyToken));
    assert!(matches!(
        requirement("account.activity"),
        Requirement::Unknown
    ));
    assert!(matches!(
        requirement("projects.get"),
        Requirement::AllOf([0])
    ));
    assert!(matches!(
        requirement("issues.search"),
        Requirement::AnyOf([[5], [0, 9]])
    ));
    assert!(needs("projects.delete").contains("delete:projects"));
    let retry = |id| CATALOG.endpoint(id).unwrap().retry;
    assert!(matches!(
        retry("projects.create"),
        Retry::KeyInHeader("Idempotency-Key")
    ));
    assert!(matches!(
        retry("orders.submit"),
        Retry::KeyInBody("request_id")
    ));
    assert!(matches!(retry("projects.update"), Retry::Never));
    assert!(matches!(retry("files.put"), Retry::Safe));
    let list = |id| CATALOG.endpoint(id).unwrap().list.unwrap();
    assert_eq!(
        (
            list("projects.list").field,
            list("projects.list").empty_on_404
        ),
        ("values", true)
    );
    assert_eq!(
        (list("issues.list").field, list("issues.list").pagination),
        ("", None)
    );
}
