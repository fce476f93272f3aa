// `Reader` lacks `write:projects` and `delete:projects` for `projects().delete`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Reader = "read:projects";
}

fn call(client: &foreign::Client, token: &ScopedToken<Reader>) {
    let _ = client.projects().delete(token, "HTTP");
}

fn main() {}
