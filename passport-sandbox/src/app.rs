//! The HTTP application.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::Response;

use crate::state::SandboxState;
use crate::visit::{MOST_BODY_BYTES, Visit};

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
///
/// It needs no socket: whoever calls the router as a tower service gets the same answers, with
/// [`ConnectionReset`](crate::ConnectionReset) where the server would abort the connection.
pub fn app(state: SandboxState) -> Router {
    Router::new().fallback(serve).with_state(state)
}

/// Every request passes here on its way in, and every answer on its way out.
async fn serve(State(state): State<SandboxState>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, MOST_BODY_BYTES).await.ok();
    match Visit::new(state, head, body) {
        Ok(visit) => visit.respond().await,
        Err(answer) => answer.into_response(),
    }
}
