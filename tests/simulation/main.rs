//! A fleet of up to 1,000 machines in simulated time: the clients are the real ones and so are the
//! scripts, which a Lua interpreter runs over a Redis server in memory.

mod commands;
mod limit_script;
mod redis;
