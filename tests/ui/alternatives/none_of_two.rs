// `Sales` lacks `reports.audit.read` and `legacy:all` for `reports().audit`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Sales = "reports.sales.read";
}

fn call(client: &foreign::Client, token: &ScopedToken<Sales>) {
    let _ = client.reports().audit(token);
}

fn main() {}
