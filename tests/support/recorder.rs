//! A subscriber of `tracing` that keeps every span and event with every field, of every crate.

use std::cell::RefCell;
use std::error::Error;
use std::fmt::{self, Debug, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Metadata, Subscriber};

/// Keeps every span and event, at every level.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    kept: Arc<Mutex<Vec<Kept>>>,
}

/// A span or an event, and its fields in the order in which they were recorded.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The crate and module that it is of.
    pub target: &'static str,
    /// A span's name; `event` for an event that has none of its own.
    pub name: String,
    /// Whether it is a span.
    pub is_span: bool,
    /// The place of the span around it among what is kept.
    pub parent: Option<usize>,
    /// The fields as texts; an error's causes stand behind it.
    pub fields: Vec<(&'static str, String)>,
}

impl Kept {
    /// The last value of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter().rev();
        let found = fields.find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Recorder {
    /// Records what this thread does, until what is returned is dropped.
    ///
    /// `tracing` remembers of each place in the code whether anybody listens to it. As long as there
    /// is one subscriber only, it asks the thread that comes there first, which may be that of another
    /// test; so two are kept here for good.
    #[must_use]
    pub fn start(&self) -> DefaultGuard {
        static LISTENERS: OnceLock<[Dispatch; 2]> = OnceLock::new();
        LISTENERS.get_or_init(|| [(), ()].map(|()| Dispatch::new(Self::default())));
        tracing::subscriber::set_default(self.clone())
    }

    /// All that is kept so far.
    #[must_use]
    pub fn kept(&self) -> Vec<Kept> {
        self.lock().clone()
    }

    /// The spans of this name of `passport-api`, with their places.
    #[must_use]
    pub fn spans(&self, name: &str) -> Vec<(usize, Kept)> {
        let kept = self.kept().into_iter().enumerate();
        kept.filter(|(_, it)| {
            it.is_span && it.name == name && it.target.starts_with("passport_api")
        })
        .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, metadata: &'static Metadata<'static>, parent: Option<usize>) -> usize {
        let mut kept = self.lock();
        kept.push(Kept {
            target: metadata.target(),
            name: metadata.name().to_owned(),
            is_span: metadata.is_span(),
            parent,
            fields: Vec::new(),
        });
        kept.len() - 1
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let parent = span.parent().map(place).or_else(|| {
            let current = ENTERED.with_borrow(|entered| entered.last().copied());
            current.filter(|_| span.is_contextual())
        });
        let at = self.keep(span.metadata(), parent);
        span.record(&mut Fields(&mut self.lock()[at].fields));
        Id::from_u64(at as u64 + 1)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.lock()[place(span)].fields));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let current = ENTERED.with_borrow(|entered| entered.last().copied());
        let at = self.keep(event.metadata(), event.parent().map(place).or(current));
        event.record(&mut Fields(&mut self.lock()[at].fields));
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(place(span)));
    }

    fn exit(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| {
            if let Some(at) = entered.iter().rposition(|it| *it == place(span)) {
                entered.remove(at);
            }
        });
    }
}

thread_local! {
    /// The spans that this thread is in.
    static ENTERED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn place(id: &Id) -> usize {
    usize::try_from(id.into_u64()).unwrap_or_default() - 1
}

struct Fields<'f>(&'f mut Vec<(&'static str, String)>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.to_owned()));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut text = format!("{value} {value:?}");
        let mut cause = value.source();
        while let Some(error) = cause {
            let _ = write!(text, " {error} {error:?}");
            cause = error.source();
        }
        self.0.push((field.name(), text));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0
            .push((field.name(), fmt::format(format_args!("{value:?}"))));
    }
}
