// The file is not TOML.
passport_api::api! {
    spec = "ui/spec/not_toml.toml",
}

fn main() {}
