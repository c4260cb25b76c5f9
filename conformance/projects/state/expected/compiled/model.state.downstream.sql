
select b.n, k.name from "warehouse"."prod"."body" as b join "warehouse"."prod"."kept" as k using (n)
