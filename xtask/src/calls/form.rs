//! A multipart form as source text: it is written part by part, so there is no reading it from an
//! example as a whole.

use crate::calls::MODULE;

/// The form with what is required of it, by its constructor; `None` for a type that is no form.
pub(super) fn made(ty: &str, models: &str) -> Option<String> {
    let name = ty.rsplit("::").next()?;
    models
        .contains(&format!("ToForm for {name} {{"))
        .then_some(())?;
    let path = format!("{MODULE}::model::{ty}");
    let Some((_, inside)) = models.split_once(&format!("\nimpl {name} {{")) else {
        return Some(format!("{path}::default()"));
    };
    let (inside, _) = inside.split_once("\n}\n")?;
    let (_, behind) = inside.split_once("pub fn new(")?;
    let (params, _) = behind.split_once(") -> Self")?;
    let values: Vec<String> = split(params)
        .iter()
        .filter_map(|param| value(param))
        .collect();
    Some(format!("{path}::new({})", values.join(", ")))
}

/// The value for a parameter such as `photo: impl Into<multipart::FilePart>`.
fn value(param: &str) -> Option<String> {
    let (name, ty) = param.split_once(':')?;
    let ty = ty.trim();
    let within = ty
        .strip_prefix("impl Into<")
        .and_then(|ty| ty.strip_suffix('>'));
    let file = "::passport_api::multipart::FilePart::new(\"text\")";
    Some(match within.unwrap_or(ty) {
        "multipart::FilePart" => file.to_owned(),
        "Vec<multipart::FilePart>" => format!("vec![{file}]"),
        ty if ty.starts_with("Option<") => "None".to_owned(),
        ty => {
            let wire = name.trim().trim_start_matches("r#");
            let of = match (within, ty.starts_with(char::is_lowercase) || ty == "String") {
                (None, _) => "_".to_owned(),
                (Some(_), true) => ty.to_owned(),
                (Some(_), false) => format!("{MODULE}::model::{ty}"),
            };
            format!(
                "::serde_json::from_value::<{of}>(crate::field(&body, {wire:?}))\
                 .map_err(|error| format!(\"the example of {wire}: {{error}}\"))?"
            )
        }
    })
}

/// The parameters, which may have commas within their brackets.
fn split(params: &str) -> Vec<String> {
    let (mut out, mut depth) = (vec![String::new()], 0);
    for c in params.chars() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        match out.last_mut() {
            Some(last) if c != ',' || depth > 0 => last.push(c),
            _ => out.push(String::new()),
        }
    }
    out.retain(|param| !param.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::made;

    #[test]
    fn the_constructor_says_what_is_required() {
        let models = "
impl Photo {
    pub fn new(photo: impl Into<multipart::FilePart>, kind: impl Into<Kind>, n: i64) -> Self {
    }
}

impl multipart::ToForm for Photo {
}

impl multipart::ToForm for Empty {
}
";
        let photo = made("Photo", models).unwrap();
        assert!(
            photo.starts_with("imported::model::Photo::new(::passport_api::multipart::FilePart")
        );
        assert!(
            photo.contains("from_value::<imported::model::Kind>(crate::field(&body, \"kind\"))")
        );
        assert!(photo.contains("from_value::<_>(crate::field(&body, \"n\"))"));
        assert_eq!(
            made("Empty", models).unwrap(),
            "imported::model::Empty::default()"
        );
        assert_eq!(made("Other", models), None);
    }
}
