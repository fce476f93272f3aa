// A type calls itself an API and wraps the connection of another, to begin its calls.
use passport_api::__private::{ApiCore, catalog::Catalog};
use passport_api::{Api, breb};

struct Forged(breb::Client);

impl Api for Forged {
    const CATALOG: &'static Catalog = breb::Client::CATALOG;

    fn from_core(core: ApiCore<Self>) -> Self {
        Self(breb::Client::from_core(core))
    }

    fn core(&self) -> &ApiCore<Self> {
        self.0.core()
    }
}

fn main() {}
