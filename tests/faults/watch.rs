//! What must not leak, and where it is looked for.

use std::error::Error as _;
use std::future::ready;
use std::sync::Mutex;

use passport_api::{Error, StoreFuture, StoredToken, TokenKey, TokenStore};

/// Remembers the tokens that a client fetches, and has none for it.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    seen: Mutex<Vec<String>>,
}

impl Tokens {
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl TokenStore for Tokens {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(ready(Ok(None)))
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        let written: serde_json::Value = serde_json::from_slice(&token.expose_json()).unwrap();
        let secret = written["access_token"].as_str().unwrap().to_owned();
        self.seen.lock().unwrap().push(secret);
        Box::pin(ready(Ok(())))
    }
}

/// Those of the secrets that an error shows, in whichever way it is printed.
pub(crate) fn leaks(error: &Error, secrets: &[String]) -> Vec<String> {
    let mut texts = vec![
        format!("{error}"),
        format!("{error:?}"),
        format!("{error:#?}"),
        format!("{:?}", error.problem()),
        format!("{:?}", error.insufficient_scope()),
        format!("{:?}", error.unreadable_answer()),
    ];
    let mut source = error.source();
    while let Some(cause) = source {
        texts.push(format!("{cause} {cause:?}"));
        source = cause.source();
    }
    let shown = |secret: &&String| texts.iter().any(|text| text.contains(&***secret));
    secrets.iter().filter(shown).cloned().collect()
}

#[test]
fn what_leaks_is_found() {
    // An error that cannot but name what it was given.
    let error = passport_api::breb::Client::builder()
        .base_url("https://x.test")
        .prefix("s3cret", "/v1")
        .build()
        .unwrap_err();
    let secrets = ["s3cret".to_owned(), "another".to_owned()];
    assert_eq!(leaks(&error, &secrets), ["s3cret"]);
}
