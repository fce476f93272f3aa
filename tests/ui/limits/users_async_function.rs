// The compiler checks an `async fn` of the user three times: the call, the future, and its await.
use passport_api::breb::{self, scopes::paas::core::breb_payments::list};
use passport_api::{Carries, Error, ScopedToken};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

async fn report<S>(client: &breb::Client, token: &ScopedToken<S>) -> Result<usize, Error>
where
    S: Carries<list::Get>,
{
    Ok(client.payments().list(token).await?.items.len())
}

async fn call(client: &breb::Client, token: &ScopedToken<Payouts>) -> Result<usize, Error> {
    report(client, token).await
}

fn main() {}
