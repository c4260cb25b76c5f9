
  insert into main.notes
  select count(*) + 1, 'schemas main in (''warehouse'', ''main'')' from main.notes
