//! The body of a token endpoint's refusal, in the shapes that servers give it.

use std::fmt;

use secrecy::SecretString;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::json;
use crate::token::cut_json::completed;
use crate::token::secret::into_secret;

/// The content of a refusal's body, as the server wrote it: error code and description of RFC 6749,
/// 5.2, or what stands in their place. Such are an `error` that is an object with `code` and `message`, the
/// fields `errorCode` and `errorSummary`, a `fault`, a list of `errors`, problem details (RFC 9457)
/// and a form.
///
/// Of all other fields nothing is kept. It has no `Debug`, because it may repeat what was sent.
#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) code: Option<String>,
    pub(super) description: Option<String>,
    pub(super) uri: Option<String>,
    /// Tokens that stand beside them.
    pub(super) tokens: Vec<SecretString>,
    /// True if the field `error` is there and says something.
    pub(super) names_error: bool,
}

impl ErrorBody {
    pub(super) fn read(body: &[u8]) -> Self {
        let body = json::without_bom(body);
        let lossy;
        let fields = match read_json(body) {
            Some(fields) => Some(fields),
            // A description in Latin-1 is no UTF-8.
            None if std::str::from_utf8(body).is_err() => {
                lossy = String::from_utf8_lossy(body);
                read_json(lossy.as_bytes())
            }
            None => read_form(body),
        };
        let fields = fields.or_else(|| {
            let texts = completed(&String::from_utf8_lossy(body));
            texts.iter().find_map(|text| read_json(text.as_bytes()))
        });
        fields.map(Self::of).unwrap_or_default()
    }

    fn of(mut fields: Fields) -> Self {
        let tokens = std::mem::take(&mut fields.tokens);
        let says_something = match &fields.error {
            Node::Text(text) => !text.trim().is_empty(),
            Node::Object(inner) => inner.code().is_some() || inner.description().is_some(),
            Node::Nothing | Node::Number(_) => false,
        };
        let names_error = fields.is_named_error && says_something;
        Self {
            code: fields.code(),
            description: fields.description(),
            uri: fields.uri(),
            tokens,
            names_error,
        }
    }

    /// Returns whether it says anything of an error.
    pub(super) fn says_something(&self) -> bool {
        self.code.is_some() || self.description.is_some()
    }
}

/// The fields of an object that may say something of an error.
#[derive(Default)]
struct Fields {
    error: Node,
    /// True if that is the field `error`, not one like it.
    is_named_error: bool,
    code: Node,
    /// A code in capitals, or the number of the status.
    status: Node,
    kind: Node,
    description: Node,
    message: Node,
    title: Node,
    uri: Node,
    tokens: Vec<SecretString>,
}

/// A value, as far as it is of matter.
#[derive(Default)]
enum Node {
    #[default]
    Nothing,
    Text(String),
    Number(String),
    Object(Box<Fields>),
}

impl Node {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::Nothing | Self::Number(_) | Self::Object(_) => None,
        }
    }

    fn object(&self) -> Option<&Fields> {
        match self {
            Self::Object(fields) => Some(fields),
            Self::Nothing | Self::Text(_) | Self::Number(_) => None,
        }
    }
}

impl Fields {
    fn code(&self) -> Option<String> {
        let is_word = |text: &&str| !text.contains(char::is_whitespace);
        // The last part of a problem's type, which is an address or a name.
        let kind = self
            .kind
            .text()
            .and_then(|kind| kind.rsplit([':', '/', '#']).next());
        let texts = [
            self.error.text(),
            self.code.text(),
            self.status.text(),
            kind,
        ];
        if let Some(code) = texts.into_iter().flatten().find(is_word) {
            return Some(code.to_owned());
        }
        if let Some(code) = self.error.object().and_then(Self::code) {
            return Some(code);
        }
        match &self.code {
            Node::Number(number) => Some(number.clone()),
            _ => None,
        }
    }

    fn description(&self) -> Option<String> {
        let sentence = self
            .error
            .text()
            .filter(|text| text.contains(char::is_whitespace));
        let texts = [
            self.description.text(),
            self.message.text(),
            sentence,
            self.title.text(),
        ];
        if let Some(text) = texts.into_iter().flatten().next() {
            return Some(text.to_owned());
        }
        self.error.object().and_then(Self::description)
    }

