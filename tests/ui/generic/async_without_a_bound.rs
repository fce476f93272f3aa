// `S` lacks `paas.core.breb_payments.list.get` for `payments().list`.
use passport_api::{Error, ScopedToken, breb};

async fn report<S>(client: &breb::Client, token: &ScopedToken<S>) -> Result<usize, Error> {
    let page = client.payments().list(token).await?;
    Ok(page.items.len())
}

fn main() {}
