//! Which page comes next, and whether one does: the rules without the requests.

use std::fmt;

use crate::catalog::Pagination;
use crate::page::Page;
use crate::page::fingerprint::Fingerprint;
use crate::types::Timestamp;

/// Query parameters of a page's request.
pub(crate) type Query = Vec<(&'static str, String)>;

/// Goes from page to page.
#[derive(Clone, Debug)]
pub(crate) struct Pager {
    style: Option<&'static Pagination>,
    /// The number of the next page.
    at: u64,
    /// Whether the number was given, so that it is sent for the first page as well.
    given: bool,
    size: Option<u64>,
    /// Whether the snapshot of the first page is sent with those that follow.
    sends_snapshot: bool,
    snapshot: Option<String>,
    max_pages: u64,
    taken: u64,
    /// The items of the pages so far, where they are all from the list's begin.
    seen: Option<u64>,
    total_items: Option<u64>,
    /// The first page and the last one that was taken: a server that ignores the number gives the one
    /// again, one that knows no page behind its last may give either.
    first_page: Option<Fingerprint>,
    last_page: Option<Fingerprint>,
    /// The number of empty pages in a row.
    empty: u64,
    /// The next page is asked for only to see that there is none.
    confirms_end: bool,
    over: bool,
}

/// What is to be done next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Next {
    /// Send the request with these query parameters.
    Ask(Query),
    /// Nothing: that was the last page.
    Over,
    /// Nothing: there seems to be no last page.
    Stuck(Stuck),
}

/// How a server keeps a list from ending.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stuck {
    /// It says that its answer is another page.
    OtherPage { asked: u64, said: u64 },
    /// It answers with the first page or with the one before.
    SamePage { asked: u64 },
    /// It answers with an empty page before all items that it counts were on one.
    MissingItems { asked: u64, seen: u64, total: u64 },
    /// It says that there are more pages, and all that it answers with are empty.
    EmptyPages { asked: u64, empty: u64 },
    /// It has more pages than the caller wants.
    TooManyPages { max: u64 },
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherPage { asked, said } => write!(
                f,
                "the server was asked for page {asked} of the list and says that it answers with page {said}"
            ),
            Self::SamePage { asked } => write!(
                f,
                "the server was asked for page {asked} of the list and answers with the items of a page before once more; it may ignore the page's number"
            ),
            Self::MissingItems { asked, seen, total } => write!(
                f,
                "the server was asked for page {asked} of the list and answers with an empty one, although {seen} of its {total} items were read; what is not among these may be in the list nevertheless"
            ),
            Self::EmptyPages { asked, empty } => write!(
                f,
                "the server was asked for page {asked} of the list; this one and those before, {empty} in all, are empty, and it says that there are more"
            ),
            Self::TooManyPages { max } => write!(
                f,
                "the list has not ended after {max} pages; `max_pages` sets how many it may have"
            ),
        }
    }
}

impl Pager {
    pub(crate) fn new(style: Option<&'static Pagination>) -> Self {
        Self {
            style,
            at: style.map_or(1, |style| style.first),
            given: false,
            size: None,
            sends_snapshot: true,
            snapshot: None,
            max_pages: MAX_PAGES,
            taken: 0,
            seen: Some(0),
            total_items: None,
            first_page: None,
            last_page: None,
            empty: 0,
            confirms_end: false,
            over: false,
        }
    }

