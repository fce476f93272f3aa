// `S` lacks `issues:write` for `issues().create`.
use passport_api::ScopedToken;
use passport_tests::foreign::{self, model::NewIssue};

fn report<S: foreign::access::Client>(
    client: &foreign::Client,
    token: &ScopedToken<S>,
    body: &NewIssue,
) {
    let _ = client.issues().create(token, body);
}

fn main() {}
