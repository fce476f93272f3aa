//! The tokens of a fleet: on the server as scripts, here what is said to them and what they answer.

use std::time::{Duration, SystemTime};

use crate::clock::{Clock as _, SystemClock};
use crate::fleet::Fleet;
use crate::fleet::script::Script;
use crate::token::{AnyError, Claim, StoreFuture, StoredToken, TokenClaim, TokenKey, TokenStore};

/// A token is sealed together with the place where it lies and its number, so that neither another
/// key's nor an older one is taken for it.
///
/// What is on the server counts by the server's clock, and what comes back by that of the client that
/// asks: a machine whose clock is off is right too.
impl TokenStore for Fleet {
    /// The token that the fleet has, without leave to fetch another; it counts by the clock of this
    /// machine.
    fn load<'s>(&'s self, key: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(async move {
            let claim = TokenClaim {
                key,
                known: 0,
                refused: false,
                leading: 0,
                now: SystemClock.now(),
            };
            match self.ask(&claim, Duration::ZERO).await? {
                Said::Claim(Claim::Token(token)) => Ok(Some(token)),
                Said::Claim(Claim::Unreadable { .. }) => Err(UNREADABLE.into()),
                Said::Claim(_) | Said::Nothing => Ok(None),
            }
        })
    }

    /// Keeps the token, unless somebody else fetches one by now or has done so. One without a
    /// generation is kept if the fleet has none.
    fn save<'s>(&'s self, key: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        Box::pin(async move {
            let generation = match token.generation() {
                0 => match self.leave_to_save(key).await? {
                    Some(generation) => generation,
                    None => return Ok(()),
                },
                generation => generation,
            };
            let place = self.place(key);
            let sealed = self.shared.sealing.seal(
                &token.expose_json(),
                self.context(&place, generation).as_bytes(),
            );
            let sealed = sealed.ok_or("the token could not be sealed")?;
            if sealed.len() > LONGEST_SEALED {
                return Err(TOO_LONG.into());
            }
            let life = token.expires_at().duration_since(token.fetched_at());
            let arguments = vec![
                self.shared.member.clone().into_bytes(),
                number(generation),
                sealed,
                micros(life.unwrap_or_default()),
            ];
            self.run(&SAVE, &place, arguments).await.map(drop)
        })
    }

    fn claim<'s>(&'s self, claim: &'s TokenClaim<'s>) -> StoreFuture<'s, Claim> {
        Box::pin(async move {
            match self.ask(claim, LEASE).await? {
                Said::Claim(claim) => Ok(claim),
                Said::Nothing => Err(NOT_UNDERSTOOD.into()),
            }
        })
    }

    fn extend<'s>(&'s self, key: &'s TokenKey, generation: u64) -> StoreFuture<'s, ()> {
        Box::pin(self.of_lead(&EXTEND, key, generation, LEASE))
    }

    fn release<'s>(
        &'s self,
        key: &'s TokenKey,
        generation: u64,
        pause: Duration,
    ) -> StoreFuture<'s, ()> {
        Box::pin(self.of_lead(&RELEASE, key, generation, pause))
    }

    fn patience(&self) -> Duration {
        self.shared.patience
    }
}

/// What the server says to a claim.
enum Said {
    Claim(Claim),
    /// There is none, and no leave was asked for.
    Nothing,
}

impl Fleet {
    async fn ask(&self, claim: &TokenClaim<'_>, lease: Duration) -> Result<Said, AnyError> {
        let place = self.place(claim.key);
        let arguments = vec![
            self.shared.member.clone().into_bytes(),
            number(claim.leading),
            number(claim.known),
            number(claim.refused.into()),
            micros(lease),
        ];
        let mut answer = self.run(&CLAIM, &place, arguments).await?;
        if let [kind, generation, sealed, age, left] = answer.as_mut_slice()
            && kind == b"token"
        {
            let generation = natural(generation).ok_or(NOT_UNDERSTOOD)?;
            let (age, left) = (duration(age), duration(left));
            let (age, left) = age.zip(left).ok_or(NOT_UNDERSTOOD)?;
            let context = self.context(&place, generation);
            let sealed = std::mem::take(sealed);
            let opened = self.shared.sealing.open(sealed, context.as_bytes());
            let token = opened
                .ok()
                .and_then(|json| StoredToken::from_json(&json).ok());
            let Some(token) = token else {
                return Ok(Said::Claim(Claim::Unreadable { generation }));
            };
            // A number that is not sealed makes no token older than it can be, or good for longer than the server
            // had said that it is.
            let life = token.expires_at().duration_since(token.fetched_at());
            let life = life.unwrap_or_default();
            if age > life.saturating_add(SLACK) {
                return Err(NOT_UNDERSTOOD.into());
            }
            let left = left.min(life.saturating_sub(age));
            let fetched_at = claim.now.checked_sub(age);
            let expires_at = claim.now.checked_add(left);
            let token = token.with_generation(generation).with_times(
                fetched_at.unwrap_or(SystemTime::UNIX_EPOCH),
                expires_at.ok_or(NOT_UNDERSTOOD)?,
            );
            return Ok(Said::Claim(Claim::Token(token)));
        }
        read(&answer, lease).ok_or_else(|| NOT_UNDERSTOOD.into())
    }

