//! passport's own token, with a server within the process.

use std::hint::black_box;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use passport_api::__private::{Api as _, bench};
use passport_api::breb::{self, Client};
use passport_api::{ScopedToken, Transport, TransportError, TransportFuture};

use super::endpoint::Endpoint;
use super::stampede::{Get, Make};
use super::subject::{Subject, wait};
use crate::Outcome;

breb::scope_set! {
    struct List = "paas.core.entity_customers.list.get";
}

/// What the token is asked for.
pub(super) const SCOPE: &str = "paas.core.entity_customers.list.get";

/// What a call does to have its token: with the time that it knows, with a reading of its own, and
/// with the header that goes into the request.
pub(super) fn subjects(endpoint: &Arc<Endpoint>) -> Outcome<Vec<Subject>> {
    let client = client(endpoint)?;
    let token = wait(async { client.token::<List>().await })??;
    let now = bench::now(client.core());
    let fresh = |client: &Client, token: &ScopedToken<List>, now| {
        let held = bench::fresh(token, client.core(), now);
        // It lives for longer than a measurement takes.
        held.expect("a token that is fresh")
    };
    let (one, other, third) = (client.clone(), client.clone(), client);
    let tokens = [token.clone(), token.clone(), token];
    let [with, without, header] = tokens;
    Ok(vec![
        Subject::new(PASSPORT, move || {
            drop(black_box(fresh(&one, &with, black_box(now))));
        }),
        Subject::new(WITH_CLOCK, move || {
            let now = bench::now(other.core());
            drop(black_box(fresh(&other, &without, now)));
        }),
        Subject::new(WITH_HEADER, move || {
            let now = bench::now(third.core());
            black_box(fresh(&third, &header, now)());
        }),
    ])
}

/// A caller is one who asks the client for a token, as at the start of a program or of a task.
pub(super) const STAMPEDE: Make = |endpoint| {
    Box::pin(async move {
        let client = client(&endpoint)?;
        let get: Get = Arc::new(move || {
            let client = client.clone();
            Box::pin(async move {
                black_box(client.token::<List>().await?);
                Ok(())
            })
        });
        Ok(get)
    })
};

fn client(endpoint: &Arc<Endpoint>) -> Outcome<Client> {
    let client = Client::builder()
        .base_url("https://api.test")
        .credentials("id", "secret")
        .transport(InProcess(Arc::clone(endpoint)));
    Ok(client.build()?)
}

#[derive(Debug)]
struct InProcess(Arc<Endpoint>);

impl Transport for InProcess {
    fn send(&self, _request: Request<Bytes>, _body_limit: usize) -> TransportFuture<'_> {
        Box::pin(async move {
            let answer = self.0.answer().await;
            let response = Response::builder().header("content-type", "application/json");
            let response = response.body(Bytes::from(answer));
            response.map_err(TransportError::broken)
        })
    }
}

/// The fresh path, with the time that the call has read for its deadline.
pub(super) const PASSPORT: &str = "passport";

pub(super) const WITH_CLOCK: &str = "passport, reading the clock for it";

pub(super) const WITH_HEADER: &str = "passport, reading the clock, and the header";
