//! The server's side of its process.

use std::io::{self, Read as _};
use std::net::Ipv4Addr;
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::Outcome;
use crate::server::Address;
use crate::server::acceptor::acceptor;
use crate::server::answers::Answers;

/// Serves, on one thread, until the standard input ends.
///
/// # Errors
///
/// If no port can be had.
pub fn serve() -> Outcome {
    std::thread::spawn(|| {
        // The parent writes nothing: the pipe ends with it.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(listen())
}

async fn listen() -> Outcome {
    let answers = Answers::new()?;
    let (acceptor, certificate) = acceptor(&["h2", "http/1.1"])?;
    let plain = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let tls = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = Address {
        http: plain.local_addr()?.port(),
        tls: tls.local_addr()?.port(),
        certificate,
    };
    println!("{}", serde_json::to_string(&address)?);
    let encrypted = accept_tls(&tls, &acceptor, &answers);
    tokio::try_join!(accept_plain(&plain, &answers), encrypted)?;
    Ok(())
}

async fn accept_plain(listener: &TcpListener, answers: &Arc<Answers>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(connection(stream, Arc::clone(answers)));
    }
}

async fn accept_tls(
    listener: &TcpListener,
    acceptor: &TlsAcceptor,
    answers: &Arc<Answers>,
) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (acceptor, answers) = (acceptor.clone(), Arc::clone(answers));
        tokio::spawn(async move {
            // A caller that does not trust the certificate sees it by itself.
            if let Ok(stream) = acceptor.accept(stream).await {
                connection(stream, answers).await;
            }
        });
    }
}

async fn connection<S>(stream: S, answers: Arc<Answers>)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(move |request| {
        let answers = Arc::clone(&answers);
        async move { answers.answer(request).await }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http2().max_concurrent_streams(MOST_STREAMS);
    // How a connection ends is the caller's affair.
    let _ = builder
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// More than any benchmark has at once, so that no client waits for another's stream.
const MOST_STREAMS: u32 = 4_096;
