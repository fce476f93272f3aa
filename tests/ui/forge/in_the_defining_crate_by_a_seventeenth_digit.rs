// There are sixteen digits; the crate that owns the client cannot add one.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

impl __private::requirement::FirstDigit<16> for Client {
    type Out = __private::requirement::NoToken;
}

fn main() {}
