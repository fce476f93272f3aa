// There is a digest, but no spec.
passport_api::api! {
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
}

fn main() {}
