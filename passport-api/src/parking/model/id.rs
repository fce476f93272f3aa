//! Ids. Names that end in `_number` are for people and are plain texts.

use crate::opaque_id;

opaque_id! {
    /// The id of a zone in the whole system; not the number on its sign.
    pub struct ZoneId;
}

opaque_id! {
    /// The id of an operator, such as a city.
    pub struct OperatorId;
}

opaque_id! {
    /// The id of a quote.
    pub struct QuoteId;
}

opaque_id! {
    /// The id of a parking session.
    pub struct SessionId;
}

opaque_id! {
    /// The id that a partner gives a session of its own in events; the same over the session's
    /// whole life.
    pub struct PartnerSessionId;
}

opaque_id! {
    /// The id of a parking right.
    pub struct ParkingRightId;
}

opaque_id! {
    /// The id of a partner's user.
    pub struct AccountId;
}
