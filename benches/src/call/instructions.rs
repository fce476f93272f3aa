//! Instructions of a call, by callgrind.

use std::path::PathBuf;

use crate::Outcome;
use crate::callgrind;
use crate::client::Job;

/// The instructions of one call, the mean over the job's; none where valgrind is missing.
pub(super) fn count(job: &Job) -> Outcome<Option<u64>> {
    let all = callgrind::instructions(&[Job::ARGUMENT, &serde_json::to_string(job)?], MEASURED)?;
    Ok(all.map(|all| all / job.calls.max(1) as u64))
}

/// Runs a job under callgrind; the file that it writes.
pub(super) fn profile(job: &Job) -> Outcome<Option<PathBuf>> {
    let arguments = [Job::ARGUMENT, &serde_json::to_string(job)?];
    let name = format!("{:?}.{:?}", job.subject, job.call);
    callgrind::profile(&arguments, MEASURED, &name)
}

/// The function within which is counted; see [`client`](crate::client::measured).
const MEASURED: &str = "passport_benches::client::measured*";
