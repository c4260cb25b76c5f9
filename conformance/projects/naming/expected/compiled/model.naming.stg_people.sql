
select id, "First Name" as first_name, "select" as selected, city from "prod"."raw"."people"
