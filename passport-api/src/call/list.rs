//! A list's request, sent once for each of its pages.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::parts::Parts;
use crate::page::{Fetch, Items, Page, Pages, Query, Shape, Source};

impl<'c, T: DeserializeOwned> Call<'c, Page<T>> {
    /// The items of the list, page after page; see [`Items`].
    ///
    /// It begins at the page that the call asks for, or at the first one. Each page is a request of
    /// its own, so the call's [`timeout`](Call::timeout) holds for each.
    ///
    /// ```
    /// # #[cfg(feature = "visionamos")] {
    /// # use passport_api::{Error, ScopedToken, visionamos};
    /// # type Token = ScopedToken<visionamos::sets::EntityClientCredentials>;
    /// async fn show(client: &visionamos::Client, token: &Token) -> Result<(), Error> {
    ///     let mut all = client.accounts().list(token).stream();
    ///     while let Some(account) = all.next().await {
    ///         println!("{}", account?.id);
    ///     }
    ///     Ok(())
    /// }
    /// # }
    /// ```
    pub fn stream(self) -> Items<'c, T> {
        Items::new(self.pages())
    }

    /// The pages of the list, one after the other; see [`Pages`].
    ///
    /// ```
    /// # #[cfg(feature = "visionamos")] {
    /// # use passport_api::{Error, ScopedToken, visionamos};
    /// # type Token = ScopedToken<visionamos::sets::EntityClientCredentials>;
    /// async fn show(client: &visionamos::Client, token: &Token) -> Result<(), Error> {
    ///     let mut pages = client.accounts().list(token).pages();
    ///     while let Some(page) = pages.next().await.transpose()? {
    ///         println!("{} of {:?}", page.items.len(), page.total_items);
    ///     }
    ///     Ok(())
    /// }
    /// # }
    /// ```
    pub fn pages(self) -> Pages<'c, T> {
        let mut parts = self.parts;
        let wrong = parts.wrong.take();
        Pages::new(Box::new(Template(parts)), wrong)
    }
}

/// A request that is sent again and again, each time with other parameters.
struct Template<'c>(Parts<'c>);

impl<'c> Source<'c> for Template<'c> {
    fn fetch(&self, query: Query) -> Fetch<'c> {
        let mut parts = self.0.again();
        let query = query.into_iter();
        parts
            .query
            .extend(query.map(|(name, value)| (Cow::Borrowed(name), value)));
        Box::pin(async move {
            let response = parts.send().await;
            let response = response.map_err(|error| error.in_call(&parts.name().to_string()))?;
            Ok(response.body)
        })
    }

    fn take_param(&mut self, name: &str) -> Option<String> {
        let query = &mut self.0.query;
        query
            .extract_if(.., |(known, _)| known == name)
            .last()?
            .1
            .into()
    }

    fn has_param(&self, name: &str) -> bool {
        self.0.query.iter().any(|(known, _)| known == name)
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }

    fn name(&self) -> String {
        self.0.name().to_string()
    }
}
