//! The limits of a fleet.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::fleet::Fleet;
use crate::fleet::script::Script;
use crate::limit::{LimitState, LimitStore, Reservation, Reserved};
use crate::token::StoreFuture;

impl LimitStore for Fleet {
    fn reserve<'s>(&'s self, reservation: &'s Reservation) -> StoreFuture<'s, Reserved> {
        Box::pin(async move {
            let name = format!("limit:{}", reservation.key.digest());
            let answer = self.run(&RESERVE, &name, arguments(reservation)).await?;
            let read = read(&answer, reservation);
            read.ok_or_else(|| "Redis answered with something that is no reservation".into())
        })
    }

    fn patience(&self) -> Duration {
        self.shared.patience
    }

    fn machines(&self) -> NonZeroU32 {
        self.shared.machines
    }
}

/// In the order in which the script reads them.
fn arguments(reservation: &Reservation) -> Vec<Vec<u8>> {
    let numbers = [
        // Rounded up, as the interval itself: rounded down, more would fit into a second.
        i128::from(micros(reservation.interval + Duration::from_nanos(999))),
        i128::from(reservation.burst),
        i128::from(reservation.per_day.map_or(0, u64::from)),
        i128::from(micros(reservation.day_starts_at)),
        i128::from(reservation.wanted),
        i128::from(micros(reservation.within)),
        i128::from(reservation.seen.arrival),
        i128::from(reservation.seen.day),
        i128::from(reservation.seen.used),
        i128::from(reservation.unaccounted),
        i128::from(reservation.useful_until),
        i128::from(reservation.seen.now),
    ];
    let numbers = numbers.iter().map(|number| number.to_string().into_bytes());
    numbers.collect()
}

fn read(answer: &[Vec<u8>], reservation: &Reservation) -> Option<Reserved> {
    let [slots, first, quota, arrival, day, used, now] = answer else {
        return None;
    };
    let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<i64>().ok();
    // The numbers of Lua are exact up to there.
    let natural = |text: &[u8]| u64::try_from(number(text)?).ok().filter(|n| *n < 1 << 53);
    let slots = u32::try_from(natural(slots)?).ok()?;
    let seen = LimitState {
        arrival: natural(arrival)?,
        day: natural(day)?,
        used: natural(used)?,
        now: natural(now)?,
    };
    let quota = match quota.as_slice() {
        b"0" => false,
        b"1" => true,
        _ => return None,
    };
    // Where the server's clock was set back, it has moved what lies ahead along with it.
    let ahead = Duration::from_micros(seen.arrival.saturating_sub(seen.now));
    let reserved = Reserved::new(slots, number(first)?, quota, seen);
    (ahead <= reservation.furthest()).then_some(reserved)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

static RESERVE: Script = Script::once("reserve", include_str!("limit.lua"));
