SELECT s.boot, s.events_dropped,
  (SELECT count(*) FROM checks), (SELECT count(*) FROM evidence), (SELECT count(*) FROM checks WHERE state = 2),
  (SELECT count(*) FROM results), (SELECT count(*) FROM challenges), (SELECT count(*) FROM outbox),
  (SELECT count(*) FROM keys), (SELECT page_count FROM pragma_page_count), (SELECT freelist_count FROM pragma_freelist_count),
  (SELECT page_size FROM pragma_page_size)
FROM station s
