
  insert into main.notes
  select count(*) + 1, 'end of 0 results' from main.notes
