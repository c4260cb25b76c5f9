
  insert into main.notes
  select count(*) + 1, 'generate 17' from main.notes
