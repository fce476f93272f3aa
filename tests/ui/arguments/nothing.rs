// Nothing is said.
passport_api::api! {}

fn main() {}
