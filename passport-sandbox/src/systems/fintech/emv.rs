//! The text of a QR code: tags, lengths and values as in EMV QR codes, with a check sum.

use crate::refusal::{Reason, Refusal};

/// Adds a field to the text.
pub(crate) fn push(text: &mut String, tag: &str, value: &str) {
    // The format has two digits for the length; the fields are validated to be shorter.
    let value: String = value.chars().filter(char::is_ascii).take(99).collect();
    if !value.is_empty() {
        text.push_str(&format!("{tag}{:02}{value}", value.len()));
    }
}

/// Ends the text with its check sum.
pub(crate) fn seal(mut text: String) -> String {
    text.push_str("6304");
    let sum = crc16(text.as_bytes());
    text.push_str(&format!("{sum:04X}"));
    text
}

/// The fields of a sealed text.
pub(crate) fn read(text: &str) -> Result<Vec<(&str, &str)>, Refusal> {
    let broken = || Reason::InvalidField.because("The field `qr_code_data` is no EMV text.");
    let (sealed, sum) = text
        .split_at_checked(text.len().saturating_sub(4))
        .ok_or_else(broken)?;
    let fits = sealed.ends_with("6304") && format!("{:04X}", crc16(sealed.as_bytes())) == sum;
    if !fits {
        let detail = "The check sum of `qr_code_data` is wrong.";
        return Err(Reason::InvalidField.because(detail));
    }
    fields(text).ok_or_else(broken)
}

/// The fields of a text; `None` where a length is wrong.
fn fields(mut text: &str) -> Option<Vec<(&str, &str)>> {
    let mut fields = Vec::new();
    while !text.is_empty() {
        let (tag, rest) = text.split_at_checked(2)?;
        let (length, rest) = rest.split_at_checked(2)?;
        let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
        fields.push((tag, value));
        text = rest;
    }
    Some(fields)
}

/// CRC-16/CCITT-FALSE, as EMV QR codes have it.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            let shifted = sum << 1;
            if sum & 0x8000 == 0 {
                shifted
            } else {
                shifted ^ 0x1021
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sum() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }

    #[test]
    fn a_text_reads_back() {
        let mut text = String::new();
        push(&mut text, "00", "01");
        push(&mut text, "59", "Tienda");
        let sealed = seal(text);
        let read = read(&sealed).unwrap();
        assert_eq!(read[..2], [("00", "01"), ("59", "Tienda")]);
    }

    #[test]
    fn a_changed_text_is_refused() {
        for text in ["", "00", "0002016304FFFF", "ñandú"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