    /// The query parameter for a page's number, if the list has one.
    pub(crate) fn number_param(&self) -> Option<&'static str> {
        let name = self.style?.number;
        (!name.is_empty()).then_some(name)
    }

    /// The query parameter for a page's size, if the list has one.
    pub(crate) fn size_param(&self) -> Option<&'static str> {
        let name = self.style?.size;
        (!name.is_empty()).then_some(name)
    }

    /// The query parameters that take back a snapshot, if the list has them.
    pub(crate) fn snapshot_params(&self) -> Option<[&'static str; 2]> {
        let style = self.style?;
        let names = [style.snapshot_seconds, style.snapshot_nanos];
        (!names[0].is_empty()).then_some(names)
    }

    pub(crate) fn start_at(&mut self, page: u64) {
        (self.at, self.given) = (page, true);
        let is_first = self.style.is_some_and(|style| style.first == page);
        self.seen = is_first.then_some(0);
    }

    pub(crate) fn set_size(&mut self, size: u64) {
        self.size = Some(size);
    }

    pub(crate) fn set_max_pages(&mut self, pages: u64) {
        self.max_pages = pages;
    }

    pub(crate) fn set_snapshot(&mut self, snapshot: String) {
        (self.snapshot, self.sends_snapshot) = (Some(snapshot), true);
    }

    /// The caller sends a snapshot by itself.
    pub(crate) fn leave_snapshot(&mut self) {
        self.sends_snapshot = false;
    }

    /// The number of the page after those that were taken; `None` if there is none.
    pub(crate) fn next_page(&self) -> Option<u64> {
        (!self.over).then_some(self.at)
    }

    pub(crate) fn snapshot(&self) -> Option<&str> {
        self.snapshot.as_deref()
    }

    pub(crate) fn total_items(&self) -> Option<u64> {
        self.total_items
    }

    /// What is to be done next.
    pub(crate) fn next(&self) -> Next {
        if self.over {
            return Next::Over;
        }
        if self.taken >= self.max_pages {
            let max = self.max_pages;
            return match self.confirms_end {
                true => Next::Over,
                false => Next::Stuck(Stuck::TooManyPages { max }),
            };
        }
        let mut query = Query::new();
        if let Some(name) = self.number_param()
            && (self.given || self.style.is_none_or(|style| style.first != self.at))
        {
            query.push((name, self.at.to_string()));
        }
        if let (Some(name), Some(size)) = (self.size_param(), self.size) {
            query.push((name, size.to_string()));
        }
        if let (Some(names), Some((seconds, nanos))) = (self.snapshot_params(), self.moment()) {
            let parts = [seconds.to_string(), nanos.to_string()];
            let pairs = names.into_iter().zip(parts);
            query.extend(pairs.filter(|(name, _)| !name.is_empty()));
        }
        Next::Ask(query)
    }

    /// True if the next page is asked for only to see that there is none. A refusal of it, such as
    /// 404, says so as well; see [`end`](Self::end).
    pub(crate) fn confirms_end(&self) -> bool {
        self.confirms_end && !self.over
    }

    /// There are no more pages.
    pub(crate) fn end(&mut self) {
        self.over = true;
    }

    /// Takes the page that was asked for, and says whether it is one of the list: behind the last one
    /// some servers give an empty page, others the last or the first once more.
    ///
    /// # Errors
    ///
    /// [`Stuck`] if the page contradicts what the server has said of the list, so that items may be
    /// missing, or if it was taken before.
    pub(crate) fn take<T>(
        &mut self,
        page: &Page<T>,
        fingerprint: impl FnOnce() -> Fingerprint,
    ) -> Result<bool, Stuck> {
        if page.items.is_empty() {
            return self.take_empty(page);
        }
        let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        let seen = self.seen.map(|seen| seen.saturating_add(count));
        let after = self.after(page, count, seen);
        let is_first = self.taken == 0;
        // The only page is like no other.
        let items = (!is_first || after != After::Nothing).then(fingerprint);
        if let Err(stuck) = self.check(page, items) {
            self.over = self.confirms_end;
            return if self.over { Ok(false) } else { Err(stuck) };
        }
        self.first_page = self.first_page.or(items);
        self.last_page = items;
        if is_first && self.sends_snapshot && self.snapshot.is_none() {
            self.snapshot.clone_from(&page.snapshot);
        }
        (self.taken, self.seen, self.empty) = (self.taken + 1, seen, 0);
        let is_credible = |total: &u64| *total >= seen.unwrap_or(count);
        self.total_items = page.total_items.or(self.total_items).filter(is_credible);
        self.confirms_end = after == After::Unsure;
        match self.at.checked_add(1) {
            Some(next) if after != After::Nothing => self.at = next,
            _ => self.over = true,
        }
        Ok(true)
    }

    /// An empty page ends a list, unless the server says on the page itself that others follow; the
    /// items of a page may have been filtered. Where fewer items came than the server counts, it is an
    /// error: a caller may pay again for what seems not to be in the list.
    fn take_empty<T>(&mut self, page: &Page<T>) -> Result<bool, Stuck> {
        let (asked, is_first) = (self.at, self.taken == 0);
        self.total_items = page.total_items.or(self.total_items);
        let missing = match (self.seen, self.total_items) {
            (Some(seen), Some(total)) if seen < total => {
                Some(Stuck::MissingItems { asked, seen, total })
            }
            _ => None,
        };
        let counts_all = self.seen.is_some() && self.seen == self.total_items;
        if self.pages_say(page) == Some(true) && self.is_asked_for(page) && !counts_all {
            let empty = self.empty + 1;
            if empty >= MOST_EMPTY {
                return Err(missing.unwrap_or(Stuck::EmptyPages { asked, empty }));
            }
            if let Some(next) = self.at.checked_add(1) {
                (self.empty, self.at) = (empty, next);
                (self.taken, self.confirms_end) = (self.taken + 1, false);
                return Ok(is_first);
            }
        }
        if let Some(missing) = missing.filter(|_| !self.confirms_end) {
            return Err(missing);
        }
        (self.taken, self.over) = (self.taken + 1, true);
        Ok(is_first)
    }

    /// Refuses a page that is not the one that was asked for, as far as that can be told.
    fn check<T>(&self, page: &Page<T>, items: Option<Fingerprint>) -> Result<(), Stuck> {
        let asked = self.at;
        if let Some(said) = page.current_page
            && !self.is_asked_for(page)
        {
            return Err(Stuck::OtherPage { asked, said });
        }
        let is_known = |items: Fingerprint| {
            let known = [self.first_page, self.last_page];
            known.into_iter().flatten().any(|it| it.is_same(items))
        };
        match items.is_some_and(is_known) {
            true => Err(Stuck::SamePage { asked }),
            false => Ok(()),
        }
    }

    /// True if the page has the number that was asked for, or says none.
    fn is_asked_for<T>(&self, page: &Page<T>) -> bool {
        let (Some(style), Some(said)) = (self.style, page.current_page) else {
            return true;
        };
        // Where the first page is asked for as 0, it may well be called 1.
        let counts_from_one = style.first == 0 && self.at.checked_add(1) == Some(said);
        said == self.at || counts_from_one
    }

    /// The end of a list or more of it, by a page with so many items, `seen` with those before.
    fn after<T>(&self, page: &Page<T>, count: u64, seen: Option<u64>) -> After {
        if self.number_param().is_none() {
            // There is no way to ask for another.
            return After::Nothing;
        }
        match (self.pages_say(page), items_say(page, seen)) {
            (Some(true), _) | (None, None | Some(true)) => After::More,
            // The number of pages may be that of the last one, counted from 0.
            (Some(false), Some(true)) => After::Unsure,
            // The number of items may be that of the page.
            (None, Some(false)) if page.total_items == Some(count) => After::Unsure,
            (Some(false), _) | (None, Some(false)) => After::Nothing,
        }
    }

    /// True if the number of pages says that there are more; `None` if there is no number, or one that
    /// is too small for this page.
    fn pages_say<T>(&self, page: &Page<T>) -> Option<bool> {
        let style = self.style?;
        let (total, before) = (page.total_pages?, self.at.saturating_sub(style.first));
        (total > before).then(|| total - before > 1)
    }

    fn moment(&self) -> Option<(i64, u32)> {
        let text = self.snapshot.as_deref().filter(|_| self.sends_snapshot)?;
        Timestamp::from(text).seconds_and_nanos()
    }
}

/// True if the number of items says that there are more than were seen; `None` if there is no number,
/// one that is smaller, or if it is unknown how many were seen.
fn items_say<T>(page: &Page<T>, seen: Option<u64>) -> Option<bool> {
    let (total, seen) = (page.total_items?, seen?);
    (total >= seen).then_some(total > seen)
}

/// The rest of a list behind a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum After {
    More,
    Nothing,
    /// Nothing, if the server's totals are to be believed, which may mean something else as well.
    Unsure,
}

/// Above any list that is meant to be read to its end.
const MAX_PAGES: u64 = 10_000;

/// Limit of empty pages in a row that are read on the word of the server that others follow.
const MOST_EMPTY: u64 = 100;

#[cfg(test)]
mod tests;
