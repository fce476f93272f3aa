// The type of an error cannot be read from JSON.
mod model {
    pub struct Unreadable;
}

passport_api::api! {
    spec = "ui/spec/error_unreadable.toml",
    models = crate::model,
}

fn main() {}
