
  insert into main.notes
  select count(*) + 1, 'start begun' from main.notes
