// `S` lacks `reports.audit.read` and `legacy:all` for `reports().audit`.
use passport_api::ScopedToken;
use passport_tests::foreign;

fn report<S>(client: &foreign::Client, token: &ScopedToken<S>) {
    let _ = client.reports().audit(token);
}

fn main() {}
