-- The oldest event that a later one of the same condition made stale.
DELETE FROM outbox WHERE seq = (
  SELECT min(seq) FROM outbox o WHERE repeats = 1
  AND EXISTS (SELECT 1 FROM outbox n WHERE n.condition = o.condition AND n.seq > o.seq))
