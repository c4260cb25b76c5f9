select {'a': 1::integer, 'b': 'x'} as pair, [1::integer, 2] as list, 1.5::decimal(8, 3) as exact
