//! Servers on a thread of their own, as the sandbox's own server is.

use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::thread;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::load::Server;
use crate::Outcome;
use crate::server::acceptor::acceptor;

/// Serves a router until the program ends; over TLS or not.
pub(super) fn serve(router: Router, tls: bool) -> Outcome<Server> {
    let (acceptor, certificate) = if tls {
        let (acceptor, pem) = acceptor(&[])?;
        (Some(acceptor), Some(pem))
    } else {
        (None, None)
    };
    let listener = StdListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address: SocketAddr = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    thread::spawn(move || runtime.block_on(accept(listener, acceptor, router)));
    Ok(Server {
        address,
        certificate,
        connections: 0,
    })
}

async fn accept(listener: StdListener, tls: Option<TlsAcceptor>, router: Router) -> Outcome {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (tls, router) = (tls.clone(), router.clone());
        tokio::spawn(async move {
            match tls {
                None => answer(stream, router).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        answer(stream, router).await;
                    }
                }
            }
        });
    }
}

async fn answer<S>(stream: S, router: Router)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = TowerToHyperService::new(router);
    // How a connection ends is the caller's affair.
    let _ = auto::Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
