use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{Connection, Server};
use crate::fleet::Fleet;
use crate::token::{TokenKey, TokenStore as _};

#[test]
fn no_part_of_an_address_that_may_be_secret_is_shown() {
    for (url, shown) in [
        ("redis://127.0.0.1:6379", "127.0.0.1:6379"),
        (
            "rediss://user:pass@redis.internal:6379/3",
            "redis.internal:6379",
        ),
        (
            "redis://:pass@redis.internal/?protocol=resp3#x",
            "redis.internal",
        ),
        (
            "redis+unix:///run/redis.sock?db=1&pass=se@cret",
            "/run/redis.sock",
        ),
    ] {
        let connection = Connection::new(&Server::One(url.to_owned())).unwrap();
        assert_eq!(format!("{connection:?}"), format!("Redis({shown:?})"));
    }
}

#[tokio::test]
async fn a_server_that_answers_without_end_is_left() {
    let floods: [(&str, &str); 7] = [
        ("$1900000000\r\n", "xxxxxxxx"),
        ("*2000000000\r\n", "$8\r\nxxxxxxxx\r\n"),
        ("", "*1\r\n"),
        ("+", "xxxxxxxx"),
        ("", "+OK\r\n"),
        ("", ">2\r\n+invalidate\r\n_\r\n"),
        ("", "HTTP/1.1 400 Bad Request\r\n\r\n"),
    ];
    for (begin, again) in floods {
        for from in ["CLIENT", "EVALSHA"] {
            let flood = (begin.to_owned(), again.repeat(4096));
            let redis = Redis::start(move |words| match words[0] == from {
                true => Answer::Flood(flood.clone()),
                false => Answer::Text("+OK\r\n".to_owned()),
            });
            let fleet = fleet(Fleet::redis(redis.url()));
            let failed = fleet.load(&key()).await;
            let text = failed.map(drop).unwrap_err().to_string();
            assert!(
                !text.contains("invalidate") && !text.contains("Bad"),
                "{text}"
            );
            drop(fleet);
            let sent = redis.flooded();
            // All but a reply is what the machine keeps for the two ends.
            assert!(
                sent < 64 << 20,
                "{begin:?} {again:?}: {sent} bytes were taken"
            );
        }
    }
}

#[tokio::test]
async fn a_server_is_asked_and_understood() {
    let redis = Redis::start(|words| script(words).unwrap_or_else(ok));
    let fleet = fleet(Fleet::redis(redis.url()));
    for _ in 0..3 {
        assert!(fleet.load(&key()).await.unwrap().is_none());
    }
    assert_eq!(fleet.failures(), 0);
    assert_eq!(redis.connections(), 1, "one connection for all");
}

#[tokio::test]
async fn a_cluster_is_asked_where_its_slots_say() {
    let redis = Redis::start_with(|port| {
        move |words: &[String]| match &*words[0] {
            "CLUSTER" => Answer::Text(format!(
                "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$9\r\n127.0.0.1\r\n:{port}\r\n"
            )),
            _ => script(words).unwrap_or_else(ok),
        }
    });
    let fleet = fleet(Fleet::cluster([redis.url()]));
    assert!(fleet.load(&key()).await.unwrap().is_none());
    assert_eq!(fleet.failures(), 0);
}

#[tokio::test]
async fn a_sentinel_leads_to_its_master_and_to_no_replica() {
    let server = |role: &'static str| {
        Redis::start(move |words| match &*words[0] {
            "ROLE" => Answer::Text(format!("*2\r\n${}\r\n{role}\r\n:0\r\n", role.len())),
            _ => script(words).unwrap_or_else(ok),
        })
    };
    let sentinel = |port: u16| {
        let port = port.to_string();
        Redis::start(move |words| match &*words[0] {
            "SENTINEL" if words[2] == "mymaster" => Answer::Text(format!(
                "*2\r\n$9\r\n127.0.0.1\r\n${}\r\n{port}\r\n",
                port.len()
            )),
            "SENTINEL" => Answer::Text("*-1\r\n".to_owned()),
            _ => ok(),
        })
    };
    let (master, replica) = (server("master"), server("slave"));
    let (up_to_date, late) = (sentinel(master.port), sentinel(replica.port));
    let load = async |urls: &[String], name: &str| {
        let fleet = fleet(Fleet::sentinel(urls.to_vec(), name));
        fleet
            .load(&key())
            .await
            .map(|token| assert!(token.is_none()))
    };
    load(&[up_to_date.url()], "mymaster").await.unwrap();
    load(&[late.url(), up_to_date.url()], "mymaster")
        .await
        .unwrap();
    load(&[late.url()], "mymaster").await.unwrap_err();
    load(&[up_to_date.url()], "another").await.unwrap_err();
    let none = Fleet::sentinel([""; 0], "mymaster").tokens_in_plain_text();
    assert!(none.build().unwrap_err().is_config());
}

