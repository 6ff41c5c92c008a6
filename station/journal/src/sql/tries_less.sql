UPDATE tries SET wrong = max(wrong - ?2, 0) WHERE staff = ?1
