//! Looks at what is shown of a value, for what must not be seen.

use std::any::type_name;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What all marks but numbers begin with.
pub(crate) const MARK: &str = "marked-";
/// The client's secret.
pub(crate) const SECRET: &str = "marked-secret-4f8a1c2e9b";
/// The access token that servers grant.
pub(crate) const TOKEN: &str = "marked-token-7d3b6e0f5a";
/// What is personal, wherever it stands.
pub(crate) const PERSON: &str = "marked-person-1020304050";
/// A proxy's password.
pub(crate) const PASSWORD: &str = "marked-password-66";
/// A place on earth, which is a number.
pub(crate) const PLACE: f64 = 12.345_678_9;

/// What was looked at, and what was seen that must not be.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// The public types, as `module::Type`.
    pub(crate) types: BTreeSet<String>,
    /// How many texts were searched.
    pub(crate) texts: usize,
    pub(crate) leaks: Vec<String>,
}

impl Watch {
    /// Looks at a value's `Debug` in both forms, and at the message of a panic that shows it.
    pub(crate) fn look<T: Debug + ?Sized>(&mut self, value: &T) {
        let name = type_name::<T>();
        let base = name.split('<').next().unwrap_or(name);
        self.types.insert(base.trim_start_matches('&').to_owned());
        self.text(name, &format!("{value:?}"));
        self.text(name, &format!("{value:#?}"));
        self.text(name, &panic_message(|| panic!("not {value:?}")));
    }

    /// Looks at an error: `Debug`, `Display`, all its causes, and the panic of `unwrap`.
    pub(crate) fn error<E: Error>(&mut self, error: &E) {
        self.look(error);
        self.text(type_name::<E>(), &error.to_string());
        let failed = || -> Result<(), &E> { Err(error) };
        let unwrapped = || failed().unwrap();
        self.text(type_name::<E>(), &panic_message(unwrapped));
        let mut cause = error.source();
        while let Some(error) = cause {
            let shown = format!("{error} {error:?} {error:#?}");
            self.text("a cause", &shown);
            cause = error.source();
        }
    }

    /// Looks at a text.
    pub(crate) fn text(&mut self, what: &str, text: &str) {
        self.texts += 1;
        if let Some(mark) = marks()
            .iter()
            .find(|mark| text.to_lowercase().contains(*mark))
        {
            self.leaks.push(format!("`{mark}` in {what}: {text}"));
        }
    }

    /// Fails if anything was seen that must not be.
    pub(crate) fn expect_nothing(&self) {
        assert!(self.texts > 0, "nothing was looked at");
        let first: Vec<_> = self.leaks.iter().take(20).map(String::as_str).collect();
        let leaks = first.join("\n");
        assert!(
            self.leaks.is_empty(),
            "{} leaks:\n{leaks}",
            self.leaks.len()
        );
    }
}

/// What must not be seen: the marks, and the secrets as they are encoded on the way.
fn marks() -> Vec<String> {
    let pair = STANDARD.encode(format!("the-client:{SECRET}"));
    let proxy = STANDARD.encode(format!("someone:{PASSWORD}"));
    let bytes = format!("{:?}", SECRET.as_bytes());
    let token_bytes = format!("{:?}", TOKEN.as_bytes());
    let inner = |list: &str| list.trim_matches(['[', ']']).to_owned();
    vec![
        MARK.to_owned(),
        PLACE.to_string(),
        pair.to_lowercase(),
        proxy.to_lowercase(),
        inner(&bytes),
        inner(&token_bytes),
    ]
}

/// A secret in the forms that a server may repeat it in, fit for a text of JSON.
pub(crate) fn encoded(secret: &str) -> [String; 6] {
    let each = |form: fn(u8) -> String| secret.bytes().map(form).collect();
    [
        each(|byte| format!("%{byte:02x}")),
        each(|byte| format!("%25{byte:02X}")),
        each(|byte| format!("\\u{byte:04x}")),
        each(|byte| format!("&#{byte};")),
        STANDARD.encode(secret),
        STANDARD.encode(format!("the-client:{secret}")),
    ]
}

thread_local! {
    /// The message of the panic that is expected, once there is one.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What a panic says, as it would be printed.
fn panic_message(work: impl FnOnce()) -> String {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| {
            let expected = CAUGHT.with_borrow_mut(|caught| {
                let message = caught.as_mut();
                message.map(|message| *message = info.to_string()).is_some()
            });
            if !expected {
                usual(info);
            }
        }));
    });
    CAUGHT.set(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(work));
    let message = CAUGHT.take().unwrap_or_default();
    assert!(result.is_err() && !message.is_empty(), "nothing panicked");
    message
}
