//! A sign of life for what takes longer than a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::ui::Ui;

/// What runs, shown on a terminal from its first second to its end; it ends when this is dropped.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins; `what` is what runs.
    pub(super) fn start(ui: &Ui, what: &str) -> Self {
        if !ui.is_watched() {
            return Self(None);
        }
        let what = what.to_owned();
        let (ended, waiting) = channel::<()>();
        let thread = std::thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner()
                    .with_message(passport_spec::plain_line(&what).into_owned());
                let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
                bar.enable_steady_tick(TICK);
                // Returns as soon as the other end is gone.
                let _ = waiting.recv();
                bar.finish_and_clear();
            }
        });
        Self(Some((ended, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((ended, thread)) = self.0.take() {
            drop(ended);
            let _ = thread.join();
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(1);

const TICK: Duration = Duration::from_millis(120);
