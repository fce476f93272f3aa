//! The scripts about tokens by themselves: who has leave to fetch one, which is kept, and what is not
//! believed.

use std::collections::BTreeMap;

use fastrand::Rng;

use crate::commands::Kept;
use crate::redis::{Answer, Redis};

macro_rules! script {
    ($name:literal) => {
        concat!(
            include_str!("../../passport-api/src/fleet/token/state.lua"),
            include_str!(concat!("../../passport-api/src/fleet/token/", $name)),
        )
    };
}

const CLAIM: &str = script!("claim.lua");
const SAVE: &str = script!("save.lua");
const EXTEND: &str = script!("extend.lua");
const RELEASE: &str = script!("release.lua");

const KEY: &str = "passport:token:1:plain";
const MILLISECOND: u64 = 1_000;
const SECOND: u64 = 1_000_000;
const HOUR: u64 = 3_600 * SECOND;
const LEASE: u64 = 3 * SECOND;
const NOON: u64 = 1_790_000_000 * SECOND;

/// What is said to a claim.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Said {
    Token {
        generation: u64,
        sealed: String,
        age: u64,
        left: u64,
    },
    Fetch(u64),
    Wait(u64),
    Pause(u64),
    TooSoon(u64),
    Nothing,
}

/// One of those that share a token.
#[derive(Clone, Debug)]
struct Member {
    name: String,
    /// The generation that it knows, and the one that it had leave for.
    known: u64,
    leading: u64,
}

struct Server(Redis);

impl Member {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            known: 0,
            leading: 0,
        }
    }
}

impl Server {
    fn new() -> Self {
        let server = Self(Redis::new());
        server.0.with(|keyspace| keyspace.now = NOON);
        server
    }

    fn now(&self) -> u64 {
        self.0.with(|keyspace| keyspace.now)
    }

    fn pass(&self, time: u64) {
        self.0.with(|keyspace| keyspace.now += time);
    }

    fn set_back(&self, time: u64) {
        self.0.with(|keyspace| keyspace.now -= time);
    }

    fn command(&self, words: &[&str]) {
        let words: Vec<_> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        self.0.with(|keyspace| keyspace.run(&words).unwrap());
    }

    fn lose_everything(&self) {
        self.command(&["DEL", KEY]);
    }

    fn kept(&self) -> Option<Kept> {
        self.0.with(|keyspace| keyspace.get(KEY.as_bytes()))
    }

    fn eval(&mut self, script: &str, member: &Member, arguments: &[&str]) -> Answer {
        let arguments = std::iter::once(&*member.name).chain(arguments.iter().copied());
        let arguments: Vec<_> = arguments.map(|text| text.as_bytes().to_vec()).collect();
        self.0.eval(script, KEY, &arguments)
    }

    fn try_claim(&mut self, member: &Member, refused: bool, lease: u64) -> Answer {
        let refused = if refused { "1" } else { "0" };
        let numbers = [member.leading, member.known, lease].map(|number| number.to_string());
        let arguments = [&*numbers[0], &numbers[1], refused, &numbers[2]];
        self.eval(CLAIM, member, &arguments)
    }

    /// Claims, and remembers the leave as a client does.
    fn claim(&mut self, member: &mut Member, refused: bool) -> Said {
        let said = read(self.try_claim(member, refused, LEASE));
        if let Said::Fetch(generation) = said {
            member.leading = generation;
        }
        said
    }

    /// Claims without having been refused.
    fn ask(&mut self, member: &mut Member) -> Said {
        self.claim(member, false)
    }

    fn save(&mut self, member: &mut Member, generation: u64, left: u64) -> String {
        let sealed = format!("sealed {generation}");
        let (generation_text, left) = (generation.to_string(), left.to_string());
        let arguments = [&*generation_text, &sealed, &left];
        let said = only(self.eval(SAVE, member, &arguments));
        // What was lost is its token all the same.
        member.known = generation;
        said
    }

