//! The section of the page.

use std::fs;

use super::Measured;
use super::allocations::Allocations;
use super::passport::{PASSPORT, WITH_CLOCK, WITH_HEADER};
use super::scaling::{Scaling, THREADS};
use super::stampede::{ANSWERS_AFTER, Stampedes};
use super::subject::FLOOR;
use crate::finding::{Axis, Finding, Limit, Plot, Table, Target};
use crate::{Outcome, workspace};

/// Says what was measured.
pub(super) fn finding(measured: &Measured) -> Outcome<Finding> {
    let mut finding = Finding::new("Token");
    fresh_targets(&mut finding, measured)?;
    stampede_targets(&mut finding, measured)?;
    finding.text(INTRODUCTION);
    finding.heading("A token that is fresh");
    finding.text(what_is_done()?);
    finding.table(fresh(&measured.fresh, &measured.allocations));
    finding.text(remarks(&measured.fresh)?);
    finding.heading("Threads");
    finding.text(THREADS_TEXT);
    finding.plot(plot(&measured.fresh));
    finding.text("Millions of uses in a second of real time, by all threads together:");
    finding.table(rates(&measured.fresh));
    finding.heading(format!("{} callers at once", measured.callers));
    finding.text(stampede_text());
    finding.table(stampedes(&measured.stampedes));
    Ok(finding)
}

fn fresh_targets(finding: &mut Finding, measured: &Measured) -> Outcome {
    let (floor, passport) = (
        find(&measured.fresh, FLOOR)?,
        find(&measured.fresh, PASSPORT)?,
    );
    let what = "a fresh token / a bare `ArcSwap` load";
    let ratio = passport.ratio_to(floor, 0);
    finding.target(Target::ratio(what, Limit::AtMost(2.0), ratio));
    let growth = (1..THREADS.len()).map(|threads| passport.growth(threads));
    let growth = growth.fold(0.0, f64::max);
    let what = "a fresh token, with up to 8 threads / with one, processor time of a use";
    finding.target(Target::ratio(what, Limit::AtMost(FLAT), growth));
    let allocated = measured.allocations.get(WITH_HEADER);
    let allocated = *allocated.ok_or("no allocations were counted")?;
    let what = "a fresh token and its header";
    let limit = Limit::Exactly(0.0);
    finding.target(Target::figure(what, limit, allocated, "allocations"));
    Ok(())
}

fn stampede_targets(finding: &mut Finding, measured: &Measured) -> Outcome {
    let passport = measured.stampedes.iter().find(|it| it.name == PASSPORT);
    let passport = passport.ok_or("the stampede was not measured")?;
    for (when, stampede) in [
        ("at a cold start", &passport.cold),
        ("when the token has expired", &passport.expired),
    ] {
        let what = format!("{} callers at once {when}", measured.callers);
        let found = stampede.requests as f64;
        let target = Target::figure(what, Limit::Exactly(1.0), found, "token requests");
        finding.target(target);
        let what = format!("of them, {when}, without a token");
        let failed = stampede.failed as f64;
        finding.target(Target::figure(what, Limit::Exactly(0.0), failed, "callers"));
    }
    Ok(())
}

fn what_is_done() -> Outcome<String> {
    let [aliri, azure, yup] = ["aliri_tokens", "azure_identity", "yup-oauth2"].map(version);
    let (aliri, azure, yup) = (aliri?, azure?, yup?);
    Ok(format!(
        "What one use is:

* {PASSPORT}: what a call does to have its token. It sees that the token is of this client, covers the set and is fresh, and holds it in a way that lasts until the answer is there; the end of that is counted, too. The time is handed in: a call reads the clock once, for its deadline, and the token is judged by that reading.
* {WITH_CLOCK}: the same with a reading of the clock, as the peers have theirs.
* {WITH_HEADER}: and the `HeaderValue` for the request.
* {FLOOR}: the token is borrowed for a moment. Nothing is held, and nobody asks whether it is fresh.
* `aliri_tokens` {aliri}: `TokenWatcher::token`, which borrows, and `token_status`.
* `azure_identity` {azure}: `get_token` of a `ClientSecretCredential`, whose cache clones the token.
* `yup-oauth2` {yup}: `Authenticator::token` with its cache in memory, which clones the token. Its token was given without an end, so the clock is not read.

`gcp_auth` is not among them: it has a token only from Google's servers or `gcloud`, or for an RSA key made for it, from a server that it reaches by a socket.
Its source says: an `async` `RwLock` around a map whose key, a list of texts, is made for each look-up, as in `azure_identity`; and of callers that find no token, each fetches one in its turn, since none looks again once it has the lock."
    ))
}

