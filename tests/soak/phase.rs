//! What a stretch of the soak is like: one sandbox, with its clock, its tokens and its limits.

use std::time::Duration;

use fastrand::Rng;
use passport_sandbox::{Client, Limits, Sandbox, SandboxState};

use crate::in_process::SimulatedClock;

/// What a stretch of the soak is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phase {
    /// How long a token lives.
    pub(crate) lifetime: Duration,
    /// How far the server's clock is ahead, in seconds.
    pub(crate) ahead: i64,
    pub(crate) limits: ServerLimits,
    /// How likely each kind of fault is.
    pub(crate) faults: f64,
    /// How long the program pauses between two calls, on average.
    pub(crate) pause: Duration,
}

/// How often the server lets itself be called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ServerLimits {
    None,
    PerSecond { says_when: bool },
    PerDay,
}

impl Phase {
    /// The phase with this number: what matters takes turns, and the rest is drawn.
    pub(crate) fn draw(number: u64, rng: &mut Rng) -> Self {
        let turn = |of: &[Duration]| of[usize::try_from(number).unwrap() % of.len()];
        let limits = [
            ServerLimits::None,
            ServerLimits::PerSecond { says_when: true },
            ServerLimits::None,
            ServerLimits::PerSecond { says_when: false },
            ServerLimits::PerDay,
        ];
        Self {
            lifetime: turn(&[1, 86_400, 30, 600, 5, 3_600].map(Duration::from_secs)),
            ahead: rng.i64(-300..=300),
            limits: limits[usize::try_from(number).unwrap() % limits.len()],
            // Now and then hardly anything works.
            faults: match number % 7 {
                4 => 0.04,
                _ => [0.002, 0.005, 0.01][rng.usize(0..3)],
            },
            pause: turn(&[50, 1_000, 20_000, 200_000].map(Duration::from_millis)),
        }
    }

    pub(crate) fn sandbox(&self, clock: SimulatedClock) -> SandboxState {
        let skew = Duration::from_secs(self.ahead.unsigned_abs());
        let limits = match self.limits {
            ServerLimits::None => Limits::new(),
            ServerLimits::PerSecond { says_when: false } => Limits::new().per_second(30).burst(60),
            ServerLimits::PerSecond { says_when: true } => Limits::new()
                .per_second(30)
                .burst(60)
                .with_retry_after()
                .with_codes(),
            ServerLimits::PerDay => Limits::new().per_day(6_000).with_retry_after(),
        };
        let builder = Sandbox::builder()
            .clock(clock)
            .client(Client::new("id", "s3cret").every_scope())
            .token_lifetime(self.lifetime)
            .limits(limits)
            .keep_requests(0);
        let builder = match self.ahead {
            0.. => builder.clock_ahead(skew),
            _ => builder.clock_behind(skew),
        };
        builder.into_state().unwrap()
    }
}