    fn extend(&mut self, member: &Member, generation: u64) -> String {
        let arguments = [generation, LEASE].map(|number| number.to_string());
        only(self.eval(EXTEND, member, &[&arguments[0], &arguments[1]]))
    }

    fn release(&mut self, member: &Member, generation: u64, pause: u64) -> String {
        let arguments = [generation, pause].map(|number| number.to_string());
        only(self.eval(RELEASE, member, &[&arguments[0], &arguments[1]]))
    }

    /// Fetches a token that is good for an hour.
    fn fetch(&mut self, member: &mut Member, refused: bool) -> u64 {
        let Said::Fetch(generation) = self.claim(member, refused) else {
            panic!("{member:?} has no leave");
        };
        assert_eq!(self.save(member, generation, HOUR), "saved");
        generation
    }
}

fn read(answer: Answer) -> Said {
    let texts = answer.unwrap().into_iter();
    let texts: Vec<_> = texts.map(|text| String::from_utf8(text).unwrap()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().unwrap();
    match *texts {
        ["token", generation, sealed, age, left] => Said::Token {
            generation: number(generation),
            sealed: sealed.to_owned(),
            age: number(age),
            left: number(left),
        },
        ["fetch", generation] => Said::Fetch(number(generation)),
        ["wait", wait] => Said::Wait(number(wait)),
        ["pause", pause] => Said::Pause(number(pause)),
        ["too_soon", pause] => Said::TooSoon(number(pause)),
        ["none"] => Said::Nothing,
        _ => panic!("{texts:?}"),
    }
}

fn only(answer: Answer) -> String {
    let [text] = &*answer.unwrap() else {
        panic!("one word was expected");
    };
    String::from_utf8(text.clone()).unwrap()
}

fn two() -> (Server, Member, Member) {
    (Server::new(), Member::new("a"), Member::new("b"))
}

#[test]
fn one_fetches_and_all_use_it() {
    let (mut server, mut a, mut b) = two();
    assert_eq!(server.ask(&mut a), Said::Fetch(NOON));
    server.pass(SECOND);
    assert_eq!(server.ask(&mut b), Said::Wait(2 * SECOND));
    assert_eq!(server.save(&mut a, NOON, HOUR), "saved");
    server.pass(5 * SECOND);
    let token = Said::Token {
        generation: NOON,
        sealed: format!("sealed {NOON}"),
        age: 5 * SECOND,
        left: HOUR - 5 * SECOND,
    };
    assert_eq!(server.ask(&mut b), token);
    let peeked = server.try_claim(&Member::new("c"), false, 0);
    assert_eq!(read(peeked), token);
}

#[test]
fn who_knows_the_token_gets_another_and_who_knows_an_older_gets_it() {
    let (mut server, mut a, mut b) = two();
    let first = server.fetch(&mut a, false);
    b.known = first;
    server.pass(HOUR - SECOND);
    assert_eq!(server.ask(&mut b), Said::Fetch(first + HOUR - SECOND));
    assert!(matches!(server.ask(&mut a), Said::Wait(_)));
    let mut new = Member::new("new");
    let good = server.ask(&mut new);
    assert!(matches!(good, Said::Token { left: SECOND, .. }), "{good:?}");
    server.pass(SECOND);
    let wait = server.ask(&mut new);
    assert!(matches!(wait, Said::Wait(_)), "it has expired: {wait:?}");
}

#[test]
fn a_lease_ends_without_its_holder_and_lasts_with_it() {
    let (mut server, mut a, mut b) = two();
    server.ask(&mut a);
    for _ in 0..10 {
        server.pass(SECOND);
        assert_eq!(server.extend(&a, a.leading), "extended");
        assert_eq!(server.ask(&mut b), Said::Wait(LEASE));
    }
    server.pass(LEASE - 1);
    assert_eq!(server.ask(&mut b), Said::Wait(1));
    server.pass(1);
    assert!(matches!(server.ask(&mut b), Said::Fetch(_)));
    // The first was only slow.
    assert_eq!(server.extend(&a, a.leading), "lost");
    assert_eq!(server.release(&a, a.leading, 0), "lost");
    let leading = a.leading;
    assert_eq!(server.save(&mut a, leading, HOUR), "lost");
    let leading = b.leading;
    assert_eq!(server.save(&mut b, leading, HOUR), "saved");
    let Said::Token { generation, .. } = server.ask(&mut a) else {
        panic!("it gets that of the second");
    };
    assert_eq!(generation, b.leading);
}

#[test]
fn a_lease_that_nobody_has_taken_over_can_still_be_used() {
    let (mut server, mut a, _) = two();
    server.ask(&mut a);
    server.pass(10 * SECOND);
    assert_eq!(server.extend(&a, a.leading), "extended");
    server.pass(10 * SECOND);
    let leading = a.leading;
    assert_eq!(server.save(&mut a, leading, HOUR), "saved");
}

#[test]
fn who_had_leave_and_begins_anew_has_it_at_once_and_nobody_else_of_its_process_has() {
    let (mut server, mut a, _) = two();
    // Another client of the same process.
    let mut other = a.clone();
    server.ask(&mut a);
    assert!(matches!(server.ask(&mut other), Said::Wait(_)));
    let first = a.leading;
    server.pass(1);
    assert_eq!(server.ask(&mut a), Said::Fetch(first + 1));
    assert_eq!(server.save(&mut a, first, HOUR), "lost", "it was cancelled");
    assert_eq!(server.save(&mut a, first + 1, HOUR), "saved");
}

#[test]
fn a_lease_that_is_given_back_is_free_at_once_or_after_the_pause() {
    let (mut server, mut a, mut b) = two();
    server.ask(&mut a);
    assert_eq!(server.release(&a, a.leading, 0), "released");
    assert!(matches!(server.ask(&mut b), Said::Fetch(_)));
    assert_eq!(server.release(&b, b.leading, 20 * SECOND), "released");
    for member in [&mut a, &mut b] {
        assert_eq!(server.ask(member), Said::Pause(20 * SECOND));
    }
    server.pass(20 * SECOND);
    assert!(matches!(server.ask(&mut a), Said::Fetch(_)));
    // A pause of a year is none that anybody else would believe.
    server.release(&a, a.leading, 1000 * HOUR);
    let wait = server.ask(&mut b);
    assert!(
        matches!(wait, Said::Pause(wait) if wait < 660 * SECOND),
        "{wait:?}"
    );
}

#[test]
fn the_pause_after_a_failure_is_the_fleets_and_grows_whoever_has_failed() {
    let mut server = Server::new();
    let short = 250 * MILLISECOND;
    let fail = |server: &mut Server, name: &str, pause: u64| {
        let mut member = Member::new(name);
        assert!(matches!(server.ask(&mut member), Said::Fetch(_)), "{name}");
        assert_eq!(server.release(&member, member.leading, pause), "released");
        let Said::Pause(paused) = server.ask(&mut Member::new("another")) else {
            panic!("nobody may lead after {name}");
        };
        server.pass(paused - 1);
        assert_eq!(server.ask(&mut member), Said::Pause(1), "nor may {name}");
        server.pass(1);
        paused / MILLISECOND
    };
    let names = ["a", "b", "c", "d", "e", "f"];
    let row = names.map(|name| fail(&mut server, name, short));
    assert_eq!(row, [500, 1000, 2000, 4000, 4000, 4000]);
    // What the endpoint asks for counts in full, and is a failure too.
    assert_eq!(fail(&mut server, "g", 90 * SECOND), 90_000);
    // Somebody gives its leave back, which says nothing about the endpoint.
    let mut h = Member::new("h");
    server.ask(&mut h);
    assert_eq!(server.release(&h, h.leading, 0), "released");
    assert_eq!(fail(&mut server, "i", short), 4000);
    server.fetch(&mut h, false);
    server.pass(HOUR);
    assert_eq!(fail(&mut server, "j", short), 500, "the row has ended");
}

#[test]
fn who_led_and_lost_it_prolongs_no_pause() {
    let (mut server, mut a, mut b) = two();
    server.ask(&mut a);
    server.pass(LEASE);
    server.ask(&mut b);
    assert_eq!(server.release(&a, a.leading, 20 * SECOND), "lost");
    assert_eq!(server.release(&b, b.leading, MILLISECOND), "released");
    assert_eq!(server.release(&b, b.leading, 20 * SECOND), "lost", "twice");
    assert_eq!(server.ask(&mut a), Said::Pause(SECOND / 2));
}

#[test]
fn who_comes_with_a_token_while_all_pause_ends_the_pause() {
    let (mut server, mut a, mut b) = two();
    server.ask(&mut a);
    server.pass(LEASE);
    server.ask(&mut b);
    server.release(&b, b.leading, 20 * SECOND);
    let leading = a.leading;
    assert_eq!(server.save(&mut a, leading, HOUR), "saved");
    assert!(matches!(server.ask(&mut b), Said::Token { .. }));
}

#[test]
fn a_revoked_token_is_renewed_once_for_all() {
    let mut server = Server::new();
    let mut members: Vec<_> = (0..100).map(|i| Member::new(&i.to_string())).collect();
    let first = server.fetch(&mut members[0], false);
    members.iter_mut().for_each(|member| member.known = first);
    server.pass(SECOND);
    let leads: Vec<_> = (members.iter_mut())
        .filter_map(|member| match server.claim(member, true) {
            Said::Fetch(generation) => Some((member.clone(), generation)),
            Said::Wait(LEASE) => None,
            other => panic!("{other:?}"),
        })
        .collect();
    let [(leader, generation)] = &*leads else {
        panic!("{} lead", leads.len());
    };
    server.save(&mut leader.clone(), *generation, HOUR);
    for member in &mut members {
        let said = server.claim(member, true);
        assert!(matches!(said, Said::Token { generation: it, .. } if it == *generation));
    }
}

#[test]
fn a_call_that_is_refused_with_every_token_does_not_cost_one_each_time() {
    let mut server = Server::new();
    let mut members: Vec<_> = (0..1000).map(|i| Member::new(&i.to_string())).collect();
    let mut latest = server.fetch(&mut members[0], false);
    server.pass(HOUR / 2);
    let mut renewals = Vec::new();
    let start = server.now();
    // All of them, all the time, for ten minutes.
    while server.now() < start + 600 * SECOND {
        let member = &mut members[renewals.len() % 1000];
        member.known = latest;
        match server.claim(member, true) {
            Said::Fetch(generation) => {
                renewals.push((server.now() - start) / SECOND);
                assert_eq!(server.save(member, generation, HOUR), "saved");
                latest = generation;
            }
            Said::TooSoon(pause) => assert!((1..=60 * SECOND).contains(&pause)),
            other => panic!("{other:?}"),
        }
        server.pass(100 * MILLISECOND);
    }
    let expected = [
        0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363, 423, 483, 543,
    ];
    // Each comes up to 100 ms after the pause is over.
    assert_eq!(renewals.len(), expected.len(), "{renewals:?}");
    for (renewal, expected) in renewals.iter().zip(expected) {
        assert!((expected..=expected + 2).contains(renewal), "{renewals:?}");
    }
}

#[test]
fn a_token_that_was_good_for_two_minutes_is_renewed_at_once() {
    let (mut server, mut a, _) = two();
    server.fetch(&mut a, false);
    for _ in 0..5 {
        server.pass(60 * SECOND);
        server.fetch(&mut a, true);
    }
    assert!(matches!(server.claim(&mut a, true), Said::TooSoon(_)));
    server.pass(121 * SECOND);
    server.fetch(&mut a, true);
    assert_eq!(server.claim(&mut a, true), Said::TooSoon(SECOND), "anew");
    // One that has expired is renewed in any case, and who was not refused gets another.
    assert!(matches!(
        server.claim(&mut a.clone(), false),
        Said::Fetch(_)
    ));
}

#[test]
fn a_clock_that_is_set_back_holds_up_no_renewal() {
    let (mut server, mut a, _) = two();
    let first = server.fetch(&mut a, false);
    let second = server.fetch(&mut a, true);
    server.set_back(HOUR);
    let third = server.fetch(&mut a, true);
    assert!(first < second && second < third);
}

#[test]
fn where_the_clock_is_set_back_a_lead_and_a_token_last_no_longer_for_that() {
    let (mut server, mut a, mut b) = two();
    server.ask(&mut a);
    server.set_back(10 * HOUR);
    let Said::Wait(wait) = server.ask(&mut b) else {
        panic!("somebody leads, and it is the fleet's own state");
    };
    assert_eq!(wait, LEASE);
    server.pass(LEASE);
    let generation = server.fetch(&mut b, false);
    server.set_back(HOUR);
    let Said::Token {
        generation: found,
        left,
        ..
    } = server.ask(&mut a)
    else {
        panic!("there is one");
    };
    assert_eq!((found, left), (generation, HOUR));
}

#[test]
fn what_is_larger_than_a_token_is_not_even_read() {
    let (mut server, mut a, _) = two();
    server.command(&["HSET", KEY, "sealed", &"x".repeat((8 << 20) + 1)]);
    let error = server.try_claim(&a, false, LEASE).unwrap_err();
    assert!(error.starts_with("FOREIGN"), "{error}");
    server.lose_everything();
    server.fetch(&mut a, false);
    for field in 0..20 {
        server.command(&["HSET", KEY, &field.to_string(), ""]);
    }
    let error = server.try_claim(&a, false, LEASE).unwrap_err();
    assert!(error.contains("larger"), "{error}");
}

#[test]
fn numbers_are_never_used_twice_even_if_the_server_forgets() {
    let (mut server, mut a, mut b) = two();
    let mut last = 0;
    for round in 0..50 {
        server.pass(1);
        if round % 7 == 6 {
            server.lose_everything();
        }
        let Said::Fetch(generation) = server.ask(&mut a) else {
            panic!("nobody else leads");
        };
        assert!(generation > last, "{generation} after {last}");
        last = generation;
        match round % 3 {
            0 => assert_eq!(server.save(&mut a, generation, HOUR), "saved"),
            1 => assert_eq!(server.release(&a, generation, 0), "released"),
            _ => {}
        }
    }
    // The server is started again, and empty, while somebody fetches.
    server.lose_everything();
    server.pass(1);
    assert!(matches!(server.ask(&mut b), Said::Fetch(generation) if generation > last));
    assert_eq!(server.save(&mut a, last, HOUR), "lost");
}

#[test]
fn two_leaves_in_one_moment_have_two_numbers() {
    let (mut server, mut a, mut b) = two();
    assert_eq!(server.ask(&mut a), Said::Fetch(NOON));
    assert_eq!(server.release(&a, NOON, 0), "released");
    assert_eq!(server.ask(&mut b), Said::Fetch(NOON + 1));
}

#[test]
fn an_older_token_never_takes_the_place_of_a_newer() {
    let (mut server, mut a, mut b) = two();
    server.ask(&mut a);
    server.pass(LEASE);
    let newer = server.fetch(&mut b, false);
    // Nobody leads any more.
    let leading = a.leading;
    assert_eq!(server.save(&mut a, leading, HOUR), "lost");
    assert_eq!(
        server.save(&mut b, newer, HOUR),
        "lost",
        "nor the same twice"
    );
    let kept = server.ask(&mut a);
    assert!(matches!(kept, Said::Token { generation, .. } if generation == newer));
}

#[test]
fn a_refused_token_that_has_expired_is_renewed_at_once() {
    let (mut server, mut a, _) = two();
    server.fetch(&mut a, false);
    for _ in 0..3 {
        let Said::Fetch(generation) = server.claim(&mut a, true) else {
            panic!("the one before has expired");
        };
        assert_eq!(server.save(&mut a, generation, MILLISECOND), "saved");
        server.pass(MILLISECOND);
    }
}

#[test]
fn nothing_outlives_its_use_for_long() {
    let (mut server, mut a, _) = two();
    server.ask(&mut a);
    server.pass(LEASE + 60 * SECOND);
    assert_eq!(server.kept(), None);
    server.fetch(&mut a, false);
    server.pass(HOUR + 59 * SECOND);
    assert!(server.kept().is_some());
    server.pass(SECOND);
    assert_eq!(server.kept(), None);
}

#[test]
fn a_token_that_lives_for_ten_years_is_kept_and_believed() {
    let (mut server, mut a, mut b) = two();
    let Said::Fetch(generation) = server.ask(&mut a) else {
        panic!("nobody else leads");
    };
    assert_eq!(server.save(&mut a, generation, 87_600 * HOUR), "saved");
    assert!(matches!(server.ask(&mut b), Said::Token { .. }));
}

#[test]
fn what_no_fleet_has_written_is_refused_and_left_alone() {
    let (mut server, mut a, mut b) = two();
    let generation = server.fetch(&mut a, false);
    let good = server.kept();
    let ahead = |time: u64| (server.now() + time).to_string();
    let (a_pause, years) = (ahead(601 * SECOND), ahead(20_000 * HOUR));
    let poison = [
        ("generation", "x"),
        ("generation", ""),
        ("generation", "-1"),
        ("generation", "1.5"),
        ("generation", "0x10"),
        ("generation", " 7"),
        ("generation", "99999999999999999999999999999999"),
        ("generation", &*years),
        ("next", "1e15"),
        ("fetched", &years),
        ("expires", "nan"),
        ("expires", &years),
        ("fetched", "0"),
        ("leads_until", &a_pause),
        ("leader", &*"x".repeat(65)),
        ("refusals", "-3"),
        ("refusals", "11"),
        ("replaces", "inf"),
        ("failures", "-1"),
        ("failures", "1e3"),
        ("failures", "1000"),
        ("written", "nan"),
        ("written", &years),
        ("another", "1"),
    ];
    for (field, value) in poison {
        server.command(&["HSET", KEY, field, value]);
        let before = server.kept();
        b.leading = generation;
        let number = generation.to_string();
        let answers = [
            server.try_claim(&b, false, LEASE),
            server.try_claim(&b, true, LEASE),
            server.eval(SAVE, &b, &[&number, "sealed", "1000"]),
            server.eval(EXTEND, &b, &[&number, "1000"]),
            server.eval(RELEASE, &b, &[&number, "1000"]),
        ];
        for answer in answers {
            let error = answer.unwrap_err();
            assert!(error.starts_with("FOREIGN"), "{field}={value}: {error}");
            assert!(value.len() < 5 || !error.contains(value), "{error}");
        }
        assert_eq!(server.kept(), before, "{field}={value}");
        let good = good.clone().unwrap();
        server.0.with(|keyspace| keyspace.put(KEY.as_bytes(), good));
    }
    assert!(matches!(server.ask(&mut b), Said::Token { .. }));
    server.lose_everything();
    server.command(&["SET", KEY, "text"]);
    assert!(server.try_claim(&b, false, LEASE).is_err());
    assert_eq!(server.kept(), Some(Kept::Text(b"text".to_vec())));
}

#[test]
fn nobody_is_kept_waiting_for_longer_than_a_lease() {
    let (mut server, mut a, mut b) = two();
    server.fetch(&mut a, false);
    server.pass(2 * HOUR);
    assert!(matches!(server.ask(&mut a), Said::Fetch(_)));
    assert_eq!(server.ask(&mut b), Said::Wait(LEASE));
    for time in [LEASE + MILLISECOND, 500 * SECOND, 650 * SECOND] {
        let until = (server.now() + time).to_string();
        server.command(&["HSET", KEY, "leads_until", &until]);
        let error = server.try_claim(&b, false, LEASE).unwrap_err();
        assert!(error.starts_with("FOREIGN"), "{time}: {error}");
    }
    // A lease that a client asks for is no longer either.
    server.lose_everything();
    let claimed = server.try_claim(&a, false, 100 * SECOND);
    assert!(matches!(read(claimed), Said::Fetch(_)));
    assert_eq!(server.ask(&mut b), Said::Wait(LEASE));
}

#[test]
fn however_often_something_has_failed_it_is_no_foreign_state() {
    let (mut server, mut a, _) = two();
    for _ in 0..30 {
        let Said::Fetch(generation) = server.ask(&mut a) else {
            panic!("the pause is over");
        };
        assert_eq!(server.release(&a, generation, 600 * SECOND), "released");
        server.pass(600 * SECOND);
    }
    for _ in 0..30 {
        server.fetch(&mut a, true);
        server.pass(61 * SECOND);
    }
}

/// Members that do at random what members do, for a day; a server that forgets now and then.
#[test]
fn however_members_come_and_go_one_fetches_at_a_time_and_all_get_the_newest() {
    for seed in 0..20 {
        let mut random = Rng::with_seed(seed);
        let mut server = Server::new();
        let mut members: Vec<_> = (0..8).map(|i| Member::new(&i.to_string())).collect();
        // Who has leave, until when, by this test's own reckoning.
        let mut leases = BTreeMap::<String, (u64, u64)>::new();
        let (mut newest, mut highest) = (0, 0);
        let (mut failures, mut paused_until) = (0_usize, 0);
        for _ in 0..3_000 {
            server.pass(random.u64(1..2 * SECOND));
            let now = server.now();
            let member = random.choice(&mut members).unwrap();
            let name = member.name.clone();
            let leave = leases.get(&name).copied();
            match (leave, random.u32(0..100)) {
                (_, 0) => {
                    server.lose_everything();
                    (newest, leases) = (0, BTreeMap::new());
                    (failures, paused_until) = (0, 0);
                }
                // It is killed, and comes again as another.
                (_, 1) => *member = Member::new(&random.u64(..).to_string()),
                (Some((generation, until)), 2..50) => {
                    let said = server.save(member, generation, HOUR);
                    if until > now {
                        assert_eq!(said, "saved", "seed {seed}");
                    }
                    if said == "saved" {
                        assert!(generation > newest, "seed {seed}");
                        (newest, leases) = (generation, BTreeMap::new());
                        (failures, paused_until) = (0, 0);
                    }
                }
                (Some((generation, _)), 50..60) => {
                    if server.extend(member, generation) == "extended" {
                        leases.insert(name, (generation, now + LEASE));
                    }
                }
                (Some((generation, _)), 60..70) => {
                    let pause = random.u64(0..2) * random.u64(1..8 * SECOND);
                    if server.release(member, generation, pause) == "released" && pause > 0 {
                        failures += 1;
                        let all = [500, 1000, 2000, 4000][failures.min(4) - 1] * MILLISECOND;
                        paused_until = now + pause.max(all);
                    }
                    leases.remove(&name);
                }
                (_, roll) => match server.claim(member, roll % 2 == 0) {
                    Said::Token { generation, .. } => {
                        assert_eq!(generation, newest, "seed {seed}");
                        member.known = generation;
                    }
                    Said::Fetch(generation) => {
                        assert!(generation > highest, "seed {seed}");
                        assert!(now >= paused_until, "seed {seed}: all pause");
                        highest = generation;
                        let others = leases.iter().filter(|(other, _)| **other != name);
                        let leading = others.filter(|(_, (_, until))| *until > now);
                        assert_eq!(leading.count(), 0, "seed {seed}: two lead");
                        leases.insert(name, (generation, now + LEASE));
                    }
                    Said::Wait(wait) => {
                        assert!((1..=LEASE).contains(&wait), "seed {seed}");
                        assert!(now >= paused_until, "seed {seed}: nobody can lead");
                    }
                    Said::Pause(pause) => {
                        assert_eq!(now + pause, paused_until, "seed {seed}");
                    }
                    Said::TooSoon(_) => assert_eq!(member.known, newest, "seed {seed}"),
                    Said::Nothing => panic!("leave was asked for"),
                },
            }
        }
        assert!(highest > 0);
    }
}
