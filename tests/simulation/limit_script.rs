//! `limit.lua` by itself, held against a bucket of tokens as a vendor has one.

use fastrand::Rng;

use crate::commands::Kept;
use crate::redis::{Answer, Redis};

const SCRIPT: &str = include_str!("../../passport-api/src/fleet/limit.lua");
const KEY: &str = "passport:limit:1";

/// The rate and the quota that a test is about, with the server that keeps to them.
struct Limit {
    redis: Redis,
    interval: u64,
    burst: u64,
    per_day: u64,
    day_starts_at: u64,
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Ask {
    wanted: u64,
    within: u64,
    seen: [u64; 3],
    seen_now: u64,
    unaccounted: i64,
    useful_until: u64,
}

/// What was given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Given {
    slots: u64,
    first: i64,
    quota: bool,
    seen: [u64; 3],
}

impl Ask {
    fn slots(wanted: u64) -> Self {
        Self {
            wanted,
            within: 60 * SECOND,
            seen: [0; 3],
            seen_now: 0,
            unaccounted: 0,
            useful_until: 0,
        }
    }
}

impl Limit {
    fn new(per_second: u64, burst: u64) -> Self {
        let limit = Self {
            redis: Redis::new(),
            interval: SECOND.checked_div(per_second).unwrap_or(0),
            burst,
            per_day: 0,
            day_starts_at: 0,
        };
        limit.set_time(NOON);
        limit
    }

    fn set_time(&self, now: u64) {
        self.redis.with(|keyspace| keyspace.now = now);
    }

    fn now(&self) -> u64 {
        self.redis.with(|keyspace| keyspace.now)
    }

    fn lose_everything(&self) {
        self.redis
            .with(|keyspace| keyspace.run(&words(["DEL", KEY])).unwrap());
    }

    fn set(&self, field: &str, value: &str) {
        let command = words(["HSET", KEY, field, value]);
        self.redis.with(|keyspace| keyspace.run(&command).unwrap());
    }

    fn eval(&mut self, ask: Ask) -> Answer {
        let numbers = [self.interval, self.burst, self.per_day, self.day_starts_at];
        let numbers = numbers.into_iter().chain([ask.wanted, ask.within]);
        let numbers = numbers.chain(ask.seen).map(|number| number.to_string());
        let numbers = numbers.chain([ask.unaccounted.to_string(), ask.useful_until.to_string()]);
        let numbers = numbers.chain([ask.seen_now.to_string()]);
        let arguments: Vec<Vec<u8>> = numbers.map(String::into_bytes).collect();
        self.redis.eval(SCRIPT, KEY, &arguments)
    }

    fn ask(&mut self, ask: Ask) -> Given {
        let answer = self.eval(ask).unwrap();
        let texts = answer.iter().map(|text| std::str::from_utf8(text).unwrap());
        let numbers: Vec<i64> = texts.map(|text| text.parse().unwrap()).collect();
        let [slots, first, quota, arrival, day, used, _] = numbers[..] else {
            panic!("{numbers:?}");
        };
        Given {
            slots: natural(slots),
            first,
            quota: quota == 1,
            seen: [arrival, day, used].map(natural),
        }
    }

    /// When those that were given may go.
    fn times(&self, given: Given) -> Vec<u64> {
        let now = self.now();
        let first = i128::from(now) + i128::from(given.first);
        let times = (0..given.slots).map(|slot| {
            let time = first + i128::from(slot * self.interval);
            u64::try_from(time).unwrap().max(now)
        });
        times.collect()
    }
}

/// A vendor's bucket: how many of these requests, in any order, it would refuse.
fn refused(mut times: Vec<u64>, interval: u64, burst: u64) -> usize {
    times.sort_unstable();
    // What is in the bucket, in microseconds of its refilling.
    let (mut left, mut at) = (burst * interval, times.first().copied().unwrap_or(0));
    let mut refused = 0;
    for time in times {
        left = (left + (time - at)).min(burst * interval);
        at = time;
        match left.checked_sub(interval) {
            Some(rest) => left = rest,
            None => refused += 1,
        }
    }
    refused
}

