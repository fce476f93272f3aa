//! Which page comes next, and whether one does: the rules without the requests.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::catalog::Pagination;
use crate::page::Page;
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
    last_body: Option<u64>,
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
    /// It answers with the page before.
    SamePage { asked: u64 },
    /// It answers with an empty page before all items that it counts were on one.
    MissingItems { asked: u64, seen: u64, total: u64 },
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
                "the server was asked for page {asked} of the list and answers with the page before once more"
            ),
            Self::MissingItems { asked, seen, total } => write!(
                f,
                "the server was asked for page {asked} of the list and answers with an empty one, although {seen} of its {total} items were read; what is not among these may be in the list nevertheless"
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
            last_body: None,
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
            return Next::Stuck(Stuck::TooManyPages { max });
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

    /// Takes the page that was asked for, and says whether it is one: an empty page after the first
    /// is only how the server says that there are no more. Where it has said itself that there are, it
    /// is an error: somebody may pay again for what seems not to be in the list.
    pub(crate) fn take<T>(&mut self, page: &Page<T>, body: &[u8]) -> Result<bool, Stuck> {
        let is_first = self.taken == 0;
        if page.items.is_empty() {
            self.total_items = page.total_items.or(self.total_items);
            if let (Some(seen), Some(total)) = (self.seen, self.total_items)
                && seen < total
            {
                let asked = self.at;
                return Err(Stuck::MissingItems { asked, seen, total });
            }
            (self.taken, self.over) = (self.taken + 1, true);
            return Ok(is_first);
        }
        self.check(page, body)?;
        self.taken += 1;
        self.total_items = page.total_items.or(self.total_items);
        if is_first && self.sends_snapshot && self.snapshot.is_none() {
            self.snapshot.clone_from(&page.snapshot);
        }
        let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        self.seen = self.seen.map(|seen| seen.saturating_add(count));
        match self.at.checked_add(1) {
            Some(next) if !self.is_last(page) => self.at = next,
            _ => self.over = true,
        }
        Ok(true)
    }

    /// Whether it is the page that was asked for, as far as that can be told.
    fn check<T>(&mut self, page: &Page<T>, body: &[u8]) -> Result<(), Stuck> {
        let Some(style) = self.style else {
            return Ok(());
        };
        let asked = self.at;
        if let Some(said) = page.current_page {
            // Where the first page is asked for as 0, it may well be called 1.
            let counts_from_one = style.first == 0 && asked.checked_add(1) == Some(said);
            if said != asked && !counts_from_one {
                return Err(Stuck::OtherPage { asked, said });
            }
        }
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let body = hasher.finish();
        if self.last_body.replace(body) == Some(body) {
            return Err(Stuck::SamePage { asked });
        }
        Ok(())
    }

    fn is_last<T>(&self, page: &Page<T>) -> bool {
        let Some(style) = self.style.filter(|style| !style.number.is_empty()) else {
            // There is no way to ask for another.
            return true;
        };
        // No pages at all, and items on one of them: that is not to be believed.
        match page.total_pages.filter(|total| *total > 0) {
            Some(total) => self.at.saturating_sub(style.first) >= total - 1,
            None => {
                let seen_all = |seen: u64| page.total_items.is_some_and(|total| seen >= total);
                self.seen.is_some_and(seen_all)
            }
        }
    }

    fn moment(&self) -> Option<(i64, u32)> {
        let text = self.snapshot.as_deref().filter(|_| self.sends_snapshot)?;
        Timestamp::from(text).seconds_and_nanos()
    }
}

/// Above any list that is meant to be read to its end.
const MAX_PAGES: u64 = 10_000;

#[cfg(test)]
mod tests;
