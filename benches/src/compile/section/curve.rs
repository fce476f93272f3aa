//! From 38 to 5,000 endpoints.

use super::two;
use crate::compile::curve::{Expansion, Row};
use crate::compile::encodings::Encoding;
use crate::compile::synthetic::SETS;
use crate::compile::usage::LIMIT;
use crate::finding::{Axis, Finding, Limit, Plot, Table, Target};

/// Says what was measured at each number of endpoints.
pub(in crate::compile) fn add(finding: &mut Finding, rows: &[Row]) {
    targets(finding, rows);
    whole(finding, rows);
    expansion(finding, rows);
    encodings(finding, rows);
}

fn targets(finding: &mut Finding, rows: &[Row]) {
    let (Some(first), Some(last)) = (rows.iter().find(|row| row.size >= FIRST), rows.last()) else {
        return;
    };
    let (size, own) = (last.size, Expansion::of_macro);
    finding.target(
        Target::figure(
            format!("`api!` of {size} endpoints: what the macro adds to its output as source text, per endpoint"),
            Limit::AtMost(0.2),
            per_endpoint(last, own),
            "ms",
        )
        .remark(remark(last)),
    );
    finding.target(
        Target::figure(
            format!(
                "`api!` of {size} endpoints: the compiler's whole pass `expand_crate`, per endpoint"
            ),
            Limit::AtMost(0.2),
            per_endpoint(last, |expansion| expansion.api.pass),
            "ms",
        )
        .remark(remark(last)),
    );
    if size > first.size {
        finding.target(
            Target::ratio(
                format!("the macro per endpoint, {size} endpoints / {}", first.size),
                Limit::AtMost(1.2),
                per_endpoint(last, own) / per_endpoint(first, own),
            )
            .remark(remark(last)),
        );
    }
}

/// Where the time of the expansion goes, in figures of the same run.
fn remark(row: &Row) -> String {
    let expansion = &row.expansion;
    let text = |it: &Expansion| it.pasted.cost.seconds - it.empty.cost.seconds;
    let share = expansion.of_macro() / expansion.of_all() * 100.0;
    format!(
        "from the call of the macro to resolved names it is {:.2} ms an endpoint. {:.2} ms of that the compiler \
         needs for the output as well where it stands in a source file: to read it, to expand the derives and \
         attributes in it, and to resolve names. The macro, which is not optimised in a dev build, has the other {share:.0} %",
        per_endpoint(row, Expansion::of_all),
        per_endpoint(row, text),
    )
}

fn whole(finding: &mut Finding, rows: &[Row]) {
    finding.heading("From 38 to 5,000 endpoints");
    finding.text(format!(
        "One library with N endpoints, each with a scope of its own, and {SETS} sets of all N scopes; every endpoint is called with every set. \
         Seconds of the processor in the compiler alone (user time), as cargo calls it for `cargo check` in the profile `dev`, not incremental; the dependencies are built, the macros' crate as `dev` builds it, without optimisation. \
         The least of one to five rounds, in turns. Memory is the compiler's peak.\n\n\
         * **as text**: what the macros print stands in the source file in their place.\n\
         * **no scopes**: the same endpoints, sets and calls, but an endpoint needs any token, and a set holds one scope.\n\
         * **due to scopes**: the first less that, so everything that scopes cost: markers, access traits, sets, checks, messages."
    ));
    let mut table = Table::new([
        "endpoints",
        "`api!`, s",
        "MB",
        "ms an endpoint",
        "as text, s",
        "no scopes, s",
        "due to scopes, s",
    ]);
    for row in rows {
        let seconds = row.macros.cost.seconds;
        table.row([
            row.size.to_string(),
            two(seconds),
            format!("{:.0}", row.macros.cost.megabytes),
            two(seconds * 1000.0 / row.size as f64),
            two(row.pasted.cost.seconds),
            two(row.unscoped.cost.seconds),
            two(row.scopes()),
        ]);
    }
    finding.table(table);

    let mut plot = plot(
        "compile-endpoints",
        "cargo check of a client, every endpoint called with 4 sets",
        "seconds of the processor",
    );
    plot.line("api!", line(rows, |row| row.macros.cost.seconds));
    plot.line(
        "its output as text",
        line(rows, |row| row.pasted.cost.seconds),
    );
    plot.line(
        "without scopes",
        line(rows, |row| row.unscoped.cost.seconds),
    );
    finding.plot(plot);

    let mut memory = Plot::new(
        "compile-memory",
        "peak memory of the compiler",
        Axis::linear("endpoints"),
        Axis::linear("MB"),
    );
    memory.line("api!", line(rows, |row| row.macros.cost.megabytes));
    memory.line(
        "its output as text",
        line(rows, |row| row.pasted.cost.megabytes),
    );
    memory.line(
        "without scopes",
        line(rows, |row| row.unscoped.cost.megabytes),
    );
    finding.plot(memory);
}

