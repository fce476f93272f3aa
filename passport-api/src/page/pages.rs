//! A list's pages, one after the other.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_core::stream::FusedStream;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::error::{Error, Kind};
use crate::page::fingerprint::Fingerprint;
use crate::page::pager::{Next, Pager, Query};
use crate::page::{Page, Shape};
use crate::types::Timestamp;

/// The pages of a list, each asked for when its turn comes: a [`Stream`], and with
/// [`next`](Self::next) usable without one's traits.
///
/// It comes from [`Call::pages`](crate::Call::pages). After an error it ends; it can be taken up
/// again where it ended, with [`start_at`](Self::start_at).
///
/// ```
/// # #[cfg(feature = "breb")] {
/// # use passport_api::{Error, ScopedToken, breb};
/// # type Token = ScopedToken<breb::sets::EntityClientCredentials>;
/// async fn count(client: &breb::Client, token: &Token) -> Result<usize, Error> {
///     let mut pages = client.payments().list(token).pages().page_size(100);
///     let mut count = 0;
///     while let Some(page) = pages.next().await {
///         match page {
///             Ok(page) => count += page.items.len(),
///             Err(error) => {
///                 eprintln!("page {:?} is to be read again", pages.next_page());
///                 return Err(error);
///             }
///         }
///     }
///     Ok(count)
/// }
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'c, T> {
    source: Box<dyn Source<'c> + Send + 'c>,
    pager: Pager,
    prefetches: bool,
    request: Option<Request<'c>>,
    /// What was wrong with the call or an option; reported instead of the first page.
    wrong: Option<Error>,
    is_done: bool,
    item: PhantomData<fn() -> T>,
}

/// Where a list's pages come from.
pub(crate) trait Source<'c> {
    /// Asks for the page with these query parameters.
    fn fetch(&self, query: Query) -> Fetch<'c>;

    /// Takes a query parameter off the request, and gives back what the caller has set it to.
    fn take_param(&mut self, name: &str) -> Option<String>;

    /// Whether the caller has set this query parameter.
    fn has_param(&self, name: &str) -> bool;

    /// How the answers' list is read.
    fn shape(&self) -> Shape;

    /// What errors call the call.
    fn name(&self) -> String;
}

/// The answer's body, when it is here.
pub(crate) type Fetch<'c> = Pin<Box<dyn Future<Output = Result<Bytes, Error>> + Send + 'c>>;

/// A page's request.
struct Request<'c> {
    fetch: Fetch<'c>,
    /// Whether it was sent before its turn.
    is_early: bool,
    /// The answer, where it came before its turn.
    answer: Option<Result<Bytes, Error>>,
}

impl<'c> Request<'c> {
    fn new(fetch: Fetch<'c>, is_early: bool) -> Self {
        let answer = None;
        Self {
            fetch,
            is_early,
            answer,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Bytes, Error>> {
        match self.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => self.fetch.as_mut().poll(context),
        }
    }
}

impl<'c, T: DeserializeOwned> Pages<'c, T> {
    /// The pages of a source; `wrong` is what is wrong with its request already.
    pub(crate) fn new(mut source: Box<dyn Source<'c> + Send + 'c>, wrong: Option<Error>) -> Self {
        let mut pager = Pager::new(source.shape().style);
        let mut wrong = wrong;
        if let Some(given) = pager
            .number_param()
            .and_then(|name| source.take_param(name))
        {
            match given.parse() {
                Ok(page) => pager.start_at(page),
                Err(_) => wrong = wrong.or(Some(unfit("the page's number is no whole number"))),
            }
        }
        let snapshot = pager.snapshot_params().unwrap_or_default();
        if snapshot.iter().any(|name| source.has_param(name)) {
            pager.leave_snapshot();
        }
        Self {
            source,
            pager,
            prefetches: false,
            request: None,
            wrong,
            is_done: false,
            item: PhantomData,
        }
    }

    /// How many items a page has, if the server gives as many; else its default.
    ///
    /// The first page is an [`is_request`](Error::is_request) error if the spec names no parameter
    /// for it. Like all options it is to be set before the first page is asked for.
    pub fn page_size(mut self, items: u64) -> Self {
        match self.pager.size_param() {
            Some(name) => {
                self.source.take_param(name);
                self.pager.set_size(items);
            }
            None => self.set_wrong("the list has no parameter for the size of its pages"),
        }
        self
    }

    /// Begins at the page with this number, such as the one that [`next_page`](Self::next_page)
    /// named after an error.
    ///
    /// The first page is an [`is_request`](Error::is_request) error if the spec names no parameter
    /// for it.
    pub fn start_at(mut self, page: u64) -> Self {
        match self.pager.number_param() {
            Some(_) => self.pager.start_at(page),
            None => self.set_wrong("the list has no parameter for the number of its pages"),
        }
        self
    }

    /// Reads the list as it was at this moment, which [`snapshot`](Self::snapshot) named: so that
    /// pages read later fit to those read before.
    ///
    /// The first page is an [`is_request`](Error::is_request) error if the spec names no parameters
    /// for it, or if the text names no moment.
    pub fn at_snapshot(mut self, snapshot: impl Into<String>) -> Self {
        let snapshot = snapshot.into();
        match self.pager.snapshot_params() {
            None => self.set_wrong("the list has no parameters for the moment to read it at"),
            Some(_) if Timestamp::from(&*snapshot).seconds_and_nanos().is_none() => {
                self.set_wrong("the moment to read the list at is none");
            }
            Some(names) => {
                for name in names {
                    self.source.take_param(name);
                }
                self.pager.set_snapshot(snapshot);
            }
        }
        self
    }

