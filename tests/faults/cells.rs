//! All cells of the table.

use crate::fault::{self, Row};
use crate::kind::Kind;

/// What a fault strikes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// The call itself.
    Call,
    /// The request for the token that the call needs.
    Token,
}

/// When in the life of a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Position {
    /// At the first request.
    First,
    /// While the token has expired and another is needed first.
    Refresh,
    /// After the first request was refused with 401: its replay, or the token fetched for it.
    Replay,
    /// While the token is about to expire, and good for another half minute.
    Early,
}

/// How often the fault strikes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Often {
    Once,
    Always,
}

/// One cell.
#[derive(Clone, Copy)]
pub(crate) struct Coordinates<'r> {
    pub(crate) place: Place,
    pub(crate) position: Position,
    pub(crate) often: Often,
    pub(crate) row: &'r Row,
    pub(crate) kind: Kind,
}

/// The rows, by what they strike.
pub(crate) struct Rows {
    calls: Vec<Row>,
    tokens: Vec<Row>,
}

impl Rows {
    pub(crate) fn new() -> Self {
        let mut calls = fault::anywhere();
        calls.extend(fault::of_calls());
        let mut tokens = fault::anywhere();
        tokens.extend(fault::of_tokens());
        Self { calls, tokens }
    }

    pub(crate) fn of(&self, place: Place) -> &[Row] {
        match place {
            Place::Call => &self.calls,
            Place::Token => &self.tokens,
        }
    }

    /// Every cell, in the order of the page.
    pub(crate) fn cells(&self) -> Vec<Coordinates<'_>> {
        let mut cells = Vec::new();
        for often in Often::ALL {
            for position in Position::ALL {
                for place in Place::ALL {
                    let kinds = kinds(place, position);
                    for row in self.of(place) {
                        cells.extend(kinds.iter().map(|kind| Coordinates {
                            place,
                            position,
                            often,
                            row,
                            kind: *kind,
                        }));
                    }
                }
            }
        }
        cells
    }
}

/// The columns of a table.
pub(crate) fn kinds(place: Place, position: Position) -> Vec<Kind> {
    let mut kinds = match (place, position) {
        // The call is sent with the old token, and not struck.
        (Place::Call, Position::Early) => Vec::new(),
        _ => Kind::CALLS.to_vec(),
    };
    // `token()` is not replayed.
    if place == Place::Token && position != Position::Replay {
        kinds.push(Kind::Token);
    }
    kinds
}

impl Place {
    pub(crate) const ALL: [Self; 2] = [Self::Call, Self::Token];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Call => "the call is struck",
            Self::Token => "the token request is struck",
        }
    }
}

impl Position {
    pub(crate) const ALL: [Self; 4] = [Self::First, Self::Refresh, Self::Replay, Self::Early];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::First => "First try",
            Self::Refresh => "During refresh",
            Self::Replay => "During replay",
            Self::Early => "During early refresh",
        }
    }
}

impl Often {
    pub(crate) const ALL: [Self; 2] = [Self::Once, Self::Always];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Once => "The fault strikes once",
            Self::Always => "The fault strikes always",
        }
    }
}

impl Coordinates<'_> {
    /// Where in the table it is, for people.
    pub(crate) fn name(&self) -> String {
        format!(
            "{} / {}, {} / {} / {}",
            self.often.title(),
            self.position.title(),
            self.place.title(),
            self.row.name,
            self.kind.title()
        )
    }
}
