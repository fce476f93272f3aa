// A field or parameter is inferred by its name or in being required, and is one that is there.
passport_api::api! {
    spec = "ui/spec/inferred_field.toml",
}

fn main() {}
