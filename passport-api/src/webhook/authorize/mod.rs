//! Answers a question that the sender waits for, in time.

mod outcome;
mod shield;

use std::fmt;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::clock::{Clock, Sleep, SystemClock};
use crate::webhook::authorize::shield::{Shielded, Work};
use crate::webhook::delivery::read;
use crate::webhook::error::WebhookError;
use crate::webhook::verifier::{DEFAULT_MAX_BODY, Verifier, check_size};

pub use self::outcome::{Answered, BoxError, Outcome};

/// What a sender is answered while it waits.
///
/// ```
/// use std::time::Duration;
///
/// use passport_api::webhook::Answer;
///
/// #[derive(Clone, Copy)]
/// struct Stock(u32);
///
/// impl Answer for Stock {
///     const DEADLINE: Duration = Duration::from_secs(4);
///
///     fn to_json(&self) -> serde_json::Value {
///         serde_json::json!({"left": self.0})
///     }
/// }
/// ```
pub trait Answer: Clone + Send + Sync + 'static {
    /// How long an answer may take unless an [`Authorizer`] says otherwise: less than the sender
    /// waits, for the way there and back takes time as well.
    const DEADLINE: Duration;

    /// The body of the answer.
    fn to_json(&self) -> serde_json::Value;
}

/// Decides about what a sender asks, and answers in time whatever happens.
///
/// The answer is what the function decides, if it decides in time. If the time is up, or the
/// function fails or panics, or the question cannot be read, it is the answer that you choose for
/// this case. Whatever it is, the status is 200: the question is answered. Only where there is a
/// verifier and the signature does not hold, or the body is too large, there is no answer but a
/// refusal, with the status that [`WebhookError::status`] gives.
///
/// The function is dropped when the time is up. It must not block its thread, because nothing else
/// runs on it then, the clock included: hand such work to `spawn_blocking` and the like. A panic is
/// caught only in a program that unwinds.
///
/// It needs no framework; with the feature `axum` it is a handler:
/// `Router::new().route("/authorize", post(authorizer))`.
///
/// ```
/// use std::time::Duration;
///
/// use passport_api::http::HeaderMap;
/// use passport_api::webhook::{Answer, Authorizer};
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     pieces: u32,
/// }
///
/// #[derive(Clone, Copy)]
/// enum Verdict {
///     Take,
///     Leave,
/// }
///
/// impl Answer for Verdict {
///     const DEADLINE: Duration = Duration::from_secs(1);
///
///     fn to_json(&self) -> serde_json::Value {
///         serde_json::json!({"take": matches!(self, Verdict::Take)})
///     }
/// }
///
/// async fn decide(order: Order) -> Result<Verdict, std::io::Error> {
///     Ok(if order.pieces < 10 { Verdict::Take } else { Verdict::Leave })
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let authorizer = Authorizer::decided_by(decide).otherwise(Verdict::Leave);
/// let answered = authorizer.answer(&HeaderMap::new(), r#"{"pieces": 3}"#).await;
/// assert_eq!((answered.status().as_u16(), &answered.body()[..]), (200, &br#"{"take":true}"#[..]));
/// # }
/// ```
pub struct Authorizer<E, A> {
    decide: Arc<Decide<E, A>>,
    fallback: A,
    deadline: Duration,
    verifier: Option<Verifier>,
    clock: Arc<dyn Clock>,
    observer: Option<Arc<Observe<A>>>,
}

/// A function that decides; it lacks an answer for when it does not.
#[must_use = "it answers nothing until it has an answer for when nothing is decided"]
pub struct WithoutFallback<E, A> {
    decide: Arc<Decide<E, A>>,
}

type Decide<E, A> = dyn Fn(E) -> Work<Result<A, BoxError>> + Send + Sync;
type Observe<A> = dyn Fn(&Answered<A>) + Send + Sync;

impl<E, A: Answer> Authorizer<E, A> {
    /// The function that decides.
    pub fn decided_by<D, F, X>(decide: D) -> WithoutFallback<E, A>
    where
        D: Fn(E) -> F + Send + Sync + 'static,
        F: Future<Output = Result<A, X>> + Send + 'static,
        X: Into<BoxError>,
    {
        let decide = move |question| {
            let decision = decide(question);
            Box::pin(async move { decision.await.map_err(Into::into) }) as Work<_>
        };
        WithoutFallback {
            decide: Arc::new(decide),
        }
    }

