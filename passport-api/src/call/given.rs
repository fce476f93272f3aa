//! What generated code puts into a call: its parameters and its body.

use std::borrow::Cow;
use std::fmt::Display;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::call::Call;
use crate::call::address::{Part, encoded, encoded_again};
use crate::error::{Error, Kind};
use crate::fields::{deep_pairs, pairs};
use crate::multipart::ToForm;

/// How a list stands in a query.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListStyle {
    /// `a=1&a=2`
    Repeat,
    /// `a=1,2`
    Comma,
    /// `a=1%202`
    Space,
    /// `a=1%7C2`
    Pipe,
}

/// Parameters.
impl<T> Call<'_, T> {
    #[doc(hidden)]
    pub fn path_param(&mut self, value: &dyn Display) {
        let pushed = self.parts.path_params.push(value);
        self.keep_wrong(pushed);
    }

    #[doc(hidden)]
    pub fn path_text(&mut self, value: impl AsRef<str>) {
        self.path_param(&value.as_ref());
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "generated code collects into what the method takes"
    )]
    #[doc(hidden)]
    pub fn path_list(&mut self, items: Vec<String>) {
        let pushed = self.parts.path_params.push_list(&items);
        self.keep_wrong(pushed);
    }

    #[doc(hidden)]
    pub fn path_json<P: Serialize + ?Sized>(&mut self, value: &P) {
        let text = self.json_text(value);
        self.path_param(&text);
    }

    /// A text that the caller has encoded.
    #[doc(hidden)]
    pub fn path_encoded(&mut self, value: impl AsRef<str>) {
        let pushed = self.parts.path_params.push_encoded(value.as_ref());
        self.keep_wrong(pushed);
    }

    #[doc(hidden)]
    pub fn query_param(&mut self, name: &'static str, value: &dyn Display) {
        self.parts
            .query
            .push((Cow::Borrowed(name), value.to_string()));
    }

    #[doc(hidden)]
    pub fn query_text(&mut self, name: &'static str, value: impl AsRef<str>) {
        self.query_param(name, &value.as_ref());
    }

    /// An empty list is no parameter.
    #[doc(hidden)]
    pub fn query_list(&mut self, name: &'static str, style: ListStyle, items: Vec<String>) {
        let separator = match style {
            ListStyle::Repeat => {
                let items = items.into_iter().map(|item| (Cow::Borrowed(name), item));
                return self.parts.query.extend(items);
            }
            ListStyle::Comma => ",",
            ListStyle::Space => "%20",
            ListStyle::Pipe => "%7C",
        };
        if !items.is_empty() {
            let items: Vec<String> = items.iter().map(|item| encoded(item)).collect();
            let list = format!("{}={}", encoded(name), items.join(separator));
            self.parts.encoded_query.push(list);
        }
    }

    /// A text that the caller has encoded.
    #[doc(hidden)]
    pub fn query_encoded(&mut self, name: &'static str, value: impl AsRef<str>) {
        let value = encoded_again(value.as_ref(), Part::Query);
        let pair = format!("{}={value}", encoded(name));
        self.parts.encoded_query.push(pair);
    }

    #[doc(hidden)]
    pub fn query_fields<P: Serialize + ?Sized>(&mut self, value: &P) {
        self.query_pairs(pairs(value));
    }

    #[doc(hidden)]
    pub fn query_deep_object<P: Serialize + ?Sized>(&mut self, name: &'static str, value: &P) {
        self.query_pairs(deep_pairs(name, value));
    }

    #[doc(hidden)]
    pub fn query_json<P: Serialize + ?Sized>(&mut self, name: &'static str, value: &P) {
        let text = self.json_text(value);
        self.query_param(name, &text);
    }

    #[doc(hidden)]
    pub fn header_param(&mut self, name: &'static str, value: &dyn Display) {
        match (
            HeaderName::try_from(name),
            HeaderValue::try_from(value.to_string()),
        ) {
            (Ok(name), Ok(value)) => self.parts.headers.insert(name, value),
            _ => {
                let wrong = Kind::Request("a header's value does not fit");
                self.parts.wrong = Some(Error::new(wrong));
            }
        }
    }

    #[doc(hidden)]
    pub fn header_text(&mut self, name: &'static str, value: impl AsRef<str>) {
        self.header_param(name, &value.as_ref());
    }

    /// An empty list is no header. In a header nothing says that a comma is part of an item, so an
    /// item with one would arrive as two.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "generated code collects into what the method takes"
    )]
    #[doc(hidden)]
    pub fn header_list(&mut self, name: &'static str, items: Vec<String>) {
        if items.iter().any(|item| item.contains(',')) {
            let wrong = Kind::Request("an item of a header's list holds a comma");
            self.parts.wrong = Some(Error::new(wrong));
        } else if !items.is_empty() {
            self.header_param(name, &items.join(","));
        }
    }

    #[doc(hidden)]
    pub fn header_json<P: Serialize + ?Sized>(&mut self, name: &'static str, value: &P) {
        let text = self.json_text(value);
        self.header_param(name, &text);
    }

    /// The first mistake is kept: a parameter that cannot be written is given on as nothing.
    fn keep_wrong(&mut self, done: Result<(), Error>) {
        if let Err(wrong) = done {
            self.parts.wrong.get_or_insert(wrong);
        }
    }

    fn query_pairs(&mut self, pairs: Result<Vec<(String, String)>, serde_json::Error>) {
        match pairs {
            Ok(pairs) => {
                let pairs = pairs.into_iter();
                self.parts
                    .query
                    .extend(pairs.map(|(name, value)| (Cow::Owned(name), value)));
            }
            Err(error) => self.unfit_param(error),
        }
    }

    fn json_text<P: Serialize + ?Sized>(&mut self, value: &P) -> String {
        serde_json::to_string(value).unwrap_or_else(|error| {
            self.unfit_param(error);
            String::new()
        })
    }

    fn unfit_param(&mut self, error: serde_json::Error) {
        let wrong = Error::new(Kind::Request("a parameter cannot be written"));
        self.parts.wrong = Some(wrong.with_source(error));
    }
}

