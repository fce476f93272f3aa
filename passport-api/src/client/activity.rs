//! The responses and connections of a pool, by which an attempt judges its own connection.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The activity of a pool.
#[derive(Debug, Default)]
pub(super) struct Activity {
    /// The responses whose head has come, counted.
    responses: AtomicU64,
    /// The HTTP/1.1 connections that have answered, by their addresses on this machine.
    connections: Mutex<HashSet<SocketAddr>>,
}

impl Activity {
    pub(super) fn responses(&self) -> u64 {
        self.responses.load(Ordering::Relaxed)
    }

    /// Notes the head of a response.
    pub(super) fn count_response(&self) {
        self.responses.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes a response on a connection; returns whether it is known to have answered before.
    pub(super) fn note_connection(&self, local: SocketAddr) -> bool {
        let mut known = self
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Those that are forgotten count as new.
        if known.len() >= MOST_CONNECTIONS {
            known.clear();
        }
        !known.insert(local)
    }
}

/// Connections that are remembered; a port of this machine is used again some time.
const MOST_CONNECTIONS: usize = 1024;

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use super::{Activity, MOST_CONNECTIONS};

    #[test]
    fn connection_is_known_from_its_second_response_on() {
        let activity = Activity::default();
        let address = |port: usize| {
            let port = u16::try_from(port).unwrap();
            SocketAddr::from((Ipv4Addr::LOCALHOST, port))
        };
        let answered = [1, 2, 1, 2].map(|port| activity.note_connection(address(port)));
        assert_eq!(answered, [false, false, true, true]);
        for port in 0..3 * MOST_CONNECTIONS {
            activity.note_connection(address(port));
        }
        let known = activity.connections.lock().unwrap().len();
        assert!(known <= MOST_CONNECTIONS, "{known}");
    }
}
