select e.id, p.kind from {{ ref("events") }} as e join {{ ref("plain").render() }} as p using (id)
