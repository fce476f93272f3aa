// The file has no such API.
passport_api::api! {
    spec = "ui/spec/two_apis.toml",
    api = "shpo",
}

fn main() {}
