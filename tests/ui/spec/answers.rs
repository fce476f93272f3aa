// Statuses stand where they do not belong, and a body is none.
passport_api::api! {
    spec = "ui/spec/answers.toml",
}

fn main() {}
