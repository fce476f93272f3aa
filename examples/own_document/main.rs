//! A client of your own API, from its OpenAPI document: `cargo passport import` made the crate
//! `library` beside this file, and nothing in there was written by hand but the document and
//! `overrides.toml`.
//!
//! ```text
//! cargo run --example own_document
//! ```
//!
//! It needs no credentials: it starts a sandbox that serves the crate's `scopes.toml` and answers
//! with the examples of the document.

#[cfg(test)]
#[path = "../../passport-api/examples/quickstart/printed.rs"]
mod printed;

use std::error::Error;

use library::Client;
use library::model::{LoanStatus, NewLoan};
use passport_sandbox::{Fault, Sandbox};

library::scope_set! {
    /// What the desk does. Without "loans:write" no call below compiles that lends.
    struct Desk = "books:read", "loans:write";
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await.map(|_| ())
}

async fn run() -> Result<Sandbox, Box<dyn Error>> {
    let sandbox = Sandbox::builder().spec_file(SPEC).start().await?;
    // In production: `Client::from_env()`.
    let client: Client = sandbox.client()?;
    let token = client.token::<Desk>().await?;
    println!("A token with {}", token.granted().join(", "));

    for book in client.books().search(&token, "castle").await? {
        let copies = book.copies.unwrap_or_default();
        println!("{} {}: {copies} to lend", book.id, book.title);
    }

    // The document says that requests with one key make one loan, and overrides.toml repeats it in
    // words that the client acts upon: a lost answer is no reason to ask a person.
    sandbox.inject(Fault::reset().on("loans.create").after_processing())?;
    let loan = NewLoan::new("b-1", "r-7");
    let lent = client.loans().create(&token, &loan).send().await?;
    println!("lent, after {} requests", sandbox.count("loans.create"));

    // `loans:read` or `loans:write`: the document lets either do, and so does the compiler.
    let loan = client.loans().get(&token, &lent.body().id).await?;
    if loan.status == LoanStatus::Open {
        client.loans().take_back(&token, &loan.id).await?;
        println!("{} is back", loan.book_id);
    }

    // What the document says of errors has its type.
    let problem = r#"{"code": "unknown_book", "detail": "There is no such book."}"#;
    let missing = Fault::status(404).body("application/json", problem);
    sandbox.inject(missing.on("books.get"))?;
    if let Err(error) = client.books().get(&token, "b-404").await {
        let problem = error.body_as::<library::model::Problem>()?;
        let detail = problem.and_then(|problem| problem.detail);
        println!("{error}: {}", detail.as_deref().unwrap_or("no detail"));
    }
    Ok(sandbox)
}

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/library/scopes.toml");

#[cfg(test)]
mod tests {
    use super::run;
    use crate::printed::{assert_no_debug_output, printed_by};

    #[tokio::test]
    async fn one_loan_is_made_of_two_requests() {
        let sandbox = run().await.unwrap();
        let requests = sandbox.requests_of("loans.create");
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|request| request.processed));
        assert_eq!(sandbox.count("loans.take_back"), 1);
    }
    #[test]
    fn the_output_is_for_people() {
        let printed = printed_by("tests::one_loan_is_made_of_two_requests");
        assert_no_debug_output(&printed);
    }
}