fn fleet(builder: crate::fleet::FleetBuilder) -> Fleet {
    builder.tokens_in_plain_text().build().unwrap()
}

fn key() -> TokenKey {
    TokenKey {
        token_url: "https://server.test/token".to_owned(),
        client_id: "id".to_owned(),
        audience: String::new(),
        scopes: String::new(),
        fields: &[],
    }
}

/// The answer of a server that has no token.
fn script(words: &[String]) -> Option<Answer> {
    matches!(&*words[0], "EVALSHA" | "EVAL")
        .then(|| Answer::Text("*1\r\n$4\r\nnone\r\n".to_owned()))
}

fn ok() -> Answer {
    Answer::Text("+OK\r\n".to_owned())
}

enum Answer {
    Text(String),
    /// The first once, and then the second until the connection ends.
    Flood((String, String)),
}

/// A server on this machine that speaks as Redis does.
struct Redis {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    threads: Vec<thread::JoinHandle<u64>>,
}

impl Redis {
    fn start(answer: impl Fn(&[String]) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_with(|_| answer)
    }

    fn start_with<A>(answer: impl FnOnce(u16) -> A) -> Self
    where
        A: Fn(&[String]) -> Answer + Send + Sync + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = Arc::new(answer(port));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let known = Arc::clone(&seen);
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let answer = Arc::clone(&answer);
                let mut seen = known.lock().unwrap();
                seen.connections += 1;
                let thread = thread::spawn(move || serve(stream.unwrap(), &*answer));
                seen.threads.push(thread);
            }
        });
        Self { port, seen }
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// The bytes that were taken of what was sent without end, once all connections have ended.
    fn flooded(&self) -> u64 {
        let threads = std::mem::take(&mut self.seen.lock().unwrap().threads);
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    }
}

/// Answers the commands of a connection; how many bytes of a flood were taken.
fn serve(mut stream: TcpStream, answer: &dyn Fn(&[String]) -> Answer) -> u64 {
    let mut unread = Vec::new();
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut bytes) {
        unread.extend_from_slice(&bytes[..read]);
        while let Some((words, length)) = command(&unread) {
            unread.drain(..length);
            match answer(&words) {
                Answer::Text(text) if stream.write_all(text.as_bytes()).is_err() => return 0,
                Answer::Text(_) => {}
                Answer::Flood((begin, again)) => {
                    let mut sent = 0;
                    let mut next = begin.into_bytes();
                    while stream.write_all(&next).is_ok() {
                        sent += next.len() as u64;
                        next = again.clone().into_bytes();
                    }
                    return sent;
                }
            }
        }
    }
    0
}

/// The first command in these bytes, if it is whole, and its length.
fn command(bytes: &[u8]) -> Option<(Vec<String>, usize)> {
    let mut at = 0;
    let line = |at: &mut usize| {
        let rest = bytes.get(*at..)?;
        let end = rest.windows(2).position(|end| end == b"\r\n")?;
        let text = String::from_utf8_lossy(&rest[1..end]).into_owned();
        *at += end + 2;
        text.parse::<usize>().ok()
    };
    let count = line(&mut at)?;
    let mut words = Vec::new();
    for _ in 0..count {
        let length = line(&mut at)?;
        let word = bytes.get(at..at + length)?;
        words.push(String::from_utf8_lossy(word).into_owned());
        at += length + 2;
    }
    (at <= bytes.len()).then_some((words, at))
}
