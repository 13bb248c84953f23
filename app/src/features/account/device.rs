//! What a browser says of itself, in words.

use crate::components::Symbol;

/// The order matters: most browsers also claim to be the ones they descend from.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str, Symbol); 7] = [
    ("iPhone", "iPhone", Symbol::Phone),
    ("iPad", "iPad", Symbol::Phone),
    ("Android", "Android", Symbol::Phone),
    ("Windows", "Windows", Symbol::Laptop),
    ("Mac OS X", "macOS", Symbol::Laptop),
    ("CrOS", "ChromeOS", Symbol::Laptop),
    ("Linux", "Linux", Symbol::Laptop),
];

/// A device as people would name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Device {
    pub name: String,
    pub symbol: Symbol,
}

impl Device {
    /// Reads a `User-Agent` header; a program is called by the name before its version.
    pub(super) fn of(user_agent: &str) -> Self {
        let browser = BROWSERS.iter().find(|(mark, _)| user_agent.contains(mark));
        let system = SYSTEMS.iter().find(|(mark, ..)| user_agent.contains(mark));
        match (browser, system) {
            (Some((_, browser)), Some((_, system, symbol))) => {
                Self { name: format!("{browser} on {system}"), symbol: *symbol }
            }
            (Some((_, browser)), None) => {
                Self { name: (*browser).to_owned(), symbol: Symbol::Laptop }
            }
            _ => Self { name: program(user_agent), symbol: Symbol::Test },
        }
    }
}

/// The name of the device that says this of itself.
pub(crate) fn device_name(user_agent: &str) -> String {
    Device::of(user_agent).name
}

fn program(user_agent: &str) -> String {
    let name = user_agent.split(['/', ' ']).next().unwrap_or_default();
    if name.is_empty() { "Unknown device".to_owned() } else { name.chars().take(40).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_devices_have_their_names() {
        let cases = [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36",
                "Chrome on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on macOS",
            ),
            ("curl/8.5.0", "curl"),
            ("", "Unknown device"),
        ];
        for (user_agent, name) in cases {
            assert_eq!(Device::of(user_agent).name, name);
        }
    }
}
