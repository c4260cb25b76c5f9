select * from {{ ref('orders') }} where {{ cents('1') }} < 0
