
select '"warehouse"."base"."t_quoted"' as own, '"base__marts"."t_dim_people"' as without_database, '"warehouse"."base__marts".t_dim_people' as unquoted,
  'warehouse.base__raw."people"' as plain_source, 'warehouse.base__raw.people' as other_source, '"s"."i"' as made
