// The crate that calls `api!` owns the client; it cannot state a smaller requirement either.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

impl __private::requirement::FirstDigit<0> for Client {
    type Out = __private::requirement::NoToken;
}

fn main() {}
