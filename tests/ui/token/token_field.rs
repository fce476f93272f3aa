// Parking declares no id of its tokens.
use passport_api::{Error, ScopedToken, parking};

parking::scope_set! {
    struct Kiosk = "read:zones";
}

fn id(token: &ScopedToken<Kiosk>) -> Result<(), Error> {
    token.id()?;
    Ok(())
}

fn main() {}
