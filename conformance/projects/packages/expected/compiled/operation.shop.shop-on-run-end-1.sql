insert into main.hook_log select count(*), 'shop again' from main.hook_log
