//! What many calls at once come to: requests a second, and what they take of the processor.

use std::time::Duration;

use tokio::runtime::Runtime;

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::{Axis, Finding, Limit, Plot, Table, Target};
use crate::server::Server;
use crate::subject::{self, Call, Name, Over};
use crate::turns::{Load, Turn, Turns};

/// Measures throughput.
///
/// # Errors
///
/// If a call fails.
pub fn run(options: &Options) -> Outcome<Finding> {
    let mut finding = Finding::new("Throughput");
    finding.text(METHOD);
    enough_files()?;
    let server = Server::start()?;
    for (call, at_once) in [(Call::Get, &[1, 64, 1024][..]), (Call::List, &[1, 64])] {
        for over in Over::ALL {
            let curve = Curve::measure(&server, call, *over, at_once, options)?;
            finding.heading(curve.title());
            finding.table(curve.table());
            if call == Call::Get {
                finding.plot(curve.plot());
            }
            curve.hold(&mut finding);
        }
    }
    Ok(finding)
}

/// What was measured of one call, over how many are made at once.
struct Curve {
    call: Call,
    over: Over,
    points: Vec<(usize, Turns)>,
}

impl Curve {
    fn measure(
        server: &Server,
        call: Call,
        over: Over,
        at_once: &[usize],
        options: &Options,
    ) -> Outcome<Self> {
        let mut points = Vec::new();
        for at_once in at_once {
            // New subjects, without the connections of more calls than there are now.
            let runtime = runtime()?;
            let subjects = subject::all(&runtime, &server.address, over)?;
            let load = Load {
                call,
                at_once: *at_once,
                turn: Duration::from_millis(if options.quick { 20 } else { 400 }),
                rounds: match (options.quick, call) {
                    (true, _) => 3,
                    (false, Call::List) => 7,
                    (false, _) => 11,
                },
            };
            points.push((*at_once, Turns::take(&runtime, &subjects, &load)?));
        }
        Ok(Self { call, over, points })
    }

    fn title(&self) -> String {
        format!("{}, {}", self.call.text(), self.over.text())
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            "",
            "requests/s",
            "/ by hand",
            "processor µs a request",
            "/ by hand",
        ]);
        for (at_once, turns) in &self.points {
            for name in Name::ALL {
                let processor = |turn: &Turn| turn.processor;
                table.row([
                    format!("{at_once} at once, {}", name.text()),
                    format!("{:.0}", turns.median(*name, rate)),
                    format!(
                        "{:.3} ± {:.3}",
                        turns.ratio(*name, Name::ByHand, rate),
                        turns.spread(*name, Name::ByHand, rate),
                    ),
                    format!("{:.1}", turns.median(*name, processor) * 1e6),
                    format!("{:.3}", turns.ratio(*name, Name::ByHand, processor)),
                ]);
            }
        }
        table
    }

    fn plot(&self) -> Plot {
        let over = match self.over {
            Over::Http => "http",
            Over::Tls => "tls",
        };
        let mut plot = Plot::new(
            &format!("throughput-{over}"),
            &self.title(),
            Axis::logarithmic("calls at once"),
            Axis::linear("requests/s"),
        );
        for name in Name::ALL {
            let point =
                |(at_once, turns): &(usize, Turns)| (*at_once as f64, turns.median(*name, rate));
            plot.line(name.text(), self.points.iter().map(point).collect());
        }
        plot
    }

    /// Holds the least ratio over all numbers of calls at once against the targets.
    fn hold(&self, finding: &mut Finding) {
        let others = [
            (Name::ByHand, 0.98),
            #[cfg(feature = "peers")]
            (Name::Progenitor, 1.0),
        ];
        for (other, least) in others {
            let ratios = self.points.iter().map(|(at_once, turns)| {
                let ratio = turns.ratio(Name::Passport, other, rate);
                (ratio, at_once, turns)
            });
            let Some((found, at_once, turns)) = ratios.min_by(|one, two| one.0.total_cmp(&two.0))
            else {
                continue;
            };
            let (title, other_is) = (self.title(), other.text());
            let what = format!("throughput, {title}, the least at {at_once} at once / {other_is}");
            let processor = turns.ratio(Name::Passport, other, |turn| turn.processor);
            let spread = turns.spread(Name::Passport, other, rate);
            let target = Target::ratio(what, Limit::AtLeast(least), found);
            finding.target(target.remark(format!(
                "half of the rounds are within ± {spread:.3}; a request takes {processor:.3} times the \
                 processor's time that {other_is} takes. What that consists of is in *Throughput*"
            )));
        }
    }
}

/// The client has one thread, so that the server, which needs less, has the other processor.
fn runtime() -> Outcome<Runtime> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    Ok(runtime)
}

/// Whether as many connections may be open as the most calls at once need, of all subjects.
fn enough_files() -> Outcome {
    let limits = std::fs::read_to_string("/proc/self/limits")?;
    let soft = limits.lines().find_map(|line| {
        let values = line.strip_prefix("Max open files")?;
        // A limit that is no number is none.
        values.split_whitespace().next()?.parse::<usize>().ok()
    });
    match soft.filter(|soft| *soft < FILES) {
        Some(soft) => Err(format!(
            "{soft} files may be open, and throughput needs {FILES}; say `ulimit -n {FILES}` first"
        )
        .into()),
        None => Ok(()),
    }
}

/// Requests a second.
fn rate(turn: &Turn) -> f64 {
    turn.seconds.recip()
}

/// 1,024 connections of each of four subjects, and some more.
const FILES: usize = 5_000;

const METHOD: &str = "\
The subjects are those of [A call](#a-call). The client has one thread and the server, another process, one; the bare client shows that the server is not what limits the others.
Turns of 0.4 s; the median of 11 (7 of the list), and the median of the ratios within a round, ± half of the distance between their quarters. *Processor* is the time of the client's process alone, which does not depend on what else the machine does.

A layer over `reqwest` cannot be faster than `reqwest`, so the targets leave 2 % for what passport does and a call by hand does not: it judges the token, passes the limits, keeps the request for a second attempt, bounds the answer, and is silent in the spans that nobody listens to.
`perf stat` of one GET after the other over HTTP/1.1, 20,000 of them, the median of 5 runs in turns, says the same as callgrind: 1.013 times the instructions and 1.020 times the cycles of a call by hand in this process, progenitor 1.025 and 1.031.
By `perf record`, 1.4 % of passport's cycles are in the exchange (token, limits, attempts), 2.3 % in counting the holders of the token's header, whose bytes are wiped with the last of them; a call by hand formats its header anew, and leaves the bytes in the heap.
With many calls under way, the memory that each has to itself counts as well, which no longer fits into the caches: a call of passport is a box of 2 KB more.";
