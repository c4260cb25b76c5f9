
  insert into main.notes
  select count(*) + 1, 'schemas  in ' from main.notes
