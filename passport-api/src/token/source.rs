//! Fetches a token, keeps it, and fetches another when it is needed.

use std::collections::HashMap;
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use crate::client::Core;
use crate::error::{Error, Kind};
use crate::observe::Event;
use crate::token::access::{AccessToken, Granted};
use crate::token::claim::{Claimed, Claims, Reason, Want};
use crate::token::flight::{Cell, Kept, Lead, Turn};
use crate::token::given::GivenToken;
use crate::token::grant::Names;
use crate::token::response::check_header_text;
use crate::token::roles::tell_mismatches;
use crate::token::share::{self, KeptToken, Shares};
use crate::token::store::TokenKey;
use crate::token::trouble::{Hopeless, Trouble};

/// A token with its number, as the cell keeps it.
pub(super) type Latest = Arc<Kept<Shares>>;

/// The sources of a client, one per `scope` parameter.
///
/// Server, client and audience are the client's own, so that parameter is all that tells its tokens
/// apart. An API without the parameter has one source for all sets of scopes.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    by_scopes: Mutex<HashMap<String, Arc<TokenSource>>>,
}

impl Sources {
    /// The source of the tokens for a `scope` parameter.
    pub(super) fn for_scopes(&self, scopes: String, core: &Core) -> Arc<TokenSource> {
        // The map is whole between any two of its operations.
        let mut by_scopes = self
            .by_scopes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let source = by_scopes.entry(scopes).or_insert_with_key(|scopes| {
            Arc::new(TokenSource::new(
                Some(core.token_key(scopes)),
                Arc::clone(core.names()),
                Cell::empty(),
            ))
        });
        Arc::clone(source)
    }
}

/// The tokens for one `scope` parameter: the latest, and the way to the next.
pub(crate) struct TokenSource {
    /// Tells it from all others of the program.
    number: u64,
    /// What tells its tokens from others; `None` where the caller gave the token, which nobody can
    /// renew.
    key: Option<TokenKey>,
    names: Arc<Names>,
    cell: Cell<Shares, Error>,
    /// How the token endpoint has failed of late.
    trouble: Mutex<Trouble>,
    /// The calls that a new token did not help.
    hopeless: Mutex<Hopeless>,
    claims: Claims,
}

