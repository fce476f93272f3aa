//! The same by a cluster, and by a sentinel.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use passport_api::fleet::{Fleet, FleetBuilder};
use passport_sandbox::Sandbox;

use crate::members::{Member, all_call};
use crate::processes::SEALING_KEY;
use crate::redis::Redis;

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_shares_as_well() {
    // What the nodes of a cluster talk by; it must be free when the server starts.
    let bus = {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.local_addr().unwrap().port().to_string()
    };
    let options = ["--cluster-enabled", "yes", "--cluster-port", &bus];
    let options = [&options[..], &["--cluster-announce-ip", "127.0.0.1"]].concat();
    let Some(redis) = Redis::start_with(&options).await else {
        return;
    };
    redis
        .command::<()>(&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"])
        .await;
    let mut is_ready = false;
    for _ in 0..500 {
        let info: String = redis.command(&["CLUSTER", "INFO"]).await;
        is_ready = info.contains("cluster_state:ok");
        if is_ready {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(is_ready, "the cluster has not formed");
    share(|| Fleet::cluster([redis.url()])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentinel_leads_to_the_master() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let Some(sentinel) = Redis::start_sentinel(&redis, "mymaster").await else {
        return;
    };
    share(|| Fleet::sentinel([sentinel.url()], "mymaster")).await;
}

async fn share(fleet: impl Fn() -> FleetBuilder) {
    let sandbox = Sandbox::start().await.unwrap();
    let members = [(); 3].map(|()| Member::with_key(&sandbox, fleet(), SEALING_KEY));
    all_call(&members, 20).await;
    assert_eq!(sandbox.count("token"), 1);
    for member in &members {
        assert!(member.fleet.requests() > 1);
        assert_eq!(member.fleet.failures(), 0);
        assert_eq!(member.counters.limits_alone(), 0);
        assert_eq!(member.counters.store_failures(), 0);
    }
}