#[test]
fn what_is_reserved_fits_into_the_vendors_bucket_and_fills_it() {
    for seed in 0..20 {
        let mut rng = Rng::with_seed(seed);
        let (per_second, burst) = (rng.u64(1..500), rng.u64(1..60));
        let mut limit = Limit::new(per_second, burst);
        let mut times = Vec::new();
        let mut now = NOON;
        for _ in 0..400 {
            now += rng.u64(0..SECOND / 20);
            limit.set_time(now);
            let given = limit.ask(Ask {
                within: rng.u64(0..2 * SECOND),
                ..Ask::slots(rng.u64(1..20))
            });
            times.extend(limit.times(given));
        }
        assert_eq!(
            refused(times.clone(), limit.interval, burst),
            0,
            "seed {seed}"
        );
        // Whoever asks for more than there is gets all that there is.
        let began = limit.now();
        let mut given = 0;
        while limit.now() < began + 20 * SECOND {
            limit.set_time(limit.now() + SECOND / 10);
            let more = limit.ask(Ask {
                within: SECOND / 10,
                ..Ask::slots(1_000)
            });
            given += more.slots;
            times.extend(limit.times(more));
        }
        // The first two seconds may be reserved already.
        assert!(
            given >= 18 * per_second,
            "seed {seed}: {given} of {per_second}/s"
        );
        assert_eq!(refused(times, limit.interval, burst), 0, "seed {seed}");
    }
}

#[test]
fn several_at_once_are_the_same_as_one_after_the_other() {
    for seed in 0..50 {
        let mut rng = Rng::with_seed(seed);
        let (per_second, burst) = (rng.u64(1..500), rng.u64(1..60));
        let (mut batch, mut single) =
            (Limit::new(per_second, burst), Limit::new(per_second, burst));
        let mut now = NOON;
        for _ in 0..30 {
            now += rng.u64(0..SECOND);
            let (wanted, within) = (rng.u64(1..30), rng.u64(0..2 * SECOND));
            batch.set_time(now);
            single.set_time(now);
            let at_once = batch.ask(Ask {
                within,
                ..Ask::slots(wanted)
            });
            let mut times = Vec::new();
            for _ in 0..at_once.slots.max(1) {
                let one = single.ask(Ask {
                    within,
                    ..Ask::slots(1)
                });
                times.extend(single.times(one));
            }
            assert_eq!(batch.times(at_once), times, "seed {seed}");
        }
    }
}

#[test]
fn the_longer_all_wait_the_less_each_gets_at_a_time() {
    let mut limit = Limit::new(10, 1);
    assert_eq!(limit.ask(Ask::slots(20)).slots, 20, "nobody waits");
    assert_eq!(limit.ask(Ask::slots(20)).slots, 6, "2 seconds");
    limit.ask(Ask::slots(1_000));
    assert_eq!(
        limit.ask(Ask::slots(20)).slots,
        1,
        "more than half a minute"
    );
}

#[test]
fn whoever_has_given_up_gets_nothing_and_nothing_is_taken() {
    let mut limit = Limit::new(10, 1);
    let before = limit.ask(Ask::slots(3));
    limit.set_time(NOON + SECOND / 4);
    let late = limit.ask(Ask {
        useful_until: NOON + SECOND / 5,
        unaccounted: -3,
        ..Ask::slots(3)
    });
    assert_eq!((late.slots, late.first, late.quota), (0, 0, false));
    assert_eq!(late.seen, before.seen);
    let in_time = limit.ask(Ask {
        useful_until: NOON + SECOND / 4,
        ..Ask::slots(1)
    });
    assert_eq!(limit.times(in_time), [NOON + 3 * SECOND / 10]);
}

