//! Counts of a pool, by which an attempt judges its own connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

/// The connections and responses of a pool, counted. Clones share the counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    responses: AtomicU64,
    connections: AtomicU64,
}

/// The counts at some moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Snapshot {
    responses: u64,
    connections: u64,
}

impl Activity {
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            responses: self.counts.responses.load(Ordering::Relaxed),
            connections: self.counts.connections.load(Ordering::Relaxed),
        }
    }

    pub(super) fn count_response(&self) {
        self.counts.responses.fetch_add(1, Ordering::Relaxed);
    }

    /// The number of responses whose head has come since then.
    pub(super) fn responses_since(&self, since: Snapshot) -> u64 {
        self.snapshot().responses.wrapping_sub(since.responses)
    }

    /// Returns whether any connection was opened since then.
    pub(super) fn has_connection_since(&self, since: Snapshot) -> bool {
        self.snapshot().connections != since.connections
    }
}

/// Counts connections as they are opened.
impl<S> Layer<S> for Activity {
    type Service = CountConnections<S>;

    fn layer(&self, connector: S) -> Self::Service {
        CountConnections {
            connector,
            activity: self.clone(),
        }
    }
}

/// A connector whose connections are counted.
#[derive(Clone, Debug)]
pub(super) struct CountConnections<S> {
    connector: S,
    activity: Activity,
}

impl<R, S: Service<R>> Service<R> for CountConnections<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, destination: R) -> Self::Future {
        self.activity
            .counts
            .connections
            .fetch_add(1, Ordering::Relaxed);
        self.connector.call(destination)
    }
}
