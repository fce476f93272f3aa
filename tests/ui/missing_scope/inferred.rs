// `Tracker` lacks `webhooks` for `events().listen`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Tracker = "write:projects";
}

fn call(client: &foreign::Client, token: &ScopedToken<Tracker>) {
    let _ = client.events().listen(token, "pushes");
}

fn main() {}
