this is no sql {{ nor_jinja( }}
