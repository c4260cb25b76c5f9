insert into main.hook_log select count(*), 'shop' from main.hook_log
