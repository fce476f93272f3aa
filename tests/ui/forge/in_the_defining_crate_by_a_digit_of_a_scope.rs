// A scope is the end of the way to a requirement; the crate that owns the marker cannot go on from it.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

impl __private::requirement::NextDigit<1> for scopes::orders::Read {
    type Out = __private::requirement::NoToken;
}

fn main() {}
