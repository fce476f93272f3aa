// `Payouts` lacks `iam.oauth.tokens.delete` for `tokens().delete`.
use passport_api::{Error, ScopedToken, breb};

breb::scope_set! {
    struct Payouts = "paas.core.breb_payments.post";
}

async fn sign_out(token: &ScopedToken<Payouts>) -> Result<(), Error> {
    token.revoke().await
}

fn main() {}
