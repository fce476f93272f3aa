//! Plays all cells and compares them with what the documents want.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::cell::play;
use crate::cells::{Coordinates, Often, Rows};
use crate::lane::{Lane, Protocol};
use crate::oracle::{Outcome, expect};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_is_as_the_documents_want_it() {
    let rows: &Rows = Box::leak(Box::new(Rows::new()));
    let cells: &[Coordinates<'_>] = rows.cells().leak();
    // The page begins with what strikes once, which is enough for the older protocol.
    let once = cells.iter().filter(|cell| cell.often == Often::Once);
    let over_1 = play_all(&cells[..once.count()], Protocol::Http1);
    let over_2 = play_all(cells, Protocol::Http2);
    let (over_1, over_2) = tokio::join!(over_1, over_2);
    let played = over_1.len() + over_2.len();
    let mut wrong = Vec::new();
    let by_protocol = [(&over_1, Protocol::Http1), (&over_2, Protocol::Http2)];
    for (results, over) in by_protocol {
        for (cell, result) in cells.iter().zip(results) {
            if let Err(text) = result {
                wrong.push(format!("{}, {over:?}:\n{text}", cell.name()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cells are wrong:\n{}",
        wrong.len(),
        played,
        wrong.join("\n")
    );
}

/// Plays every cell, several at a time; the results are in the order of the cells.
async fn play_all(
    cells: &'static [Coordinates<'static>],
    over: Protocol,
) -> Vec<Result<Outcome, String>> {
    let next = Arc::new(AtomicUsize::new(0));
    let lanes = (0..LANES).map(|_| {
        let next = Arc::clone(&next);
        tokio::spawn(async move {
            let lane = Lane::start(over).await;
            let mut found = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(cell) = cells.get(number) else {
                    return found;
                };
                found.push((number, compare(&lane, cell, number).await));
            }
        })
    });
    let mut found = Vec::new();
    for lane in lanes.collect::<Vec<_>>() {
        found.extend(lane.await.unwrap());
    }
    assert_eq!(found.len(), cells.len());
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, result)| result).collect()
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

/// How many sandboxes there are for each protocol.
const LANES: usize = 2;

/// A cell that hangs would hang the tests; nothing else depends on this time.
const STUCK: Duration = Duration::from_secs(120);
