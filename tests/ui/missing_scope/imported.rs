// `Desk` lacks `loans:write` for `loans().create`.
use library::model::NewLoan;
use passport_api::ScopedToken;

library::scope_set! {
    struct Desk = "books:read";
}

fn call(client: &library::Client, token: &ScopedToken<Desk>, loan: &NewLoan) {
    let _ = client.loans().create(token, loan);
}

fn main() {}