    fn uri(&self) -> Option<String> {
        let inner = || self.error.object().and_then(Self::uri);
        self.uri.text().map(str::to_owned).or_else(inner)
    }

    /// Takes a value, unless it says nothing, or another field has said it already.
    fn set(&mut self, name: &str, value: Node) {
        let is_error = name == "error";
        let Some(slot) = self.slot(name) else { return };
        if matches!(value, Node::Nothing) || !(is_error || matches!(slot, Node::Nothing)) {
            return;
        }
        *slot = value;
        self.is_named_error |= is_error;
    }

    /// The field for a name, whatever its spelling.
    fn slot(&mut self, name: &str) -> Option<&mut Node> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        let name = name.to_ascii_lowercase().replace(['_', '-'], "");
        Some(match &*name {
            "error" | "fault" | "errors" => &mut self.error,
            "code" | "errorcode" => &mut self.code,
            "status" => &mut self.status,
            "type" => &mut self.kind,
            "errordescription" => &mut self.description,
            "message" | "errormessage" | "errorsummary" | "msg" | "faultstring" | "detail" => {
                &mut self.message
            }
            "title" => &mut self.title,
            "erroruri" => &mut self.uri,
            _ => return None,
        })
    }
}

fn read_json(body: &[u8]) -> Option<Fields> {
    let mut json = serde_json::Deserializer::from_slice(body);
    match Reader(DEEPEST).deserialize(&mut json).ok()? {
        Node::Object(fields) => Some(*fields),
        Node::Nothing | Node::Text(_) | Node::Number(_) => None,
    }
}

/// Some servers answer as they are asked, in a form.
fn read_form(body: &[u8]) -> Option<Fields> {
    let is_form = body.starts_with(b"error") && !body.contains(&b'<') && !body.contains(&b'{');
    if !is_form {
        return None;
    }
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(body) {
        fields.set(&name, Node::Text(value.into_owned()));
    }
    Some(fields)
}

/// Reads a value with so many objects and lists in each other at most.
#[derive(Clone, Copy)]
struct Reader(usize);

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(if number == 0 {
            Node::Nothing
        } else {
            Node::Number(number.to_string())
        })
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        // No more of it is ever shown or looked at.
        let end = text
            .char_indices()
            .nth(LONGEST_TEXT)
            .map_or(text.len(), |(at, _)| at);
        Ok(Node::Text(text[..end].to_owned()))
    }

    /// Of a list of errors, the first.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut first = Node::Nothing;
        if self.0 > 0
            && let Some(item) = items.next_element_seed(Self(self.0 - 1))?
        {
            first = item;
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields = Fields::default();
        if self.0 == 0 {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Node::Nothing);
        }
        let inner = Self(self.0 - 1);
        while let Some(name) = map.next_key_seed(Name)? {
            if TOKENS.contains(&&*name) {
                if let Node::Text(token) = map.next_value_seed(inner)? {
                    fields.tokens.push(into_secret(token));
                }
            } else if name == "detail" {
                // It is a text in problem details, and an object with a code in a fault.
                match map.next_value_seed(inner)? {
                    Node::Object(detail) if matches!(fields.code, Node::Nothing) => {
                        fields.code = detail.code().map_or(Node::Nothing, Node::Text);
                    }
                    detail => fields.set(&name, detail),
                }
            } else if fields.slot(&name).is_some() {
                let value = map.next_value_seed(inner)?;
                fields.set(&name, value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Node::Object(Box::new(fields)))
    }
}

/// Reads the name of a field; of a long one, nothing.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<String, E> {
        Ok(if name.len() <= LONGEST_NAME {
            name.to_owned()
        } else {
            String::new()
        })
    }
}

/// Fields with tokens, which a description may repeat.
const TOKENS: &[&str] = &["access_token", "refresh_token", "id_token"];

/// The longest name that is known has 17 bytes.
const LONGEST_NAME: usize = 32;

/// So many characters of a text are kept.
const LONGEST_TEXT: usize = 4096;

/// Errors are read so deep in each other.
const DEEPEST: usize = 4;

#[cfg(test)]
mod tests;
