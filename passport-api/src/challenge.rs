//! What a refusal asks for: the `WWW-Authenticate` header (RFC 9110, 11.6.1) and its `Bearer`
//! challenge (RFC 6750, 3).
//!
//! The parser is our own, because `http-auth` 0.1.10 refuses headers that the grammar allows:
//! a `token68` beside the challenge (`Negotiate YWJj==, Bearer …`), a comma or a space at the end,
//! two spaces behind the scheme, letters such as `á` in a quoted text. It refuses whole headers, so
//! the scopes would be lost with them.
//!
//! Beyond the grammar, two slips are forgiven, because they can be read in one way only: a comma
//! that is missing between parameters, and an unquoted value with characters of a URL. A challenge
//! that is broken otherwise counts as not there, rather than as something it may not mean.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// The `Bearer` challenge of a refusal (RFC 6750, 3).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct BearerChallenge {
    /// What is protected.
    pub realm: Option<String>,
    /// Why the token was refused, such as `insufficient_scope`; absent where no token was sent.
    pub error: Option<String>,
    /// The same in words, for the developer; characters that RFC 6750, 3, does not allow are `?`.
    pub error_description: Option<String>,
    /// The scopes that the call needs; each is a scope token (RFC 6749, 3.3), and there is one at
    /// least.
    pub scopes: Option<Vec<String>>,
}

impl BearerChallenge {
    /// Reads the challenge from a response's headers: the first that names an error, or else the
    /// first.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let values = headers.get_all(WWW_AUTHENTICATE).iter();
        let mut bearers = values
            .flat_map(|value| Parser::new(value.as_bytes()).challenges())
            .filter(|challenge| challenge.scheme.eq_ignore_ascii_case(b"bearer"))
            .map(|challenge| Self::from_params(&challenge));
        let first = bearers.next()?;
        if first.error.is_some() {
            return Some(first);
        }
        let with_error = bearers.find(|bearer| bearer.error.is_some());
        Some(with_error.unwrap_or(first))
    }

    fn from_params(challenge: &Challenge<'_>) -> Self {
        let error = challenge.param("error").filter(|error| is_error(error));
        let scope = challenge.param("scope");
        let scopes = scope.and_then(|list| scope_list(list.split(' ').filter(|it| !it.is_empty())));
        let description = challenge.param("error_description");
        Self {
            realm: challenge.param("realm").map(str::to_owned),
            error: error.map(str::to_owned),
            error_description: description
                .filter(|text| !text.is_empty())
                .map(|text| text.replace(|c| !is_description_char(c), "?")),
            scopes,
        }
    }
}

/// The scopes of a list, if it has one, is not too long, and each is a scope token: a list that is half
/// understood would send people after the wrong scope.
pub(crate) fn scope_list<'l>(names: impl Iterator<Item = &'l str>) -> Option<Vec<String>> {
    let mut scopes = Vec::new();
    for name in names {
        let fits = (1..=MAX_SCOPE_LEN).contains(&name.len()) && name.bytes().all(is_scope_byte);
        if !fits || scopes.len() == MAX_SCOPES {
            return None;
        }
        scopes.push(name.to_owned());
    }
    (!scopes.is_empty()).then_some(scopes)
}

/// The characters of a description (RFC 6750, 3).
fn is_description_char(c: char) -> bool {
    matches!(c, ' ' | '!' | '#'..='[' | ']'..='~')
}

/// The bytes of a scope token (RFC 6749, 3.3).
fn is_scope_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b'"' && byte != b'\\'
}

/// Whether the text may be an error code (RFC 6750, 3).
fn is_error(text: &str) -> bool {
    let mut bytes = text.bytes();
    !text.is_empty() && bytes.all(|byte| byte == b' ' || is_scope_byte(byte))
}

/// One challenge of any scheme.
struct Challenge<'h> {
    scheme: &'h [u8],
    params: Vec<(&'h [u8], String)>,
}

impl Challenge<'_> {
    /// A parameter's value; `None` where it is there twice and differs.
    fn param(&self, name: &str) -> Option<&str> {
        let same = |known: &[u8]| known.eq_ignore_ascii_case(name.as_bytes());
        let mut values = self.params.iter().filter(|(known, _)| same(known));
        let (_, value) = values.next()?;
        values
            .all(|(_, other)| other == value)
            .then_some(value.as_str())
    }
}

/// What is left to read of a header.
struct Parser<'h> {
    rest: &'h [u8],
}

