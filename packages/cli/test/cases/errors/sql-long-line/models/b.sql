select c1, c2, c3, c4, c5, c6, c7, c8, a_column_with_a_long_name, another_column_with_a_long_name, a_column_with_a_long_name as x, another_column_with_a_long_name as y, c99 from {{ ref('a') }}
