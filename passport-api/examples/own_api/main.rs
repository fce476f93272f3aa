//! A client of your own API, in 20 lines; see the README.

/// An order, as the server sends it.
#[derive(Debug, serde::Deserialize)]
pub struct Order {
    /// The order's number.
    pub id: String,
}

passport_api::api! { spec = "examples/own_api/scopes.toml", models = crate }

scope_set! { struct Orders = "orders:read"; }

#[tokio::main]
async fn main() -> Result<(), passport_api::Error> {
    let client = Client::from_env()?;
    let token = client.token::<Orders>().await?;
    let order = client.orders().get(&token, "17").await?;
    println!("order {}", order.id);
    Ok(())
}
