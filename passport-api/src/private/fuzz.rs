//! Readers of what servers send, for the fuzz targets.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use serde::de::DeserializeOwned;

pub use crate::challenge::BearerChallenge;

use crate::catalog::{Catalog, List};
use crate::error::Error;
use crate::page::{Page, Shape};
use crate::problem::Problem;

pub fn bearer_challenge(headers: &HeaderMap) -> Option<BearerChallenge> {
    BearerChallenge::read(headers)
}

pub fn page<T: DeserializeOwned>(
    body: &[u8],
    list: &'static List,
    catalog: &'static Catalog,
) -> Result<Page<T>, Error> {
    Page::read(body, Shape::of(list, catalog))
}

pub fn problem(body: Vec<u8>) -> Problem {
    Problem::read(body)
}

pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    crate::retry::retry_after(headers, now)
}
