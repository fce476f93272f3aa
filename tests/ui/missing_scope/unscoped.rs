// `Unscoped` lacks `read:zones` for `zones().list`.
use passport_api::{ScopedToken, parking};

fn call(client: &parking::Client, token: &ScopedToken<parking::sets::Unscoped>) {
    let _ = client.zones().list(token);
}

fn main() {}
