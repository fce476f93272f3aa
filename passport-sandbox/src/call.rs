//! A call that has passed the scope check, as the systems see it.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use crate::answer::Answer;
use crate::fields::{Fields, invalid};
use crate::refusal::Refusal;
use crate::token::Tokens;

/// A call that has passed the scope check.
pub(crate) struct Call<'c> {
    /// The values of the path parameters, in the order of the path.
    pub(crate) params: Vec<String>,
    pub(crate) query: Query,
    /// Null where there is none.
    pub(crate) body: Value,
    /// Whole milliseconds.
    pub(crate) now: Timestamp,
    /// The account of the caller's token at the identity service; empty for a call without one.
    pub(crate) account_id: String,
    /// The tokens of the API.
    pub(crate) tokens: &'c mut Tokens,
}

impl Call<'_> {
    /// The first path parameter; the routes that ask for it have one.
    pub(crate) fn id(&self) -> &str {
        self.params.first().map_or("", String::as_str)
    }

    /// The body, which must be an object.
    pub(crate) fn fields(&self) -> Result<Fields<'_>, Refusal> {
        Fields::of(&self.body)
    }
}

/// The query parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
        Self {
            pairs: pairs.collect(),
        }
    }

    /// A parameter; an empty one counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// A parameter that has one of these values, or is absent.
    pub(crate) fn one_of(&self, name: &str, words: &[&str]) -> Result<Option<&str>, Refusal> {
        let value = self.get(name);
        if value.is_some_and(|value| !words.contains(&value)) {
            return Err(invalid(
                name,
                &format!("must be one of {}", words.join(", ")),
            ));
        }
        Ok(value)
    }

    /// Whether an object with these fields passes the filters that the query names.
    pub(crate) fn admits(&self, fields: &[(&str, &str)]) -> bool {
        fields
            .iter()
            .all(|(name, value)| self.get(name).is_none_or(|wanted| wanted == *value))
    }
}

/// What a behaviour answers.
pub(crate) type Reply = Result<Answer, Refusal>;

/// Status 200 with this body.
pub(crate) fn ok(body: &Value) -> Reply {
    Ok(Answer::json(StatusCode::OK, body))
}

/// Status 200 without a body.
pub(crate) fn ok_empty() -> Reply {
    Ok(Answer::empty(StatusCode::OK))
}

/// Status 204.
pub(crate) fn no_content() -> Reply {
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}
