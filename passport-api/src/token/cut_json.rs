//! JSON whose end is missing.

/// An object that ends too early, completed in the ways that may make it whole: up to the end that it
/// has, and up to the last field that is there. Empty for what is no object.
///
/// The body of an error is cut where it is too long or the connection was lost.
pub(super) fn completed(text: &str) -> Vec<String> {
    if !text.trim_start().starts_with('{') {
        return Vec::new();
    }
    let mut ends = Vec::new();
    let mut last_field = None;
    let mut in_string = false;
    let mut escape = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            // The byte behind a backslash.
            _ if escape.is_some_and(|from| at == from + 1) => {}
            b'\\' if in_string => escape = Some(at),
            b'"' => in_string = !in_string,
            b'{' if !in_string => ends.push('}'),
            b'[' if !in_string => ends.push(']'),
            b'}' | b']' if !in_string => drop(ends.pop()),
            b',' if !in_string && ends.len() == 1 => last_field = Some(at),
            _ => {}
        }
    }
    let ends: String = ends.iter().rev().collect();
    let mut texts = Vec::new();
    if in_string {
        let cut = escape.filter(|from| is_cut(&text[*from..]));
        let whole = &text[..cut.unwrap_or(text.len())];
        texts.push(format!("{whole}\"{ends}"));
    } else {
        texts.push(format!("{text}{ends}"));
    }
    texts.extend(last_field.map(|end| format!("{}}}", &text[..end])));
    texts
}

/// Returns whether a text begins with an escape whose end is missing.
fn is_cut(text: &str) -> bool {
    match text.as_bytes() {
        [_, b'u', ..] => text.len() < r"\uXXXX".len(),
        _ => text.len() < 2,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::completed;

    #[test]
    fn every_cut_of_an_object_leaves_the_fields_before_it() {
        let text =
            r#"{"error":"invalid_scope","list":[{"a":"b"},"c"],"text":"a\"b\u00e9,{c","n":1}"#;
        let whole: Value = serde_json::from_str(text).unwrap();
        for end in 25..text.len() {
            let read = completed(&text[..end]);
            let read = read
                .iter()
                .find_map(|text| serde_json::from_str::<Value>(text).ok());
            let read = read.unwrap_or_else(|| panic!("{}", &text[..end]));
            assert_eq!(read["error"], whole["error"], "{}", &text[..end]);
            if let Some(cut) = read["text"].as_str() {
                assert!(whole["text"].as_str().unwrap().starts_with(cut), "{cut}");
            }
        }
    }

    #[test]
    fn text_in_the_middle_of_a_cut_is_kept() {
        let texts = completed(r#"{"error":"x","error_description":"Too \"lo"#);
        assert_eq!(texts[0], r#"{"error":"x","error_description":"Too \"lo"}"#);
        assert!(completed("<html>").is_empty() && completed("").is_empty());
    }
}
