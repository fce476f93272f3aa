//! A TCP connection that can be aborted, or go silent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A TCP connection that is reset, and not closed, where it is to be aborted when it is dropped.
pub(crate) struct Connection {
    stream: TcpStream,
    switch: Switch,
}

/// Breaks a connection; a request has that of its connection among its extensions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Switch(Arc<Broken>);

#[derive(Debug, Default)]
struct Broken {
    aborts: AtomicBool,
    is_silent: AtomicBool,
}

impl Switch {
    /// The connection is reset when it is dropped.
    pub(crate) fn abort(&self) {
        self.0.aborts.store(true, Ordering::Relaxed);
    }

    /// From now on nothing is read from the connection or written to it, and it stays open: as behind
    /// a firewall that has forgotten it, or when the server's machine has lost its power.
    pub(crate) fn silence(&self) {
        self.0.is_silent.store(true, Ordering::Relaxed);
    }

    fn is_silent(&self) -> bool {
        self.0.is_silent.load(Ordering::Relaxed)
    }
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, switch: Switch) -> Self {
        Self { stream, switch }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.switch.0.aborts.load(Ordering::Relaxed) {
            // Where it cannot be set, the connection is closed, which ends it as well.
            let _ = self.stream.set_zero_linger();
        }
    }
}

// Once it is silent no operation is ever ready, and none wakes its task: the task ends with its
// runtime, and the connection with it.

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.switch.is_silent() {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.switch.is_silent() {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.switch.is_silent() {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.switch.is_silent() {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
