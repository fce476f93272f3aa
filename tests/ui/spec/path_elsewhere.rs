// A path leads out of the API.
passport_api::api! {
    spec = "path_elsewhere.toml",
}

fn main() {}
