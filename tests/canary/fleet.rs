//! What machines share, and what it shows of tokens.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use passport_api::breb;
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::fleet::{Fleet, Script, ScriptRunner, SealingKey};
use passport_api::{
    Claim, LimitState, LimitStore, Limits, Reservation, Reserved, StoreFuture, StoredToken,
    TokenClaim, TokenKey, TokenStore,
};
use serde_json::json;

use crate::script::{Answer, Notes, builder};
use crate::watch::{PASSWORD, TOKEN, Watch};

/// Fleets, and what stores are asked and answer.
pub(crate) async fn look_at_fleets(watch: &mut Watch) {
    let url = format!("rediss://someone:{PASSWORD}@redis.test:6379/0");
    let key = SealingKey::from_bytes(&[7; 32]);
    watch.look(&key);
    watch.error(&SealingKey::from_base64(TOKEN).unwrap_err());
    let fleet = Fleet::redis(&url).sealed_with(key);
    watch.look(&fleet);
    watch.look(&fleet.build().unwrap());
    let sentinel = Fleet::sentinel([&url], "main").tokens_in_plain_text();
    watch.look(&sentinel.build().unwrap());
    let cluster = Fleet::cluster([&url]).tokens_in_plain_text();
    watch.look(&cluster.build().unwrap());
    let wrong = Fleet::redis(format!("rediss://someone:{PASSWORD}@ :x")).tokens_in_plain_text();
    watch.look(&wrong);
    watch.error(&wrong.build().unwrap_err());

    let json = json!({"access_token": TOKEN, "granted": ["a", TOKEN], "fetched_at": 0,
                      "expires_at": 4_000_000_000_000_u64});
    let stored = StoredToken::from_json(json.to_string().as_bytes()).unwrap();
    let now = SystemTime::UNIX_EPOCH;
    let stored = stored.with_generation(1).with_times(now, now);
    watch.look(&Claim::Token(stored));
    watch.look(&LimitState::default());

    let looking = Looking::default();
    ask(looking.clone(), &looking.0).await;
    let runner = Runner {
        looking: looking.clone(),
        asked: Mutex::default(),
    };
    let fleet = Fleet::over(runner).sealed_with(SealingKey::from_bytes(&[7; 32]));
    ask(fleet.build().unwrap(), &looking.0).await;
    let looked = std::mem::take(&mut *looking.0.0.lock().unwrap());
    assert!(looked.texts > 0);
    watch.types.extend(looked.types);
    watch.leaks.extend(looked.leaks);
    watch.texts += looked.texts;
}

/// A call of a client that has its tokens and limits there.
async fn ask(store: impl TokenStore + LimitStore + Clone, notes: &Notes) {
    let script = crate::script::Script {
        token: Answer::token(),
        api: Answer::json(200, "{}"),
        sent: Arc::default(),
    };
    let builder = builder::<breb::Client>()
        .transport(script)
        .observer(notes.clone());
    let builder = builder.limits(Limits::new().per_second(3));
    let builder = builder.token_store(store.clone()).limit_store(store);
    let client = builder.build().unwrap();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let _ = client.keys().list(&token).await;
}

/// A store that looks at what it is asked.
#[derive(Clone, Default)]
struct Looking(Notes);

impl Looking {
    fn look<T: fmt::Debug>(&self, value: &T) {
        self.0.0.lock().unwrap().look(value);
    }
}

impl fmt::Debug for Looking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Looking")
    }
}

impl TokenStore for Looking {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(async { Ok(None) })
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        self.look(token);
        Box::pin(async { Ok(()) })
    }

    fn claim<'s>(&'s self, claim: &'s TokenClaim<'s>) -> StoreFuture<'s, Claim> {
        self.look(claim);
        Box::pin(async { Ok(Claim::fetch(1, Some(Duration::from_secs(3)))) })
    }
}

impl LimitStore for Looking {
    fn reserve<'s>(&'s self, reservation: &'s Reservation) -> StoreFuture<'s, Reserved> {
        self.look(reservation);
        self.look(&reservation.key);
        let reserved = Reserved::new(1, 0, false, LimitState::default());
        self.look(&reserved);
        Box::pin(async move { Ok(reserved) })
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn machines(&self) -> NonZeroU32 {
        NonZeroU32::MIN
    }
}

/// A Redis that has a token nobody has sealed, and then is gone with words of its own.
#[derive(Debug)]
struct Runner {
    looking: Looking,
    asked: Mutex<u32>,
}

impl ScriptRunner for Runner {
    fn run<'r>(
        &'r self,
        script: &'static Script,
        key: &'r str,
        arguments: &'r [Vec<u8>],
    ) -> StoreFuture<'r, Vec<Vec<u8>>> {
        self.looking.look(script);
        let mut watch = self.looking.0.0.lock().unwrap();
        watch.text("a key", key);
        for argument in arguments {
            watch.text("an argument", &String::from_utf8_lossy(argument));
        }
        drop(watch);
        let mut asked = self.asked.lock().unwrap();
        *asked += 1;
        let texts: &[&str] = match (script.name(), *asked) {
            ("token_claim", 1) => &["token", "1", TOKEN, "0", "3600000000"],
            ("token_claim", _) => &["fetch", "2"],
            // Limits are no secret.
            ("reserve", _) => return Box::pin(async { Err("gone".into()) }),
            _ => return Box::pin(async { Err(format!("-ERR {TOKEN}").into()) }),
        };
        let texts = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        Box::pin(async move { Ok(texts) })
    }
}
