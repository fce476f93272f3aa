//! The Redis server in memory that the simulation runs on, held against a real one: the same scripts
//! with the same arguments at the same time must answer alike and leave the same behind.

use fastrand::Rng;
use redis::RedisError;
use redis::aio::MultiplexedConnection;

use crate::commands::Fields;
use crate::in_memory::Redis as InMemory;
use crate::redis::Redis;

/// As the fleet puts them together.
macro_rules! token_script {
    ($name:literal) => {
        concat!(
            include_str!("../../passport-api/src/fleet/token/state.lua"),
            include_str!(concat!("../../passport-api/src/fleet/token/", $name)),
        )
    };
}

const LIMIT: &str = include_str!("../../passport-api/src/fleet/limit.lua");
const CLAIM: &str = token_script!("claim.lua");
const SAVE: &str = token_script!("save.lua");
const EXTEND: &str = token_script!("extend.lua");
const RELEASE: &str = token_script!("release.lua");

#[tokio::test]
async fn the_server_in_memory_answers_as_a_real_one() {
    let Some(real) = Redis::start().await else {
        return;
    };
    let mut connection = real.connection().await;
    let (mut answered, mut refused) = (0, 0);
    for seed in 0..10 {
        let mut rng = Rng::with_seed(seed);
        let mut in_memory = InMemory::new();
        let mut now = NOON;
        let mut last = NOON;
        for step in 0..100 {
            // So little that nothing expires, which on a real server goes by its own time.
            now += rng.u64(0..500_000);
            let key = format!("{seed}:{}", rng.u32(0..3));
            let (script, arguments) = draw(&mut rng, now, &mut last);
            let expected = eval(&mut connection, script, &key, &arguments, now).await;
            in_memory.with(|keyspace| keyspace.now = now);
            let arguments: Vec<_> = arguments.into_iter().map(String::into_bytes).collect();
            let found = in_memory.eval(script, &key, &arguments);
            let place = format!("seed {seed}, step {step}");
            match (expected, found) {
                (Ok(expected), Ok(found)) => {
                    assert_eq!(found, expected, "{place}");
                    answered += 1;
                }
                (Err(error), Err(found)) => {
                    let code = error.code().unwrap_or_default();
                    assert!(found.starts_with(code), "{place}: {error}: {found}");
                    refused += 1;
                }
                (expected, found) => panic!("{place}: {expected:?}: {found:?}"),
            }
            let mut get = redis::cmd("HGETALL");
            let kept: Fields = get.arg(&key).query_async(&mut connection).await.unwrap();
            let found = in_memory.with(|keyspace| keyspace.fields(key.as_bytes()));
            assert_eq!(found, kept, "{place}");
        }
    }
    assert!(
        answered > 300 && refused > 100,
        "{answered} answers, {refused} refusals"
    );
}

/// Runs a script on the real server. The time is given to it, because that server's cannot be set.
async fn eval(
    connection: &mut MultiplexedConnection,
    script: &str,
    key: &str,
    arguments: &[String],
    now: u64,
) -> Result<Vec<Vec<u8>>, RedisError> {
    let timed = script.replace("redis.call('TIME')", "{ ARGV[#ARGV - 1], ARGV[#ARGV] }");
    assert_ne!(timed, script, "the script asks for the time");
    let mut eval = redis::cmd("EVAL");
    eval.arg(timed).arg(1).arg(key).arg(arguments);
    eval.arg(now / SECOND).arg(now % SECOND);
    eval.query_async(connection).await
}

/// A script with arguments as a client sends them, now and then with foreign ones.
fn draw(rng: &mut Rng, now: u64, last: &mut u64) -> (&'static str, Vec<String>) {
    let member = rng.u32(0..3).to_string();
    let generation = if rng.bool() { *last } else { rng.u64(0..4) };
    let lease = 3 * SECOND;
    let texts = |numbers: &[u64]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    match rng.u32(0..6) {
        0 => {
            *last = now;
            let refused = u64::from(rng.bool());
            let rest = texts(&[generation, generation, refused, lease]);
            (CLAIM, [vec![member], rest].concat())
        }
        1 => {
            let sealed = format!("sealed {}", rng.u8(..));
            let left = (rng.u64(0..1_000) * SECOND).to_string();
            (SAVE, vec![member, generation.to_string(), sealed, left])
        }
        2 => (EXTEND, [vec![member], texts(&[generation, lease])].concat()),
        3 => (
            RELEASE,
            [vec![member], texts(&[generation, rng.u64(0..2 * SECOND)])].concat(),
        ),
        _ => {
            let (interval, burst) = (rng.u64(0..100_000), rng.u64(1..20));
            let limit = [interval, burst, rng.u64(0..50), rng.u64(0..SECOND)];
            let asked = [rng.u64(1..9), rng.u64(0..5 * SECOND)];
            let seen = [now + rng.u64(0..SECOND), 0, rng.u64(0..9)];
            let mut arguments = texts(&[&limit[..], &asked, &seen].concat());
            arguments.push(rng.i64(-3..3).to_string());
            // Some have given up by now.
            let useful_until = [0, now - SECOND, now + SECOND][rng.usize(..3)];
            arguments.push(useful_until.to_string());
            let seen_now = [0, now, now + SECOND][rng.usize(..3)];
            arguments.push(seen_now.to_string());
            (LIMIT, arguments)
        }
    }
}

const SECOND: u64 = 1_000_000;
/// At noon of a day in 2026, UTC.
const NOON: u64 = 20_500 * 86_400 * SECOND + 43_200 * SECOND;
