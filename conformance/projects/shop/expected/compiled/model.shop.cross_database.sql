select
  
        (date_diff('month', '2026-01-01'::date::timestamp, '2026-03-15'::date::timestamp ))
     as months,
  
        (date_diff('hour', '2026-01-01'::timestamp::timestamp, '2026-01-01 05:30:00'::timestamp::timestamp ))
     as hours,
  

    ('2026-01-31'::date + (cast(-2 as bigint) * 7) * interval 1 day) as before,
  
    string_split('a-b-c', '-')[ 2 ]
 as part, 
    string_split('a-b-c', '-')[ -1 ]
 as last_part,
  

    replace(
        'abc',
        'b',
        'x'
    )


 as replaced, 

    position(
        'c' in 'abc'
    ) as position_, 

    right(
        'abcdef',
        2
    ) as right_,
  

    length(
        'abc'
    ) as length_, 
    
    cast('12' as integer)
 as cast_, md5(cast('x' as TEXT)) as hash_,
  'a' || 'b' as concat_, arbitrary(1) as any_, bool_or(true) as or_, 
  
    cast(false as TEXT)

 as text_,
  
    string_agg(
        x,
        ', '
        order by x
        ) as list_, 
    array[ 1 , 2 ]
     as array_, array_append(
    array[ 1 ]
    , 2) as appended,
  array_cat(
    array[ 1 ]
    , 
    array[ 3 ]
    ) as concatenated, 'it' as literal_,
  'it''s' as escaped, timestamp '2026-01-01 00:00:00' as moment, cast(1 as bigint) as big,
  cast(1.5 as numeric(28,6)) as number_, cast(1 as float) as float_, cast(1 as integer) as int_, cast('t' as boolean) as bool_
from (values ('q'), ('p')) as v(x)