#[test]
fn a_burst_of_nothing_goes_at_once_and_then_one_each_interval() {
    let mut limit = Limit::new(10, 3);
    let given = limit.ask(Ask::slots(5));
    assert_eq!((given.slots, given.first), (5, -200_000));
    let expected = [0, 0, 0, 100_000, 200_000].map(|wait| NOON + wait);
    assert_eq!(limit.times(given), expected);
    // Nothing is near enough.
    let none = limit.ask(Ask {
        within: 250_000,
        ..Ask::slots(1)
    });
    assert_eq!((none.slots, none.first, none.quota), (0, 300_000, false));
}

#[test]
fn the_quota_is_kept_to_and_begins_anew_with_its_day() {
    for seed in 0..20 {
        let mut rng = Rng::with_seed(seed);
        let mut limit = Limit::new(0, 1);
        limit.per_day = rng.u64(1..200);
        limit.day_starts_at = rng.u64(0..DAY);
        let mut now = NOON;
        let mut days = std::collections::BTreeMap::<u64, u64>::new();
        for _ in 0..300 {
            now += rng.u64(0..DAY / 50);
            limit.set_time(now);
            let day = (now - limit.day_starts_at) / DAY;
            let used = days.entry(day).or_default();
            let wanted = rng.u64(1..30);
            let given = limit.ask(Ask::slots(wanted));
            let left = limit.per_day - *used;
            assert_eq!(given.slots, wanted.min(left), "seed {seed}");
            assert_eq!(given.quota, left == 0, "seed {seed}");
            if given.quota {
                let next = (day + 1) * DAY + limit.day_starts_at;
                assert_eq!(natural(given.first), next - now, "until the next day");
            }
            *used += given.slots;
        }
        assert!(days.len() > 2, "seed {seed}: {} days", days.len());
    }
}

#[test]
fn what_was_sent_without_a_reservation_counts_and_what_was_not_sent_does_not() {
    let mut limit = Limit::new(0, 1);
    limit.per_day = 10;
    let sent_alone = limit.ask(Ask {
        unaccounted: 4,
        ..Ask::slots(3)
    });
    assert_eq!((sent_alone.slots, sent_alone.seen[2]), (3, 7));
    let not_sent = limit.ask(Ask {
        seen: sent_alone.seen,
        unaccounted: -2,
        ..Ask::slots(10)
    });
    assert_eq!((not_sent.slots, not_sent.seen[2]), (5, 10));
    let too_many = limit.ask(Ask {
        unaccounted: 100,
        ..Ask::slots(1)
    });
    assert!(too_many.quota);
    let impossible = limit.ask(Ask {
        seen: not_sent.seen,
        unaccounted: -1_000,
        ..Ask::slots(1)
    });
    assert_eq!(impossible.seen[2], 1, "no day has used less than nothing");
}

#[test]
fn what_the_server_has_lost_is_put_back_from_what_a_client_has_seen() {
    for seed in 0..20 {
        let mut rng = Rng::with_seed(seed);
        let (per_second, burst) = (rng.u64(1..500), rng.u64(1..60));
        let mut limit = Limit::new(per_second, burst);
        limit.per_day = 1_000_000;
        let (mut times, mut seen, mut now) = (Vec::new(), [0; 3], NOON);
        for _ in 0..300 {
            now += rng.u64(0..SECOND / 50);
            limit.set_time(now);
            if rng.u32(0..20) == 0 {
                limit.lose_everything();
            }
            let given = limit.ask(Ask {
                seen,
                ..Ask::slots(rng.u64(1..10))
            });
            times.extend(limit.times(given));
            assert!(
                given.seen[2] >= seen[2],
                "seed {seed}: the quota is not given back"
            );
            seen = given.seen;
        }
        let used = times.len() as u64;
        assert_eq!(seen[2], used, "seed {seed}");
        // A client that has used up what it has seen knows only that it may begin anew.
        let most = burst as usize * 20;
        let over = refused(times, limit.interval, burst);
        assert!(over <= most, "seed {seed}: {over} over the limit");
    }
}

