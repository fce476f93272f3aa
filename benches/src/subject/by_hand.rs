//! `reqwest`, as a careful person writes it: time limits, the token from where a task renews it, the
//! status looked at, the answer read into a type.

use std::sync::{Arc, PoisonError, RwLock};

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;

use crate::Outcome;
use crate::server::{Address, TOKEN};
use crate::subject::model::{Item, ItemList, NewItem};
use crate::subject::stock;
use crate::subject::{Over, Subject, reqwest};

/// What is written where there is no generated client.
#[derive(Clone, Debug)]
pub struct ByHand {
    http: reqwest::Client,
    url: Arc<str>,
    /// A task that is not part of the comparison would renew it.
    token: Arc<RwLock<String>>,
    new: NewItem,
}

impl Subject for ByHand {
    async fn new(server: &Address, over: Over) -> Outcome<Self> {
        Ok(Self {
            http: reqwest(server)?.build()?,
            url: server.url(over).into(),
            token: Arc::new(RwLock::new(TOKEN.to_owned())),
            new: stock::new_item(1),
        })
    }

    async fn get(&self, id: &str) -> Outcome<usize> {
        let request = self.request(Method::GET, &format!("/v1/items/{id}"));
        let item: Item = answer(request).await?;
        Ok(usize::from(item.id == id))
    }

    async fn list(&self) -> Outcome<usize> {
        let list: ItemList = answer(self.request(Method::GET, "/v1/items")).await?;
        Ok(list.items.len())
    }

    async fn post(&self) -> Outcome<usize> {
        let request = self.request(Method::POST, "/v1/items").json(&self.new);
        let item: Item = answer(request).await?;
        Ok(usize::from(item.title == self.new.title))
    }
}

impl ByHand {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        let token = self.token.read().unwrap_or_else(PoisonError::into_inner);
        request.bearer_auth(&*token).header(ACCEPT, JSON)
    }
}

async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Outcome<T> {
    let response = request.send().await?.error_for_status()?;
    Ok(response.json().await?)
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
