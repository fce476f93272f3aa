// The body is left out where it is needed.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Reader = "read:projects";
}

fn call(client: &foreign::Client, token: &ScopedToken<Reader>) {
    let _ = client.kinds().photo(token, None);
}

fn main() {}
