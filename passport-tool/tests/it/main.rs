//! Imports of whole documents: two small ones with golden results, and a folder of real ones.

mod cli;
mod commands;
mod file_names;
mod golden;
mod junk;
mod regen;
mod report;
mod terminal;
