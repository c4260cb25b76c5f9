create table if not exists main.notes (step integer, text varchar)
