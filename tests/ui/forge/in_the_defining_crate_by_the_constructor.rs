// The crate that calls `api!` owns the client; it cannot begin a call without the scope either.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

fn forge(client: &Client, token: &passport_api::ScopedToken<sets::Unscoped>) {
    let _ = client.core.with_token1::<0>(token);
}

fn main() {}
