//! Keys: the aliases under which an account is paid.

use jiff::Timestamp;

use crate::call::Query;
use crate::fields::{Fields, not_found};
use crate::refusal::{Reason, Refusal};
use crate::systems::fintech::{Store, Times};
use crate::text::fresh_id;

/// A key that was registered for an account.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) account_id: String,
    pub(crate) text: KeyText,
    pub(crate) display_name: Option<String>,
    pub(crate) active: bool,
    pub(crate) times: Times,
}

/// What a payer types.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct KeyText {
    pub(crate) kind: KeyKind,
    pub(crate) value: String,
}

/// What kind of text a key is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyKind {
    Identification,
    Phone,
    Email,
    Alphanumeric,
    Commerce,
}

/// Which words name the kinds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Vocabulary {
    /// `NRIC`, `M`, `E`, `O`, `B`.
    Letters,
    /// `ID`, `PHONE`, `EMAIL`, `ALPHA`, `BCODE`; some pages say `MOBILE` for a phone.
    Words,
}

impl KeyText {
    /// Reads `key_type`, a word of one of these vocabularies, and `key_value`, and checks the value by
    /// the kind's rule.
    pub(crate) fn read(fields: Fields<'_>, words: &[Vocabulary]) -> Result<Self, Refusal> {
        let kind = fields.required("key_type")?;
        let kind = KeyKind::parse(kind, words).ok_or_else(|| {
            let words: Vec<String> = words.iter().map(|words| words.list()).collect();
            fields.invalid("key_type", &format!("must be one of {}", words.join(", ")))
        })?;
        let value = fields.required("key_value")?;
        if !kind.admits(value) {
            return Err(fields.invalid("key_value", kind.rule()));
        }
        Ok(Self {
            kind,
            value: value.to_owned(),
        })
    }
}

impl KeyKind {
    pub(crate) fn word(self, words: Vocabulary) -> &'static str {
        let (letter, word) = match self {
            Self::Identification => ("NRIC", "ID"),
            Self::Phone => ("M", "PHONE"),
            Self::Email => ("E", "EMAIL"),
            Self::Alphanumeric => ("O", "ALPHA"),
            Self::Commerce => ("B", "BCODE"),
        };
        match words {
            Vocabulary::Letters => letter,
            Vocabulary::Words => word,
        }
    }

    fn parse(text: &str, words: &[Vocabulary]) -> Option<Self> {
        if text == "MOBILE" && words.contains(&Vocabulary::Words) {
            return Some(Self::Phone);
        }
        let means = |kind: &Self| words.iter().any(|words| kind.word(*words) == text);
        ALL.into_iter().find(means)
    }

    /// True where the query has no filter by type, or one for this kind.
    pub(crate) fn passes(self, query: &Query, words: &[Vocabulary]) -> bool {
        let wanted = query.get("key_type");
        wanted.is_none_or(|wanted| Self::parse(wanted, words) == Some(self))
    }

    fn admits(self, value: &str) -> bool {
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
        match self {
            Self::Identification => value.len() <= 18 && plain(value),
            Self::Phone => value.len() == 10 && digits && value.starts_with('3'),
            Self::Email => value.split_once('@').is_some_and(|(name, host)| {
                (1..=30).contains(&name.len()) && (1..=61).contains(&host.len())
            }),
            Self::Alphanumeric => {
                (6..=21).contains(&value.len()) && value.strip_prefix('@').is_some_and(plain)
            }
            Self::Commerce => value.len() == 10 && digits && value.starts_with("00"),
        }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Identification => "must be up to 18 letters and digits",
            Self::Phone => "must be 10 digits that start with 3",
            Self::Email => "must be an address with up to 30 characters before the @ and 61 behind",
            Self::Alphanumeric => "must be @ and 5 to 20 letters and digits",
            Self::Commerce => "must be 10 digits that start with 00",
        }
    }
}

impl Vocabulary {
    fn list(self) -> String {
        ALL.map(|kind| kind.word(self)).join(", ")
    }
}

impl Store {
    /// Registers a key for an account.
    pub(crate) fn register_key(
        &mut self,
        account_id: &str,
        text: KeyText,
        display_name: Option<&str>,
        now: Timestamp,
    ) -> Result<&Key, Refusal> {
        if self.keys.iter().any(|key| key.text == text) {
            return Err(Reason::Duplicate.because("The key is registered already."));
        }
        self.keys.push(Key {
            id: fresh_id(),
            account_id: account_id.to_owned(),
            text,
            display_name: display_name.map(str::to_owned),
            active: true,
            times: Times::new(now),
        });
        Ok(&self.keys[self.keys.len() - 1])
    }

    pub(crate) fn key(&self, id: &str) -> Result<&Key, Refusal> {
        let mut keys = self.keys.iter();
        keys.find(|key| key.id == id)
            .ok_or_else(|| not_found("key", id))
    }

    /// Suspends or activates a key.
    pub(crate) fn set_key_active(
        &mut self,
        id: &str,
        active: bool,
        now: Timestamp,
    ) -> Result<&Key, Refusal> {
        let mut keys = self.keys.iter_mut();
        let key = keys
            .find(|key| key.id == id)
            .ok_or_else(|| not_found("key", id))?;
        key.active = active;
        key.times.updated = now;
        Ok(key)
    }

    pub(crate) fn delete_key(&mut self, id: &str) -> Result<(), Refusal> {
        let mut keys = self.keys.iter();
        let index = keys.position(|key| key.id == id);
        let index = index.ok_or_else(|| not_found("key", id))?;
        self.keys.remove(index);
        Ok(())
    }
}

const ALL: [KeyKind; 5] = [
    KeyKind::Identification,
    KeyKind::Phone,
    KeyKind::Email,
    KeyKind::Alphanumeric,
    KeyKind::Commerce,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: KeyKind, value: &str, expect: bool) {
        assert_eq!(kind.admits(value), expect, "{kind:?} {value}");
    }

    #[test]
    fn values() {
        check(KeyKind::Phone, "3000000001", true);
        check(KeyKind::Phone, "2000000001", false);
        check(KeyKind::Email, "alguien@ejemplo.test", true);
        check(KeyKind::Email, "alguien", false);
        check(KeyKind::Alphanumeric, "@tienda", true);
        check(KeyKind::Alphanumeric, "@abc", false);
        check(KeyKind::Commerce, "0000000001", true);
        check(KeyKind::Commerce, "1000000001", false);
        check(KeyKind::Identification, "900000001", true);
        check(KeyKind::Identification, "900-001", false);
    }

    #[test]
    fn a_phone_has_two_words_and_a_letter() {
        let (words, letters) = (&[Vocabulary::Words], &[Vocabulary::Letters]);
        let both = &[Vocabulary::Words, Vocabulary::Letters];
        for (text, in_words, in_letters) in [
            ("PHONE", true, false),
            ("MOBILE", true, false),
            ("M", false, true),
        ] {
            let expect = |known: bool| known.then_some(KeyKind::Phone);
            assert_eq!(KeyKind::parse(text, words), expect(in_words), "{text}");
            assert_eq!(KeyKind::parse(text, letters), expect(in_letters), "{text}");
            assert_eq!(KeyKind::parse(text, both), expect(true), "{text}");
        }
    }
}
