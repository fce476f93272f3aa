// Parking has no endpoint that revokes a token.
use passport_api::{Error, ScopedToken, parking};

parking::scope_set! {
    struct Kiosk = "read:zones";
}

async fn sign_out(token: &ScopedToken<Kiosk>) -> Result<(), Error> {
    token.revoke().await
}

fn main() {}
