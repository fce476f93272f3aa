// A key is misspelt.
passport_api::api! {
    spec = "unknown_key.toml",
}

fn main() {}