fn expansion(finding: &mut Finding, rows: &[Row]) {
    finding.heading("Expansion alone");
    finding.text(
        "The same spec, and nothing but `api!`; the compiler stops when names are resolved (`-Zno-analysis`). Milliseconds per endpoint.\n\n\
         * **macro**: what `api!` adds to its own output as source text.\n\
         * **in all**: from the call of the macro to resolved names, less an empty library.\n\
         * **`expand_crate`**: the compiler's pass, by the clock (`-Ztime-passes`); it has the macro and the reading of its output in it.\n\
         * **a set**: one `scope_set!` of all scopes, from its call to resolved names, per scope.",
    );
    let mut table = Table::new(["endpoints", "macro", "in all", "`expand_crate`", "a set"]);
    let columns: [fn(&Expansion) -> f64; 4] = [
        Expansion::of_macro,
        Expansion::of_all,
        |expansion| expansion.api.pass,
        Expansion::of_set,
    ];
    for row in rows {
        let figures = columns.map(|of| format!("{:.3}", per_endpoint(row, of)));
        table.row(std::iter::once(row.size.to_string()).chain(figures));
    }
    finding.table(table);
    let mut plot = Plot::new(
        "compile-expansion",
        "expansion of api!, per endpoint",
        Axis::logarithmic("endpoints"),
        Axis::linear("ms per endpoint"),
    );
    for (name, of) in [("the macro", columns[0]), ("in all", columns[1])] {
        plot.line(name, line(rows, |row| per_endpoint(row, of)));
    }
    finding.plot(plot);
}

fn encodings(finding: &mut Finding, rows: &[Row]) {
    finding.heading("Other encodings of scopes");
    finding.text(
        "Seconds that are due to scopes, as above. \
         The others are programs of nothing but endpoints, sets and calls, without messages that name a scope, less the same program without bounds; `api!` has its expansion, its texts and its catalogue in the figure as well.\n\n\
         * **type-level list**: a set is `Cons<A, Cons<B, Nil>>`, and the compiler looks for the scope from its head on.\n\
         * **one trait `Grants<X>`**: an empty implementation per scope and set.\n\n\
         What takes more than 60 s is ended then, is not tried with more endpoints, and stands in the plot at 60 s.",
    );
    let others = [Encoding::List, Encoding::Grants];
    let mut table = Table::new(["endpoints and scopes", "`api!`", "list", "`Grants<X>`"]);
    for row in rows {
        let [list, grants] = others.map(|encoding| row.shown_as(encoding));
        table.row([row.size.to_string(), two(row.scopes()), list, grants]);
    }
    finding.table(table);
    let mut plot = plot(
        "compile-encodings",
        "what scopes cost, 4 sets of N scopes, N endpoints",
        "seconds of the processor",
    );
    plot.line("api!", positive(line(rows, Row::scopes)));
    for encoding in others {
        let seconds = |row: &Row| {
            let limit = row.is_too_long_as(encoding).then_some(f64::from(LIMIT));
            row.scopes_as(encoding).or(limit)
        };
        let points = rows.iter();
        let points = points.filter_map(|row| Some((row.size as f64, seconds(row)?)));
        plot.line(encoding.name(), positive(points.collect()));
    }
    finding.plot(plot);
}

/// Milliseconds per endpoint.
fn per_endpoint(row: &Row, of: fn(&Expansion) -> f64) -> f64 {
    of(&row.expansion) * 1000.0 / row.size as f64
}

/// Both axes by factors: what is linear is a straight line that rises by one for each step.
fn plot(file: &str, title: &str, y: &str) -> Plot {
    let (x, y) = (Axis::logarithmic("endpoints"), Axis::logarithmic(y));
    Plot::new(file, title, x, y)
}

fn line(rows: &[Row], of: impl Fn(&Row) -> f64) -> Vec<(f64, f64)> {
    rows.iter().map(|row| (row.size as f64, of(row))).collect()
}

/// A difference of two measurements can be lost in their noise; an axis by factors has no place
/// for it then.
fn positive(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.into_iter().filter(|(_, y)| *y > 0.0).collect()
}

/// Below so many endpoints, the time of the expansion is less than what two runs differ by.
const FIRST: usize = 200;
