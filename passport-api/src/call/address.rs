//! The address that a call goes to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Kind};

/// Puts the parameters into the places in braces, encoded as one segment each (RFC 3986, 3.3).
pub(super) fn fill(template: &str, params: &[String]) -> Result<String, Error> {
    let mut filled = String::with_capacity(template.len() + 40);
    let mut params = params.iter();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let after = behind.split_once('}').map_or("", |(_, after)| after);
        let value = params.next().map_or("", String::as_str);
        // As a segment, these mean another path.
        if matches!(value, "" | "." | "..") {
            return Err(Error::new(Kind::Request(
                "a path parameter is empty or made of dots",
            )));
        }
        filled.push_str(before);
        filled.extend(utf8_percent_encode(value, NOT_IN_SEGMENT));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Whether a segment means another path, also where its dots are encoded (RFC 3986, 5.2.4).
pub(super) fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

/// Everything but the unreserved characters of RFC 3986, 2.3.
const NOT_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_parameter_stays_in_its_segment() {
        let check = |value: &str, expected: &str| {
            assert_eq!(
                fill("/a/{id}/b", &[value.to_owned()]).unwrap(),
                expected,
                "{value}"
            );
        };
        check("1", "/a/1/b");
        check("../x?y#z", "/a/..%2Fx%3Fy%23z/b");
        check("ñ %", "/a/%C3%B1%20%25/b");
        check("{id}", "/a/%7Bid%7D/b");
        for value in ["", ".", ".."] {
            assert!(
                fill("/a/{id}", &[value.to_owned()])
                    .unwrap_err()
                    .is_request(),
                "{value}"
            );
        }
    }
}
