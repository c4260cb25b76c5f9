create table if not exists main.hook_log (step integer, who varchar)
