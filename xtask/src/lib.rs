//! What the chores share with the tests of the workspace.

pub mod calls;
pub mod lacking;
pub mod scratch;
