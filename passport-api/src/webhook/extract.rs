//! Receives webhooks in axum.

use std::future::{Future, poll_fn};
use std::ops::Deref;
use std::pin::{Pin, pin};

use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::de::DeserializeOwned;

use crate::webhook::authorize::{Answer, Answered, Authorizer};
use crate::webhook::delivery::{Delivery, Verified};
use crate::webhook::error::{Reason, WebhookError};
use crate::webhook::event::Event;
use crate::webhook::verifier::Verifier;

/// An extractor for axum: an event whose signature was verified.
///
/// The [`Verifier`] comes from the router's state. What is refused is answered with the status that
/// [`WebhookError::status`] gives and nothing else; a tracing event says why.
///
/// ```
/// use axum::Router;
/// use axum::routing::post;
/// use passport_api::http::{HeaderName, StatusCode};
/// use passport_api::webhook::{Secret, Verifier, Webhook};
///
/// async fn receive(Webhook(event): Webhook<serde_json::Value>) -> StatusCode {
///     println!("{}", event["event"]);
///     StatusCode::OK
/// }
///
/// let header = HeaderName::from_static("x-signature");
/// let verifier = Verifier::new(header, Secret::new("a secret for tests")?);
/// let router: Router = Router::new().route("/events", post(receive)).with_state(verifier);
/// # Ok::<(), passport_api::webhook::EmptySecret>(())
/// ```
#[derive(Clone, Debug)]
pub struct Webhook<E>(pub Verified<E>);

impl<E> Deref for Webhook<E> {
    type Target = Verified<E>;

    fn deref(&self) -> &Verified<E> {
        &self.0
    }
}

impl<S, E> FromRequest<S> for Webhook<E>
where
    S: Send + Sync,
    E: Event,
    Verifier: FromRef<S>,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        let verifier = Verifier::from_ref(state);
        let (parts, body) = request.into_parts();
        let accepted = read_body(body, verifier.body_limit())
            .await
            .and_then(|body| verifier.verify(&parts.headers, body))
            .and_then(Delivery::parse);
        accepted
            .map(Webhook)
            .inspect_err(|error| tracing::warn!(%error, "a webhook was refused"))
    }
}

/// The status alone.
impl IntoResponse for WebhookError {
    fn into_response(self) -> Response {
        self.status().into_response()
    }
}

/// Answers a request with what its [`Authorizer`] decides. The time for the body counts as well.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use axum::Router;
/// use axum::routing::post;
/// use passport_api::breb::webhook::{AuthorizationRequest, Decision};
/// use passport_api::webhook::Authorizer;
///
/// async fn decide(request: AuthorizationRequest) -> Result<Decision, std::io::Error> {
///     Ok(if request.payment.amount.is_some() { Decision::Accept } else { Decision::Deny })
/// }
///
/// let authorizer = Authorizer::decided_by(decide).otherwise(Decision::Deny);
/// let router: Router = Router::new().route("/authorize", post(authorizer));
/// # }
/// ```
impl<E, A, S> Handler<(), S> for Authorizer<E, A>
where
    E: DeserializeOwned + Send + 'static,
    A: Answer,
    S: Send + 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, _state: S) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = read_body(body, self.body_limit());
            self.answer_when_read(&parts.headers, body)
                .await
                .into_response()
        })
    }
}

impl<A> IntoResponse for Answered<A> {
    fn into_response(self) -> Response {
        if self.status() != StatusCode::OK {
            return self.status().into_response();
        }
        let json = HeaderValue::from_static("application/json");
        ([(CONTENT_TYPE, json)], self.body().clone()).into_response()
    }
}

/// Reads a body to its end, and no further than the limit.
async fn read_body(body: Body, limit: usize) -> Result<Bytes, WebhookError> {
    let mut chunks = pin!(body.into_data_stream());
    let mut read = BytesMut::new();
    while let Some(chunk) = poll_fn(|context| chunks.as_mut().poll_next(context)).await {
        let chunk = chunk.map_err(|_| WebhookError::new(Reason::Unread))?;
        if chunk.len() > limit.saturating_sub(read.len()) {
            return Err(WebhookError::too_large(limit));
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}

#[cfg(test)]
mod tests;
