//! Which hosts and addresses may be dialled. Pure.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// What an installation allows: names, addresses, and networks as `10.1.0.0/16`. Without any, every host at a public
/// address. Private addresses are allowed by address or network only, `localhost` by its name as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts {
    names: Vec<String>,
    networks: Vec<Network>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

impl AllowedHosts {
    /// Whether a host may be named at all. Where it leads to is checked at every dial.
    pub(super) fn allows_host(&self, host: &str) -> bool {
        if let Ok(address) = host.parse() {
            return self.allows(host, address);
        }
        self.names.is_empty() || self.names_host(host)
    }

    /// Whether an address that a host has may be dialled.
    pub(super) fn allows(&self, host: &str, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if self.networks.iter().any(|network| network.holds(address)) {
            return true;
        }
        // Networks alone mean nothing else; names mean these, wherever in public they are.
        is_public(address) && (self.is_empty() || self.names_host(host))
    }

    fn names_host(&self, host: &str) -> bool {
        self.names.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.networks.is_empty()
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// Names, addresses and networks, separated by commas.
impl FromStr for AllowedHosts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut allowed = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            if let Ok(network) = part.parse() {
                allowed.networks.push(network);
                continue;
            }
            let is_name =
                part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
            if !is_name {
                return Err(format!("{part:?} is neither a name, an address nor a network"));
            }
            allowed.names.push(part.to_ascii_lowercase());
            if part.eq_ignore_ascii_case("localhost") {
                allowed.networks.extend(LOOPBACK);
            }
        }
        Ok(allowed)
    }
}

const LOOPBACK: [Network; 2] = [
    Network { address: IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), bits: 8 },
    Network { address: IpAddr::V6(Ipv6Addr::LOCALHOST), bits: 128 },
];

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(it, bits)| (it, Some(bits)));
        let address: IpAddr = address.parse().map_err(drop)?;
        let most: u8 = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(drop))?;
        let canonical = address.to_canonical();
        // An IPv4 address that is written as an IPv6 one has 96 bits before it.
        let before = if canonical.is_ipv4() { most - 32 } else { 0 };
        let bits = bits.checked_sub(before).ok_or(())?;
        if bits > most - before { Err(()) } else { Ok(Self { address: canonical, bits }) }
    }
}

/// Whether an address is one of the open network: nothing of a house, a machine, a provider, or a way around it.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // This network, and the reserved end with multicast; providers' own; protocol assignments; relays; measurements.
    let is_special = matches!(
        (a, b, c),
        (0 | 224..=255, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _)
    );
    let is_house = address.is_private() || address.is_loopback() || address.is_link_local();
    !(is_special || is_house || address.is_documentation())
}

/// Only what is given out at all, and nothing that carries an IPv4 address inside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Teredo and other special uses, documentation, 6to4.
        [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str) -> AllowedHosts {
        text.parse().expect("is understood")
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    #[test]
    fn nothing_inside_is_dialled_unless_it_is_allowed() {
        let inside = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 \
            169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.7 192.88.99.1 192.168.0.1 192.168.255.255 \
            198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 \
            :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 \
            100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1 febf::1 \
            fec0::1 ff02::1";
        for text in inside.split_whitespace() {
            for rule in ["", "prices.example", "192.0.3.0/24"] {
                assert!(
                    !allowed(rule).allows("prices.example", address(text)),
                    "{text} by {rule:?}"
                );
            }
            assert!(allowed(text).allows("prices.example", address(text)), "{text} explicitly");
        }
        let outside = "1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.0.0.1 128.0.0.1 169.253.1.1 \
            172.15.0.1 172.32.0.1 192.0.1.1 192.167.0.1 198.17.0.1 223.255.255.255 2606:4700::1111 2a00:1450::1 \
            ::ffff:8.8.8.8";
        for text in outside.split_whitespace() {
            assert!(allowed("").allows("prices.example", address(text)), "{text}");
        }
    }

    #[test]
    fn names_and_networks_say_what_else_is_not() {
        let names = allowed("prices.example, Other.Example");
        assert!(names.allows_host("PRICES.example") && names.allows_host("other.example"));
        assert!(
            !names.allows_host("evil.example") && !names.allows_host("prices.example.evil.example")
        );
        assert!(!names.allows("evil.example", address("8.8.8.8")));
        let network = allowed("10.1.0.0/16");
        assert!(network.allows_host("inner"), "where it leads to decides");
        assert!(network.allows("inner", address("10.1.2.3")));
        assert!(network.allows("inner", address("::ffff:10.1.2.3")));
        assert!(!network.allows("inner", address("10.2.0.1")));
        assert!(!network.allows("inner", address("8.8.8.8")));
        assert!(allowed("localhost").allows("localhost", address("127.0.0.1")));
        assert!(allowed("fd00::/8").allows("inner", address("fd12::1")));
        assert!(allowed("::ffff:10.1.0.0/112").allows("inner", address("10.1.2.3")));
        assert!(!allowed("::ffff:10.1.0.0/112").allows("inner", address("10.2.2.3")));
        assert!(allowed("0.0.0.0/0").allows("inner", address("127.0.0.1")));
        assert!(
            !allowed("").allows_host("127.0.0.1") && !allowed("").allows_host("169.254.169.254")
        );
        for bad in
            ["http://x", "10.0.0.0/33", "a b", "user@host", "::1/129", "::ffff:10.0.0.0/95", "*"]
        {
            bad.parse::<AllowedHosts>().expect_err(bad);
        }
    }
}
