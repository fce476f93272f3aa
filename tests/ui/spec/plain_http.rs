// A server is not reached by TLS.
passport_api::api! {
    spec = "ui/spec/plain_http.toml",
}

fn main() {}