fn fresh(found: &[Scaling], allocations: &Allocations) -> Table {
    let mut table = Table::new(["with one thread", "ns", "/ bare load", "allocations"]);
    for scaling in found {
        let allocated = allocations.get(scaling.name);
        table.row([
            scaling.name.to_owned(),
            format!("{:.1}", scaling.nanoseconds(0)),
            format!("{:.2}", scaling.ratio_to(&found[0], 0)),
            allocated.map_or_else(String::new, |count| format!("{count:.0}")),
        ]);
    }
    table
}

fn remarks(found: &[Scaling]) -> Outcome<String> {
    let passport = find(found, PASSPORT)?.nanoseconds(0);
    let with_clock = find(found, WITH_CLOCK)?.nanoseconds(0);
    let with_header = find(found, WITH_HEADER)?.nanoseconds(0);
    Ok(format!(
        "Of the {with_header:.0} ns of a use with everything, {:.0} are the reading of the clock, which the call needs for its deadline anyway, and {:.0} the copy of the header and its end.
A use without these two writes to memory twice, one count up and one down, as the bare load does.",
        with_clock - passport,
        with_header - with_clock,
    ))
}

fn plot(found: &[Scaling]) -> Plot {
    let mut plot = Plot::new(
        "token-threads",
        "A fresh token: processor time of a use in each thread",
        Axis::linear("threads"),
        Axis::logarithmic("nanoseconds"),
    );
    for scaling in found {
        let points = THREADS.iter().enumerate();
        let points = points.map(|(place, threads)| (*threads as f64, scaling.nanoseconds(place)));
        plot.line(scaling.name.replace('`', ""), points.collect());
    }
    plot
}

fn rates(found: &[Scaling]) -> Table {
    let mut table = Table::new(["threads", "1", "2", "4", "8", "ns at 8 / at 1"]);
    for scaling in found {
        let rates = (0..THREADS.len()).map(|place| format!("{:.1}", scaling.rate(place)));
        let growth = format!("{:.2}", scaling.growth(THREADS.len() - 1));
        let cells = [scaling.name.to_owned()].into_iter().chain(rates);
        table.row(cells.chain([growth]));
    }
    table
}

fn stampede_text() -> String {
    format!(
        "All callers are tasks of one runtime with a thread for each core.
The token endpoint is within the process and answers after {} ms; it counts its requests.
Each keeper gets tokens that it does not use any more two seconds later, and the same number of callers comes then.
Milliseconds until the last caller has its token, the median of the runs; requests: the most in one run.

`aliri_tokens` fetches its first token before there is a watcher, and a task renews it whether somebody calls or not: nobody waits, and its requests when the token has expired are those of that task.
`yup-oauth2` begins with a refresh token, since its other ways need a person or Google.",
        ANSWERS_AFTER.as_millis()
    )
}

fn stampedes(found: &[Stampedes]) -> Table {
    let columns = [
        "",
        "cold, ms",
        "requests",
        "expired, ms",
        "requests",
        "without a token",
    ];
    let mut table = Table::new(columns);
    for found in found {
        table.row([
            found.name.to_owned(),
            format!("{:.0}", found.cold.took),
            found.cold.requests.to_string(),
            format!("{:.0}", found.expired.took),
            found.expired.requests.to_string(),
            (found.cold.failed + found.expired.failed).to_string(),
        ]);
    }
    table
}

fn find<'f>(found: &'f [Scaling], name: &str) -> Outcome<&'f Scaling> {
    let scaling = found.iter().find(|scaling| scaling.name == name);
    scaling.ok_or_else(|| format!("`{name}` was not measured").into())
}

/// The version of a crate that was measured.
fn version(name: &str) -> Outcome<String> {
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock"))?;
    let (_, package) = lock
        .split_once(&format!("name = \"{name}\"\nversion = \""))
        .ok_or_else(|| format!("Cargo.lock has no `{name}`"))?;
    let version = package.split('"').next().unwrap_or_default();
    Ok(version.to_owned())
}

const INTRODUCTION: &str = "What it takes to use a token that is there already, and what happens when very many callers want one that is not.";

const THREADS_TEXT: &str = "Nanoseconds that the processor works for one use in each of several threads that use one token at once.
Threads that share a core wait for it, which is not counted; threads that write to the same memory keep the processor waiting, which is, and neither is what a thread sleeps for a lock.
With more threads than cores as many get in each other's way as there are cores.
*Flat* means here: a use takes no more than a quarter longer, with 2, 4 or 8 threads, than with one.";

/// How much longer a use may take with several threads.
const FLAT: f64 = 1.25;
