//! Sessions: parking that was bought.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::call::{Call, Reply, ok};
use crate::fields::{Fields, invalid, not_found};
use crate::ledger::LedgerEntry;
use crate::refusal::{Reason, Refusal};
use crate::systems::parking::money::shown as money;
use crate::systems::parking::quotes::Quote;
use crate::systems::parking::zones::Zone;
use crate::systems::parking::{Parking, check_place};
use crate::text::{cents, fresh_id, seconds};

/// A session that came from a quote.
pub(super) struct Session {
    pub(super) id: String,
    pub(super) reference_id: String,
    pub(super) quote: Quote,
    receipt_email: Option<String>,
}

impl Session {
    pub(super) fn entry(&self, now: Timestamp) -> LedgerEntry {
        LedgerEntry {
            kind: "session",
            id: self.id.clone(),
            origin: self.quote.id.clone(),
            amount: cents(self.quote.total),
            status: self.status(now),
        }
    }

    fn status(&self, now: Timestamp) -> &'static str {
        if self.quote.period.end <= now {
            "ended"
        } else {
            "active"
        }
    }
}

pub(super) fn create(parking: &mut Parking, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let quote_id = fields.required("quote_id")?;
    let receipt_email = email(fields)?;
    check_place(fields, "location")?;
    if let Some(payment) = fields.object("payment")? {
        check_payment(payment)?;
    }
    let session = Session {
        id: fresh_id(),
        reference_id: format!("{}", FIRST_REFERENCE + parking.sessions.len()),
        quote: parking.take_quote(quote_id, call.now)?,
        receipt_email,
    };
    let body = shown(&session, parking.zone(&session.quote.zone_id)?, call);
    parking.sessions.push(session);
    Ok(Answer::json(StatusCode::CREATED, &body))
}

pub(super) fn retrieve(parking: &Parking, call: &Call<'_>) -> Reply {
    let mut sessions = parking.sessions.iter().rev();
    let session = sessions.find(|session| session.id == call.id());
    let session = session.ok_or_else(|| not_found("session", call.id()))?;
    ok(&shown(session, parking.zone(&session.quote.zone_id)?, call))
}

fn email(fields: Fields<'_>) -> Result<Option<String>, Refusal> {
    match fields.text("receipt_email")? {
        Some(text) if !text.contains('@') => Err(invalid("receipt_email", "must hold an @")),
        text => Ok(text.map(str::to_owned)),
    }
}

/// Exactly one of the two tokens, and a provider with the latter.
fn check_payment(payment: Fields<'_>) -> Result<(), Refusal> {
    match (payment.text("token")?, payment.object("network_token")?) {
        (Some(DECLINED), None) => Err(Reason::PaymentDeclined.because("The token was declined.")),
        (Some(_), None) => Ok(()),
        (None, Some(_)) => payment.required("provider").map(|_| ()),
        (None, None) => Err(payment.missing("token")),
        (Some(_), Some(_)) => Err(payment.invalid("token", "excludes `network_token`")),
    }
}

fn shown(session: &Session, zone: &Zone, call: &Call<'_>) -> Value {
    let quote = &session.quote;
    let mut shown = json!({
        "id": session.id,
        "reference_id": session.reference_id,
        "status": session.status(call.now),
        "start_time": seconds(quote.period.start),
        "end_time": seconds(quote.period.end),
        "duration": quote.duration,
        "zone": zone.shown(),
        "total_fees": money(quote.total),
        "transactions": [{
            "type": "created",
            "start_time": seconds(quote.period.start),
            "end_time": seconds(quote.period.end),
            "fees": money(quote.total),
        }],
    });
    quote.spot.show(&mut shown);
    if let Some(account_id) = &quote.account_id {
        shown["account_id"] = json!(account_id);
    }
    if let Some(receipt_email) = &session.receipt_email {
        shown["receipt_email"] = json!(receipt_email);
    }
    shown
}

/// A payment token that is always declined.
const DECLINED: &str = "declined";

const FIRST_REFERENCE: usize = 10_000_001;
