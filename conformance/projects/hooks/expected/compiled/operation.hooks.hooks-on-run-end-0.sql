
  insert into main.notes
  select count(*) + 1, 'end of 2 results' from main.notes
