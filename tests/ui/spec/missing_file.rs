// The file is not there.
passport_api::api! {
    spec = "missing_file.toml",
}

fn main() {}
