// A token request for one system's set goes to another system's server.
use passport_api::{Api, TokenRequest, breb};
use passport_tests::foreign;

fn forge(client: &foreign::Client) -> TokenRequest<'_, breb::sets::EntityClientCredentials> {
    TokenRequest::new::<breb::Client>(client.core())
}

fn main() {}
