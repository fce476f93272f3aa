//! Quotes: the price of a chosen period, good for one session.

use std::str::FromStr;

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Number, Value, json};

use crate::answer::Answer;
use crate::call::{Call, Reply};
use crate::fields::{Fields, invalid, missing};
use crate::refusal::{Reason, Refusal};
use crate::systems::parking::money::{MOST_MINUTES, price, shown};
use crate::systems::parking::zones::Spot;
use crate::systems::parking::{Parking, Period};
use crate::text::{fresh_id, seconds};

/// The price of a chosen period.
#[derive(Clone)]
pub(super) struct Quote {
    pub(super) id: String,
    pub(super) zone_id: String,
    pub(super) spot: Spot,
    pub(super) period: Period,
    /// Minutes, as they were sent.
    pub(super) duration: Number,
    pub(super) total: Decimal,
    pub(super) account_id: Option<String>,
    expires: Timestamp,
    used: bool,
}

pub(super) fn create(parking: &mut Parking, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let zone = parking.zone(fields.required("zone_id")?)?;
    let vehicle = fields.value("vehicle").unwrap_or(&Value::Null);
    let spot = zone.spot(fields.text("space_number")?, vehicle, "vehicle.")?;
    let start = fields.time("start_time")?.unwrap_or(call.now);
    let (duration, minutes) = duration(fields)?;
    let millis = (minutes * Decimal::from(60_000)).round().to_i64();
    let end = start.checked_add(SignedDuration::from_millis(millis.unwrap_or(i64::MAX)));
    let quote = Quote {
        id: fresh_id(),
        zone_id: zone.id.to_owned(),
        spot,
        period: Period {
            start,
            end: end.map_err(|_| invalid("start_time", "is too late"))?,
        },
        duration,
        total: price(minutes),
        account_id: fields.text("account_id")?.map(str::to_owned),
        expires: call.now.saturating_add(LIFE).unwrap_or(call.now),
        used: false,
    };
    let body = quote.shown();
    parking.forget_quotes(call.now);
    parking.quotes.push_back(quote);
    Ok(Answer::json(StatusCode::CREATED, &body))
}

impl Quote {
    fn shown(&self) -> Value {
        let mut shown = json!({
            "id": self.id,
            "zone_id": self.zone_id,
            "start_time": seconds(self.period.start),
            "end_time": seconds(self.period.end),
            "duration": self.duration,
            "total_fees": shown(self.total),
        });
        self.spot.show(&mut shown);
        shown
    }
}

impl Spot {
    /// Adds the vehicle or the space to an object.
    pub(super) fn show(&self, shown: &mut Value) {
        match self {
            Self::Vehicle(vehicle) => shown["vehicle"] = vehicle.clone(),
            Self::Space(space) => shown["space_number"] = json!(space),
        }
    }
}

impl Parking {
    /// Uses up a quote.
    pub(super) fn take_quote(&mut self, id: &str, now: Timestamp) -> Result<Quote, Refusal> {
        // Most are used soon after they were made.
        let mut quotes = self.quotes.iter_mut().rev();
        let quote = quotes.find(|quote| quote.id == id).ok_or_else(|| {
            Reason::QuoteNotFound.because(format!("There is no quote with the id `{id}`."))
        })?;
        if quote.used {
            return Err(Reason::QuoteUsed.because("A quote makes one session; get another."));
        }
        if quote.expires <= now {
            return Err(Reason::QuoteExpired.because("A quote lives 10 minutes; get another."));
        }
        quote.used = true;
        Ok(quote.clone())
    }

    /// Forgets the quotes that expired long ago.
    fn forget_quotes(&mut self, now: Timestamp) {
        let forgotten = |quote: &Quote| now.duration_since(quote.expires) > REMEMBERED;
        while self.quotes.front().is_some_and(forgotten) {
            self.quotes.pop_front();
        }
    }
}

/// The minutes that are asked for, as they were sent and as a decimal.
fn duration(fields: Fields<'_>) -> Result<(Number, Decimal), Refusal> {
    let value = fields
        .value("duration")
        .ok_or_else(|| missing("duration"))?;
    let wrong = || invalid("duration", "must be a number of minutes above 0");
    let number = value.as_number().ok_or_else(wrong)?;
    // A number beyond the decimals is beyond what is sold, too.
    let text = number.to_string();
    let minutes = Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text));
    let minutes = minutes.unwrap_or(if number.as_f64() > Some(0.0) {
        Decimal::MAX
    } else {
        Decimal::ZERO
    });
    if minutes <= Decimal::ZERO {
        return Err(wrong());
    }
    if minutes > Decimal::from(MOST_MINUTES) {
        let detail = format!("At most {MOST_MINUTES} minutes are sold.");
        return Err(Reason::PeriodNotSold.because(detail));
    }
    Ok((number.clone(), minutes))
}

const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// How long an expired quote is told from one that never was.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
