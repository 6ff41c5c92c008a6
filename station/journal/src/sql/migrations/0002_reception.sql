-- Frozen: a migration that was released is never edited; write the next number instead.
-- The reception desk: people, the access log, tickets, other proofs, choices.

ALTER TABLE checks ADD COLUMN site TEXT;           -- where the bus stood; not personal
ALTER TABLE checks ADD COLUMN fallback TEXT;       -- another proof, the one recorded last

CREATE TABLE staff (                    -- a removed one stays: its number is never given again
  seq    INTEGER PRIMARY KEY,           -- 7 is the reference s-07
  key    INTEGER NOT NULL,
  sealed BLOB    NOT NULL               -- label, role, passcode as Argon2id, badge as a keyed fingerprint, removed
) STRICT;

CREATE TABLE tries (                    -- wrong passcodes in a row
  staff        INTEGER PRIMARY KEY,     -- 0 is the whole station
  wrong        INTEGER NOT NULL,
  boot         INTEGER NOT NULL,        -- when the last one was
  at_ns        INTEGER NOT NULL,
  mono_ms      INTEGER NOT NULL,
  synchronised INTEGER NOT NULL
) STRICT;

CREATE TABLE access (                   -- the access log, one line a row, numbered without a gap
  seq    INTEGER PRIMARY KEY,
  sealed BLOB    NOT NULL               -- the hash of the line before it, and its text
) STRICT;

CREATE TABLE access_parts (             -- runs of lines under one key, a month each; the last one grows
  part   INTEGER PRIMARY KEY,
  key    INTEGER NOT NULL,
  month  TEXT,                          -- yyyy-mm-01; NULL while the clock was never known to be right
  first  INTEGER NOT NULL,
  anchor BLOB    NOT NULL,              -- the hash of the line before the first
  last   INTEGER NOT NULL,              -- first - 1 while there is none
  head   BLOB    NOT NULL,              -- the hash of the last line
  mac    BLOB    NOT NULL               -- over all of these, with a key from the master key
) STRICT;

CREATE TABLE tickets (                  -- what was scanned with a check
  seq    INTEGER PRIMARY KEY,           -- the check's
  print  BLOB    NOT NULL,              -- keyed fingerprint
  key    INTEGER NOT NULL,
  sealed BLOB    NOT NULL
) STRICT;

CREATE TABLE fallbacks (                -- another proof without a card
  seq   INTEGER PRIMARY KEY,
  day   TEXT    NOT NULL,               -- the day that reception numbers counted in
  kind  TEXT    NOT NULL,
  print BLOB                            -- keyed fingerprint of a ticket, until the end of the day
) STRICT;

CREATE TABLE choices (                  -- of staff: the day, the screen; not personal
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
