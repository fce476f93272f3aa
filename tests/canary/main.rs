//! Marked secrets and marked people are put through every public type and every failure, and are
//! found in nothing that is shown: `Debug`, `Display`, the causes of errors, `tracing`, the messages
//! of panics. That every public type is among them is checked against the sources.

mod failures;
mod fleet;
mod memory;
mod models;
mod scan;
mod script;
mod values;
mod watch;

use passport_tests::recorder::Recorder;

use crate::watch::Watch;

/// Everything, with all that is said to `tracing` meanwhile.
async fn look_at_everything() -> (Watch, Recorder) {
    let mut watch = Watch::default();
    let recorder = Recorder::default();
    let kept = recorder.start();
    models::look_at_all(&mut watch);
    values::look_at_small_types(&mut watch);
    values::look_at_calls(&mut watch).await;
    values::look_at_tokens(&mut watch).await;
    fleet::look_at_fleets(&mut watch).await;
    values::look_at_webhooks(&mut watch).await;
    failures::of_the_token_endpoint(&mut watch).await;
    failures::of_the_api(&mut watch).await;
    failures::of_the_client(&mut watch).await;
    failures::of_the_connection(&mut watch).await;
    failures::over_http_2(&mut watch).await;
    drop(kept);
    (watch, recorder)
}

#[test]
fn no_model_shows_a_person() {
    let mut watch = Watch::default();
    let marked = models::look_at_all(&mut watch);
    assert!(marked > 100, "only {marked} fields are marked");
    watch.expect_nothing();
}

#[tokio::test]
async fn no_type_shows_a_secret_or_a_person() {
    let mut watch = Watch::default();
    values::look_at_small_types(&mut watch);
    values::look_at_calls(&mut watch).await;
    values::look_at_tokens(&mut watch).await;
    fleet::look_at_fleets(&mut watch).await;
    values::look_at_webhooks(&mut watch).await;
    watch.expect_nothing();
}

#[tokio::test]
async fn no_answer_of_a_token_endpoint_is_shown() {
    let mut watch = Watch::default();
    let answers = failures::of_the_token_endpoint(&mut watch).await;
    assert!(answers > 200, "{answers}");
    watch.expect_nothing();
}

#[tokio::test]
async fn no_answer_of_an_api_is_shown() {
    let mut watch = Watch::default();
    let errors = failures::of_the_api(&mut watch).await;
    assert!(errors > 2000, "{errors}");
    watch.expect_nothing();
}

#[tokio::test]
async fn no_answer_of_another_kind_is_shown() {
    let mut watch = Watch::default();
    let errors = failures::of_other_answers(&mut watch).await;
    assert!(errors > 200, "{errors}");
    watch.expect_nothing();
}

#[tokio::test]
async fn no_failure_of_a_connection_or_the_client_itself_is_telling() {
    let mut watch = Watch::default();
    failures::of_the_client(&mut watch).await;
    let errors = failures::of_the_connection(&mut watch).await;
    assert!(errors > 100, "{errors}");
    watch.expect_nothing();
}

#[tokio::test]
async fn nothing_is_said_to_tracing_and_every_public_type_was_looked_at() {
    let (watch, recorder) = look_at_everything().await;
    watch.expect_nothing();

    // Of every crate, at every level.
    let mut told = Watch::default();
    let mut targets = std::collections::BTreeMap::<&str, usize>::new();
    for kept in recorder.kept() {
        *targets
            .entry(kept.target.split("::").next().unwrap_or_default())
            .or_default() += 1;
        for (name, value) in &kept.fields {
            told.text(&format!("{} {} {name}", kept.target, kept.name), value);
        }
    }
    println!(
        "{} texts, {} of tracing by {targets:?}",
        watch.texts, told.texts
    );
    assert!(targets["passport_api"] > 1000, "{targets:?}");
    assert!(
        targets.contains_key("h2"),
        "the connections' crates are recorded as well: {targets:?}"
    );
    told.expect_nothing();

    let items = scan::items();
    let forgotten: Vec<&str> = items
        .iter()
        .map(|item| &*item.path)
        .filter(|path| !watch.types.contains(*path) && !is_exempt(path))
        .collect();
    assert!(
        forgotten.is_empty(),
        "these public types are put through no test for what they show; add them:\n{}",
        forgotten.join("\n")
    );
}

/// Types that hold nothing that was sent or received.
fn is_exempt(path: &str) -> bool {
    let exempt = [
        // The spec, as constants.
        "passport_api::catalog::",
        // Shows how many settings it has, and none of them.
        "passport_api::client::http_options::HttpOptions",
        // Types without values.
        "passport_api::scope::tree::",
        "passport_api::scope::requirement::",
        "passport_api::token::field::AccountIdField",
        "passport_api::token::field::CreatedAtField",
        "passport_api::token::field::IdField",
        "passport_api::token::field::RolesField",
        // Patterns of macros, whose types are under their own names.
        "passport_api::private::$name",
        "passport_api::types::request::$name",
        "passport_api::types::object::$name",
        "passport_api::parking::model::event::$name",
        // Hidden, and without values that were given.
        "passport_api::call::given::ListStyle",
        // Hidden, and only there for audits, which run nothing.
        "passport_api::private::Nobody",
        // Hidden, and only there for the fuzz targets.
        "passport_api::challenge::BearerChallenge",
        // Hidden: generated code reads an answer with it, and hands it to nobody.
        "passport_api::call::answer::Unread",
        // Hidden, and gone before the call is given anything.
        "passport_api::call::opening::Opening",
        // Hidden, and only there for what `object!` writes.
        "passport_api::types::object::read::Reader",
        "passport_api::types::object::write::Writer",
        // The same; they show what the types of the fields show, and are gone when it is read.
        "passport_api::types::object::slot::",
        // Has no fields, and only serde can make it.
        "passport_api::parking::model::session_payment::SessionPaymentError",
    ];
    exempt.iter().any(|exempt| path.starts_with(exempt))
}
