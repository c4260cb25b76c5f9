select * from order_lines
