// All mistakes of a file are reported together.
passport_api::api! {
    spec = "ui/spec/several_mistakes.toml",
}

fn main() {}
