select * from {{ ref("after_break") }} where no_such_column is null
