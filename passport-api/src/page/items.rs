//! A list's items, page after page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::page::Pages;

/// The items of a list, whose pages are asked for when their turn comes: a [`Stream`], and with
/// [`next`](Self::next) usable without one's traits.
///
/// It comes from [`Call::stream`](crate::Call::stream), and ends after an error.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// # use passport_api::{Error, ScopedToken, breb};
/// # type Token = ScopedToken<breb::sets::EntityClientCredentials>;
/// async fn show(client: &breb::Client, token: &Token) -> Result<(), Error> {
///     let mut all = client.payments().list(token).stream().page_size(100).prefetch();
///     while let Some(payment) = all.next().await {
///         println!("{} of {:?}", payment?.id, all.total_items());
///     }
///     Ok(())
/// }
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<'c, T> {
    pages: Pages<'c, T>,
    items: std::vec::IntoIter<T>,
}

// No item is ever pinned.
impl<T> Unpin for Items<'_, T> {}

impl<'c, T: DeserializeOwned> Items<'c, T> {
    pub(crate) fn new(pages: Pages<'c, T>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }

    /// See [`Pages::page_size`].
    pub fn page_size(mut self, items: u64) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// See [`Pages::start_at`].
    pub fn start_at(mut self, page: u64) -> Self {
        self.pages = self.pages.start_at(page);
        self
    }

    /// See [`Pages::at_snapshot`].
    pub fn at_snapshot(mut self, snapshot: impl Into<String>) -> Self {
        self.pages = self.pages.at_snapshot(snapshot);
        self
    }

    /// See [`Pages::prefetch`].
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }

    /// See [`Pages::max_pages`].
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// The next item, or `None` after the last one and after an error.
    ///
    /// A future that is dropped loses nothing: the item comes with the next one.
    ///
    /// # Errors
    ///
    /// As [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                self.pages.poll_ahead(context);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.items = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Items<'_, T> {
    /// The number of the page that comes after those whose items were given or are at hand; `None`
    /// after the last one. After an error it is the page that failed.
    pub fn next_page(&self) -> Option<u64> {
        self.pages.next_page()
    }

    /// See [`Pages::total_items`].
    pub fn total_items(&self) -> Option<u64> {
        self.pages.total_items()
    }

    /// See [`Pages::snapshot`].
    pub fn snapshot(&self) -> Option<&str> {
        self.pages.snapshot()
    }
}

/// Without the items, which may be personal.
impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}

impl<T: DeserializeOwned> Stream for Items<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        self.get_mut().poll_item(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<T: DeserializeOwned> FusedStream for Items<'_, T> {
    fn is_terminated(&self) -> bool {
        self.items.len() == 0 && self.pages.is_done()
    }
}