/// The header is broken at this place.
struct Broken;

impl<'h> Parser<'h> {
    fn new(header: &'h [u8]) -> Self {
        Self { rest: header }
    }

    /// The challenges; the last one is left out if it is broken.
    fn challenges(mut self) -> Vec<Challenge<'h>> {
        let mut challenges = Vec::new();
        if self.read(&mut challenges).is_err() {
            challenges.pop();
        }
        challenges
    }

    /// Reads schemes and parameters in turn. A parameter belongs to the last scheme, and is told
    /// from a scheme by its `=`.
    fn read(&mut self, challenges: &mut Vec<Challenge<'h>>) -> Result<(), Broken> {
        let mut after_comma = true;
        loop {
            after_comma |= self.skip_commas();
            if self.rest.is_empty() {
                return Ok(());
            }
            let name = self.token()?;
            self.skip_space();
            if self.rest.first() == Some(&b'=') {
                let value = self.value()?;
                let challenge = challenges.last_mut().ok_or(Broken)?;
                challenge.params.push((name, value));
                after_comma = false;
            } else if after_comma {
                let params = Vec::new();
                challenges.push(Challenge {
                    scheme: name,
                    params,
                });
                // A parameter, or the scheme of the next challenge, may follow at once.
                after_comma = self.skip_token68();
            } else {
                return Err(Broken);
            }
        }
    }

    /// A token (RFC 9110, 5.6.2).
    fn token(&mut self) -> Result<&'h [u8], Broken> {
        let token = self.take_while(is_token_byte);
        if token.is_empty() {
            return Err(Broken);
        }
        Ok(token)
    }

    /// The value of a parameter with the `=` before it.
    fn value(&mut self) -> Result<String, Broken> {
        self.rest = &self.rest[1..];
        self.skip_space();
        let value = if self.rest.first() == Some(&b'"') {
            self.quoted()?
        } else {
            self.unquoted()
        };
        match self.rest.first() {
            None | Some(b',' | b' ' | b'\t') => Ok(String::from_utf8_lossy(&value).into_owned()),
            Some(_) => Err(Broken),
        }
    }

    /// A quoted text (RFC 9110, 5.6.4).
    fn quoted(&mut self) -> Result<Vec<u8>, Broken> {
        let mut text = Vec::new();
        let mut bytes = self.rest[1..].iter();
        loop {
            match *bytes.next().ok_or(Broken)? {
                b'"' => break,
                b'\\' => text.push(*bytes.next().ok_or(Broken)?),
                byte => text.push(byte),
            }
        }
        self.rest = bytes.as_slice();
        Ok(text)
    }

    /// A value without quotes: a token, or a URL, or base64.
    fn unquoted(&mut self) -> Vec<u8> {
        let mut text = self.take_while(is_unquoted_byte).to_vec();
        text.extend(self.take_while(|byte| byte == b'='));
        text
    }

    /// Skips the `token68` behind a scheme, if it is one: up to the end or a comma.
    fn skip_token68(&mut self) -> bool {
        let start = self.rest;
        let is_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        let found = !self.take_while(is_byte).is_empty();
        self.take_while(|byte| byte == b'=');
        self.skip_space();
        let ends = matches!(self.rest.first(), None | Some(b','));
        if !(found && ends) {
            self.rest = start;
        }
        found && ends
    }

    fn skip_commas(&mut self) -> bool {
        let skipped = self.take_while(|byte| matches!(byte, b',' | b' ' | b'\t'));
        skipped.contains(&b',')
    }

    fn skip_space(&mut self) {
        self.take_while(|byte| matches!(byte, b' ' | b'\t'));
    }

    fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'h [u8] {
        let end = self.rest.iter().position(|byte| !fits(*byte));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// What an unquoted value may hold: not what looks like the end of it, or like another parameter.
fn is_unquoted_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"\\,;=".contains(&byte)
}

/// The error of a token that is expired, revoked or otherwise not valid, so that another may be
/// (RFC 6750, 3.1).
pub(crate) const INVALID_TOKEN: &str = "invalid_token";

/// The error of a token that lacks a scope (RFC 6750, 3.1).
pub(crate) const INSUFFICIENT_SCOPE: &str = "insufficient_scope";

/// The most scopes that a server's list may name.
pub(crate) const MAX_SCOPES: usize = 256;

/// The longest scope in a server's list, in bytes.
const MAX_SCOPE_LEN: usize = 256;

#[cfg(test)]
mod tests;
