//! Models of real documents, of nonsense, and of a sample that is compiled into this test.

#![deny(warnings, missing_docs)]

mod behaviour;
mod junk;
#[allow(unreachable_pub, dead_code)] // A generated crate has it in public.
mod sample;
