// A set holds less before the grant than before the compiler.
use passport_api::scope::tree::{Node, Root};
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Forged = "webhooks";
}

impl Root for Forged {
    const NODE: Node = Node::Absent;
}

fn main() {}
