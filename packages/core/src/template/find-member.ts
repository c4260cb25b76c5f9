import { getAttribute, getItem, PyDict, PyObject, Undefined, type Value } from "@tsmodel/jinja";

/** What an object has under a name, as attribute or as item, the way dbt's adapters read nodes; null when it has neither. */
export function findMember(object: Value, name: string): Value {
  if (!(object instanceof PyObject) && !(object instanceof PyDict)) return null;
  const item = object instanceof PyDict ? getItem(object, name) : getAttribute(object, name);
  return item instanceof Undefined ? null : item;
}