    /// Asks for the next page already while the items of the one before are read.
    ///
    /// There is no task for it: the request goes on whenever the stream is polled. If it fails on
    /// the way, as when the items have taken longer than the call's time-out, it is sent again when
    /// it is its turn, unless it may have changed something
    /// ([`is_outcome_unknown`](Error::is_outcome_unknown)).
    pub fn prefetch(mut self) -> Self {
        self.prefetches = true;
        self
    }

    /// How many pages are read at most, 10,000 unless it is set; if there are more, that is an
    /// [`is_pagination`](Error::is_pagination) error. It guards against a server whose list never
    /// ends.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pager.set_max_pages(pages);
        self
    }

    /// The next page, or `None` after the last one and after an error.
    ///
    /// An empty list is one empty page. A future that is dropped loses nothing: the page comes with
    /// the next one.
    ///
    /// The list ends behind the page that is the last one by the number of pages, or with which all
    /// items were read that the server counts; without such totals, at the first empty page. Totals
    /// are not believed where the items contradict them: one below what was read already, or a number
    /// of items that is that of the page. Where they leave a doubt, one more page is asked for, and no
    /// page, an empty one or one that was read already is the end.
    ///
    /// # Errors
    ///
    /// As `.await` on the call; and [`is_pagination`](Error::is_pagination) where the server answers
    /// with another page than it was asked for, with the items of the first or the previous page once
    /// more, or with empty pages although there are more items by its totals, or has too many pages.
    /// Items are the same where all of their fields are, or their `id`s where each item of the page
    /// has its own; of numbers, booleans and nulls it cannot be told.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    pub(super) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        if let Some(wrong) = self.wrong.take() {
            return Poll::Ready(self.fail(wrong));
        }
        loop {
            let request = match (&mut self.request, self.pager.next()) {
                (Some(request), _) => request,
                (none, Next::Ask(query)) => {
                    none.insert(Request::new(self.source.fetch(query), false))
                }
                (None, Next::Over) => {
                    self.is_done = true;
                    return Poll::Ready(None);
                }
                (None, Next::Stuck(stuck)) => {
                    let error = Error::new(Kind::Pagination(stuck));
                    return Poll::Ready(self.fail(error));
                }
            };
            let answer = ready!(request.poll(context));
            let is_early = request.is_early;
            self.request = None;
            match answer.and_then(|body| self.take(&body)) {
                Ok(Some(page)) => {
                    self.poll_ahead(context);
                    return Poll::Ready(Some(Ok(page)));
                }
                // The next round finds that it is over, or asks for the page behind an empty one.
                Ok(None) => {}
                Err(error) if self.pager.confirms_end() && is_no_such_page(&error) => {
                    self.pager.end();
                }
                // Nobody has waited for it yet, and it is no fault of the server's if nobody has
                // read the answer for too long. What may have changed something is not sent again.
                Err(error) if is_early && error.is_transport() && !error.is_outcome_unknown() => {}
                Err(error) => return Poll::Ready(self.fail(error)),
            }
        }
    }

    /// Goes on with the request for the next page, if that is wanted before its turn.
    pub(super) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if !self.prefetches || self.is_done {
            return;
        }
        let request = match (&mut self.request, self.pager.next()) {
            (Some(request), _) => request,
            (none, Next::Ask(query)) => none.insert(Request::new(self.source.fetch(query), true)),
            _ => return,
        };
        if request.answer.is_none()
            && let Poll::Ready(answer) = request.fetch.as_mut().poll(context)
        {
            request.answer = Some(answer);
        }
    }

    fn take(&mut self, body: &Bytes) -> Result<Option<Page<T>>, Error> {
        let shape = self.source.shape();
        let page = Page::read(body, shape)?;
        match self
            .pager
            .take(&page, || Fingerprint::of(body, shape.field))
        {
            Ok(is_page) => Ok(is_page.then_some(page)),
            Err(stuck) => Err(Error::new(Kind::Pagination(stuck))),
        }
    }
}

impl<T> Pages<'_, T> {
    /// The number of the page that comes after those that were given; `None` after the last one.
    /// After an error it is the page that failed.
    pub fn next_page(&self) -> Option<u64> {
        self.pager.next_page()
    }

    /// How many items there are on all pages, once the server has said so.
    pub fn total_items(&self) -> Option<u64> {
        self.pager.total_items()
    }

    /// The moment at which the list is read, once the server has named it, where the API can keep
    /// pages stable: what came later is not in them. See [`at_snapshot`](Self::at_snapshot).
    pub fn snapshot(&self) -> Option<&str> {
        self.pager.snapshot()
    }

    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    fn set_wrong(&mut self, what: &'static str) {
        self.wrong.get_or_insert_with(|| unfit(what));
    }

    fn fail<U>(&mut self, error: Error) -> Option<Result<U, Error>> {
        self.is_done = true;
        Some(Err(error.in_call(&self.source.name())))
    }
}

impl<T> fmt::Debug for Pages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Pages");
        shown
            .field("call", &self.source.name())
            .field("next_page", &self.next_page());
        shown.finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        self.get_mut().poll_page(context)
    }
}

impl<T: DeserializeOwned> FusedStream for Pages<'_, T> {
    fn is_terminated(&self) -> bool {
        self.is_done
    }
}

/// True for a refusal by which servers say that there is no page of this number.
fn is_no_such_page(error: &Error) -> bool {
    let statuses = [
        StatusCode::BAD_REQUEST,
        StatusCode::NOT_FOUND,
        StatusCode::RANGE_NOT_SATISFIABLE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    let is_one = error
        .status()
        .is_some_and(|status| statuses.contains(&status));
    is_one && !error.is_token()
}

fn unfit(what: &'static str) -> Error {
    Error::new(Kind::Request(what))
}

#[cfg(test)]
mod servers;

#[cfg(test)]
mod tests;
