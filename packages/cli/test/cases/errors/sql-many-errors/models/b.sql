select two