    /// The number of a token that was fetched without leave, if there is none in its place.
    async fn leave_to_save(&self, key: &TokenKey) -> Result<Option<u64>, AnyError> {
        let claim = TokenClaim {
            key,
            known: 0,
            refused: false,
            leading: 0,
            now: SystemTime::UNIX_EPOCH,
        };
        Ok(match self.ask(&claim, LEASE).await? {
            Said::Claim(Claim::Fetch { generation, .. }) => Some(generation),
            Said::Claim(_) | Said::Nothing => None,
        })
    }

    /// Runs a script about the lead of this member.
    async fn of_lead(
        &self,
        script: &'static Script,
        key: &TokenKey,
        generation: u64,
        time: Duration,
    ) -> Result<(), AnyError> {
        let member = self.shared.member.clone().into_bytes();
        let arguments = vec![member, number(generation), micros(time)];
        self.run(script, &self.place(key), arguments)
            .await
            .map(drop)
    }

    /// Where a token lies. Those of another sealing key lie elsewhere.
    fn place(&self, key: &TokenKey) -> String {
        format!("token:{}:{}", key.digest(), self.shared.sealing.id())
    }

    /// What a sealed token belongs to.
    fn context(&self, place: &str, generation: u64) -> String {
        format!("{}:{place}:{generation}", self.shared.key_prefix)
    }
}

/// What the server says to a claim, but for a token.
fn read(answer: &[Vec<u8>], lease: Duration) -> Option<Said> {
    let claim = match answer {
        [kind] if kind == b"none" => return Some(Said::Nothing),
        [kind, generation] if kind == b"fetch" => Claim::Fetch {
            generation: natural(generation)?,
            lease: Some(lease),
        },
        [kind, wait] if kind == b"wait" => Claim::Wait(at_most(LEASE, wait)?),
        [kind, pause] if kind == b"pause" => Claim::Pause(at_most(LONGEST_PAUSE, pause)?),
        [kind, pause] if kind == b"too_soon" => Claim::TooSoon(at_most(LONGEST_TOO_SOON, pause)?),
        _ => return None,
    };
    Some(Said::Claim(claim))
}

/// A number that Lua can count to: its numbers are exact up to there.
fn natural(text: &[u8]) -> Option<u64> {
    let number = std::str::from_utf8(text).ok()?.parse().ok();
    number.filter(|number| *number < 1 << 53)
}

/// A time that is no longer than the scripts make it. A longer one was not written by a fleet.
fn at_most(longest: Duration, micros: &[u8]) -> Option<Duration> {
    duration(micros).filter(|duration| *duration <= longest)
}

fn duration(micros: &[u8]) -> Option<Duration> {
    natural(micros).map(Duration::from_micros)
}

fn micros(duration: Duration) -> Vec<u8> {
    number(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX))
}

fn number(number: u64) -> Vec<u8> {
    number.to_string().into_bytes()
}

/// How long a member leads that does not say that it goes on: for so long nobody fetches a token if
/// the one that does is killed.
const LEASE: Duration = Duration::from_secs(3);

/// Longest pause of the fleet, where the token endpoint asks for one.
const LONGEST_PAUSE: Duration = Duration::from_secs(10 * 60);

/// Longest time that a refused token is kept.
const LONGEST_TOO_SOON: Duration = Duration::from_secs(60);

/// Times are sealed by the millisecond.
const SLACK: Duration = Duration::from_secs(1);

/// Size limit of a sealed token; `token/state.lua` has the same number. With what is beside it, it
/// fits into an answer of the server.
const LONGEST_SEALED: usize = 960 * 1024;

const NOT_UNDERSTOOD: &str = "Redis answered with something that is no answer to a claim";
const TOO_LONG: &str =
    "the token is too long to be shared: with its fields it has more than 960 KiB";
const UNREADABLE: &str = "what Redis holds as a token was not sealed by this fleet for this place";

static CLAIM: Script = Script::repeatable(
    "token_claim",
    concat!(
        include_str!("token/state.lua"),
        include_str!("token/claim.lua")
    ),
);
static SAVE: Script = Script::repeatable(
    "token_save",
    concat!(
        include_str!("token/state.lua"),
        include_str!("token/save.lua")
    ),
);
static EXTEND: Script = Script::repeatable(
    "token_extend",
    concat!(
        include_str!("token/state.lua"),
        include_str!("token/extend.lua")
    ),
);
static RELEASE: Script = Script::repeatable(
    "token_release",
    concat!(
        include_str!("token/state.lua"),
        include_str!("token/release.lua")
    ),
);

#[cfg(test)]
mod tests;