    /// Answers only what is signed; without a verifier, whoever finds the address is answered.
    #[must_use]
    pub fn verifier(mut self, verifier: Verifier) -> Self {
        self.verifier = Some(verifier);
        self
    }

    /// How long an answer may take, counted from the arrival of the headers;
    /// [`Answer::DEADLINE`] unless it is set.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The clock that measures the deadline; the machine's unless it is set.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Is told of each answer and how it came about, before it is sent. It must not take long.
    #[must_use]
    pub fn observer(mut self, observer: impl Fn(&Answered<A>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }
}

impl<E: DeserializeOwned, A: Answer> Authorizer<E, A> {
    /// Answers a question whose body is there.
    pub async fn answer(&self, headers: &HeaderMap, body: impl Into<Bytes>) -> Answered<A> {
        self.answer_when_read(headers, ready(Ok(body.into()))).await
    }

    /// Answers a question whose body is still to come, which counts towards the deadline.
    ///
    /// What reads the body says [`Reason::Unread`] where it breaks off, and [`Reason::TooLarge`]
    /// where it exceeds [`body_limit`](Self::body_limit).
    ///
    /// [`Reason::Unread`]: crate::webhook::Reason::Unread
    /// [`Reason::TooLarge`]: crate::webhook::Reason::TooLarge
    pub async fn answer_when_read(
        &self,
        headers: &HeaderMap,
        body: impl Future<Output = Result<Bytes, WebhookError>>,
    ) -> Answered<A> {
        let timer = self.clock.timer(self.deadline);
        let outcome = within(timer, self.outcome(headers, body)).await;
        let outcome = outcome.unwrap_or(Outcome::TimedOut);
        let answered = Answered::new(outcome, &self.fallback);
        answered.trace();
        if let Some(observer) = &self.observer {
            // An observer that panics does not keep the answer from being sent.
            let _ = catch_unwind(AssertUnwindSafe(|| observer(&answered)));
        }
        answered
    }

    async fn outcome(
        &self,
        headers: &HeaderMap,
        body: impl Future<Output = Result<Bytes, WebhookError>>,
    ) -> Outcome<A> {
        let body = match body.await.and_then(|body| self.check(headers, body)) {
            Ok(body) => body,
            Err(error) => return Outcome::Refused(error),
        };
        let question = match read(&body) {
            Ok(question) => question,
            Err(error) => return Outcome::Unreadable(error),
        };
        let decide = Arc::clone(&self.decide);
        match Shielded::new(move || decide(question)).await {
            Some(Ok(answer)) => Outcome::Decided(answer),
            Some(Err(error)) => Outcome::Failed(error),
            None => Outcome::Panicked,
        }
    }

    fn check(&self, headers: &HeaderMap, body: Bytes) -> Result<Bytes, WebhookError> {
        if let Some(verifier) = &self.verifier {
            return Ok(verifier.verify(headers, body)?.body().clone());
        }
        check_size(&body, self.body_limit())?;
        Ok(body)
    }

    /// How many bytes a body may have, by the verifier, or 256 KiB without one; what reads it need
    /// read no further.
    pub fn body_limit(&self) -> usize {
        let verifier = self.verifier.as_ref();
        verifier.map_or(DEFAULT_MAX_BODY, Verifier::body_limit)
    }
}

impl<E, A: Answer> WithoutFallback<E, A> {
    /// The answer where nothing is decided in time, or at all.
    #[must_use]
    pub fn otherwise(self, fallback: A) -> Authorizer<E, A> {
        Authorizer {
            decide: self.decide,
            fallback,
            deadline: A::DEADLINE,
            verifier: None,
            clock: Arc::new(SystemClock),
            observer: None,
        }
    }
}

impl<E, A: Clone> Clone for Authorizer<E, A> {
    fn clone(&self) -> Self {
        Self {
            decide: Arc::clone(&self.decide),
            fallback: self.fallback.clone(),
            deadline: self.deadline,
            verifier: self.verifier.clone(),
            clock: Arc::clone(&self.clock),
            observer: self.observer.clone(),
        }
    }
}

impl<E, A> fmt::Debug for Authorizer<E, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorizer")
            .field("deadline", &self.deadline)
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}

impl<E, A> fmt::Debug for WithoutFallback<E, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithoutFallback").finish_non_exhaustive()
    }
}

/// What the work comes to, unless the time is up before. Work that is done just then counts.
async fn within<T>(mut timer: Sleep, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

#[cfg(test)]
mod tests;
