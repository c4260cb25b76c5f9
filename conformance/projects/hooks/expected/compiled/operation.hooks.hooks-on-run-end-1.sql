
  
    
  insert into main.notes
  select count(*) + 1, 'model.hooks.audited_one success OK 0' from main.notes
;
  
    
  insert into main.notes
  select count(*) + 1, 'model.hooks.audited_two success OK 0' from main.notes
;
