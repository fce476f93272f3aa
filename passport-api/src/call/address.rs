//! The address that a call goes to.

use std::fmt::{self, Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::error::{Error, Kind};

/// The parameters of a path, in the order of their places.
///
/// Each is encoded when it is given, as one segment of a path (RFC 3986, 3.3); the items of a list
/// stand in one, with commas between them (RFC 6570, 3.2.2). So one text holds them all.
#[derive(Clone, Default)]
pub(super) struct PathParams {
    /// Each with a slash behind it, which is never part of one.
    encoded: String,
}

impl PathParams {
    /// Adds the next one.
    pub(super) fn push(&mut self, value: &dyn Display) -> Result<(), Error> {
        self.push_list(&[value])
    }

    /// Adds the next one, which is a list.
    pub(super) fn push_list(&mut self, items: &[impl Display]) -> Result<(), Error> {
        let start = self.encoded.len();
        self.encoded.reserve(ROOM_FOR_A_PARAMETER);
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.encoded.push(',');
            }
            write!(Encoded(&mut self.encoded), "{item}")
                .map_err(|_| Error::new(Kind::Request("a parameter cannot be written")))?;
        }
        self.end(start)
    }

    /// Adds the next one, which the caller has encoded.
    pub(super) fn push_encoded(&mut self, text: &str) -> Result<(), Error> {
        let start = self.encoded.len();
        self.encoded.push_str(&encoded_again(text, Part::Segment));
        self.end(start)
    }

    /// Ends the parameter that begins there.
    fn end(&mut self, start: usize) -> Result<(), Error> {
        // As a segment, these mean another path. Neither a dot nor nothing is encoded.
        let param = &self.encoded[start..];
        if param.is_empty() || is_dots(param) {
            return Err(Error::new(Kind::Request(
                "a path parameter is empty or made of dots",
            )));
        }
        self.encoded.push('/');
        Ok(())
    }

    /// The parameter at a place as it was given, a list with commas.
    pub(super) fn get(&self, place: usize) -> Option<String> {
        let mut encoded = self.encoded.split_terminator('/');
        let decoded = percent_decode_str(encoded.nth(place)?).decode_utf8_lossy();
        Some(decoded.into_owned())
    }

    /// The text that is made of some parts and a template, whose places in braces the parameters
    /// take.
    pub(super) fn fill(&self, before: &[&str], template: &str) -> Result<String, Error> {
        let length = before.iter().map(|part| part.len()).sum::<usize>() + template.len();
        let mut filled = String::with_capacity(length + self.encoded.len());
        filled.extend(before.iter().copied());
        let mut params = self.encoded.split_terminator('/');
        let mut rest = template;
        while let Some((before, behind)) = split_once(rest, b'{') {
            let param = params
                .next()
                .ok_or_else(|| Error::new(Kind::Request("a path parameter is missing")))?;
            filled.push_str(before);
            filled.push_str(param);
            rest = split_once(behind, b'}').map_or("", |(_, after)| after);
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

/// As [`str::split_once`], which makes much of texts as short as these.
fn split_once(text: &str, ascii: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == ascii)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Encodes what is written.
struct Encoded<'s>(&'s mut String);

impl fmt::Write for Encoded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, UNRESERVED_ONLY));
        Ok(())
    }
}

/// A text in which nothing means anything to a URL's parser. A space is `%20` (RFC 3986, 2.1) and not
/// `+`, which only those read as a space who take a query for a form.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED_ONLY).to_string()
}

/// As [`encoded`], at the end of another text.
pub(super) fn encode_into(address: &mut String, text: &str) {
    address.extend(utf8_percent_encode(text, UNRESERVED_ONLY));
}

/// A part of an address.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// A segment of the path (RFC 3986, 3.3).
    Segment,
    /// A value in the query (RFC 3986, 3.4).
    Query,
}

/// A text that the caller has encoded (RFC 6570, 3.2.3): reserved characters and what is
/// percent-encoded already stay, all else is encoded, and so is what would end this part.
pub(super) fn encoded_again(text: &str, part: Part) -> String {
    let kept = match part {
        Part::Segment => RESERVED_OF_SEGMENT,
        Part::Query => RESERVED_OF_QUERY,
    };
    let mut again = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = split_once(rest, b'%') {
        again.extend(utf8_percent_encode(before, kept));
        let is_triplet = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
        let digits = behind.as_bytes().get(..2);
        again.push_str(if digits.is_some_and(is_triplet) {
            "%"
        } else {
            "%25"
        });
        rest = behind;
    }
    again.extend(utf8_percent_encode(rest, kept));
    again
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

/// Everything but the unreserved characters, and the reserved ones (RFC 3986, 2.2) that do not end a
/// value in a query: that is what `&` and `#` do.
const RESERVED_OF_QUERY: &AsciiSet = &RESERVED_OF_SEGMENT
    .add(b'&')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']');

