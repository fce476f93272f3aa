//! The causes of a failed request as text, without anything that a server wrote into them.

use std::error::Error as StdError;
use std::fmt;
use std::io;

/// An error of a chain as text.
///
/// The errors of the HTTP libraries are not kept themselves, because some of them repeat what a server
/// has sent: the debug data of an HTTP/2 GOAWAY frame may hold the request's credentials.
#[derive(Debug)]
pub(crate) struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

impl Cause {
    /// The chain that begins with this error.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Self {
        let mut texts = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next.filter(|_| texts.len() < LONGEST_CHAIN) {
            let (text, source) = describe(error);
            // A wrapper often has the text of what it wraps.
            if text.as_ref() != texts.last() {
                texts.extend(text);
            }
            next = source;
        }
        let last = texts.pop().unwrap_or_default();
        let last = Self {
            text: last,
            source: None,
        };
        texts.into_iter().rev().fold(last, |source, text| Self {
            text,
            source: Some(Box::new(source)),
        })
    }
}

/// The text of one error, if it has any of its own, and the next of the chain.
fn describe<'e>(
    error: &'e (dyn StdError + 'static),
) -> (Option<String>, Option<&'e (dyn StdError + 'static)>) {
    if let Some(error) = error.downcast_ref::<h2::Error>() {
        return match error.get_io() {
            Some(error) => describe(error),
            None => (Some(describe_http2(error)), None),
        };
    }
    if let Some(error) = error.downcast_ref::<io::Error>()
        && let Some(inner) = error.get_ref()
    {
        // Its text is that of what it wraps, which its `source` leaves out.
        return (None, Some(inner));
    }
    (Some(harmless(&error.to_string())), error.source())
}

/// An error of HTTP/2 by its code (RFC 9113, 7), without debug data.
fn describe_http2(error: &h2::Error) -> String {
    let side = if error.is_remote() {
        "the server"
    } else {
        "the client"
    };
    let reason = error.reason();
    let reason = reason.as_ref().map_or("misuse", h2::Reason::description);
    if error.is_go_away() {
        format!("{side} closed the HTTP/2 connection: {reason}")
    } else if error.is_reset() {
        format!("{side} reset the HTTP/2 stream: {reason}")
    } else {
        format!("HTTP/2 failed: {reason}")
    }
}

/// A text on one line and of bounded length.
fn harmless(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(LONGEST_TEXT).map(plain).collect()
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

const LONGEST_CHAIN: usize = 16;
/// In characters; a certificate error lists the names that a certificate is valid for.
const LONGEST_TEXT: usize = 300;

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::{fmt, io};

    use super::Cause;

    #[derive(Debug)]
    struct Outer(io::Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outer\u{1b}[31m\n")
        }
    }

    impl StdError for Outer {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.0)
        }
    }

    fn texts(error: &(dyn StdError + 'static)) -> Vec<String> {
        let mut texts = Vec::new();
        let mut next: Option<&dyn StdError> = Some(error);
        while let Some(error) = next {
            texts.push(error.to_string());
            next = error.source();
        }
        texts
    }

    #[test]
    fn chain_keeps_texts_and_skips_wrappers() {
        let inner = io::Error::other(io::Error::new(io::ErrorKind::BrokenPipe, "the pipe"));
        let cause = Cause::of(&Outer(inner));
        assert_eq!(texts(&cause), ["outer [31m ", "the pipe"]);
    }

    #[test]
    fn http2_errors_are_told_by_their_code() {
        let error = h2::Error::from(h2::Reason::REFUSED_STREAM);
        let cause = Cause::of(&io::Error::other(error));
        let expected = "HTTP/2 failed: refused stream before processing any application logic";
        assert_eq!(texts(&cause), [expected]);
    }

    #[test]
    fn long_texts_are_cut() {
        let cause = Cause::of(&io::Error::other("x".repeat(10_000)));
        assert!(cause.to_string().len() <= super::LONGEST_TEXT);
    }
}
