//! What is said to the server about tokens, and what is made of its answers; the scripts have tests of
//! their own.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::fleet::{Fleet, Script, ScriptRunner, SealingKey};
use crate::token::{Claim, StoreFuture, StoredToken, TokenClaim, TokenKey, TokenStore as _};

const SECOND: Duration = Duration::from_secs(1);
const NOW: SystemTime = SystemTime::UNIX_EPOCH;

/// A server that says what it was told to.
#[derive(Clone, Debug, Default)]
struct Server(Arc<Mutex<Said>>);

#[derive(Debug, Default)]
struct Said {
    answers: VecDeque<Vec<Vec<u8>>>,
    /// Scripts, keys and arguments.
    asked: Vec<(&'static str, String, Vec<Vec<u8>>)>,
}

impl Server {
    fn say(&self, answer: &[&[u8]]) {
        let answer = answer.iter().map(|text| text.to_vec()).collect();
        self.0.lock().unwrap().answers.push_back(answer);
    }

    /// What was asked last.
    fn asked(&self) -> (&'static str, String, Vec<Vec<u8>>) {
        self.0.lock().unwrap().asked.pop().unwrap()
    }
}

impl ScriptRunner for Server {
    fn run<'r>(
        &'r self,
        script: &'static Script,
        key: &'r str,
        arguments: &'r [Vec<u8>],
    ) -> StoreFuture<'r, Vec<Vec<u8>>> {
        let mut said = self.0.lock().unwrap();
        let asked = (script.name(), key.to_owned(), arguments.to_vec());
        said.asked.push(asked);
        let answer = said.answers.pop_front().ok_or("nothing more is said");
        Box::pin(async move { Ok(answer?) })
    }
}

fn fleet(server: &Server, key: u8, prefix: &str) -> Fleet {
    let builder = Fleet::over(server.clone()).sealed_with(SealingKey::from_bytes(&[key; 32]));
    builder.key_prefix(prefix).build().unwrap()
}

fn token_key(scopes: &str) -> TokenKey {
    TokenKey {
        token_url: "https://server.test/token".to_owned(),
        client_id: "id".to_owned(),
        audience: String::new(),
        scopes: scopes.to_owned(),
        fields: &[],
    }
}

/// A token that is good for a minute.
fn token(generation: u64) -> StoredToken {
    let json = br#"{"access_token":"the token","granted":["a"],"fetched_at":0,"expires_at":60000}"#;
    let token = StoredToken::from_json(json).unwrap();
    token.with_generation(generation)
}

fn claim(key: &TokenKey, now: SystemTime) -> TokenClaim<'_> {
    TokenClaim {
        key,
        known: 5,
        refused: true,
        leading: 4,
        now,
    }
}

/// The token as the server keeps it, which is saved by this fleet under this key and number.
async fn sealed(fleet: &Fleet, server: &Server, key: &TokenKey, generation: u64) -> Vec<u8> {
    server.say(&[b"saved"]);
    fleet.save(key, &token(generation)).await.unwrap();
    let (script, _, arguments) = server.asked();
    assert_eq!(script, "token_save");
    assert_eq!(arguments[1], generation.to_string().as_bytes());
    assert_eq!(arguments[3], b"60000000", "how long it is good");
    assert!(!String::from_utf8_lossy(&arguments[2]).contains("the token"));
    arguments[2].clone()
}

#[tokio::test]
async fn a_token_comes_back_by_the_clock_of_who_asks() {
    let server = Server::default();
    let (fleet, key) = (fleet(&server, 1, "p"), token_key(""));
    let sealed = sealed(&fleet, &server, &key, 7).await;
    let an_hour_off = NOW + 3600 * SECOND;
    server.say(&[b"token", b"7", &sealed, b"10000000", b"50000000"]);
    let claimed = fleet.claim(&claim(&key, an_hour_off)).await.unwrap();
    let Claim::Token(token) = claimed else {
        panic!("{claimed:?}");
    };
    let json = String::from_utf8(token.expose_json().to_vec()).unwrap();
    assert!(json.contains("the token"));
    assert_eq!(token.generation(), 7);
    assert_eq!(token.fetched_at(), an_hour_off - 10 * SECOND);
    assert_eq!(token.expires_at(), an_hour_off + 50 * SECOND);
    let (script, _, arguments) = server.asked();
    assert_eq!(script, "token_claim");
    let arguments: Vec<_> = arguments[1..].iter().map(Vec::as_slice).collect();
    assert_eq!(arguments, [&b"4"[..], b"5", b"1", b"3000000"]);
}

#[tokio::test]
async fn a_token_is_good_for_no_longer_than_it_was_at_first() {
    let server = Server::default();
    let (fleet, key) = (fleet(&server, 1, "p"), token_key(""));
    let sealed = sealed(&fleet, &server, &key, 7).await;
    for (left, good_for) in [("50000000", 50 * SECOND), ("9000000000", 60 * SECOND)] {
        server.say(&[b"token", b"7", &sealed, b"0", left.as_bytes()]);
        let claimed = fleet.claim(&claim(&key, NOW)).await.unwrap();
        let Claim::Token(token) = claimed else {
            panic!("{claimed:?}");
        };
        assert_eq!(token.expires_at(), NOW + good_for);
    }
}

