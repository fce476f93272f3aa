//! What is done on the server in one step.

use std::fmt;
use std::sync::OnceLock;

use crate::token::StoreFuture;

/// A script in Lua, which the server runs in one step.
pub struct Script {
    name: &'static str,
    text: &'static str,
    is_repeatable: bool,
    prepared: OnceLock<redis::Script>,
}

impl Script {
    /// A script that counts: run twice, it counts twice.
    pub(super) const fn once(name: &'static str, text: &'static str) -> Self {
        Self::new(name, text, false)
    }

    /// A script that may be run again where nobody knows whether it has run.
    pub(super) const fn repeatable(name: &'static str, text: &'static str) -> Self {
        Self::new(name, text, true)
    }

    const fn new(name: &'static str, text: &'static str, is_repeatable: bool) -> Self {
        Self {
            name,
            text,
            is_repeatable,
            prepared: OnceLock::new(),
        }
    }

    /// Whether it may be run again where nobody knows whether it has run.
    pub(super) fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }

    /// What it is called, for logs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it does, in the Lua of Redis (5.1).
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The script with its digest, by which the server knows it.
    pub(super) fn prepared(&self) -> &redis::Script {
        self.prepared.get_or_init(|| redis::Script::new(self.text))
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Script").field(&self.name).finish()
    }
}

/// Runs a fleet's scripts on a Redis server: a connection of your own, where those of
/// [`Fleet::redis`](super::Fleet::redis), [`cluster`](super::Fleet::cluster) and
/// [`sentinel`](super::Fleet::sentinel) do not fit; for [`Fleet::over`](super::Fleet::over).
pub trait ScriptRunner: fmt::Debug + Send + Sync + 'static {
    /// Runs the script with one key and these arguments (`EVALSHA`, or `EVAL`), and gives back what
    /// it returns: a list of strings.
    ///
    /// The future may be dropped before it is ready. It need not limit its time. A reply has less than
    /// 1 MiB; a connection to a server that is not to be trusted should read no longer one.
    fn run<'r>(
        &'r self,
        script: &'static Script,
        key: &'r str,
        arguments: &'r [Vec<u8>],
    ) -> StoreFuture<'r, Vec<Vec<u8>>>;
}
