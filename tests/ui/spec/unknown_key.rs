// A key is misspelt.
passport_api::api! {
    spec = "ui/spec/unknown_key.toml",
}

fn main() {}
