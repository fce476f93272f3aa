// `Tracker` lacks `issues:read`, `read:projects` and `Directory.Read.All` for `issues().search`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Tracker = "issues:write";
}

fn call(client: &foreign::Client, token: &ScopedToken<Tracker>) {
    let _ = client.issues().search(token, "text");
}

fn main() {}
