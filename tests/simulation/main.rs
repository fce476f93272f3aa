//! A fleet of 1,000 machines in simulated time: the clients are the real ones and so are the scripts,
//! which a Lua interpreter runs over a Redis server in memory.

mod commands;
mod figures;
#[path = "../in_process/mod.rs"]
mod in_process;
mod limit_script;
mod limits;
mod machines;
mod redis;
mod token_script;
mod wire;
