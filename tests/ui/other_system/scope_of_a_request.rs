// The scope of a hand-made request is one of the client's own system.
use passport_api::{ScopedToken, breb, visionamos};

breb::scope_set! {
    pub struct Payouts = "paas.core.webhooks.get";
}

fn call(client: &breb::Client, token: &ScopedToken<Payouts>) {
    let scope = visionamos::scopes::paas::core::webhooks::Get;
    let _ = client.request(token, scope, http::Method::GET, "/v1/webhooks");
}

fn main() {}
