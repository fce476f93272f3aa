//! The answer to a call.

use std::fmt;

use http::{HeaderMap, StatusCode};

/// The answer to a call, with its status and headers.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// # use passport_api::{Error, ScopedToken, breb};
/// # type Token = ScopedToken<breb::sets::EntityClientCredentials>;
/// async fn show(client: &breb::Client, token: &Token, id: &str) -> Result<(), Error> {
///     let response = client.payments().get(token, id).send().await?;
///     println!("{} {:?}", response.status(), response.headers().get("date"));
///     println!("{:?}", response.into_body().status);
///     Ok(())
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
}

impl<T> Response<T> {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: T) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The status, a success; or 404 for a list that is empty.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Takes the body out.
    pub fn into_body(self) -> T {
        self.body
    }
}

/// Without the headers' values, which may be secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Response");
        shown
            .field("status", &self.status)
            .field("body", &self.body);
        shown.finish_non_exhaustive()
    }
}
