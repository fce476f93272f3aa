//! What people would use instead, each with a server within the process.

mod aliri;
mod azure;
mod yup;

use std::sync::Arc;

use super::endpoint::Endpoint;
use super::stampede::Keeper;
use super::subject::Subject;
use crate::Outcome;

pub(super) fn subjects(endpoint: &Arc<Endpoint>) -> Outcome<Vec<Subject>> {
    let aliri = aliri::subject(endpoint)?;
    Ok(vec![aliri, azure::subject(endpoint)?, yup::subject()?])
}

pub(super) const KEEPERS: &[Keeper] = &[aliri::KEEPER, azure::KEEPER, yup::KEEPER];
