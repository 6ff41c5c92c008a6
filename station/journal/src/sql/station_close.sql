UPDATE station SET clean = 1