impl TokenSource {
    fn new(key: Option<TokenKey>, names: Arc<Names>, cell: Cell<Shares, Error>) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            key,
            names,
            cell,
            trouble: Mutex::default(),
            hopeless: Mutex::default(),
            claims: Claims::default(),
        }
    }

    /// The source of one token, which the caller has fetched.
    pub(super) fn given(token: GivenToken, core: &Core) -> Result<Self, Error> {
        check_header_text(&token.access_token)?;
        let endpoint = &core.catalog().token;
        if let Some(unknown) = token.fields.names().find(|wire| !endpoint.declares(wire)) {
            let known: Vec<&str> = endpoint.response.iter().map(|field| field.wire).collect();
            return Err(Error::config(format!(
                "`{}` declares no field `{unknown}` of its token response; known are `{}`",
                core.catalog().name,
                known.join("`, `")
            )));
        }
        let now = core.now();
        let granted = Granted {
            secret: token.access_token,
            scopes: token.granted,
            fields: token.fields,
            fetched_at: now,
            expires_at: token.expires_at.unwrap_or(now + FOR_EVER),
        };
        let token = AccessToken::new(granted, core.names(), 0.0)?;
        let names = Arc::clone(core.names());
        Ok(Self::new(None, names, Cell::holding(Shares::new(token))))
    }

    /// Returns whether the caller has given the token.
    pub(super) fn is_given(&self) -> bool {
        self.key.is_none()
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// Whether the tokens are those of this client; its clones are the same client.
    pub(super) fn is_of(&self, core: &Core) -> bool {
        Arc::ptr_eq(&self.names, core.names())
    }

    /// The latest token, fresh or not; `None` before the first.
    pub(super) fn latest(&self) -> Option<Latest> {
        self.cell.latest()
    }

    /// The latest token, if it has this number and is too young to be renewed: what nearly every call
    /// gets. It waits for nothing, and writes to nothing that threads share.
    pub(super) fn fresh(&self, generation: u64, now: SystemTime) -> Option<KeptToken> {
        if self.cell.generation() != generation {
            return None;
        }
        let token = share::recent(self.number, generation).or_else(|| {
            let is_it = |kept: &Kept<Shares>| kept.generation == generation;
            let share = |kept: &Kept<Shares>| is_it(kept).then(|| kept.mine(generation));
            let token = self.cell.read(share)??;
            share::remember(self.number, &token);
            Some(token)
        })?;
        token.is_fresh(now).then_some(token)
    }

    /// A token that is good. While it cannot be renewed, the old one serves as long as it lasts.
    pub(super) async fn current(&self, core: &Core, deadline: SystemTime) -> Result<Latest, Error> {
        core.sender().check_runtime()?;
        let Some(token) = self.latest() else {
            return self.newer(0, core, deadline).await;
        };
        let now = core.now();
        if token.is_fresh(now) {
            return Ok(token);
        }
        let Some(key) = &self.key else {
            return if token.is_expired(now) {
                Err(Error::new(Kind::Expired))
            } else {
                Ok(token)
            };
        };
        if token.is_expired(now) {
            return self.newer(token.generation, core, deadline).await;
        }
        // One caller renews it, and all others go on with the old one.
        if self.trouble().lasts_until(now).is_none()
            && !self.claims.awaits_another(now)
            && let Some(lead) = self.cell.try_lead(token.generation, now)
        {
            // What is left afterwards is for the call itself.
            let left = deadline.duration_since(now).unwrap_or_default();
            let patience = (left / 2).min(EARLY_PATIENCE);
            let replaced = self.replace(lead, Reason::Early, key, core, deadline);
            match core.within(patience, replaced).await {
                Some(Ok(Some(renewed))) => return Ok(renewed),
                // Another machine renews it, or it could not be renewed.
                Some(Ok(None) | Err(_)) => {}
                None => match self.newer_than(token.generation, core) {
                    // It is here, and only the store is slow.
                    Some(renewed) => return Ok(renewed),
                    // Nor do those who come next wait for an endpoint that does not answer.
                    None => {
                        self.trouble().note(&too_late(), core.now(), core.random());
                    }
                },
            }
            if token.is_expired(core.now()) {
                return self.newer(token.generation, core, deadline).await;
            }
        }
        Ok(token)
    }

    /// A token other than the one with the number `refused`, which the server has turned down for
    /// this call; `None` where that would not help.
    pub(super) async fn renewed(
        &self,
        core: &Core,
        refused: u64,
        call: &str,
        deadline: SystemTime,
    ) -> Result<Option<Latest>, Error> {
        if self.key.is_none() || self.hopeless().has(call, core.now()) {
            return Ok(None);
        }
        let reason = Reason::Refused;
        self.other(refused, reason, core, deadline).await
    }

    /// Remembers for a while that a call was refused with a token fetched for it.
    pub(super) fn did_not_help(&self, core: &Core, call: &str) {
        self.hopeless().note(call, core.now());
    }

    /// A token that is newer than the generation `after`: one that is there already and still good,
    /// else one that is fetched by whoever is first.
    pub(super) async fn newer(
        &self,
        after: u64,
        core: &Core,
        deadline: SystemTime,
    ) -> Result<Latest, Error> {
        let newer = self.other(after, Reason::Needed, core, deadline).await?;
        // Only one that was refused has to do.
        newer.ok_or_else(too_late)
    }

    /// As [`newer`](Self::newer), for this reason; `None` where the token that was refused has to do.
    async fn other(
        &self,
        after: u64,
        reason: Reason,
        core: &Core,
        deadline: SystemTime,
    ) -> Result<Option<Latest>, Error> {
        let Some(key) = &self.key else {
            return Err(Error::new(Kind::Expired));
        };
        if let Some(token) = self.newer_than(after, core) {
            return Ok(Some(token));
        }
        // One that has expired helps nobody, however new it is; nor was it refused.
        let latest = self.latest().map_or(0, |token| token.generation);
        let is_refused = reason == Reason::Refused && latest <= after;
        let reason = if is_refused { reason } else { Reason::Needed };
        let after = after.max(latest);
        let mut failures = 0;
        loop {
            if is_refused && self.claims.is_too_soon(after, core.now()) {
                return Ok(None);
            }
            self.wait_out_trouble(core, deadline).await?;
            let outcome = match self.turn(after, core, deadline).await? {
                Turn::Landed(token) => return Ok(Some(token)),
                Turn::Failed(error) => Err(error),
                // Whoever led before was told so.
                Turn::Lead(_) if is_refused && self.claims.is_too_soon(after, core.now()) => {
                    return Ok(None);
                }
                // It would be begun in vain.
                Turn::Lead(_) if core.now() >= deadline => return Err(too_late()),
                // Somebody else has failed while this caller waited.
                Turn::Lead(_) if self.trouble().lasts_until(core.now()).is_some() => continue,
                Turn::Lead(lead) => {
                    let replaced = self.replace(lead, reason, key, core, deadline);
                    let replaced = core.before(deadline, replaced).await;
                    let newer = || self.newer_than(after, core);
                    match replaced.or_else(|| newer().map(|token| Ok(Some(token)))) {
                        Some(replaced) => replaced,
                        None => return Err(too_late()),
                    }
                }
            };
            match outcome {
                Err(error)
                    if error.is_passing_token_failure() && failures < core.most_retries() =>
                {
                    failures += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// The latest token, if it is newer than the generation `after` and good.
    fn newer_than(&self, after: u64, core: &Core) -> Option<Latest> {
        let latest = self.latest()?;
        (latest.generation > after && !latest.is_expired(core.now())).then_some(latest)
    }

    /// Waits for a newer token or the lead. A leader that has had time enough for an attempt and has
    /// made nothing of it is one that nobody polls; it is relieved.
    async fn turn(
        &self,
        after: u64,
        core: &Core,
        deadline: SystemTime,
    ) -> Result<Turn<'_, Shares, Error>, Error> {
        let enough = core.attempt_timeout().saturating_add(SLACK);
        loop {
            let now = core.now();
            let mut waiting = pin!(self.cell.turn(after, deadline, now));
            // The first poll tells since when somebody leads.
            let first = poll_fn(|context| Poll::Ready(waiting.as_mut().poll(context)));
            if let Poll::Ready(turn) = first.await {
                return Ok(turn);
            }
            let had = now.duration_since(waiting.led_since()).unwrap_or_default();
            let left = deadline.duration_since(now).unwrap_or_default();
            // Half of the time is for doing better; but callers with little time would each begin
            // what they cannot finish.
            let patience = (left / 2).max(SHORTEST_FLIGHT.saturating_sub(had));
            let patience = patience.min(enough.saturating_sub(had)).min(left);
            if let Some(turn) = core.within(patience, waiting.as_mut()).await {
                return Ok(turn);
            }
            if core.now() >= deadline {
                return Err(too_late());
            }
            if let Some(lead) = waiting.take_over() {
                return Ok(Turn::Lead(lead));
            }
        }
    }

    /// Waits until a token endpoint that has failed may be asked again; fails at once if that is
    /// after the deadline, or if the endpoint has refused for good.
    async fn wait_out_trouble(&self, core: &Core, deadline: SystemTime) -> Result<(), Error> {
        loop {
            let now = core.now();
            let Some((until, error)) = self.trouble().lasts_until(now) else {
                return Ok(());
            };
            // A definite refusal lasts until a person changes something, such as the secret.
            if !error.is_temporary() {
                if core.has_new_secret().await {
                    self.trouble().end();
                    return Ok(());
                }
                return Err(error);
            }
            if until >= deadline {
                return Err(error);
            }
            let wait = until.duration_since(now).unwrap_or_default();
            core.sleep(wait).await;
        }
    }

    /// Gets a token, from the store or from the server, in place of the latest; `None` where the
    /// latest has to do.
    async fn replace(
        &self,
        lead: Lead<'_, Shares, Error>,
        reason: Reason,
        key: &TokenKey,
        core: &Core,
        deadline: SystemTime,
    ) -> Result<Option<Latest>, Error> {
        let before = lead.latest();
        let before = before.as_ref().map(|kept| (&****kept, kept.generation));
        let want = Want {
            key,
            names: &self.names,
            before,
            reason,
            deadline,
        };
        let before = before.map(|(token, _)| token);
        let mut leave = match self.claims.get(&want, core).await {
            Claimed::Token(token) => {
                // Somebody could fetch it, so the endpoint works again.
                if token.is_fresh(core.now()) {
                    self.trouble().end();
                }
                return Ok(Some(land_stored(lead, token, before, core)));
            }
            Claimed::Fetch(leave) => leave,
            Claimed::NotNow | Claimed::TooSoon => return Ok(None),
            Claimed::TooLate => return Err(too_late()),
            Claimed::Paused => return Err(Error::no_token_in_time(PAUSED)),
        };
        let fetched = self.claims.fetch(key, &leave, before, core).await;
        match fetched.and_then(|granted| AccessToken::new(granted, &self.names, core.random())) {
            Ok(token) => {
                self.trouble().end();
                let token = token
                    .with_store_generation(leave.generation)
                    .replacing(before);
                core.observe(&Event::TokenFetched {
                    granted: token.granted(),
                    lost: token.lost(),
                    expires_at: token.expires_at(),
                });
                tell_mismatches(&token, core);
                let token = lead.land(Shares::new(token));
                self.claims.save(key, &token, core).await;
                Ok(Some(token))
            }
            Err(error) => {
                let pause = self.trouble().note(&error, core.now(), core.random());
                core.observe(&Event::TokenFailed { error: &error });
                let spare = leave.spare.take();
                let spare = spare.filter(|token| !token.is_expired(core.now()));
                let outcome = match spare {
                    Some(token) => Ok(Some(land_stored(lead, token, before, core))),
                    None => {
                        lead.fail(&error);
                        Err(error.clone())
                    }
                };
                let passes = error.is_passing_token_failure();
                let pause = if passes { pause } else { Duration::ZERO };
                self.claims.release(key, &leave, pause, core).await;
                outcome
            }
        }
    }

    fn trouble(&self) -> std::sync::MutexGuard<'_, Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hopeless(&self) -> std::sync::MutexGuard<'_, Hopeless> {
        self.hopeless.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenSource")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Lands a token that was found in the store.
fn land_stored(
    lead: Lead<'_, Shares, Error>,
    token: AccessToken,
    before: Option<&AccessToken>,
    core: &Core,
) -> Latest {
    let token = token.replacing(before);
    core.observe(&Event::TokenLoaded {
        granted: token.granted(),
        lost: token.lost(),
        expires_at: token.expires_at(),
    });
    lead.land(Shares::new(token))
}

fn too_late() -> Error {
    Error::no_token_in_time("the time for the call was up before there was one")
}

const PAUSED: &str = "the token endpoint has failed, and all who share the token leave it alone for \
                      longer than the call may take";

/// For how long nobody is relieved.
const SHORTEST_FLIGHT: Duration = Duration::from_secs(5);

/// What a store may add to the time for an attempt before somebody is relieved.
const SLACK: Duration = Duration::from_secs(4);

/// How long a call waits for a new token that has an old one that is still good.
const EARLY_PATIENCE: Duration = Duration::from_secs(5);

/// How long a token lives of which nobody has said it.
const FOR_EVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
