// `Tracker` lacks `read:projects` for `projects().list`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Tracker = "issues:write";
}

fn call(client: &foreign::Client, token: &ScopedToken<Tracker>) {
    let _ = client.projects().list(token).page(2).per_page(50);
}

fn main() {}
