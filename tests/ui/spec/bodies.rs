// A body, a media type and styles that are none, or fit no place.
passport_api::api! {
    spec = "ui/spec/bodies.toml",
}

fn main() {}
