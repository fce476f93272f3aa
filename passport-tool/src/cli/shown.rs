//! A stream for a terminal: only line breaks, tabs and colours reach it as they are.

use std::io::{self, Write};

use passport_spec::plain_text;

/// Writes text with every other control character shown by its number.
#[derive(Debug)]
pub(super) struct Shown<W: Write> {
    inner: W,
    /// The beginning of a character or of an escape sequence, whose end is written next.
    rest: Vec<u8>,
}

impl<W: Write> Shown<W> {
    pub(super) fn new(inner: W) -> Self {
        Self {
            inner,
            rest: Vec::new(),
        }
    }

    pub(super) fn get_ref(&self) -> &W {
        &self.inner
    }

    pub(super) fn into_inner(mut self) -> W {
        // It is the end of what a test reads; a stream's error came when it was written.
        let _ = self.write_rest();
        self.inner
    }

    fn write_rest(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.rest);
        let rest = String::from_utf8_lossy(&rest);
        self.inner.write_all(plain_text(&rest).as_bytes())
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.len() - unfinished(&self.rest);
        let rest = self.rest.split_off(whole);
        let text = std::mem::replace(&mut self.rest, rest);
        let text = String::from_utf8_lossy(&text);
        self.inner.write_all(shown(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_rest()?;
        self.inner.flush()
    }
}

/// The text with its colours and without other control characters.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(ESCAPE) {
        let (before, sequence) = rest.split_at(at);
        out.push_str(&plain_text(before));
        let length = color(sequence).unwrap_or(ESCAPE.len_utf8());
        let (sequence, behind) = sequence.split_at(length);
        if length > ESCAPE.len_utf8() {
            out.push_str(sequence);
        } else {
            out.push_str(&plain_text(sequence));
        }
        rest = behind;
    }
    out.push_str(&plain_text(rest));
    out
}

/// The length of the sequence of a colour or of bold text that begins here.
fn color(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix(START)?;
    let end = parameters.find('m')?;
    let numbers = parameters[..end].split(';');
    let is_known = |number: &str| {
        matches!(
            number,
            "" | "0" | "1" | "2" | "3" | "4" | "22" | "39" | "49"
        ) || matches!(number.parse(), Ok(30..=37 | 40..=47 | 90..=97 | 100..=107))
    };
    // `38;5;N` is a colour by its number.
    let by_number = parameters[..end].strip_prefix("38;5;");
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (by_number.is_some_and(is_number) || numbers.into_iter().all(is_known))
        .then_some(START.len() + end + 1)
}

/// The number of bytes at the end that begin a character or a colour and do not end it.
fn unfinished(bytes: &[u8]) -> usize {
    let of_character = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        _ => 0,
    };
    let Some(start) = bytes.iter().rposition(|byte| *byte == 0x1b) else {
        return of_character;
    };
    let sequence = &bytes[start + 1..];
    let is_open = sequence.len() <= LONGEST
        && sequence.iter().enumerate().all(|(at, byte)| match at {
            0 => *byte == b'[',
            _ => byte.is_ascii_digit() || *byte == b';',
        });
    if is_open {
        bytes.len() - start
    } else {
        of_character
    }
}

const ESCAPE: char = '\u{1b}';

const START: &str = "\u{1b}[";

/// A sequence of more parameters is no colour.
const LONGEST: usize = 16;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::Shown;

    #[track_caller]
    fn check(parts: &[&[u8]], expected: &str) {
        let mut stream = Shown::new(Vec::new());
        for part in parts {
            stream.write_all(part).unwrap();
        }
        assert_eq!(String::from_utf8(stream.into_inner()).unwrap(), expected);
    }

    #[test]
    fn colours_stay_wherever_they_are_cut() {
        let text = "\u{1b}[1m\u{1b}[32mgood\u{1b}[0m é\u{1b}[38;5;9m\n\tb";
        check(&[text.as_bytes()], text);
        let parts: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        check(&parts, text);
    }

    #[test]
    fn other_sequences_are_shown() {
        check(&[b"\x1b]0;t\x07"], "\\u{1b}]0;t\\u{7}");
        check(
            &[b"\x1b[2J\x1b[8m\x1b[1;7m"],
            "\\u{1b}[2J\\u{1b}[8m\\u{1b}[1;7m",
        );
        check(&[b"\x1b", b"[3", b"1K"], "\\u{1b}[31K");
        check(
            &["\u{202e}a\u{9b}31m\r".as_bytes()],
            "\\u{202e}a\\u{9b}31m\\r",
        );
        check(&[b"open \x1b[3"], "open \\u{1b}[3");
        check(&[b"\xff"], "\u{fffd}");
    }
}
