// A server is not reached by TLS.
passport_api::api! {
    spec = "plain_http.toml",
}

fn main() {}
