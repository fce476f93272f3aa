// The type of a trait object implements its trait, but is no set of a token.
use passport_api::ScopedToken;
use passport_tests::foreign;

fn forge(token: ScopedToken<dyn foreign::access::projects::List>) {}

fn main() {}
