// Fields of the token response, and the endpoint that revokes it, do not fit.
passport_api::api! {
    spec = "ui/spec/token_response.toml",
}

fn main() {}
