//! A fleet of up to 1,000 machines in simulated time: the clients are the real ones and so are the
//! scripts, which a Lua interpreter runs over a Redis server in memory.
//!
//! What comes of it is the same each time, and stands in `docs/fleet.md`.

mod commands;
mod figures;
#[path = "../in_process/mod.rs"]
mod in_process;
mod limit_script;
mod limits;
mod machines;
mod outages;
mod page;
mod redis;
mod token_script;
mod tokens;
mod wire;

use crate::page::{Row, Tables};

#[test]
fn a_fleet_of_1000_machines() {
    // Each in a time of its own; there are few of them, and more than processors.
    let tables = std::thread::scope(|scope| {
        let limits = limits::SCENES.iter();
        let limits: Vec<_> = limits.map(|scene| scope.spawn(|| scene.play())).collect();
        let outages = outages::SCENES.iter();
        let outages: Vec<_> = outages.map(|scene| scope.spawn(|| scene.play())).collect();
        let tokens = tokens::SCENES.iter();
        let tokens: Vec<_> = tokens.map(|scene| scope.spawn(scene)).collect();
        Tables {
            limits: rows(limits),
            outages: rows(outages),
            tokens: rows(tokens),
        }
    });
    tables.compare();
}

fn rows(scenes: Vec<std::thread::ScopedJoinHandle<'_, Row>>) -> Vec<Row> {
    let rows = scenes.into_iter().map(std::thread::ScopedJoinHandle::join);
    rows.collect::<Result<_, _>>()
        .expect("a scene has failed; its message is above")
}
