// `Payouts` lacks `paas.core.webhooks.list.get` for `request`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn call(client: &breb::Client, token: &ScopedToken<Payouts>) {
    let scope = breb::scopes::paas::core::webhooks::list::Get;
    let _ = client.request(token, scope, http::Method::GET, "/v1/webhooks");
}

fn main() {}
