//! Whether what is compared does the same: the requests of all subjects, as the server got them.

use std::fmt::Write as _;

use serde_json::Value;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::server::{Received, Server};
use crate::subject::{self, Call, Name, Over};

/// Makes each call by each subject and compares the requests; what differs, in Markdown.
///
/// # Errors
///
/// If the requests of passport and of the client that it is held against differ: then the
/// comparison would be worth nothing.
pub(super) fn check() -> Outcome<String> {
    // The one that is measured keeps nothing.
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut text = String::new();
    for over in Over::ALL {
        let subjects = subject::all(&runtime, &server.address, *over)?;
        for call in Call::ALL {
            let mut requests = Vec::new();
            received(&runtime, &server)?;
            for (name, subject) in &subjects {
                subject.calls(&runtime, *call, 1, 1)?;
                let request = received(&runtime, &server)?.pop();
                requests.push((*name, request.ok_or("the server has got no request")?));
            }
            compare(*call, *over, &requests, &mut text)?;
        }
    }
    Ok(text)
}

/// The requests since the last time.
fn received(runtime: &Runtime, server: &Server) -> Outcome<Vec<Received>> {
    let address = format!("{}/received", server.address.url(Over::Http));
    runtime.block_on(async {
        let client = subject::reqwest(&server.address)?.build()?;
        Ok(client.get(address).send().await?.json().await?)
    })
}

fn compare(call: Call, over: Over, requests: &[(Name, Received)], text: &mut String) -> Outcome {
    let Some(((_, ours), others)) = requests.split_first() else {
        return Ok(());
    };
    for (name, theirs) in others {
        let differences = differences(ours, theirs);
        if differences.is_empty() {
            continue;
        }
        let what = format!(
            "{}, {}: {}",
            call.text(),
            over.text(),
            differences.join("; ")
        );
        if *name == Name::ByHand {
            return Err(format!("`{}` sends another request: {what}", name.text()).into());
        }
        writeln!(text, "* {}: {what}.", name.text())?;
    }
    Ok(())
}

/// In what another request differs; bodies as JSON, in which the order of fields says nothing.
fn differences(ours: &Received, theirs: &Received) -> Vec<String> {
    let mut found = Vec::new();
    if ours.line != theirs.line {
        found.push(format!("`{}` instead of `{}`", theirs.line, ours.line));
    }
    let lacks = |one: &Received, header: &String| !one.headers.contains(header);
    let missing = ours.headers.iter().filter(|header| lacks(theirs, header));
    found.extend(missing.map(|header| format!("no `{}`", name_and_value(header))));
    let more = theirs.headers.iter().filter(|header| lacks(ours, header));
    found.extend(more.map(|header| format!("`{}` besides", name_and_value(header))));
    let json = |body: &str| serde_json::from_str(body).unwrap_or(Value::Null);
    if json(&ours.body) != json(&theirs.body) {
        found.push("another body".to_owned());
    }
    found
}

/// A header as it may be shown: a token is nobody's business.
fn name_and_value(header: &str) -> &str {
    match header.split_once(": ") {
        Some((name @ "authorization", _)) => name,
        _ => header,
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::server::Received;

    #[test]
    fn a_difference_is_named() {
        let request = |headers: &[&str], body: &str| Received {
            line: "POST /x".to_owned(),
            headers: headers.iter().map(ToString::to_string).collect(),
            body: body.to_owned(),
        };
        let ours = request(&["a: 1", "authorization: 2"], r#"{"a":1,"b":2}"#);
        let same = request(&["a: 1", "authorization: 2"], r#"{"b":2,"a":1}"#);
        assert_eq!(differences(&ours, &same), [""; 0]);
        let other = request(&["a: 1", "c: 3"], r#"{"a":1}"#);
        let expected = ["no `authorization`", "`c: 3` besides", "another body"];
        assert_eq!(differences(&ours, &other), expected);
    }
}
