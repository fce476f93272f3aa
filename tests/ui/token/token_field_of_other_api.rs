// The field is one of another system.
use passport_api::{Error, ScopedToken, breb, parking};

parking::scope_set! {
    struct Kiosk = "read:zones";
}

fn roles(token: &ScopedToken<Kiosk>) -> Result<Vec<String>, Error> {
    token.field(breb::token_fields::ROLES)
}

fn main() {}
