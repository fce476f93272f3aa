// The file describes nothing.
passport_api::api! {
    spec = "empty.toml",
}

fn main() {}
