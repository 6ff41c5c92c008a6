-- Version 1. No certificate, signature or name is kept but in checks.settlement, which is emptied at the end of
-- its retention; all other columns carry nothing about a person.
CREATE TABLE station_keys (
  station    TEXT NOT NULL,
  key        BLOB NOT NULL,            -- public point of the client certificate, uncompressed
  first_seen INTEGER NOT NULL,         -- milliseconds since 1970, as all times here
  PRIMARY KEY (station, key)
) WITHOUT ROWID, STRICT;

CREATE TABLE challenges (
  id         BLOB PRIMARY KEY,
  station    TEXT NOT NULL,
  nonce      BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  used_by    BLOB                      -- the check that used it
) WITHOUT ROWID, STRICT;
CREATE INDEX challenges_open ON challenges (station, expires_at) WHERE used_by IS NULL;

CREATE TABLE checks (
  receipt    INTEGER PRIMARY KEY AUTOINCREMENT,
  id         BLOB NOT NULL UNIQUE,
  station    TEXT NOT NULL,
  content    BLOB NOT NULL,            -- SHA-256 of the check's normal form
  first_at   INTEGER NOT NULL,
  last_at    INTEGER NOT NULL,
  seen       INTEGER NOT NULL,         -- arrivals with this content
  conflicts  INTEGER NOT NULL,         -- arrivals with other content, refused
  deferred   INTEGER NOT NULL,
  word       TEXT NOT NULL,            -- outcome word for counting
  keep_until TEXT NOT NULL,            -- last day in Japan on which the settlement is kept
  settlement BLOB                      -- the answer, byte for byte; NULL once purged
) STRICT;
CREATE INDEX checks_kept ON checks (keep_until) WHERE settlement IS NOT NULL;

-- One line each time a check was judged and counted. Deliberately without UNIQUE: a check that counted twice
-- must show here.
CREATE TABLE ledger (
  entry      INTEGER PRIMARY KEY AUTOINCREMENT,
  id         BLOB NOT NULL
) STRICT;
CREATE INDEX ledger_id ON ledger (id);
