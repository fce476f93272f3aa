// What is no set claims to be one.
use passport_tests::foreign;

struct Forged;

impl foreign::access::Client for Forged {}

fn main() {}
