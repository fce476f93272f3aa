// A marker type is misspelt.
use passport_api::breb::{self, scopes::paas::core::breb_payment};

fn build() {
    let _ = breb::Client::builder().map_scope(breb_payment::Get, "get");
}

fn main() {}
