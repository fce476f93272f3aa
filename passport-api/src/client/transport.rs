//! HTTP over `reqwest`.

use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use url::Url;

use crate::error::{Error, Kind, Transport as Failure};

/// A request as it is sent. It has no `Debug`, because its parts may be personal or secret.
#[derive(Clone)]
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    pub(crate) timeout: Option<Duration>,
}

impl HttpRequest {
    pub(crate) fn new(method: Method, address: &str) -> Result<Self, Error> {
        let url = Url::parse(address).map_err(|error| {
            Error::new(Kind::Request("the request has no valid address")).with_source(error)
        })?;
        Ok(Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
        })
    }

    pub(crate) fn authorize(&mut self, authorization: HeaderValue) {
        self.headers.insert(AUTHORIZATION, authorization);
    }
}

/// A response, read to its end. It has no `Debug`, because its body may be personal.
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Sends requests.
pub(crate) struct Transport {
    pub(super) http: reqwest::Client,
    /// How many bytes of a response's body are read at most.
    pub(super) body_limit: usize,
}

impl Transport {
    pub(crate) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        let mut builder = self
            .http
            .request(request.method, request.url)
            .headers(request.headers);
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        if let Some(timeout) = request.timeout {
            builder = builder.timeout(timeout);
        }
        let mut response = builder.send().await.map_err(failure)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failure)? {
            if body.len() + chunk.len() > self.body_limit {
                return Err(Error::new(Kind::TooLarge(self.body_limit)));
            }
            body.extend_from_slice(&chunk);
        }
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        Ok(HttpResponse {
            status,
            headers,
            body,
        })
    }
}

/// What went wrong on the way. The address is taken out of the cause: it may hold personal data.
fn failure(error: reqwest::Error) -> Error {
    // A connection that takes too long is no connection: nothing was sent.
    let kind = if error.is_connect() {
        Failure::Connect
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Broken
    };
    Error::new(Kind::Transport(kind)).with_source(error.without_url())
}
