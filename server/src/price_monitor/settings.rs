//! Settings, as they are given and as they are understood. What is wrong turns the proxy off and nothing else.

use super::{AllowedHosts, EventNames, Rules};
use crate::secret::Secret;
use clap::Args;
use reqwest::Url;
use std::{fmt, time::Duration};

const HOST: &str = "MONITOR_PRICE_APP_HOST";
const KEY: &str = "PRICE_MONITOR_API_KEY";
const ALLOWED: &str = "PRICE_MONITOR_ALLOWED_HOSTS";
/// A shorter key would be found in every second text, from which it must be kept out.
const KEY_LENGTHS: std::ops::RangeInclusive<usize> = 8..=512;

/// The service that runs imports and suggests prices. All as text: a wrong one must not keep the server from starting.
#[derive(Args, Clone, Debug)]
pub struct PriceMonitorFlags {
    /// Where the price-monitor service is: `https://prices.example`. Without it the feature is off.
    #[arg(long = "price-monitor-host", env = "MONITOR_PRICE_APP_HOST", hide_env_values = true)]
    pub host: Option<String>,
    /// Its key, 8 to 512 visible characters. Better given by the environment than on the command line.
    #[arg(long = "price-monitor-key", env = "PRICE_MONITOR_API_KEY", hide_env_values = true)]
    pub key: Option<Secret>,
    /// Names, addresses and networks it may be at, separated by commas. Private addresses, and plain `http`, must be
    /// allowed here. Default: the host that is named, at public addresses.
    #[arg(long = "price-monitor-allowed", env = "PRICE_MONITOR_ALLOWED_HOSTS", default_value = "")]
    pub allowed: String,
    /// How long it may take to answer a request, and to let us in, in milliseconds.
    #[arg(
        long = "price-monitor-timeout-ms",
        env = "PRICE_MONITOR_TIMEOUT_MS",
        default_value = "10000"
    )]
    pub timeout_ms: String,
    /// What it calls its events where that differs: `progress=tick|beat,completed=done,join=watch`. Kinds are join,
    /// leave, progress, completed, failed and cancelled.
    #[arg(long = "price-monitor-events", env = "PRICE_MONITOR_EVENTS", default_value = "")]
    pub events: String,
    /// How long a job's room is kept after the last viewer, its silence is borne until its status is asked for, and
    /// until it is stale, in seconds: `30,30,120`.
    #[arg(
        long = "price-monitor-patience",
        env = "PRICE_MONITOR_PATIENCE",
        default_value = "30,30,120"
    )]
    pub patience: String,
}

/// What the proxy goes by.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Scheme, host and port.
    pub(super) origin: Url,
    pub(super) key: Secret,
    pub(super) allowed: AllowedHosts,
    pub(super) names: EventNames,
    pub(super) timeout: Duration,
    pub(super) rules: Rules,
}

/// Why the proxy is off, in words for whoever runs the server. Never holds the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off(pub(super) String);

impl fmt::Display for Off {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PriceMonitorFlags {
    /// Whether nobody has set anything, as in a demonstration.
    pub(crate) fn is_unset(&self) -> bool {
        self.given_host().is_none() && self.given_key().is_none()
    }

    /// An empty value counts as none, as where a setting is handed through from somewhere else.
    fn given_host(&self) -> Option<&str> {
        self.host.as_deref().map(str::trim).filter(|host| !host.is_empty())
    }

    fn given_key(&self) -> Option<&Secret> {
        self.key.as_ref().filter(|key| !key.expose().trim().is_empty())
    }
}

impl Settings {
    /// Understands the flags, or says what is missing or wrong.
    pub fn read(flags: &PriceMonitorFlags) -> Result<Self, Off> {
        let (host, key) = match (flags.given_host(), flags.given_key()) {
            (Some(host), Some(key)) => (host, key),
            (None, None) => return off(format!("{HOST} and {KEY} are not set")),
            (None, Some(_)) => return off(format!("{HOST} is not set")),
            (Some(_), None) => return off(format!("{KEY} is not set")),
        };
        let wrong = |name: &str| {
            let (name, key) = (name.to_owned(), key.clone());
            move |why: String| Off(format!("{name} is wrong: {}", key.redact(&why)))
        };
        check_key(key).map_err(wrong(KEY))?;
        let origin = origin(host).map_err(wrong(HOST))?;
        let allowed = flags.allowed.parse::<AllowedHosts>().map_err(wrong(ALLOWED))?;
        check_host(&origin, &allowed).map_err(wrong(HOST))?;
        Ok(Self {
            origin,
            key: key.clone(),
            allowed,
            names: flags.events.parse().map_err(wrong("PRICE_MONITOR_EVENTS"))?,
            timeout: timeout(&flags.timeout_ms).map_err(wrong("PRICE_MONITOR_TIMEOUT_MS"))?,
            rules: patience(&flags.patience).map_err(wrong("PRICE_MONITOR_PATIENCE"))?,
        })
    }

    /// The host's name, without the brackets of an address.
    pub(super) fn host(&self) -> &str {
        host_of(&self.origin)
    }
}

fn off<T>(why: String) -> Result<T, Off> {
    Err(Off(why))
}

fn check_key(key: &Secret) -> Result<(), String> {
    if !KEY_LENGTHS.contains(&key.expose().len()) {
        return Err("it has fewer than 8 or more than 512 characters".to_owned());
    }
    let is_visible = key.expose().bytes().all(|byte| byte.is_ascii_graphic());
    if is_visible { Ok(()) } else { Err("it has characters that no header takes".to_owned()) }
}

/// Never repeats the address: somebody may have put the key into it.
fn origin(host: &str) -> Result<Url, String> {
    let with_scheme = match host.split_once("://") {
        None => format!("https://{host}"),
        Some(("ws", rest)) => format!("http://{rest}"),
        Some(("wss", rest)) => format!("https://{rest}"),
        Some(_) => host.to_owned(),
    };
    let url = Url::parse(&with_scheme).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("its scheme is none of http, https, ws, wss".to_owned());
    }
    let is_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !is_origin || !url.username().is_empty() || url.password().is_some() {
        return Err("it is more than scheme, host and port".to_owned());
    }
    if url.host_str().is_none() { Err("it names no host".to_owned()) } else { Ok(url) }
}

