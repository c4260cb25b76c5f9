delete from main.notes
