
  insert into main.notes
  select count(*) + 1, 'run 2' from main.notes
