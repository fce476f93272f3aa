//! The address that a call goes to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Kind};

/// Puts the parameters into the places in braces, encoded as one segment each (RFC 3986, 3.3); the
/// items of a list stand in one, with commas between them (RFC 6570, 3.2.2).
pub(super) fn fill(template: &str, params: &[Vec<String>]) -> Result<String, Error> {
    let mut filled = String::with_capacity(template.len() + 40);
    let mut params = params.iter();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let after = behind.split_once('}').map_or("", |(_, after)| after);
        let items = params.next().map_or(&[][..], Vec::as_slice);
        // As a segment, these mean another path.
        let alone = match items {
            [] => Some(""),
            [one] => Some(one.as_str()),
            _ => None,
        };
        if matches!(alone, Some("" | "." | "..")) {
            return Err(Error::new(Kind::Request(
                "a path parameter is empty or made of dots",
            )));
        }
        filled.push_str(before);
        let items: Vec<String> = items.iter().map(|item| encoded(item)).collect();
        filled.push_str(&items.join(","));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// A text in which nothing means anything to a URL's parser.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED_ONLY).to_string()
}

/// Whether a path leads where it seems to, without what a URL's parser drops (control characters,
/// spaces), reads as `/` (backslashes) or resolves (segments of dots); the error says what is wrong.
pub(crate) fn check_path(path: &str) -> Result<(), &'static str> {
    if path.contains('\\') {
        return Err("the path must not hold `\\`, which counts as `/`");
    }
    if path.contains(|c: char| c.is_control() || c == ' ') {
        return Err("the path must not hold spaces or control characters; encode them");
    }
    if path.split('/').any(is_dots) {
        return Err("the path must not hold `.` or `..`, which lead out of the base URL");
    }
    Ok(())
}

/// As [`check_path`], for a path that may end with a query.
pub(super) fn check_path_and_query(path: &str) -> Result<(), &'static str> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    if !path.starts_with('/') {
        return Err("the path must begin with `/`");
    }
    if path.contains('#') || query.contains('#') {
        return Err("the path must not hold `#`: what is behind it is never sent; encode it");
    }
    if query.contains(char::is_control) || query.ends_with(' ') {
        return Err("the query must not hold control characters or end with a space; encode them");
    }
    check_path(path)
}

/// Whether a segment means another path, also where its dots are encoded (RFC 3986, 5.2.4).
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

/// Everything but the unreserved characters of RFC 3986, 2.3.
const UNRESERVED_ONLY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::{check_path_and_query, fill};

    #[test]
    fn a_path_stays_behind_the_base_url() {
        let base = "https://a.test/base/v1";
        for path in [
            "/",
            "/a",
            "/a//b/",
            "/a?b=../c d\\",
            "/a..b/...",
            "/ñ%20%5C?x",
        ] {
            check_path_and_query(path).unwrap();
            let url = url::Url::parse(&format!("{base}{path}")).unwrap();
            assert!(url.path().starts_with("/base/v1/"), "{path}");
        }
        for path in [
            "",
            "a",
            "?a",
            "/a\\..\\..\\x",
            "/.\t./x",
            "/.. ",
            "/..\n",
            "/..\0",
            "/a b",
            "/a#b",
            "/a?b#c",
            "/a?b\n",
            "/a?b ",
            "/..",
            "/a/./b",
            "/%2E%2e/x",
            "/a\\b",
            "/..\u{1f}",
        ] {
            assert!(check_path_and_query(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_parameter_stays_in_its_segment() {
        let check = |value: &str, expected: &str| {
            assert_eq!(
                fill("/a/{id}/b", &[vec![value.to_owned()]]).unwrap(),
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
                fill("/a/{id}", &[vec![value.to_owned()]])
                    .unwrap_err()
                    .is_request(),
                "{value}"
            );
        }
    }
    #[test]
    fn a_list_stands_in_one_segment() {
        let list = |items: &[&str]| vec![items.iter().map(|&item| item.to_owned()).collect()];
        let filled = fill("/a/{ids}", &list(&["1,2", "/", "."])).unwrap();
        assert_eq!(filled, "/a/1%2C2,%2F,.");
        assert_eq!(fill("/a/{ids}", &list(&["", ""])).unwrap(), "/a/,");
        assert!(fill("/a/{ids}", &list(&[])).unwrap_err().is_request());
    }
}
