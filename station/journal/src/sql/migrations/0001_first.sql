-- Frozen: a migration that was released is never edited; write the next number instead.
-- Times are nanoseconds since 1970 (*_ns, wall clock) or milliseconds of the monotonic clock of one start (*_mono_ms).
-- Days are calendar days in Japan, yyyy-mm-dd.

CREATE TABLE station (                  -- exactly one row
  one            INTEGER PRIMARY KEY CHECK (one = 1),
  schema         INTEGER NOT NULL,      -- the same number as PRAGMA user_version; they differ only when damaged
  key_check      BLOB    NOT NULL,      -- opens with the right master key
  boot           INTEGER NOT NULL,      -- the current or last start
  clean          INTEGER NOT NULL,      -- 1 after an orderly close
  order_floor    INTEGER NOT NULL,      -- orders up to this may have been given without a row that shows it
  reception_day  TEXT,                  -- numbers up to reception_floor may have been given on this day
  reception_floor INTEGER NOT NULL,
  last_event     INTEGER NOT NULL,
  events_dropped INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (                     -- one key a day and kind, wrapped by the master key
  key     INTEGER PRIMARY KEY,          -- random, never used again
  kind    INTEGER NOT NULL,             -- 2 evidence, 3 results
  day     TEXT    NOT NULL,
  wrapped BLOB    NOT NULL
) STRICT;

CREATE TABLE spare_keys (               -- the same on another page: one bad page must not cost a day
  key     INTEGER PRIMARY KEY,
  wrapped BLOB    NOT NULL
) STRICT;

CREATE TABLE checks (                   -- the stub: nothing here tells who the examinee is
  seq              INTEGER PRIMARY KEY, -- the order of capture
  id               BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  boot             INTEGER NOT NULL,
  captured_ns      INTEGER NOT NULL,
  captured_mono_ms INTEGER NOT NULL,
  synchronised     INTEGER NOT NULL CHECK (synchronised IN (0, 1)),
  day              TEXT    NOT NULL,    -- the day the reception number counts in
  reception        INTEGER NOT NULL,
  purpose          TEXT    NOT NULL,
  method           TEXT    NOT NULL,
  staff            TEXT    NOT NULL,
  print            BLOB    NOT NULL,    -- keyed fingerprint of what was captured
  state            INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), -- waiting, shown, unacknowledged, done
  outcome          TEXT,
  receipt          INTEGER,
  answer_print     BLOB,                -- keyed fingerprint of the settlement
  live             INTEGER,
  settled_boot     INTEGER,
  settled_ns       INTEGER,
  settled_mono_ms  INTEGER,
  acknowledged_ns  INTEGER,
  acknowledged_by  TEXT,
  calls            INTEGER CHECK (calls IN (0, 1)), -- 1: a verdict that staff must have seen
  CHECK ((state = 0) = (outcome IS NULL))
) STRICT;

CREATE TABLE evidence (                 -- the sealed check; deleted when the centre has it
  seq    INTEGER PRIMARY KEY,
  key    INTEGER NOT NULL,
  sealed BLOB    NOT NULL
) STRICT;

CREATE TABLE results (                  -- the sealed settlement; deleted with its day
  seq    INTEGER PRIMARY KEY,
  key    INTEGER NOT NULL,
  sealed BLOB    NOT NULL
) STRICT;

CREATE TABLE challenges (
  id         BLOB PRIMARY KEY CHECK (length(id) = 16),
  nonce      BLOB    NOT NULL,
  expires_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  seq       INTEGER PRIMARY KEY,
  condition TEXT    NOT NULL,           -- what a later event of the same condition makes stale
  repeats   INTEGER NOT NULL CHECK (repeats IN (0, 1)),
  event     TEXT    NOT NULL            -- as it goes to the office
) STRICT;

CREATE TABLE meter (
  day  TEXT PRIMARY KEY,
  up   INTEGER NOT NULL,
  down INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
