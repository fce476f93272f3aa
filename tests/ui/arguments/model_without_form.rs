// A model type cannot be written as a multipart form.
mod model {
    pub struct Photo {}
}

passport_api::api! {
    spec = "ui/arguments/model_without_form.toml",
}

fn main() {}
