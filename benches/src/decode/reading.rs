//! How documents are read: by passport, and by what a person would write.

use std::hint::black_box;

use passport_api::__private::fuzz;
use passport_api::breb;
use passport_api::catalog::List;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error};

use super::job::{Reader, What};
use super::models::{
    Derived5, Derived20, Derived50, Derived100, Object5, Object20, Object50, Object100,
};
use crate::Outcome;

/// Reads a document and forgets it.
pub(super) type Read = fn(&[u8]) -> serde_json::Result<()>;

/// How a document is read.
///
/// # Errors
///
/// If there is no struct with so many fields.
pub(super) fn of(what: What, reader: Reader) -> Outcome<Read> {
    Ok(match (what, reader) {
        (What::Object(5, _), Reader::Passport) => whole::<Object5>,
        (What::Object(5, _), Reader::ByHand) => whole::<Derived5>,
        (What::Object(20, _), Reader::Passport) => whole::<Object20>,
        (What::Object(20, _), Reader::ByHand) => whole::<Derived20>,
        (What::Object(50, _), Reader::Passport) => whole::<Object50>,
        (What::Object(50, _), Reader::ByHand) => whole::<Derived50>,
        (What::Object(100, _), Reader::Passport) => whole::<Object100>,
        (What::Object(100, _), Reader::ByHand) => whole::<Derived100>,
        (What::Object(fields, _), _) => {
            return Err(format!("there is no struct of {fields} fields").into());
        }
        (What::List(_), Reader::Passport) => page,
        (What::List(_), Reader::ByHand) => whole::<Customers>,
    })
}

fn whole<T: DeserializeOwned>(document: &[u8]) -> serde_json::Result<()> {
    black_box(serde_json::from_slice::<T>(document)?);
    Ok(())
}

/// As a call of a list reads it.
fn page(document: &[u8]) -> serde_json::Result<()> {
    let page = fuzz::page::<Object20>(document, &CUSTOMERS, &breb::CATALOG);
    black_box(page.map_err(serde_json::Error::custom)?);
    Ok(())
}

/// The list of customers, of the style that `breb` has.
static CUSTOMERS: List = List {
    field: "customers",
    pagination: Some(0),
    empty_on_404: false,
};

/// The same, as a person would write it: the items are the same structs.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read and forgotten")]
struct Customers {
    customers: Vec<Object20>,
    pagination_info: Info,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read and forgotten")]
struct Info {
    total_elements: u64,
    total_pages: u64,
    current_page: u64,
}
