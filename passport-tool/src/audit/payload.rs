//! What the macros say to an audit, in the text of the compiler's errors.

use serde::Deserialize;

/// What an error says.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Payload {
    /// A set makes itself known.
    Declared(Declaration),
    /// Something is done with a set that it does not allow.
    Wanted(Wanted),
}

/// A set that the plan does not know.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Declaration {
    /// The type, as the compiler writes it in the crate that declares it.
    pub(super) set: String,
    /// The set's key in the plan.
    pub(super) declared: String,
    /// The set's name.
    pub(super) name: String,
    /// Such as `pub`.
    pub(super) visibility: String,
    /// The scopes as they are written, separated by tabs.
    pub(super) written: String,
    /// The scopes that these are, separated by tabs.
    pub(super) scopes: String,
    /// The path of the spec file.
    pub(super) spec: String,
    /// The API's name.
    pub(super) api: String,
}

/// What a set is wanted for.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Wanted {
    /// The type, as the compiler writes it in the crate that uses it.
    pub(super) set: String,
    /// The path of the spec file.
    pub(super) spec: String,
    /// The API's name.
    pub(super) api: String,
    /// The package in which the `api!` stands.
    pub(super) package: String,
    /// What needs it.
    #[serde(flatten)]
    pub(super) by: By,
}

/// What needs a set to carry something.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "lowercase")]
pub(super) enum By {
    /// A call, or code that is generic over sets that can make it.
    Call(String),
    /// Code that names the scope: `Carries`, `client.request`, `narrow`.
    Scope(String),
    /// A token, for no call so far.
    Use(String),
}

impl Payload {
    /// Reads a text of the compiler's; `None` if it is none of ours.
    pub(super) fn read(text: &str) -> Option<Self> {
        let json = text.strip_prefix(MARK)?;
        serde_json::from_str(json).ok()
    }
}

const MARK: &str = "passport-audit ";

#[cfg(test)]
mod tests {
    use super::{By, Payload};

    #[test]
    fn what_the_macros_write_is_read() {
        let text =
            r#"passport-audit {"set":"a::B","spec":"/s","api":"x","package":"p","call":"a.get"}"#;
        let Some(Payload::Wanted(wanted)) = Payload::read(text) else {
            panic!("{text}");
        };
        assert_eq!(
            (&*wanted.set, &wanted.by),
            ("a::B", &By::Call("a.get".to_owned()))
        );
        let text = r#"passport-audit {"set":"a::B","declared":"a:1:2:B","name":"B","visibility":"","written":"a\tb","scopes":"a","spec":"/s","api":"x"}"#;
        assert!(matches!(Payload::read(text), Some(Payload::Declared(_))));
        assert!(Payload::read("add \"a\" to the set").is_none());
    }
}
