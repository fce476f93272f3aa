//! A test that needs more than the library does.

use passport_api::ScopedToken;
use shop::Client;

#[expect(dead_code)]
fn reports(client: &Client, token: &ScopedToken<desk::Reader>) {
    let _ = client.reports().sales(token);
}
