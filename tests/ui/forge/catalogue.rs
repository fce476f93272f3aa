// A set is declared with a catalogue of the forger's own.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::__private::scope_set! {
    (::passport_tests::foreign) "foreign\nread:projects\t\t\t\nharmless\t\t1\t"
    pub struct Forged = "harmless";
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>) {
    let _ = client.projects().list(token);
}

fn main() {}
