//! Values as TOML text.

use std::fmt::Write as _;

use passport_spec::is_invisible;
use toml::de::DeValue;

/// A text as a basic string.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_invisible(c) => drop(match u32::from(c) {
                number @ ..0x1_0000 => write!(out, "\\u{number:04X}"),
                number => write!(out, "\\U{number:08X}"),
            }),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, in quotes where it needs them.
pub(crate) fn key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) {
        return key.to_owned();
    }
    text(key)
}

/// Texts as a list.
pub(crate) fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|one| text(one)).collect();
    format!("[{}]", texts.join(", "))
}

/// Keys and values, written already, as a table on one line.
pub(crate) fn table(entries: &[(String, String)]) -> String {
    let entries = entries
        .iter()
        .map(|(name, value)| format!("{} = {value}", key(name)));
    format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
}

/// A value that was read from TOML, as it would be written on one line.
pub(crate) fn value(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(string) => text(string),
        DeValue::Integer(number) => match number.radix() {
            16 => format!("0x{}", number.as_str()),
            8 => format!("0o{}", number.as_str()),
            2 => format!("0b{}", number.as_str()),
            _ => number.as_str().to_owned(),
        },
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| self::value(item.get_ref()))
                .collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(key, entry)| (key.get_ref().to_string(), self::value(entry.get_ref())));
            table(&entries.collect::<Vec<_>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::{key, text, value};

    #[test]
    fn text_reads_back() {
        for original in [
            "",
            "a\"b\\c",
            "line\nline\ttab\r\u{0}\u{7f}",
            "é {x}",
            "'",
            "\u{202e}\u{e0001}\u{200b}",
        ] {
            let document = format!("{} = {}", key(original), text(original));
            let table = DeTable::parse(&document).unwrap();
            let (name, read) = table.get_ref().iter().next().unwrap();
            assert_eq!(read.get_ref().as_str(), Some(original));
            assert_eq!(name.get_ref().as_ref(), original);
        }
    }

    #[test]
    fn values_read_back() {
        let written = "{ a = [1, 0x1f, true], \"b c\" = { d = 1.5 } }";
        let document = format!("v = {written}");
        let table = DeTable::parse(&document).unwrap();
        assert_eq!(value(table.get_ref()["v"].get_ref()), written);
    }
}
