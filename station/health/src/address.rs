//! The station's own addresses, from the kernel; nothing is sent.

use nix::{ifaddrs::getifaddrs, net::if_::InterfaceFlags};
use std::net::{IpAddr, Ipv6Addr};

/// Interfaces with an address by which others could reach the station: up, neither loopback nor link-local. An
/// interface with IPv4 is listed without its IPv6 addresses: they are long, and temporary ones come and go.
pub fn own() -> Vec<(String, IpAddr)> {
    let Ok(interfaces) = getifaddrs() else { return Vec::new() };
    let up = |flags: InterfaceFlags| flags.contains(InterfaceFlags::IFF_UP);
    let found = interfaces.filter(|interface| up(interface.flags)).filter_map(|interface| {
        let address = interface.address?;
        let four = address.as_sockaddr_in().map(|a| IpAddr::from(a.ip()));
        let six = || address.as_sockaddr_in6().map(|a| IpAddr::from(a.ip()));
        Some((interface.interface_name, four.or_else(six)?))
    });
    shown(found.collect())
}

/// The useful ones, sorted by interface name.
fn shown(mut all: Vec<(String, IpAddr)>) -> Vec<(String, IpAddr)> {
    all.retain(|(_, address)| match address {
        IpAddr::V4(address) => !address.is_loopback() && !address.is_link_local(),
        IpAddr::V6(address) => !address.is_loopback() && !is_link_local(*address),
    });
    let four: Vec<_> = all.iter().filter(|(_, a)| a.is_ipv4()).map(|(name, _)| name.clone()).collect();
    all.retain(|(name, address)| address.is_ipv4() || !four.contains(name));
    all.sort();
    all.dedup();
    all
}

fn is_link_local(address: Ipv6Addr) -> bool {
    matches!(address.segments(), [first, ..] if first & 0xFFC0 == 0xFE80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_no_use_to_others_are_left_out() {
        let all = [
            ("wlan0", "192.168.1.20"),
            ("wlan0", "2001:db8::20"),
            ("wwan0", "2001:db8::7"),
            ("eth0", "fe80::1"),
            ("eth0", "169.254.3.4"),
            ("lo", "127.0.0.1"),
            ("lo", "::1"),
            ("eth1", "10.0.0.2"),
        ];
        let all = all.iter().map(|(name, address)| ((*name).to_owned(), address.parse().unwrap())).collect();
        let listed: Vec<_> =
            shown(all).into_iter().map(|(name, address)| format!("{name} {address}")).collect();
        assert_eq!(listed, ["eth1 10.0.0.2", "wlan0 192.168.1.20", "wwan0 2001:db8::7"]);
    }

    #[test]
    fn the_kernel_s_list_can_be_read() {
        assert!(own().iter().all(|(name, address)| !name.is_empty() && !address.is_loopback()));
    }
}
