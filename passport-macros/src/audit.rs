//! What `cargo passport audit` asks of the macros: to withhold scopes, and to say in the compiler's
//! errors what it is that needs them.
//!
//! The environment variable [`VARIABLE`] names a folder. In it stands, for each package that is
//! audited, a file `PACKAGE.plan` with what its sets carry for now, a line each: the set's key, `+`
//! if it is one of its API's or `-` if it is one of nobody's, and its scopes; separated by tabs.
//! A set that is not in the plan makes itself known by an error and carries nothing. A plan whose
//! first line is `named` is about the named sets of an `api!` only.
//!
//! Both the variable and the file are named in the expansion, so that the compiler tracks them: a
//! changed plan is a new expansion, of that package and of no other.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;

/// The environment variable that names the folder of plans.
pub(crate) const VARIABLE: &str = "PASSPORT_AUDIT";

/// What an error of an audit begins with; JSON follows.
const MARK: &str = "passport-audit";

/// What the sets of the package that is compiled now carry for now.
pub(crate) struct Plan {
    file: PathBuf,
    only_named: bool,
    sets: HashMap<String, Planned>,
}

/// What a set carries for now.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Planned {
    /// Whether it is a set of its API; if not, whatever is done with it is an error.
    pub(crate) of_its_api: bool,
    /// The names of its scopes.
    pub(crate) scopes: Vec<String>,
}

impl Plan {
    /// The plan for the package that is compiled now; `None` where nobody audits it.
    pub(crate) fn of_this_package() -> Option<Self> {
        let package = std::env::var("CARGO_PKG_NAME").ok()?;
        let folder = PathBuf::from(std::env::var_os(VARIABLE)?);
        let file = folder.join(format!("{package}.plan"));
        let text = std::fs::read_to_string(&file).ok()?;
        Some(Self::of_text(file, &text))
    }

    /// The plan with this text.
    pub(crate) fn of_text(file: PathBuf, text: &str) -> Self {
        Self {
            only_named: text.lines().next() == Some("named"),
            sets: read(text),
            file,
        }
    }

    /// Whether it is about the sets that `scope_set!` declares.
    pub(crate) fn is_about_declared_sets(&self) -> bool {
        !self.only_named
    }

    /// What the set with this key carries; `None` if it is not known yet.
    pub(crate) fn of(&self, key: &str) -> Option<&Planned> {
        self.sets.get(key)
    }

    /// Makes the compiler watch the plan.
    pub(crate) fn watch(&self) -> TokenStream {
        let file = self.file.to_string_lossy();
        quote!(
            const _: &[u8] = ::core::include_bytes!(#file);
        )
    }
}

/// Whether somebody audits.
pub(crate) fn is_on() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

/// Makes the compiler watch whether there is an audit.
pub(crate) fn watch() -> TokenStream {
    quote!(
        const _: ::core::option::Option<&str> = ::core::option_env!(#VARIABLE);
    )
}

fn read(text: &str) -> HashMap<String, Planned> {
    let sets = text.lines().map(|line| {
        let mut parts = line.split('\t');
        let key = parts.next().unwrap_or_default().to_owned();
        let of_its_api = parts.next() == Some("+");
        let scopes = parts.map(str::to_owned).collect();
        (key, Planned { of_its_api, scopes })
    });
    sets.collect()
}

/// A message for the audit, as the text of a `#[diagnostic::on_unimplemented]`: JSON with these
/// fields, whose values are text. What stands in braces in `set` is filled by the compiler.
pub(crate) fn message(set: &str, fields: &[(&str, &str)]) -> String {
    let mut text = format!("{MARK} {{{{\"set\":\"{set}\"");
    for (name, value) in fields {
        text.push(',');
        text += &format!("\"{name}\":");
        text += &json(value).replace('{', "{{").replace('}', "}}");
    }
    text + "}}"
}

/// Text as JSON.
fn json(text: &str) -> String {
    let mut json = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            letter if letter.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(letter));
            }
            letter => json.push(letter),
        }
    }
    json + "\""
}

#[cfg(test)]
mod tests {
    use super::{Planned, message, read};

    #[test]
    fn a_plan_is_read() {
        let sets = read("src/lib.rs:3:16:Payouts\t+\ta.b\tc d\nsrc/lib.rs:4:16:Watch\t-\n");
        let payouts = Planned {
            of_its_api: true,
            scopes: vec!["a.b".to_owned(), "c d".to_owned()],
        };
        assert_eq!(sets["src/lib.rs:3:16:Payouts"], payouts);
        assert_eq!(sets["src/lib.rs:4:16:Watch"], Planned::default());
    }

    #[test]
    fn a_message_is_json_once_the_compiler_has_filled_it() {
        let text = message("{Self}", &[("scope", "a:{b}\"\\\n")]);
        let shown = text
            .replace("{Self}", "Payouts")
            .replace("{{", "{")
            .replace("}}", "}");
        let expected = "passport-audit {\"set\":\"Payouts\",\"scope\":\"a:{b}\\\"\\\\\\u000a\"}";
        assert_eq!(shown, expected);
    }
}
