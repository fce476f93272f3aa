// Which of two APIs is meant is not said.
passport_api::api! {
    spec = "ui/spec/two_apis.toml",
}

fn main() {}
