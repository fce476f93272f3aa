//! The TLS server, on a thread and a runtime of its own.
//!
//! So it answers also while a test blocks its own thread, and whatever clock the test's runtime
//! goes by.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::Router;
use http::Version;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::connection::{Connection, Switch};
use crate::error::SandboxError;
use crate::reset::ConnectionReset;

/// A running server; dropping it stops it.
pub(crate) struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(
        router: Router,
        config: Arc<ServerConfig>,
        port: u16,
    ) -> Result<Self, SandboxError> {
        let bind = |source| SandboxError::Bind { port, source };
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(bind)?;
        listener.set_nonblocking(true).map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(SandboxError::Thread)?;
        let (stop, stopped) = oneshot::channel();
        let acceptor = TlsAcceptor::from(config);
        let thread = std::thread::Builder::new()
            .name("passport-sandbox".to_owned())
            .spawn(move || {
                // A listener that cannot be registered leaves a closed port, which callers see.
                let _ = runtime.block_on(accept(listener, acceptor, router, stopped));
            })
            .map_err(SandboxError::Thread)?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only where the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // Panics of handlers are caught and remembered elsewhere.
            let _ = thread.join();
        }
    }
}

async fn accept(
    listener: StdListener,
    acceptor: TlsAcceptor,
    router: Router,
    mut stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let accepted = tokio::select! {
            _ = &mut stopped => return Ok(()),
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, acceptor.clone(), router.clone()));
            }
            // A caller that hung up, or too many open files: the next one may fare better.
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, router: Router) {
    // Without this small answers wait for an acknowledgement; failing to set it harms nothing.
    let _ = stream.set_nodelay(true);
    // Plain HTTP ends here: it is no TLS handshake, so the connection is closed.
    let switch = Switch::default();
    let stream = Connection::new(stream, switch.clone());
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        let over_http_1 = request.version() < Version::HTTP_2;
        request.extensions_mut().insert(switch.clone());
        let (switch, answer) = (switch.clone(), router.call(request));
        async move {
            let response = answer.await.unwrap_or_else(|never| match never {});
            if response.extensions().get::<ConnectionReset>().is_none() {
                return Ok(response);
            }
            // Over HTTP/2 an error of the service resets the stream, and the others go on.
            if over_http_1 {
                switch.abort();
            }
            Err(io::Error::from(io::ErrorKind::ConnectionReset))
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // A test may let very many requests hang, be reset or be given up.
    builder
        .http2()
        .max_concurrent_streams(MOST_STREAMS)
        .max_pending_accept_reset_streams(MOST_STREAMS as usize)
        .max_local_error_reset_streams(None);
    // How a connection ends is the caller's affair.
    let _ = builder
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

const MOST_STREAMS: u32 = 100_000;
