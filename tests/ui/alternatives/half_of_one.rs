// `People` lacks `issues:read`, `read:projects` and `Directory.Read.All` for `issues().search`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct People = "Directory.Read.All";
}

fn call(client: &foreign::Client, token: &ScopedToken<People>) {
    let _ = client.issues().search(token, "text");
}

fn main() {}
