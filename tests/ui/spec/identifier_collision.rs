// Two scopes would have the same marker type.
passport_api::api! {
    spec = "ui/spec/identifier_collision.toml",
}

fn main() {}
