// The file is not there.
passport_api::api! {
    spec = "ui/spec/missing_file.toml",
}

fn main() {}
