//! The answer that is none: a connection that is aborted.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;

use crate::fault::Broken;

/// Marks a response that stands for an aborted connection.
///
/// [`app`](crate::app()) cannot abort a connection, so that its response to
/// [`Fault::reset`](crate::Fault::reset) has this type among its extensions, status 502 and a body
/// that fails at once. The server of a [`Sandbox`](crate::Sandbox) sends no such response: it
/// aborts the connection (HTTP/1.1) or resets the stream (HTTP/2). Whoever calls
/// [`app`](crate::app()) without a server can do the same:
///
/// ```
/// use axum::response::Response;
/// use passport_sandbox::ConnectionReset;
///
/// fn sent(response: Response) -> Result<Response, std::io::Error> {
///     match response.extensions().get::<ConnectionReset>() {
///         Some(_) => Err(std::io::ErrorKind::ConnectionReset.into()),
///         None => Ok(response),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ConnectionReset;

impl ConnectionReset {
    pub(crate) fn response() -> Response {
        let mut response = Response::new(Body::from_stream(Broken::at_once()));
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        response.extensions_mut().insert(Self);
        response
    }
}
