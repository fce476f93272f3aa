//! Prints each step: what is called, which scope it needs, what comes back, how long it takes.

use std::future::Future;

use std::time::Instant;

use passport_api::catalog::Catalog;
use passport_api::{Error, Response, ScopeSet, ScopedToken};

/// Numbers the steps.
#[derive(Default)]
pub(crate) struct Narrator {
    steps: usize,
}

impl Narrator {
    /// Tells of a token.
    pub(crate) async fn token<S: ScopeSet>(
        &mut self,
        token: impl IntoFuture<Output = Result<ScopedToken<S>, Error>>,
    ) -> Result<ScopedToken<S>, Error> {
        let (token, took) = timed(token.into_future()).await;
        let token = token?;
        println!(
            "   a token for `{}`, which declares {} scopes",
            S::NAME,
            S::SCOPES.len()
        );
        println!("      granted {} scopes, in {took}", token.granted().len());
        Ok(token)
    }

    /// Tells of a call; `id` is the endpoint's, such as `payments.create`.
    pub(crate) async fn call<T>(
        &mut self,
        catalog: &Catalog,
        id: &str,
        call: impl Future<Output = Result<Response<T>, Error>>,
        came_back: impl FnOnce(&T) -> String,
    ) -> Result<T, Error> {
        let method = id.replacen('.', "().", 1);
        self.announce(catalog, id, &format!("client.{method}(…)"));
        let (response, took) = timed(call).await;
        let response = response?;
        println!(
            "      {} in {took}: {}",
            response.status(),
            came_back(response.body())
        );
        Ok(response.into_body())
    }

    /// Tells of work that calls an endpoint and has nothing to show; `code` is what a program writes.
    pub(crate) async fn work(
        &mut self,
        catalog: &Catalog,
        id: &str,
        code: &str,
        work: impl Future<Output = Result<(), Error>>,
    ) -> Result<(), Error> {
        self.announce(catalog, id, code);
        let (done, took) = timed(work).await;
        done?;
        println!("      done in {took}");
        Ok(())
    }

    fn announce(&mut self, catalog: &Catalog, id: &str, code: &str) {
        self.steps += 1;
        println!("{:2}. {code}", self.steps);
        if let Some(endpoint) = catalog.endpoint(id) {
            let (method, path) = (endpoint.method, endpoint.path);
            println!("      {method} {path}  needs {}", endpoint.needs(catalog));
        }
    }
}

/// Tells how to see the compile error.
pub(crate) fn compile_error() {
    println!(
        "\nDone. Now make the compiler refuse: in passport-api/examples/quickstart/pay_out.rs, take\n\
         \"paas.core.breb_payments.post\" out of the set `Payouts` and run\n\n    \
         cargo check --example quickstart\n\n\
         It answers, at the call that pays:\n\n    \
         error[E0277]: `Payouts` does not carry the scope `paas.core.breb_payments.post`\n"
    );
}

/// A part of the tour begins.
pub(crate) fn chapter(title: &str, base_url: &str) {
    println!("\n{title}, on {base_url}");
}

#[expect(
    clippy::disallowed_methods,
    reason = "it tells a person how long a call took"
)]
async fn timed<T>(work: impl Future<Output = T>) -> (T, String) {
    let start = Instant::now();
    let result = work.await;
    (
        result,
        format!("{:.1} ms", start.elapsed().as_secs_f64() * 1e3),
    )
}
