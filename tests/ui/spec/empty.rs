// The file describes nothing.
passport_api::api! {
    spec = "ui/spec/empty.toml",
}

fn main() {}
