//! The HTTP application.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::Response;

use crate::answer::{Answer, ErrorFormat};
use crate::refusal::Reason;
use crate::state::SandboxState;

/// Every API of the spec, each under `/<name>`.
///
/// The routes are looked up in the spec and not in axum's router, because a foreign spec may have
/// paths that the latter cannot hold, and because each API words its own errors.
///
/// ```
/// # fn main() -> Result<(), passport_sandbox::SandboxError> {
/// use passport_sandbox::{Client, Sandbox, app};
///
/// let client = Client::new("id", "s3cret").every_scope();
/// let router = app(Sandbox::builder().client(client).into_state()?);
/// # let _ = router;
/// # Ok(())
/// # }
/// ```
pub fn app(state: SandboxState) -> Router {
    Router::new().fallback(serve).with_state(state)
}

/// Every request passes here on its way in, and every answer on its way out: the place for faults
/// that a test may want, such as a delay or another status.
async fn serve(State(state): State<SandboxState>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let answer = match to_bytes(body, MOST_BODY_BYTES).await {
        Ok(body) => state.answer(&head, &body),
        Err(_) => {
            let detail = format!("A body may have {MOST_BODY_BYTES} bytes.");
            Answer::refusal(&Reason::BodyTooLarge.because(detail), ErrorFormat::Plain)
        }
    };
    answer.into_response()
}

const MOST_BODY_BYTES: usize = 1 << 20;
