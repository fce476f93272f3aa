//! How many requests the sandbox serves, so that it is known not to be the bottleneck of a test.

pub mod load;
mod serve;

use std::fs;
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use passport_api::ScopeSet as _;
use passport_api::breb::sets::EntityClientCredentials;
use passport_sandbox::{Sandbox, SandboxBuilder, app};
use passport_spec::Spec;
use serde_json::{Value, json};

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::{Axis, Finding, Limit, Plot, Table, Target};
use crate::median::median;
use load::{Generator, Server, Task};

/// Lets another process ask the sandbox, and a bare server that answers the same bytes, in turns.
///
/// # Errors
///
/// If a server cannot be started or refuses a request.
pub fn run(options: &Options) -> Outcome<Finding> {
    let mut finding = Finding::new("Sandbox");
    finding.text(ABOUT);
    let mut rows = Vec::new();
    for tls in [false, true] {
        for number in 0..REQUESTS.len() {
            for connections in [1, 64, 512] {
                if connections == 64 || number == 0 {
                    rows.push(measure(tls, number, connections, options.quick)?);
                }
            }
        }
    }
    report(&rows, &mut finding);
    Ok(finding)
}

/// What was measured of one request, over one transport, at one concurrency.
struct Row {
    tls: bool,
    name: &'static str,
    connections: usize,
    sandbox: Cost,
    bare: Cost,
}

/// What a request costs a server.
#[derive(Clone, Copy)]
struct Cost {
    /// Requests in a second.
    rate: f64,
    /// Microseconds of the processor, per request.
    busy: f64,
}

/// Both servers in turns.
fn measure(tls: bool, number: usize, connections: usize, quick: bool) -> Outcome<Row> {
    let name = REQUESTS[number].0;
    let mut sandbox = Subject::sandbox(tls, number, connections)?;
    let (task, answer) = (sandbox.task.clone(), sandbox.ask()?);
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], answer) };
    let router = Router::new().fallback(answer);
    let mut bare = Subject::start(serve::serve(router, tls)?, task, connections)?;
    let (rounds, total) = if quick { (1, 256) } else { (5, 4096) };
    let each = (total / connections).clamp(1, 1024);
    let mut costs = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        costs.0.push(sandbox.cost(each)?);
        costs.1.push(bare.cost(each)?);
    }
    Ok(Row {
        tls,
        name,
        connections,
        sandbox: typical(&costs.0),
        bare: typical(&costs.1),
    })
}

/// A server with a process that asks it.
struct Subject {
    generator: Generator,
    task: Task,
    connections: usize,
    /// The sandbox, which ends when it is dropped.
    _sandbox: Option<Sandbox>,
}

impl Subject {
    /// The sandbox, with what the request needs: over TLS its own server, otherwise its application
    /// behind the bare one's.
    fn sandbox(tls: bool, number: usize, connections: usize) -> Outcome<Self> {
        let (_, api, method, path, body) = REQUESTS[number];
        let builder = builder(api)?;
        let scopes = || scopes(api);
        let (server, token, sandbox) = if tls {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            let sandbox = runtime.block_on(builder.start())?;
            let port = sandbox
                .base_url(api)
                .split(['/', ':'])
                .nth(4)
                .map(str::parse);
            let port: u16 = port.ok_or("the sandbox's address has no port")??;
            let server = Server {
                address: ([127, 0, 0, 1], port).into(),
                certificate: Some(sandbox.certificate_pem().to_owned()),
                connections: 0,
            };
            (server, sandbox.issue_token(api, scopes())?, Some(sandbox))
        } else {
            let state = builder.into_state()?;
            let token = state.issue_token(api, scopes())?;
            (serve::serve(app(state), false)?, token, None)
        };
        let mut task = Task {
            method: method.to_owned(),
            path: format!("/{api}{path}"),
            token,
            body: body.to_owned(),
            requests: 1,
        };
        if api == "breb" {
            let customer = customer(&server, &task.token)?;
            task.path = task.path.replace("CUSTOMER", &customer);
            task.body = task.body.replace("CUSTOMER", &customer);
        }
        let mut subject = Self::start(server, task, connections)?;
        subject._sandbox = sandbox;
        Ok(subject)
    }

    fn start(mut server: Server, task: Task, connections: usize) -> Outcome<Self> {
        server.connections = connections;
        Ok(Self {
            generator: Generator::start(&server)?,
            task,
            connections,
            _sandbox: None,
        })
    }

    /// Makes the request once on each connection, and answers with the body of an answer.
    fn ask(&mut self) -> Outcome<String> {
        Ok(self.generator.run(&self.task)?.body)
    }

    /// What a request costs, of so many on each connection.
    fn cost(&mut self, requests: usize) -> Outcome<Cost> {
        self.task.requests = requests;
        let before = busy()?;
        let took = self.generator.run(&self.task)?.took;
        let busy = busy()?.saturating_sub(before);
        let all = (requests * self.connections) as f64;
        Ok(Cost {
            rate: all / took.as_secs_f64(),
            busy: busy.as_secs_f64() * 1e6 / all,
        })
    }
}

fn builder(api: &str) -> Outcome<SandboxBuilder> {
    // As the command keeps them: a load test that keeps every request measures memory.
    let builder = Sandbox::builder().keep_requests(1);
    Ok(match api {
        "breb" => builder,
        _ => builder.spec(Spec::parse("scopes.toml", FOREIGN).map_err(|e| e.to_string())?),
    })
}