#[tokio::test]
async fn a_token_is_no_older_than_it_can_be() {
    let server = Server::default();
    let (fleet, key) = (fleet(&server, 1, "p"), token_key(""));
    let sealed = sealed(&fleet, &server, &key, 7).await;
    let hour = 3_600_000_000_u64.to_string();
    for (age, left, good_for) in [
        ("20000000", "40000000", Some(40 * SECOND)),
        // It was good for a minute, so that it is for 40 s at most.
        ("20000000", &*hour, Some(40 * SECOND)),
        (&*hour, "50000000", None),
        ("x", "50000000", None),
        ("0", "-1", None),
    ] {
        server.say(&[b"token", b"7", &sealed, age.as_bytes(), left.as_bytes()]);
        let claimed = fleet.claim(&claim(&key, NOW + 3600 * SECOND)).await;
        match (claimed, good_for) {
            (Ok(Claim::Token(token)), Some(good_for)) => {
                assert_eq!(token.expires_at(), NOW + 3600 * SECOND + good_for);
            }
            (claimed, good_for) => assert_eq!(claimed.is_err(), good_for.is_none(), "{claimed:?}"),
        }
    }
}

#[tokio::test]
async fn a_token_that_was_moved_or_changed_is_not_believed() {
    let server = Server::default();
    let (one, key) = (fleet(&server, 1, "p"), token_key(""));
    let good = sealed(&one, &server, &key, 7).await;
    let mut changed = good.clone();
    changed[20] ^= 1;
    let other_key = sealed(&one, &server, &token_key("a"), 7).await;
    let older = sealed(&one, &server, &key, 6).await;
    let other_prefix = sealed(&fleet(&server, 1, "q"), &server, &key, 7).await;
    let other_secret = sealed(&fleet(&server, 2, "p"), &server, &key, 7).await;
    let no_json = b"x".to_vec();
    for text in [
        changed,
        other_key,
        older,
        other_prefix,
        other_secret,
        no_json,
    ] {
        for _ in 0..2 {
            server.say(&[b"token", b"7", &text, b"0", b"50000000"]);
        }
        let claimed = one.claim(&claim(&key, NOW)).await.unwrap();
        let is_unreadable = matches!(claimed, Claim::Unreadable { generation: 7 });
        assert!(is_unreadable, "{claimed:?}");
        assert!(one.load(&key).await.is_err());
    }
    server.say(&[b"token", b"7", &good, b"0", b"50000000"]);
    assert!(one.load(&key).await.unwrap().is_some());
}

#[tokio::test]
async fn each_answer_is_understood_and_no_other() {
    let server = Server::default();
    let (fleet, key) = (fleet(&server, 1, "p"), token_key(""));
    let ask = async |answer: &[&[u8]]| {
        server.say(answer);
        fleet.claim(&claim(&key, NOW)).await
    };
    let fetch = ask(&[b"fetch", b"8"]).await.unwrap();
    let lease = Some(3 * SECOND);
    assert!(matches!(fetch, Claim::Fetch { generation: 8, lease: it } if it == lease));
    let wait = ask(&[b"wait", b"2000000"]).await.unwrap();
    assert!(matches!(wait, Claim::Wait(wait) if wait == 2 * SECOND));
    let pause = ask(&[b"pause", b"4000000"]).await.unwrap();
    assert!(matches!(pause, Claim::Pause(pause) if pause == 4 * SECOND));
    let too_soon = ask(&[b"too_soon", b"1"]).await.unwrap();
    assert!(matches!(too_soon, Claim::TooSoon(pause) if pause == Duration::from_micros(1)));
    let strange: [&[&[u8]]; 16] = [
        // Longer than a lease, a pause, and what a refused token is kept.
        &[b"wait", b"3000001"],
        &[b"wait", b"650000000"],
        &[b"pause", b"600000001"],
        &[b"too_soon", b"60000001"],
        &[b"fetch", b"9007199254740992"],
        &[],
        &[b""],
        &[b"none"],
        &[b"fetch"],
        &[b"fetch", b"-1"],
        &[b"wait", b"2", b"3"],
        &[b"wait", b"\xff"],
        &[b"pause"],
        &[b"pause", b"-1"],
        &[b"token", b"1"],
        &[b"token", b"x", b"sealed", b"0", b"0"],
    ];
    for answer in strange {
        assert!(ask(answer).await.is_err(), "{answer:?}");
    }
}

#[tokio::test]
async fn a_token_without_a_number_is_saved_only_where_there_is_none() {
    let server = Server::default();
    let (fleet, key) = (fleet(&server, 1, "p"), token_key(""));
    server.say(&[b"wait", b"1"]);
    fleet.save(&key, &token(0)).await.unwrap();
    assert_eq!(server.asked().0, "token_claim");
    server.say(&[b"fetch", b"9"]);
    server.say(&[b"saved"]);
    fleet.save(&key, &token(0)).await.unwrap();
    let (script, _, arguments) = server.asked();
    assert_eq!((script, &*arguments[1]), ("token_save", &b"9"[..]));
}

#[tokio::test]
async fn keys_tell_neither_the_client_nor_the_sealing_key() {
    let server = Server::default();
    let key = token_key("a");
    let mut places = Vec::new();
    for (secret, prefix) in [(1, "p"), (2, "p"), (1, "q")] {
        let fleet = fleet(&server, secret, prefix);
        server.say(&[b"extended"]);
        fleet.extend(&key, 3).await.unwrap();
        let (_, place, _) = server.asked();
        assert!(place.starts_with(&format!("{prefix}:token:{}:", key.digest())));
        places.push(place);
    }
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 3, "{places:?}");
}
