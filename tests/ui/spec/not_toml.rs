// The file is not TOML.
passport_api::api! {
    spec = "not_toml.toml",
}

fn main() {}