fn scopes(api: &str) -> Vec<&'static str> {
    match api {
        "breb" => EntityClientCredentials::SCOPES.to_vec(),
        _ => vec!["orders.read"],
    }
}

/// Makes a customer, and answers with its id.
fn customer(server: &Server, token: &str) -> Outcome<String> {
    let server = Server {
        address: server.address,
        certificate: server.certificate.clone(),
        connections: 1,
    };
    let body = json!({
        "type": "BUSINESS",
        "business_name": "Tienda Ejemplo SAS",
        "email": "pagos@ejemplo.test",
        "mobile_phone_number": "+573000000001",
        "identification_type": "NIT",
        "identification_number": "900000001",
        "merchant_category_code": "0001",
        "address": {
            "line_1": "Calle 1 2-3",
            "city": "Bogota",
            "state": "Cundinamarca",
            "post_code": "110111",
            "country": "CO",
        },
    });
    let task = Task {
        method: "POST".to_owned(),
        path: "/breb/v1/customers/business/link".to_owned(),
        token: token.to_owned(),
        body: body.to_string(),
        requests: 1,
    };
    let made: Value = serde_json::from_str(&Generator::start(&server)?.run(&task)?.body)?;
    let id = made["id"].as_str();
    Ok(id.ok_or("the customer has no id")?.to_owned())
}

/// The time that this process, which serves, has spent on the processors.
fn busy() -> Outcome<Duration> {
    let mut nanoseconds = 0;
    for task in fs::read_dir("/proc/self/task")? {
        // A thread that has ended meanwhile did not serve.
        let Ok(times) = fs::read_to_string(task?.path().join("schedstat")) else {
            continue;
        };
        let busy = times.split(' ').next().unwrap_or_default();
        nanoseconds += busy.parse::<u64>().unwrap_or_default();
    }
    Ok(Duration::from_nanos(nanoseconds))
}

fn typical(costs: &[Cost]) -> Cost {
    Cost {
        rate: median(costs.iter().map(|cost| cost.rate)),
        busy: median(costs.iter().map(|cost| cost.busy)),
    }
}

fn report(rows: &[Row], finding: &mut Finding) {
    let mut table = Table::new([
        "request",
        "connections",
        "sandbox: requests/s",
        "bare: requests/s",
        "sandbox: µs of CPU",
        "bare: µs of CPU",
    ]);
    for row in rows {
        let transport = if row.tls { "TLS" } else { "http" };
        table.row([
            format!("{}, {transport}", row.name),
            row.connections.to_string(),
            format!("{:.0}", row.sandbox.rate),
            format!("{:.0}", row.bare.rate),
            format!("{:.1}", row.sandbox.busy),
            format!("{:.1}", row.bare.busy),
        ]);
    }
    let mut plot = Plot::new(
        "sandbox",
        "Requests in a second that one thread serves",
        Axis::logarithmic("connections"),
        Axis::linear("requests/s"),
    );
    for tls in [false, true] {
        let transport = if tls { "TLS" } else { "http" };
        let of = |rate: fn(&Row) -> f64| {
            let rows = rows.iter().filter(|row| row.tls == tls);
            let rows = rows.filter(|row| row.name == REQUESTS[0].0);
            rows.map(|row| (row.connections as f64, rate(row)))
                .collect()
        };
        plot.line(format!("sandbox, {transport}"), of(|row| row.sandbox.rate));
        plot.line(format!("bare, {transport}"), of(|row| row.bare.rate));
    }
    let most = rows.iter().map(|row| row.sandbox.busy).fold(0.0, f64::max);
    finding.target(Target::figure(
        "CPU of the sandbox for its slowest request",
        Limit::AtMost(MOST_MICROSECONDS),
        most,
        "µs",
    ));
    finding.plot(plot);
    finding.table(table);
}

/// The requests: name, API, method, path, body.
const REQUESTS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "GET one customer",
        "breb",
        "GET",
        "/v1/customers/CUSTOMER",
        "",
    ),
    ("GET a list", "breb", "GET", "/v1/customers", ""),
    (
        "POST, resolving a key",
        "breb",
        "POST",
        "/v1/resolve-key",
        r#"{"customer_id": "CUSTOMER", "key": {"key_type": "PHONE", "key_value": "3000000001"}}"#,
    ),
    ("GET of a spec of one's own", "shop", "GET", "/orders/7", ""),
];

const FOREIGN: &str = r#"
[api.shop]
servers.production = "https://api.shop.example"
token.path = "/token"
scopes = { "orders.read" = "Read orders" }
endpoints.orders.get = { call = "GET /orders/{id}", scope = "orders.read", response = "Order", example = '{"id": "7", "total": "12.50"}' }
"#;

/// A test's own client needs some 100 µs for a call, so that this leaves the sandbox the faster one.
const MOST_MICROSECONDS: f64 = 100.0;

const ABOUT: &str = "\
A process of its own asks on so many connections of HTTP/1.1, each request when the one before is answered.
Over TLS it is the sandbox's own server, over http its application behind the server of the bare one.
The bare server is axum with a fallback that answers the same bytes: no token, no scopes, no routes, no record.
Both serve on one thread, and the token carries all 38 scopes of the built-in API.
CPU is that of the serving process alone, which does not depend on what else the machine does; the rates do.";
