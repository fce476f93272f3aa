// An endpoint does not say what it needs.
passport_api::api! {
    spec = "ui/spec/no_requirement.toml",
}

fn main() {}
