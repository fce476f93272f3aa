//! The documents that are read.

use passport_api::types::__private::Object;

use super::job::{Keys, What};
use super::models::{Object5, Object20, Object50, Object100};
use crate::Outcome;

/// A document in JSON.
///
/// # Errors
///
/// If there is no struct with so many fields.
pub(super) fn of(what: What) -> Outcome<Vec<u8>> {
    Ok(match what {
        What::Object(fields, keys) => object(names(fields)?, keys, 0).into_bytes(),
        What::List(bytes) => list(bytes).into_bytes(),
    })
}

fn names(fields: usize) -> Outcome<&'static [&'static str]> {
    match fields {
        5 => Ok(Object5::FIELDS),
        20 => Ok(Object20::FIELDS),
        50 => Ok(Object50::FIELDS),
        100 => Ok(Object100::FIELDS),
        _ => Err(format!("there is no struct of {fields} fields").into()),
    }
}

fn object(names: &[&str], keys: Keys, seed: usize) -> String {
    let count = names.len();
    let mut entries = Vec::new();
    for place in 0..count {
        let index = match keys {
            Keys::InOrder | Keys::HalfUnknown => place,
            // A factor that has none in common with any number of fields.
            Keys::Shuffled => (place * 37 + 3) % count,
            Keys::Reversed => count - 1 - place,
        };
        entries.push(format!("\"{}\":{}", names[index], value(index, seed)));
        if keys == Keys::HalfUnknown {
            entries.push(format!("\"unknown_{index}\":\"value\""));
        }
    }
    format!("{{{}}}", entries.join(","))
}

/// A value of the kind that the field with this number has.
fn value(index: usize, seed: usize) -> String {
    let number = index + seed;
    match index % 5 {
        0 => format!("\"text {number}\""),
        1 => format!("{}", number * 31),
        2 => format!("\"note of {number}\""),
        3 => format!("[\"first {number}\",\"second\"]"),
        _ => format!("{}", number.is_multiple_of(2)),
    }
}

/// A page as the system `breb` sends it, with objects of 20 fields.
fn list(bytes: usize) -> String {
    let mut items = Vec::new();
    let mut length = 0;
    while length < bytes {
        let item = object(Object20::FIELDS, Keys::InOrder, items.len());
        length += item.len() + 1;
        items.push(item);
    }
    format!(
        "{{\"customers\":[{}],\"pagination_info\":{{\"total_elements\":{},\"total_pages\":1,\
         \"current_page\":1}}}}",
        items.join(","),
        items.len()
    )
}
