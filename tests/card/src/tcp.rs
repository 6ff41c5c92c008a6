//! The kernel's list of TCP sockets on this machine, for places where connecting would change the observation.

use std::fs;

/// Code of a listening socket in /proc/net/tcp.
const LISTEN: &str = "0A";

/// True if a socket listens at this port.
pub(crate) fn is_listening(port: u16) -> bool {
    any(|local, _, state| local == port && state == LISTEN)
}

/// True if some process still holds the connection between these two ports, at the first one's end. A connection
/// in TIME_WAIT belongs to no process.
pub(crate) fn holds_connection(local: u16, remote: u16) -> bool {
    const TIME_WAIT: &str = "06";
    any(|l, r, state| l == local && r == remote && state != TIME_WAIT && state != LISTEN)
}

/// Asks for local port, remote port and state of each socket.
fn any(wanted: impl Fn(u16, u16, &str) -> bool) -> bool {
    let tables =
        ["/proc/net/tcp", "/proc/net/tcp6"].iter().filter_map(|table| fs::read_to_string(table).ok());
    tables.into_iter().any(|table| {
        table.lines().skip(1).any(|line| {
            let mut fields = line.split_whitespace().skip(1);
            let mut port = || u16::from_str_radix(fields.next()?.rsplit(':').next()?, 16).ok();
            let (local, remote) = (port(), port());
            let state = fields.next();
            matches!((local, remote, state), (Some(l), Some(r), Some(s)) if wanted(l, r, s))
        })
    })
}
