//! The client that progenitor generates from the same document.

use std::sync::{Arc, PoisonError, RwLock};

use reqwest::header::{AUTHORIZATION, HeaderValue};

use crate::Outcome;
use crate::server::{Address, TOKEN};
use crate::subject::stock;
use crate::subject::{Over, Subject, reqwest};

#[allow(
    unused_qualifications,
    unreachable_pub,
    elided_lifetimes_in_paths,
    clippy::all,
    reason = "progenitor writes it"
)]
mod generated {
    progenitor::generate_api!(
        spec = "api/openapi.json",
        inner_type = super::Token,
        pre_hook = super::authorize,
    );
}

/// A generated client, with the token put in by the hook that progenitor has for such things.
#[derive(Clone)]
pub struct Progenitor {
    client: generated::Client,
    new: generated::types::NewItem,
}

impl Subject for Progenitor {
    async fn new(server: &Address, over: Over) -> Outcome<Self> {
        let token = Token(Arc::new(RwLock::new(TOKEN.to_owned())));
        let http = reqwest(server)?.build()?;
        let client = generated::Client::new_with_client(&server.url(over), http, token);
        let new = serde_json::from_value(serde_json::to_value(stock::new_item(1))?)?;
        Ok(Self { client, new })
    }

    async fn get(&self, id: &str) -> Outcome<usize> {
        let item = self.client.get_item(id).await?;
        Ok(usize::from(item.id == id))
    }

    async fn list(&self) -> Outcome<usize> {
        let list = self.client.list_items().await?;
        Ok(list.items.len())
    }

    async fn post(&self) -> Outcome<usize> {
        let item = self.client.create_item(&self.new).await?;
        Ok(usize::from(item.title == self.new.title))
    }
}

impl std::fmt::Debug for Progenitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progenitor").finish_non_exhaustive()
    }
}

/// The token, where a task would renew it.
#[derive(Clone, Debug)]
struct Token(Arc<RwLock<String>>);

fn authorize(token: &Token, request: &mut reqwest::Request) {
    let token = token.0.read().unwrap_or_else(PoisonError::into_inner);
    if let Ok(mut value) = HeaderValue::try_from(format!("Bearer {token}")) {
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
}
