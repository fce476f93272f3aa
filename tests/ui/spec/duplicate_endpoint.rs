// Two endpoints have the same method and path.
passport_api::api! {
    spec = "ui/spec/duplicate_endpoint.toml",
}

fn main() {}