/// Bodies.
impl<T> Call<'_, T> {
    /// The media type of the body that is set next, instead of its usual one.
    #[doc(hidden)]
    pub fn media_type(&mut self, media_type: &'static str) {
        self.parts.media_type = Some(media_type);
    }

    #[doc(hidden)]
    pub fn json_body<B: Serialize + ?Sized>(&mut self, body: &B) {
        match serde_json::to_vec(body) {
            Ok(body) => self.parts.set_body(body, "application/json"),
            Err(error) => self.parts.unfit_body(error),
        }
    }

    #[doc(hidden)]
    pub fn form_body<B: Serialize + ?Sized>(&mut self, body: &B) {
        match pairs(body) {
            Ok(pairs) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                let form = form.extend_pairs(pairs).finish();
                self.parts
                    .set_body(form, "application/x-www-form-urlencoded");
            }
            Err(error) => self.parts.unfit_body(error),
        }
    }

    #[doc(hidden)]
    pub fn multipart_body<B: ToForm + ?Sized>(&mut self, body: &B) {
        match body.to_form().encode() {
            Ok(form) => {
                let media_type = self.parts.media_type.take();
                let media_type = media_type.unwrap_or("multipart/form-data");
                let content_type = format!("{media_type}; boundary={}", form.boundary);
                self.parts.set_body(form.body, &content_type);
            }
            Err(error) => self.parts.wrong = Some(error),
        }
    }

    #[doc(hidden)]
    pub fn text_body(&mut self, body: String) {
        self.parts.set_body(body, "text/plain; charset=utf-8");
    }

    #[doc(hidden)]
    pub fn bytes_body(&mut self, body: Bytes) {
        self.parts.set_body(body, "application/octet-stream");
    }

    /// A JSON body that repeats path parameters: pairs of a field and a parameter's place.
    #[doc(hidden)]
    pub fn body_from_path(&mut self, fields: &[(&str, usize)]) {
        let value = |place: &usize| self.parts.path_params.get(*place);
        let fields = fields
            .iter()
            .filter_map(|(field, place)| Some((field, value(place)?)));
        let body: Map<String, Value> = fields
            .map(|(field, value)| ((*field).to_owned(), Value::from(value)))
            .collect();
        self.json_body(&body);
    }
}

#[cfg(all(test, feature = "breb"))]
mod tests {
    use serde::ser::Error as _;
    use serde::{Serialize, Serializer};
    use serde_json::Value;

    use crate::breb::Client;
    use crate::call::{Call, Opening};
    use crate::client::Api as _;

    struct Unfit;

    impl Serialize for Unfit {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("the cause"))
        }
    }

    #[tokio::test]
    async fn the_first_mistake_in_a_path_is_told() {
        let builder = Client::builder().base_url("https://a.test");
        let client = builder.credentials("a", "b").build().unwrap();
        let mut call = Call::<Value>::model(Opening::new(client.core().erased(), None, 0));
        call.path_json(&Unfit);
        call.path_text("..");
        let error = call.await.unwrap_err();
        assert!(error.is_request(), "{error}");
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(cause.as_deref(), Some("the cause"), "{error}");
    }
}