#[test]
fn a_client_that_has_seen_what_is_not_yet_due_never_begins_anew() {
    let mut limit = Limit::new(10, 5);
    let given = limit.ask(Ask::slots(25));
    limit.lose_everything();
    let after = limit.ask(Ask {
        seen: given.seen,
        ..Ask::slots(1)
    });
    // The 25 fill two and a half seconds. Another second is for what others may hold, and as much as
    // the burst may go early.
    assert_eq!(limit.times(after), [NOON + 3_100_000]);
}

#[test]
fn a_clock_that_is_set_back_costs_nothing() {
    const HOUR: u64 = 3600 * SECOND;
    for back in [5 * SECOND, HOUR, 3 * DAY] {
        let mut limit = Limit::new(10, 1);
        limit.per_day = 100;
        let before = limit.ask(Ask::slots(2));
        let set_to = NOON - back;
        limit.set_time(set_to);
        // Whoever has seen how it was does not put that back either.
        for (slot, seen) in [(2, [0; 3]), (3, before.seen)] {
            let given = limit.ask(Ask {
                seen,
                seen_now: if slot == 2 { 0 } else { NOON },
                ..Ask::slots(1)
            });
            assert_eq!(limit.times(given), [set_to + slot * SECOND / 10]);
            assert_eq!(given.seen[2], slot + 1, "the quota is not given back");
        }
    }
}

#[test]
fn what_another_server_has_lost_is_put_back_by_its_own_clock() {
    let mut limit = Limit::new(10, 1);
    let given = limit.ask(Ask::slots(10));
    limit.lose_everything();
    limit.set_time(NOON - DAY / 24);
    let after = limit.ask(Ask {
        seen: given.seen,
        seen_now: NOON,
        ..Ask::slots(1)
    });
    // Besides the second that the ten fill, one for what others may hold.
    assert_eq!(limit.times(after), [limit.now() + 2 * SECOND]);
}

#[test]
fn a_clock_that_is_set_forward_leaves_no_more_than_a_burst() {
    let mut limit = Limit::new(10, 1);
    limit.ask(Ask::slots(1));
    limit.set_time(NOON + DAY / 3);
    let given = limit.ask(Ask {
        within: 0,
        ..Ask::slots(100)
    });
    assert_eq!(given.slots, 1);
}

#[test]
fn what_was_not_sent_of_yesterdays_is_not_added_to_todays_quota() {
    let mut limit = Limit::new(0, 1);
    limit.per_day = 10;
    let yesterday = limit.ask(Ask::slots(5));
    limit.set_time(NOON + DAY);
    let other = limit.ask(Ask::slots(8));
    assert_eq!(other.seen[2], 8);
    let given = limit.ask(Ask {
        seen: yesterday.seen,
        unaccounted: -5,
        ..Ask::slots(5)
    });
    assert_eq!((given.slots, given.seen[2]), (2, 10));
}

#[test]
fn a_burst_of_more_than_a_day_is_no_foreign_state() {
    let mut limit = Limit::new(1, 200_000);
    for _ in 0..150 {
        assert_eq!(limit.ask(Ask::slots(1_000)).slots, 1_000);
    }
}

#[test]
fn what_no_fleet_has_written_is_refused_and_left_alone() {
    let far = (NOON + DAY).to_string();
    let poison: [(&str, &[&str]); 4] = [
        (
            "arrival",
            &["", "x", "-1", "1.5", "1e300", "nan", "inf", "0x", &far],
        ),
        ("day", &["x", "-3", "99999999"]),
        ("used", &["x", "-3", "1e17"]),
        ("written", &["x", "-3", "1e17"]),
    ];
    for (field, values) in poison {
        for value in values {
            let mut limit = Limit::new(10, 1);
            limit.per_day = 5;
            limit.set(field, value);
            let before = limit.redis.with(|keyspace| keyspace.fields(KEY.as_bytes()));
            let error = limit.eval(Ask::slots(1)).unwrap_err();
            assert!(error.starts_with("FOREIGN "), "{field}={value}: {error}");
            assert!(!error.contains("1e") && !error.contains(&far), "{error}");
            let after = limit.redis.with(|keyspace| keyspace.fields(KEY.as_bytes()));
            assert_eq!(before, after);
        }
    }
    let mut limit = Limit::new(10, 1);
    limit
        .redis
        .with(|keyspace| keyspace.put(KEY.as_bytes(), Kept::Text(b"x".to_vec())));
    assert!(
        limit
            .eval(Ask::slots(1))
            .unwrap_err()
            .starts_with("WRONGTYPE ")
    );
}

