//! `hyper-util` with nothing above it: the same bytes, the same models, and neither time limits nor
//! decompression. What is above this is what a client costs.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

use crate::Outcome;
use crate::server::{Address, TOKEN};
use crate::subject::model::{Item, ItemList, NewItem};
use crate::subject::{Over, Subject, USER_AGENT, stock, tls};

/// The floor.
#[derive(Clone, Debug)]
pub struct Bare {
    http: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    url: Arc<str>,
    authorization: HeaderValue,
    new: NewItem,
}

impl Subject for Bare {
    async fn new(server: &Address, over: Over) -> Outcome<Self> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls(server)?)
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(tcp);
        let timer = hyper_util::rt::TokioTimer::new();
        Ok(Self {
            http: Client::builder(TokioExecutor::new())
                .pool_timer(timer)
                .build(connector),
            url: server.url(over).into(),
            authorization: HeaderValue::try_from(format!("Bearer {TOKEN}"))?,
            new: stock::new_item(1),
        })
    }

    async fn get(&self, id: &str) -> Outcome<usize> {
        let path = format!("/v1/items/{id}");
        let item: Item = self.send(Method::GET, &path, Bytes::new()).await?;
        Ok(usize::from(item.id == id))
    }

    async fn list(&self) -> Outcome<usize> {
        let list: ItemList = self.send(Method::GET, "/v1/items", Bytes::new()).await?;
        Ok(list.items.len())
    }

    async fn post(&self) -> Outcome<usize> {
        let body = serde_json::to_vec(&self.new)?.into();
        let item: Item = self.send(Method::POST, "/v1/items", body).await?;
        Ok(usize::from(item.title == self.new.title))
    }
}

impl Bare {
    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Outcome<T> {
        let mut request = Request::new(Full::new(body));
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(ACCEPT, JSON);
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let user_agent = HeaderValue::from_static(USER_AGENT);
        headers.insert(http::header::USER_AGENT, user_agent);
        if method == Method::POST {
            headers.insert(CONTENT_TYPE, JSON);
        }
        *request.method_mut() = method;
        *request.uri_mut() = format!("{}{path}", self.url).parse()?;
        let response = self.http.request(request).await?;
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice(&body)?)
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
