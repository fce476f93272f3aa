// A client's builder maps the scopes of its own system only.
use passport_api::{breb, parking};

fn build() {
    let _ = breb::Client::builder().map_scope(parking::scopes::read::Zones, "zones.read");
}

fn main() {}
