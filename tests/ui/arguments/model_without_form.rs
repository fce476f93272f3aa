// A model type cannot be written as a multipart form.
mod model {
    pub struct Photo {}
}

passport_api::api! {
    spec = "model_without_form.toml",
}

fn main() {}
