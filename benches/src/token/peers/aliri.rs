//! `aliri_tokens`: a task of its own renews the token, and callers borrow what is there.

use std::convert::Infallible;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use aliri_clock::DurationSecs;
use aliri_tokens::backoff::ErrorBackoffConfig;
use aliri_tokens::jitter::NullJitter;
use aliri_tokens::sources::AsyncTokenSource;
use aliri_tokens::{
    AccessToken, IdToken, TokenLifetimeConfig, TokenStatus, TokenWatcher, TokenWithLifetime,
};
use async_trait::async_trait;

use crate::Outcome;
use crate::token::endpoint::{Endpoint, access_token};
use crate::token::stampede::{Get, Keeper};
use crate::token::subject::{Subject, wait};

/// The token is borrowed, and asked whether it is fresh.
pub(super) fn subject(endpoint: &Arc<Endpoint>) -> Outcome<Subject> {
    let watcher = wait(watcher(endpoint))??;
    Ok(Subject::new("`aliri_tokens`", move || {
        let token = watcher.token();
        assert!(matches!(token.token_status(), TokenStatus::Fresh));
        black_box(token.access_token());
    }))
}

/// Callers never wait: the token is there before the watcher is, and a task renews it.
pub(super) const KEEPER: Keeper = Keeper {
    name: "`aliri_tokens`",
    life: 2,
    make: |endpoint| {
        Box::pin(async move {
            let watcher = watcher(&endpoint).await?;
            let get: Get = Arc::new(move || {
                let watcher = watcher.clone();
                Box::pin(async move {
                    let token = watcher.token();
                    if matches!(token.token_status(), TokenStatus::Expired) {
                        return Err("the token has expired".into());
                    }
                    black_box(token.access_token());
                    Ok(())
                })
            });
            Ok(get)
        })
    },
};

async fn watcher(endpoint: &Arc<Endpoint>) -> Outcome<TokenWatcher> {
    let source = Source(Arc::clone(endpoint));
    let second = Duration::from_secs(1);
    let backoff = ErrorBackoffConfig::new(second, second, 1);
    let watcher = TokenWatcher::spawn_from_token_source(source, NullJitter, backoff);
    Ok(watcher.await?)
}

struct Source(Arc<Endpoint>);

#[async_trait]
impl AsyncTokenSource for Source {
    type Error = Infallible;

    async fn request_token(&mut self) -> Result<TokenWithLifetime, Self::Error> {
        self.0.answer().await;
        let lifetime = TokenLifetimeConfig::new(0.75, DurationSecs(1));
        let life = DurationSecs(self.0.life());
        let token = AccessToken::from(access_token());
        Ok(lifetime.create_token(token, None::<IdToken>, life))
    }
}
