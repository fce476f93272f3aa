//! A request and its response.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH};
use http::uri::InvalidUri;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use url::Url;

use crate::client::content_coding;
use crate::client::headers::Headers;
use crate::client::upload::Upload;
use crate::error::{Error, Kind};

/// A request as often as it is sent: each attempt makes what it sends of it. It has no `Debug`,
/// because its parts may be personal or secret.
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    /// The URL as text.
    pub(crate) address: String,
    /// All but the token's.
    pub(crate) headers: Headers,
    pub(crate) body: Option<Bytes>,
}

impl HttpRequest {
    /// Where it goes.
    pub(crate) fn url(&self) -> Result<Url, Error> {
        Url::parse(&self.address).map_err(no_address)
    }

    /// The request for `reqwest`, with a token's header.
    pub(super) fn to_reqwest(
        &self,
        authorization: Option<HeaderValue>,
    ) -> Result<reqwest::Request, Error> {
        let mut sent = reqwest::Request::new(self.method.clone(), self.url()?);
        *sent.headers_mut() = self.headers(authorization);
        let codings = HeaderValue::from_static(content_coding::ACCEPTED);
        sent.headers_mut().entry(ACCEPT_ENCODING).or_insert(codings);
        *sent.body_mut() = self.body.clone().map(Upload::body);
        Ok(sent)
    }

    /// The request for a transport of the caller's own, with a token's header.
    pub(super) fn to_http(
        &self,
        authorization: Option<HeaderValue>,
    ) -> Result<Request<Bytes>, Error> {
        let mut sent = Request::new(self.body.clone().unwrap_or_default());
        *sent.method_mut() = self.method.clone();
        let uri = self.url()?.as_str().parse();
        *sent.uri_mut() = uri.map_err(|error: InvalidUri| no_address(error))?;
        *sent.headers_mut() = self.headers(authorization);
        Ok(sent)
    }

    /// The headers, with a token's.
    fn headers(&self, authorization: Option<HeaderValue>) -> HeaderMap {
        let mut headers = self.headers.to_map(ADDED_HEADERS);
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        if self.expects_body() && self.body.as_ref().is_none_or(Bytes::is_empty) {
            // Without it, servers answer 411.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers
    }

    /// Returns whether the method gives a body a meaning, so that its absence must be said (RFC 9110,
    /// 8.6).
    fn expects_body(&self) -> bool {
        matches!(self.method, Method::POST | Method::PUT | Method::PATCH)
    }
}

/// A response, read to its end. It has no `Debug`, because its body may be personal.
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The number of times that the request was sent.
    pub(crate) attempts: u32,
}

fn no_address(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Kind::Request("the request has no valid address")).with_source(error)
}

/// Room for what is added to a request's own headers on its way, so that the map need not grow: the
/// token's, the accepted codings, and those of the HTTP client.
const ADDED_HEADERS: usize = 4;
