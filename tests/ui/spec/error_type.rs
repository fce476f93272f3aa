// The type of an error is not among the models.
mod model {}

passport_api::api! {
    spec = "ui/spec/error_type.toml",
    models = crate::model,
}

fn main() {}
