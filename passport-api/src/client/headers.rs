//! The headers of a request before it is sent.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The headers of a request before it is sent, one of each name, in the order in which they were set.
///
/// A call has two or three, of which an attempt makes its [`HeaderMap`]: looking through them is
/// faster than hashing, and with none there is nothing to allocate.
#[derive(Clone, Default)]
pub(crate) struct Headers(Vec<(HeaderName, HeaderValue)>);

impl Headers {
    /// Sets a header, in place of one of the same name.
    pub(crate) fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) => *before = value,
            None => self.0.push((name, value)),
        }
    }

    /// Sets a header, unless there is one of the same name.
    pub(crate) fn insert_if_absent(&mut self, name: HeaderName, value: &HeaderValue) {
        if self.get(name.as_str()).is_none() {
            self.0.push((name, value.clone()));
        }
    }

    /// The value of the header with this name, in whatever case.
    pub(crate) fn get(&self, name: &str) -> Option<&HeaderValue> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    /// Adds room for this many more.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.0.reserve_exact(more);
    }

    /// A copy to be sent, with room for as many more.
    pub(super) fn to_map(&self, more: usize) -> HeaderMap {
        let mut map = HeaderMap::with_capacity(self.0.len() + more);
        for (name, value) in &self.0 {
            map.append(name.clone(), value.clone());
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::{ACCEPT, CONTENT_TYPE};

    use super::Headers;

    #[test]
    fn a_header_is_set_once() {
        let value = HeaderValue::from_static;
        let mut headers = Headers::default();
        headers.insert(CONTENT_TYPE, value("a/b"));
        headers.insert(ACCEPT, value("*/*"));
        headers.insert(CONTENT_TYPE, value("c/d"));
        headers.insert_if_absent(ACCEPT, &value("e/f"));
        assert_eq!(headers.get("Content-Type"), Some(&value("c/d")));
        let map = headers.to_map(0);
        let sent: Vec<_> = map.iter().collect();
        assert_eq!(
            sent,
            [(&CONTENT_TYPE, &value("c/d")), (&ACCEPT, &value("*/*"))]
        );
    }
}