#[test]
fn more_than_a_quota_can_have_used_is_refused() {
    let mut limit = Limit::new(10, 1);
    limit.per_day = 5;
    limit.ask(Ask::slots(1));
    for used in [1_051_u64, 1 << 40, (1 << 53) - 1] {
        limit.set("used", &used.to_string());
        let error = limit.eval(Ask::slots(1)).unwrap_err();
        assert!(error.starts_with("FOREIGN "), "{used}: {error}");
    }
    // The quota was larger this morning.
    limit.set("used", "1050");
    assert!(limit.ask(Ask::slots(1)).quota);
    // Nor is it believed of a client.
    limit.set("used", "0");
    let seen = [NOON, NOON / DAY, 1 << 40];
    let given = limit.ask(Ask {
        seen,
        ..Ask::slots(1)
    });
    assert_eq!((given.slots, given.quota), (1, false));
}

#[test]
fn a_queue_is_as_long_as_calls_have_time() {
    let mut limit = Limit::new(10, 1);
    let ahead = |seconds: u64| (NOON + seconds * SECOND).to_string();
    limit.set("arrival", &ahead(650));
    assert_eq!(limit.ask(Ask::slots(1)).slots, 0, "it may be");
    limit.set("arrival", &ahead(670));
    assert!(limit.eval(Ask::slots(1)).is_err());
    let patient = Ask {
        within: 3_600 * SECOND,
        ..Ask::slots(1)
    };
    assert_eq!(limit.ask(patient).slots, 1);
}

#[test]
fn what_a_client_says_it_has_seen_can_do_no_more_than_wait_a_day() {
    let mut limit = Limit::new(10, 1);
    limit.per_day = 5;
    let seen = [NOON + 3 * DAY, NOON / DAY + 3, u64::MAX >> 12];
    let given = limit.ask(Ask {
        seen,
        ..Ask::slots(1)
    });
    assert_eq!((given.slots, given.first), (1, 0), "it is not believed");
}

#[test]
fn what_nobody_uses_expires() {
    let mut limit = Limit::new(10, 1);
    limit.ask(Ask::slots(30));
    limit.set_time(NOON + 60 * SECOND);
    assert_eq!(limit.redis.with(|keyspace| keyspace.names().len()), 1);
    limit.set_time(NOON + 64 * SECOND);
    assert_eq!(limit.redis.with(|keyspace| keyspace.names().len()), 0);
}

#[test]
fn a_full_server_gives_nothing_away() {
    let mut limit = Limit::new(10, 1);
    limit.redis.with(|keyspace| keyspace.is_full = true);
    assert!(limit.eval(Ask::slots(1)).unwrap_err().starts_with("OOM "));
    limit.redis.with(|keyspace| keyspace.is_full = false);
    assert_eq!(limit.ask(Ask::slots(1)).first, 0);
}

fn words<const N: usize>(words: [&str; N]) -> Vec<Vec<u8>> {
    words.map(|word| word.as_bytes().to_vec()).into()
}

fn natural(number: i64) -> u64 {
    u64::try_from(number).unwrap()
}

const SECOND: u64 = 1_000_000;
const DAY: u64 = 86_400 * SECOND;
/// At noon of a day in 2026, UTC.
const NOON: u64 = 20_500 * DAY + DAY / 2;
