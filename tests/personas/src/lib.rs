//! Invented people, their test PKI, and the machines' TLS identities.
