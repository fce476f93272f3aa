//! A network that can be cut: what is sent to a Redis server goes through here.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What becomes of what is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    Open,
    /// It comes this much later, each way.
    Slow(Duration),
    /// Nothing comes through, and nobody is told.
    Silent,
    /// Connections are closed, and new ones are refused.
    Refused,
}

/// A port that leads to another.
pub(crate) struct Proxy {
    port: u16,
    way: watch::Sender<Way>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(crate) async fn to(port: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let own = listener.local_addr().unwrap();
        let (way, seen) = watch::channel(Way::Open);
        let task = tokio::spawn(accept(listener, own, port, seen));
        Self {
            port: own.port(),
            way,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, own: SocketAddr, port: u16, mut way: watch::Receiver<Way>) {
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    loop {
        let is_refused = *way.borrow_and_update() == Way::Refused;
        if is_refused {
            listener = None;
            connections.shutdown().await;
            // The sender is the proxy itself.
            let _ = way.changed().await;
            continue;
        }
        let open = match &listener {
            Some(open) => open,
            None => listener.insert(TcpListener::bind(own).await.unwrap()),
        };
        tokio::select! {
            accepted = open.accept() => {
                let (client, _) = accepted.unwrap();
                connections.spawn(connect(client, port, way.clone()));
            }
            _ = way.changed() => {}
        }
    }
}

async fn connect(client: TcpStream, port: u16, way: watch::Receiver<Way>) {
    let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await else {
        return;
    };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = copy(from_client, to_server, way.clone()) => {}
        () = copy(from_server, to_client, way) => {}
    }
}

/// What is sent while nothing comes through arrives later, as TCP sees to it.
async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut way: watch::Receiver<Way>) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let Ok(length @ 1..) = from.read(&mut buffer).await else {
            return;
        };
        let Ok(open) = way
            .wait_for(|way| *way != Way::Silent)
            .await
            .map(|way| *way)
        else {
            return;
        };
        if let Way::Slow(delay) = open {
            tokio::time::sleep(delay).await;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
