-- depends_on: "warehouse"."main"."audited_two"


  
    
  
    
  


select 'audited_one' as name, 'audited/audited_one.sql' as path, 'hooks.audited.audited_one' as fqn, 1 as hooks union all

select 'audited_two' as name, 'audited/audited_two.sql' as path, 'hooks.audited.audited_two' as fqn, 3 as hooks
