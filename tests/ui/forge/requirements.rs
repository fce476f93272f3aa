// Another crate states what an API's endpoints need.
use passport_api::__private::requirement::{FirstDigit, NoToken};
use passport_tests::foreign;

impl FirstDigit<1> for foreign::Client {
    type Out = NoToken;
}

fn main() {}
