//! A body takes no more memory than it has bytes, whatever JSON is in it.

use passport_api::__private::fuzz::problem;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// As much as one body may take, and some for the process itself.
const LIMIT: usize = 1024 * 1024;

#[test]
fn error_body_takes_no_more_memory_than_its_bytes() {
    for part in ["[],", "{\"\":0},", "0,", "\"a\",", "[[[[1]]]],"] {
        let items = part.repeat(LIMIT / part.len());
        let items = items.trim_end_matches(',');
        for (body, field) in [
            (format!(r#"{{"x":[{items}],"code":"c"}}"#), "x"),
            (
                format!(r#"{{"code":"c","error":{{"x":[{items}]}}}}"#),
                "error",
            ),
            (format!(r#"{{"code":"c","error":[{items}]}}"#), "error"),
            (format!(r#"{{"code":"c","scope":[{items}]}}"#), "scope"),
            (
                format!(
                    r#"{{"code":"c","required_scopes":"{}"}}"#,
                    "a ".repeat(LIMIT / 2)
                ),
                "x",
            ),
            // Cut off.
            (format!(r#"{{"code":"c","x":[{items}"#), "x"),
        ] {
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let problem = problem(body.into_bytes());
            assert_eq!(problem.code(), Some("c"), "{part}");
            assert_eq!(problem.field(field), None, "{part}");
            let taken = MEMORY.peak_usage() - before;
            assert!(taken <= LIMIT, "{taken} bytes for {part} in `{field}`");
        }
    }
    // The largest field that is read.
    let body = format!(r#"{{"x":[{}0]}}"#, r#"{"":0},"#.repeat(9_000));
    let problem = problem(body.into_bytes());
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    assert!(problem.field("x").is_some());
    let taken = MEMORY.peak_usage() - before;
    println!("{taken} bytes for a field of 64 KiB");
    assert!(taken <= 16 * LIMIT, "{taken} bytes");
}
