//! A server that is not trusted, and who it is.

use std::net::{IpAddr, Ipv4Addr};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use socketio_client::{CloseReason, Transports};

use crate::support::{OfficialServer, TestClient};

pub async fn a_flood_is_read_no_faster_than_the_application_reads(transports: Transports) {
    const FLOOD: u64 = 20_000;
    const MAY_WAIT: u64 = 10;
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, transports, |config| {
        config.waiting_events = usize::try_from(MAY_WAIT).expect("fits");
    });
    ann.joined().await;
    ann.client.emit("flood", &FLOOD).expect("is sent");
    let mut most = 0;
    for number in 0..FLOOD {
        assert_eq!(ann.event("drop").await, [Value::from(number)]);
        // What was taken from the line and not read yet. A few packets are no events.
        most = most.max(ann.client.traffic().packets_in.saturating_sub(number));
    }
    assert!(most <= MAY_WAIT + 20, "{most} waited");
}

pub async fn an_address_that_may_not_be_dialled_is_not(transports: Transports) {
    let server = OfficialServer::start().await;
    let asked = Arc::<AtomicUsize>::default();
    let check = asked.clone();
    let mut ann = TestClient::connect_with(&server, transports, |config| {
        config.allow_address = Some(Arc::new(move |address| {
            assert_eq!(address, IpAddr::V4(Ipv4Addr::LOCALHOST));
            check.fetch_add(1, Ordering::SeqCst);
            false
        }));
    });
    let reason = ann.disconnected().await;
    let CloseReason::TransportError(words) = reason else { panic!("{reason:?}") };
    assert_eq!(words, "the address of 127.0.0.1 may not be dialled");
    assert!(asked.load(Ordering::SeqCst) > 0);
}

pub async fn a_name_leads_to_allowed_addresses_only(transports: Transports) {
    let server = OfficialServer::start().await;
    let at = |host: &str| format!("http://{host}:{}", server.port());
    let only = |wanted: fn(IpAddr) -> bool| {
        move |config: &mut socketio_client::Config| {
            config.allow_address = Some(Arc::new(wanted));
        }
    };
    // Also as other ways to write the same address.
    for host in ["localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"] {
        let mut ann = TestClient::connect_with(&server, transports, |config| {
            config.url = at(host);
            only(|address| !address.is_loopback())(config);
        });
        let reason = ann.disconnected().await;
        let CloseReason::TransportError(words) = reason else { panic!("{host}: {reason:?}") };
        assert!(words.contains("may not be dialled"), "{host}: {words}");
    }
    let mut ben = TestClient::connect_with(&server, transports, |config| {
        config.url = at("localhost");
        only(|address| address.is_loopback())(config);
    });
    ben.joined().await;
}

pub async fn a_frame_beyond_the_limit_ends_the_connection(transports: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, transports, |config| {
        config.max_frame_bytes = 2_000;
    });
    ann.joined().await;
    ann.client.emit("echo", &"x".repeat(1_000)).expect("is sent");
    ann.event("echoed").await;
    ann.client.emit("echo", &"x".repeat(2_000)).expect("is sent");
    assert!(matches!(ann.disconnected().await, CloseReason::TransportError(_)));
    ann.joined().await;
}

/// What the system trusts is read from the file in `SSL_CERT_FILE`; so the second half is told by the same program,
/// started again with that file.
pub async fn a_server_whose_certificate_nobody_vouches_for_is_not_spoken_to(
    transports: Transports,
) {
    const TRUSTED: &str = "STORY_TRUSTED_CERTIFICATE";
    if std::env::var_os(TRUSTED).is_some() {
        let texts = [TRUSTED, "STORY_TRUSTED_KEY"].map(|name| std::env::var(name).expect("is set"));
        let server = OfficialServer::start_with_tls(texts).await;
        TestClient::connect(&server, transports).joined().await;
        return;
    }
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("is made");
    let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    let server = OfficialServer::start_with_tls([certificate.clone(), key.clone()]).await;
    let mut ann = TestClient::connect(&server, transports);
    let reason = ann.disconnected().await;
    let CloseReason::TransportError(words) = reason else { panic!("{reason:?}") };
    assert!(words.contains("certificate"), "{words}");

    let file = std::env::temp_dir().join(format!("{}-{transports:?}.pem", std::process::id()));
    std::fs::write(&file, &certificate).expect("is written");
    let story = std::thread::current().name().expect("a test has a name").to_owned();
    let again = Command::new(std::env::current_exe().expect("is a program"))
        .args(["--exact", &story])
        .env("SSL_CERT_FILE", &file)
        .env(TRUSTED, certificate)
        .env("STORY_TRUSTED_KEY", key)
        .status();
    std::fs::remove_file(&file).expect("was written");
    assert!(again.expect("runs").success(), "with its certificate trusted it is spoken to");
}
