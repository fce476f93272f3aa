//! The same by TLS, and with a server that is not to be trusted.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use passport_sandbox::Sandbox;

use crate::orders::{Orders, Report};
use crate::processes::{Process, orders};
use crate::redis::Redis;

#[tokio::test(flavor = "multi_thread")]
async fn a_fleet_speaks_tls_and_only_with_whom_its_machine_trusts() {
    let files = Files::write();
    let port = {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.local_addr().unwrap().port()
    };
    let options = files.options(&port.to_string());
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let Some(redis) = Redis::start_with(&options).await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let orders = Orders {
        calls: CALLS,
        ..orders(&sandbox, format!("rediss://localhost:{port}"))
    };

    // No machine trusts the sandbox's certificate but by the client's own setting.
    let other = files.folder.join("other.pem");
    fs::write(&other, sandbox.certificate_pem()).unwrap();
    let report = report(Process::start_trusting(&orders, &other).await).await;
    assert!(report.redis_failures >= 1, "{report:?}");
    assert_eq!(report.limits_alone, 1, "{report:?}");
    assert_eq!(keys(&redis).await, 0, "nothing was said to it");

    let report = self::report(Process::start_trusting(&orders, &files.certificate()).await).await;
    assert_eq!(report.redis_failures, 0, "{report:?}");
    assert!(keys(&redis).await >= 1, "{report:?}");
}

async fn report(mut process: Process) -> Report {
    process.begin().await;
    let report = process.report().await;
    assert_eq!(report.served, u64::from(CALLS), "{report:?}");
    report
}

async fn keys(redis: &Redis) -> usize {
    redis.command(&["DBSIZE"]).await
}

/// A certificate and its key, as a server reads them.
struct Files {
    folder: PathBuf,
}

impl Files {
    fn write() -> Self {
        let name = format!("passport-redis-tls-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let files = Self { folder };
        fs::write(files.certificate(), made.cert.pem()).unwrap();
        fs::write(files.key(), made.signing_key.serialize_pem()).unwrap();
        files
    }

    fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.join("key.pem")
    }

    /// What a server is told that is to speak TLS on this port.
    fn options(&self, port: &str) -> Vec<String> {
        let text = |path: &Path| path.display().to_string();
        let certificate = text(&self.certificate());
        let options = [
            ("--tls-port", port),
            ("--tls-cert-file", &certificate),
            ("--tls-key-file", &text(&self.key())),
            ("--tls-ca-cert-file", &certificate),
            ("--tls-auth-clients", "no"),
        ];
        let words = options.iter().flat_map(|(name, value)| [*name, *value]);
        words.map(str::to_owned).collect()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// More than a burst of a machine's share, so that one that is slow to connect asks again.
const CALLS: u32 = 20;
