INSERT INTO meter (day, up, down) VALUES (?1, ?2, ?3)
ON CONFLICT (day) DO UPDATE SET up = up + excluded.up, down = down + excluded.down
RETURNING up, down
