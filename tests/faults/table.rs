//! Plays all cells and compares them with what the documents want.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::cell::play;
use crate::cells::{Coordinates, Rows};
use crate::lane::Lane;
use crate::oracle::{Outcome, expect};
use crate::page;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_is_as_the_documents_want_it() {
    let rows: &Rows = Box::leak(Box::new(Rows::new()));
    let cells: &[Coordinates<'_>] = rows.cells().leak();
    let next: &AtomicUsize = Box::leak(Box::default());
    let found: &Mutex<Vec<(usize, Result<Outcome, String>)>> = Box::leak(Box::default());
    let lanes = (0..LANES).map(|_| {
        tokio::spawn(async move {
            let lane = Lane::start().await;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(cell) = cells.get(number) else { break };
                let result = compare(&lane, cell, number).await;
                found.lock().unwrap().push((number, result));
            }
        })
    });
    for lane in lanes.collect::<Vec<_>>() {
        lane.await.unwrap();
    }
    let mut found = std::mem::take(&mut *found.lock().unwrap());
    found.sort_by_key(|(number, _)| *number);
    assert_eq!(found.len(), cells.len());
    let (mut outcomes, mut wrong) = (Vec::new(), Vec::new());
    for (number, result) in found {
        match result {
            Ok(outcome) => outcomes.push(outcome),
            Err(text) => wrong.push(format!("{}:\n{text}", cells[number].name())),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cells are wrong:\n{}",
        wrong.len(),
        cells.len(),
        wrong.join("\n")
    );
    page::compare(rows, cells, &outcomes);
}

/// Plays a cell; what is wrong with it where it is not as it must be.
async fn compare(lane: &Lane, cell: &Coordinates<'_>, number: usize) -> Result<Outcome, String> {
    let expected = expect(cell);
    let Ok(seen) = tokio::time::timeout(STUCK, play(lane, cell, number)).await else {
        return Err("    it never ends".to_owned());
    };
    let mut wrong = Vec::new();
    if seen.outcome != expected {
        wrong.push(format!("    expected {expected:?}"));
        wrong.push(format!("    got      {:?}", seen.outcome));
    }
    wrong.extend(seen.wrong.iter().map(|text| format!("    {text}")));
    if wrong.is_empty() {
        Ok(seen.outcome)
    } else {
        Err(wrong.join("\n"))
    }
}

/// How many sandboxes there are.
const LANES: usize = 4;

/// A cell that hangs would hang the tests; nothing else depends on this time.
const STUCK: Duration = Duration::from_secs(120);
