/** Which texts of a project are templates. */

const marksOfJinja = /\{[{%#]|[#}%]\}/;
const bareCall = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/;

/** Whether a text has to be rendered at all: dbt's own test. */
export function isTemplate(text: string): boolean {
  return marksOfJinja.test(text);
}

/** Whether something of a text is rendered: closing marks alone stay as they are. */
export function opensTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/** Whether a test's argument is a call without braces around it, which dbt evaluates all the same: "ref('orders')". */
export function isBareCall(text: string): boolean {
  return bareCall.test(text);
}
