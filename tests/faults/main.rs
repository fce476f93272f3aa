//! The fault table: everything that the sandbox lets go wrong, with every kind of endpoint, at
//! every moment of a call; `docs/faults.md` is what comes of it.
//!
//! What must happen is said by [`oracle`], which is written from the documents and knows nothing of
//! the client. What does happen is seen by [`cell`], from outside: what the caller gets, what the
//! server has seen, what was paid, what is written in the error.

mod cell;
mod cells;
mod clients;
mod fault;
mod kind;
mod lane;
mod oracle;
mod page;
mod table;
mod watch;
