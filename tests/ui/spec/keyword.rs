// A resource is called as a word of Rust.
passport_api::api! {
    spec = "ui/spec/keyword.toml",
}

fn main() {}
