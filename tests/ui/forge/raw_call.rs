// A call that the spec does not know is made by the hidden constructor, without the scope that it names.
use passport_api::{Api, Call, ScopedToken};
use passport_tests::foreign::{self, __private::Method, scopes::write, sets::Unscoped};

fn forge(client: &foreign::Client, token: &ScopedToken<Unscoped>) {
    let _ = Call::raw(client.core(), token, write::Projects, Method::POST, "/v2/projects");
}

fn main() {}
