//! `yup-oauth2`: its cache in memory, and how it renews a token.

use std::hint::black_box;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::{future, io};

use async_trait::async_trait;
use azure_core::time::OffsetDateTime;
use http::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
    DuplexStream, ReadBuf,
};
use tower_service::Service;
use yup_oauth2::authenticator::Authenticator;
use yup_oauth2::storage::{TokenInfo, TokenStorage, TokenStorageError};
use yup_oauth2::{
    AccessTokenAuthenticator, ApplicationSecret, CustomHyperClientBuilder,
    InstalledFlowAuthenticator, InstalledFlowReturnMethod,
};

use crate::Outcome;
use crate::token::endpoint::{Endpoint, access_token};
use crate::token::stampede::{Get, Keeper};
use crate::token::subject::{Subject, wait};

/// A token that was given once, in the cache that it has unless one sets another. Nobody has said
/// when it expires, so the clock is not read.
pub(super) fn subject() -> Outcome<Subject> {
    let client = client(&Endpoint::new(std::time::Duration::ZERO, 0));
    let builder = AccessTokenAuthenticator::with_client(access_token(), client);
    let authenticator = wait(builder.build())??;
    Ok(Subject::waiting("`yup-oauth2`", move |times| {
        let authenticator = authenticator.clone();
        async move {
            for _ in 0..times {
                black_box(authenticator.token(SCOPES).await?);
            }
            Ok(())
        }
    }))
}

/// It renews a token one minute before that expires. At its cold start it has a refresh token.
pub(super) const KEEPER: Keeper = Keeper {
    name: "`yup-oauth2`",
    life: 62,
    make: |endpoint| {
        Box::pin(async move {
            let authenticator = renewing(&endpoint).await?;
            let get: Get = Arc::new(move || {
                let authenticator = authenticator.clone();
                Box::pin(async move {
                    black_box(authenticator.token(SCOPES).await?);
                    Ok(())
                })
            });
            Ok(get)
        })
    },
};

async fn renewing(endpoint: &Arc<Endpoint>) -> Outcome<Authenticator<InProcess>> {
    let secret = ApplicationSecret {
        client_id: "id".to_owned(),
        client_secret: "secret".to_owned(),
        token_uri: "http://token.test/".to_owned(),
        ..ApplicationSecret::default()
    };
    let method = InstalledFlowReturnMethod::Interactive;
    let builder = InstalledFlowAuthenticator::with_client(secret, method, client(endpoint));
    Ok(builder
        .with_storage(Box::new(Stored::default()))
        .build()
        .await?)
}

fn client(endpoint: &Arc<Endpoint>) -> CustomHyperClientBuilder<InProcess> {
    let connector = InProcess(Arc::clone(endpoint));
    let client = Client::builder(TokioExecutor::new()).build::<_, String>(connector);
    CustomHyperClientBuilder::from(client)
}

/// One token; at first one that has expired and can be refreshed.
#[derive(Default)]
struct Stored(Mutex<Option<TokenInfo>>);

#[async_trait]
impl TokenStorage for Stored {
    async fn set(&self, _scopes: &[&str], token: TokenInfo) -> Result<(), TokenStorageError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        Ok(())
    }

    async fn get(&self, _scopes: &[&str]) -> Option<TokenInfo> {
        let stored = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stored.clone().or_else(|| {
            Some(TokenInfo {
                access_token: None,
                refresh_token: Some("refresh".to_owned()),
                expires_at: Some(OffsetDateTime::UNIX_EPOCH),
                id_token: None,
            })
        })
    }
}

/// Connects to the endpoint within the process.
#[derive(Clone)]
struct InProcess(Arc<Endpoint>);

impl Service<Uri> for InProcess {
    type Response = TokioIo<Pipe>;
    type Error = io::Error;
    type Future = future::Ready<io::Result<TokioIo<Pipe>>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _uri: Uri) -> Self::Future {
        let (client, server) = tokio::io::duplex(16 * 1024);
        tokio::spawn(serve(server, Arc::clone(&self.0)));
        future::ready(Ok(TokioIo::new(Pipe(client))))
    }
}

/// Answers each request of a connection with a token.
async fn serve(connection: DuplexStream, endpoint: Arc<Endpoint>) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if connection.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        connection.read_exact(&mut body).await?;
        let answer = endpoint.answer().await;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        connection.write_all((head + &answer).as_bytes()).await?;
    }
}

/// One end of a connection within the process.
struct Pipe(DuplexStream);

impl Connection for Pipe {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

const SCOPES: &[&str] = &["https://api.test/scope"];
