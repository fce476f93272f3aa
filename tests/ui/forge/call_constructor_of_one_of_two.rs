// A call that needs two scopes is begun with a token that carries one of them.
use passport_api::{Api, ScopedToken};
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Forged = "write:projects";
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>) {
    let _ = client.core().with_token2::<0, 4>(token);
}

fn main() {}
