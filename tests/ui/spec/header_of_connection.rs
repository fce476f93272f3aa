// A parameter is a header that says where the message ends.
passport_api::api! {
    spec = "ui/spec/header_of_connection.toml",
}

fn main() {}
