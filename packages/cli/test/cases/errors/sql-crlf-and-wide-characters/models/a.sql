select 1 as größe
