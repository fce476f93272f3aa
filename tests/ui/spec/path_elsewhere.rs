// A path leads out of the API.
passport_api::api! {
    spec = "ui/spec/path_elsewhere.toml",
}

fn main() {}
