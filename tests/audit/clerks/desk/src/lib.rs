//! A library: sets that it uses itself, generic code, and sets for others.

use passport_api::http::Method;
use passport_api::{Carries, Error, ScopedToken};
use shop::{Client, access, scopes};

pub mod people;

shop::scope_set! {
    /// By a call, by generic code, by a scope's name, and by what is narrowed.
    pub struct Clerk = "orders:write", "people:read", "reports.*";
    /// What a clerk's token is narrowed to.
    pub struct Reader = "orders:read", "reports.sales";
    /// Used in another crate only.
    pub struct Watcher = "orders:read", "orders:delete";
    /// Used by nobody.
    pub struct Idle = "orders:read";
    /// Used where no scope is needed.
    pub struct Anyone = "people:read";
    /// Of two calls on one line, and one of a closure.
    pub(crate) struct Boss = "admin", "orders:delete", "people:read";
}

/// A call, and code that is generic over sets.
pub async fn create(client: &Client) -> Result<(), Error> {
    let token = client.token::<Clerk>().await?;
    client.orders().create(&token).await?;
    by_access(client, &token).await?;
    by_scope(&token);
    let reader: ScopedToken<Reader> = token.narrow();
    client.orders().get(&reader, "17").await?;
    Ok(())
}

/// Generic code that asks for a call.
pub async fn by_access<S: access::orders::Get>(
    client: &Client,
    token: &ScopedToken<S>,
) -> Result<(), Error> {
    client.orders().get(token, "17").await?;
    Ok(())
}

/// Generic code that asks for a scope.
pub fn by_scope<S: Carries<scopes::reports::Sales>>(token: &ScopedToken<S>) {
    let _ = token;
}

/// Any token will do.
pub async fn me(client: &Client) -> Result<(), Error> {
    let token = client.token::<Anyone>().await?;
    client.account().me(&token).await?;
    client.account().activity(&token).await?;
    Ok(())
}

macro_rules! twice {
    ($call:expr) => {
        ($call, $call)
    };
}

/// Several calls on one line.
pub fn boss(client: &Client, token: &ScopedToken<Boss>) {
    let _ = (client.orders().delete(token, "1"), client.orders().get(token, "2"));
    let sales = || client.reports().sales(token);
    let _ = (sales(), twice!(client.orders().create(token)));
    let _ = client.request(token, scopes::people::Read, Method::GET, "/people/7");
}
