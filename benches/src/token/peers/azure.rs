//! `azure_identity`: the cache of its credential with a client secret.

use std::hint::black_box;
use std::sync::Arc;

use async_trait::async_trait;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::headers::Headers;
use azure_core::http::{
    AsyncRawResponse, ClientOptions, HttpClient, Request, StatusCode, Transport,
};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};

use crate::Outcome;
use crate::token::endpoint::Endpoint;
use crate::token::stampede::{Get, Keeper};
use crate::token::subject::Subject;

pub(super) fn subject(endpoint: &Arc<Endpoint>) -> Outcome<Subject> {
    let credential = credential(endpoint)?;
    Ok(Subject::waiting("`azure_identity`", move |times| {
        let credential = Arc::clone(&credential);
        async move {
            for _ in 0..times {
                black_box(credential.get_token(SCOPES, None).await?);
            }
            Ok(())
        }
    }))
}

/// It renews a token five minutes before that expires.
pub(super) const KEEPER: Keeper = Keeper {
    name: "`azure_identity`",
    life: 302,
    make: |endpoint| {
        Box::pin(async move {
            let credential = credential(&endpoint)?;
            let get: Get = Arc::new(move || {
                let credential = Arc::clone(&credential);
                Box::pin(async move {
                    black_box(credential.get_token(SCOPES, None).await?);
                    Ok(())
                })
            });
            Ok(get)
        })
    },
};

fn credential(endpoint: &Arc<Endpoint>) -> Outcome<Arc<ClientSecretCredential>> {
    let transport = Transport::new(Arc::new(InProcess(Arc::clone(endpoint))));
    let options = ClientSecretCredentialOptions {
        client_options: ClientOptions {
            transport: Some(transport),
            ..ClientOptions::default()
        },
    };
    let secret = Secret::new("secret");
    let credential = ClientSecretCredential::new("tenant", "id".into(), secret, Some(options));
    Ok(credential?)
}

#[derive(Debug)]
struct InProcess(Arc<Endpoint>);

#[async_trait]
impl HttpClient for InProcess {
    async fn execute_request(&self, _request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let answer = self.0.answer().await;
        let (status, headers) = (StatusCode::Ok, Headers::new());
        Ok(AsyncRawResponse::from_bytes(status, headers, answer))
    }
}

const SCOPES: &[&str] = &["https://api.test/.default"];
