// `Reports` lacks `read:projects` for `projects().list`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Reports = "reports.*";
}

fn call(client: &foreign::Client, token: &ScopedToken<Reports>) {
    let _ = client.projects().list(token);
}

fn main() {}
