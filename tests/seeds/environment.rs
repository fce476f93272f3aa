//! Credentials from the environment.

use std::env;
use std::process::{Command, Output};

use passport_api::breb::{self, Client};

/// Runs [`client_of_this_environment`] in a process of its own, with these variables and no others of
/// the client.
fn in_environment(variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "environment::client_of_this_environment"]);
    for name in VARIABLES {
        command.env_remove(name);
    }
    let variables = variables.iter().copied();
    let output = command.envs(variables).env(RUNS, "1").output();
    output.unwrap()
}

#[test]
fn client_takes_its_credentials_from_the_environment() {
    let all = [
        ("PASSPORT_CLIENT_ID", "YOUR_API_KEY"),
        ("PASSPORT_CLIENT_SECRET", "YOUR_API_SECRET"),
        ("PASSPORT_BASE_URL", breb::servers::SANDBOX),
    ];
    let output = in_environment(&all);
    assert!(output.status.success(), "{output:?}");
    for missing in 0..all.len() {
        let mut some = all.to_vec();
        let (name, _) = some.remove(missing);
        let output = in_environment(&some);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(!output.status.success(), "without {name}");
        assert!(text.contains(&format!("not set: {name};")), "{text}");
        assert!(!text.contains("YOUR_API_SECRET"), "{text}");
    }
}

/// The other half of the test above.
#[test]
fn client_of_this_environment() {
    if env::var_os(RUNS).is_some() {
        let client = Client::from_env().unwrap();
        assert_eq!(client.base_url(), breb::servers::SANDBOX);
    }
}

const VARIABLES: &[&str] = &[
    "PASSPORT_AUDIENCE",
    "PASSPORT_BASE_URL",
    "PASSPORT_CLIENT_ID",
    "PASSPORT_CLIENT_SECRET",
    "PASSPORT_TOKEN_URL",
];

/// Set for the process of its own.
const RUNS: &str = "PASSPORT_TEST_RUNS_FROM_ENV";