/// Everything but the characters of a segment (`pchar` in RFC 3986, 3.3).
const RESERVED_OF_SEGMENT: &AsciiSet = &UNRESERVED_ONLY
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Most are numbers or UUIDs.
const ROOM_FOR_A_PARAMETER: usize = 40;

#[cfg(test)]
mod tests {
    use super::{Part, PathParams, check_path_and_query, encoded, encoded_again};
    use crate::error::Error;

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

    fn filled(template: &str, items: &[&str]) -> Result<String, Error> {
        let mut params = PathParams::default();
        match items {
            [one] => params.push(one)?,
            items => params.push_list(items)?,
        }
        assert_eq!(params.get(0).unwrap(), items.join(","));
        assert_eq!(params.get(1), None);
        params.fill(&["https://a.test", "/v1"], template)
    }

    #[test]
    fn a_parameter_stays_in_its_segment() {
        let check = |value: &str, expected: &str| {
            let expected = format!("https://a.test/v1{expected}");
            assert_eq!(filled("/a/{id}/b", &[value]).unwrap(), expected, "{value}");
        };
        check("1", "/a/1/b");
        check("../x?y#z", "/a/..%2Fx%3Fy%23z/b");
        check("ñ %", "/a/%C3%B1%20%25/b");
        check("{id}", "/a/%7Bid%7D/b");
        for value in ["", ".", ".."] {
            let error = filled("/a/{id}", &[value]).unwrap_err();
            assert!(error.is_request(), "{value}");
        }
    }

    #[test]
    fn a_list_stands_in_one_segment() {
        let check = |items: &[&str], expected: &str| {
            let expected = format!("https://a.test/v1{expected}");
            assert_eq!(filled("/a/{ids}", items).unwrap(), expected, "{items:?}");
        };
        check(&["1,2", "/", "."], "/a/1%2C2,%2F,.");
        check(&["", ""], "/a/,");
        assert!(filled("/a/{ids}", &[]).unwrap_err().is_request());
    }

    #[test]
    fn parameters_take_their_places_in_order() {
        let mut params = PathParams::default();
        params.push(&17).unwrap();
        params.push(&"b/c").unwrap();
        let path = params.fill(&[], "/a/{x}-{y}.json").unwrap();
        assert_eq!(path, "/a/17-b%2Fc.json");
        assert_eq!(params.get(1).unwrap(), "b/c");
        assert!(params.fill(&[], "/{x}/{y}/{z}").unwrap_err().is_request());
    }

    #[test]
    fn encoded_text_stays_and_all_else_is_encoded() {
        let check = |text: &str, in_query: &str, in_path: &str| {
            assert_eq!(encoded_again(text, Part::Query), in_query, "{text}");
            assert_eq!(encoded_again(text, Part::Segment), in_path, "{text}");
            for part in [Part::Query, Part::Segment] {
                let once = encoded_again(text, part);
                assert_eq!(encoded_again(&once, part), once, "{text}");
            }
        };
        check("R,100,G,200", "R,100,G,200", "R,100,G,200");
        check("a%2Cb,%e9", "a%2Cb,%e9", "a%2Cb,%e9");
        check("100%", "100%25", "100%25");
        check("%zz%2", "%25zz%252", "%25zz%252");
        check("a b+c", "a%20b+c", "a%20b+c");
        check("ñ|\"\\<", "%C3%B1%7C%22%5C%3C", "%C3%B1%7C%22%5C%3C");
        check(
            "!$'()*+,;=:@&#/?[]",
            "!$'()*+,;=:@%26%23/?[]",
            "!$'()*+,;=:@&%23%2F%3F%5B%5D",
        );
    }

    #[test]
    fn a_space_has_one_encoding() {
        assert_eq!(encoded("a b+c"), "a%20b%2Bc");
    }

    #[test]
    fn encoded_text_stays_in_its_segment() {
        let mut params = PathParams::default();
        params.push_encoded("x,1;y=%2F../z").unwrap();
        let path = params.fill(&[], "/a/{point}/b").unwrap();
        assert_eq!(path, "/a/x,1;y=%2F..%2Fz/b");
        for dots in ["", ".", "..", "%2e", "%2E.", ".%2e"] {
            let mut params = PathParams::default();
            assert!(
                params.push_encoded(dots).unwrap_err().is_request(),
                "{dots}"
            );
        }
    }
}
