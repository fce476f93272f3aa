// `Buyer` lacks `ORDERS_WRITE`, `user-profile` and `Directory.Read.All` for `orders().submit`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Buyer = "ORDERS_WRITE", "Directory.Read.All";
}

fn call(client: &foreign::Client, token: &ScopedToken<Buyer>, body: &foreign::model::NewOrder) {
    let _ = client.orders().submit(token, body);
}

fn main() {}
