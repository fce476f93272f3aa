//! A program that uses the sets of a library, and a named set of the spec.

use desk::{Clerk, Watcher, people};
use passport_api::{Error, ScopedToken};
use shop::{Client, sets};

fn main() {
    let _ = (run, work::<Clerk>);
}

async fn run(client: &Client, reader: &ScopedToken<people::Reader>) -> Result<(), Error> {
    let watcher = client.token::<Watcher>().await?;
    client.orders().get(&watcher, "17").await?;
    client.orders().get(reader, "17").await?;
    let clerk = client.token::<sets::Clerk>().await?;
    client.people().search(&clerk).await?;
    Ok(())
}

async fn work<S: shop::access::orders::Create>(client: &Client, token: &ScopedToken<S>) {
    let _ = client.orders().create(token).await;
}