/// Plain HTTP would show the key to everybody on the way.
fn check_host(origin: &Url, allowed: &AllowedHosts) -> Result<(), String> {
    if !allowed.allows_host(host_of(origin)) {
        return Err(format!("the host is not allowed; see {ALLOWED}"));
    }
    if origin.scheme() == "http" && *allowed == AllowedHosts::default() {
        return Err(format!(
            "it is not https; a host that may be asked without must be in {ALLOWED}"
        ));
    }
    Ok(())
}

fn host_of(origin: &Url) -> &str {
    origin.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}

fn timeout(text: &str) -> Result<Duration, String> {
    let millis = text.trim().parse().ok().filter(|millis| (100..=120_000).contains(millis));
    millis.map(Duration::from_millis).ok_or_else(|| "it is not from 100 to 120000".to_owned())
}

/// Three times in seconds, fractions allowed.
fn patience(text: &str) -> Result<Rules, String> {
    let read = |part: &str| -> Option<Duration> {
        let seconds =
            part.trim().parse::<f64>().ok().filter(|it| (0.05..=86_400.0).contains(it))?;
        Some(Duration::from_secs_f64(seconds))
    };
    let times: Option<Vec<_>> = text.split(',').map(read).collect();
    match times.as_deref() {
        Some(&[linger, ask_after, stale_after]) => {
            Ok(Rules { linger, ask_after, stale_after, ..Rules::default() })
        }
        _ => Err("it is not three times in seconds, as 30,30,120".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        flags: PriceMonitorFlags,
    }

    fn flags(words: &[&str]) -> PriceMonitorFlags {
        Program::parse_from(["program"].iter().chain(words)).flags
    }

    fn reason(words: &[&str]) -> String {
        Settings::read(&flags(words)).expect_err("is off").to_string()
    }

    const KEYED: [&str; 2] = ["--price-monitor-key", "k-planted-4711"];

    fn with_key(words: &[&str]) -> String {
        reason(&[&KEYED, words].concat())
    }

    #[test]
    fn what_is_missing_or_wrong_is_said_and_the_key_never_is() {
        assert!(flags(&["--price-monitor-host", "", "--price-monitor-key", " "]).is_unset());
        assert_eq!(reason(&[]), "MONITOR_PRICE_APP_HOST and PRICE_MONITOR_API_KEY are not set");
        assert_eq!(reason(&KEYED), "MONITOR_PRICE_APP_HOST is not set");
        let host = ["--price-monitor-host", "https://prices.example"];
        assert_eq!(reason(&host), "PRICE_MONITOR_API_KEY is not set");
        assert_eq!(
            reason(&[&host[..], &["--price-monitor-key", " "]].concat()),
            "PRICE_MONITOR_API_KEY is not set"
        );
        for bad in ["short", "with a space", "grüße-grüße"] {
            let said = reason(&[&host[..], &["--price-monitor-key", bad]].concat());
            assert!(
                said.starts_with("PRICE_MONITOR_API_KEY is wrong") && !said.contains(bad),
                "{said}"
            );
        }
        for bad in [
            "ftp://prices.example",
            "https://",
            "https://k-planted-4711@prices.example",
            "https://a:b@c",
            "https://prices.example/k-planted-4711",
            "https://prices.example?key=k-planted-4711",
            "https://exa mple",
            "http://prices.example",
            "http://127.0.0.1:3000",
            "https://10.0.0.1",
            "https://[::1]",
            "https://2130706433",
            "https://0x7f.1",
            "https://0177.0.0.1",
            "https://[::ffff:10.0.0.1]",
            "https://169.254.169.254",
        ] {
            let said = with_key(&["--price-monitor-host", bad]);
            assert!(said.starts_with("MONITOR_PRICE_APP_HOST is wrong"), "{bad}: {said}");
            assert!(!said.contains("4711"), "{said}");
        }
        let other = [
            ("--price-monitor-timeout-ms", "soon"),
            ("--price-monitor-events", "dance=a"),
            ("--price-monitor-patience", "1,2"),
        ];
        for (flag, value) in other {
            assert!(with_key(&[host[0], host[1], flag, value]).contains(" is wrong: "), "{flag}");
        }
    }

    #[test]
    fn what_is_right_is_understood() {
        let read =
            |words: &[&str]| Settings::read(&flags(&[&KEYED, words].concat())).expect("is right");
        let bare = read(&["--price-monitor-host", "prices.example"]);
        assert_eq!(bare.origin.as_str(), "https://prices.example/");
        let local =
            ["--price-monitor-host", "ws://127.0.0.1:3100", "--price-monitor-allowed", "127.0.0.1"];
        assert_eq!(read(&local).origin.as_str(), "http://127.0.0.1:3100/");
        let six =
            ["--price-monitor-host", "http://[::1]:3100", "--price-monitor-allowed", "localhost"];
        assert_eq!(read(&six).host(), "::1");
        let patient = [&local[..], &["--price-monitor-patience", "0.1,0.5,2"]].concat();
        assert_eq!(read(&patient).rules.linger, Duration::from_millis(100));
        let shown = format!("{:?} {:?}", flags(&KEYED), read(&local));
        assert!(!shown.contains("4711"), "{shown}");
    }
}
