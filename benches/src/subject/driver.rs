//! Subjects that are chosen at run time, and driven by many calls at once.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Runtime;

use crate::Outcome;
use crate::server::Address;
use crate::subject::{self, ByHand, Call, Name, Over, Passport, Subject};
#[cfg(feature = "peers")]
use crate::subject::{Bare, Progenitor};

/// A subject of any type. What is chosen is a whole series of calls, so that none of them pays for
/// the choice.
pub trait Driver: Send + Sync {
    /// Makes as many calls in all, of which as many are under way at the same time.
    ///
    /// # Errors
    ///
    /// If a call fails.
    fn calls(&self, runtime: &Runtime, call: Call, count: usize, at_once: usize) -> Outcome;
}

impl fmt::Debug for dyn Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Driver")
    }
}

impl<S: Subject> Driver for S {
    fn calls(&self, runtime: &Runtime, call: Call, count: usize, at_once: usize) -> Outcome {
        let begun = Arc::new(AtomicUsize::new(0));
        let tasks = (0..at_once).map(|_| {
            let (subject, begun) = (self.clone(), Arc::clone(&begun));
            runtime.spawn(async move {
                while begun.fetch_add(1, Ordering::Relaxed) < count {
                    subject::call(&subject, call).await?;
                }
                Outcome::Ok(())
            })
        });
        let tasks: Vec<_> = tasks.collect();
        runtime.block_on(async {
            for task in tasks {
                task.await??;
            }
            Ok(())
        })
    }
}

/// All subjects that this build has, with a token each.
///
/// # Errors
///
/// If one cannot be made.
pub fn all(
    runtime: &Runtime,
    server: &Address,
    over: Over,
) -> Outcome<Vec<(Name, Box<dyn Driver>)>> {
    let one = |name: &Name| Ok((*name, runtime.block_on(driver(*name, server, over))?));
    Name::ALL.iter().map(one).collect()
}

async fn driver(name: Name, server: &Address, over: Over) -> Outcome<Box<dyn Driver>> {
    Ok(match name {
        Name::Passport => Box::new(Passport::new(server, over).await?),
        Name::ByHand => Box::new(ByHand::new(server, over).await?),
        #[cfg(feature = "peers")]
        Name::Progenitor => Box::new(Progenitor::new(server, over).await?),
        #[cfg(feature = "peers")]
        Name::Bare => Box::new(Bare::new(server, over).await?),
    })
}
