// `Files` lacks `https://auth.foreign.example/files` for `files().delete`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Files = "https://auth.foreign.example/files.readonly";
}

fn call(client: &foreign::Client, token: &ScopedToken<Files>) {
    let _ = client.files().delete(token, "a.txt");
}

fn main() {}
