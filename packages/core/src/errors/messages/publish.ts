import type { ErrorText } from "./error-text.ts";

export const publishMessages = {
  "publish-config": (e: { missing: string }): ErrorText => ({
    label: "Usage",
    message: `nothing says what to publish: ${e.missing} is missing`,
    hint: "give --select mart_*, or set vars: publish: select: in dbt_project.yml",
  }),
  "publish-nothing": (e: { select: string }): ErrorText => ({ label: "Usage", message: `no table matches "${e.select}"`, hint: "tsmodel ls --select shows what a selection means" }),
  "publish-target": (e: { target: string; profile: string; type?: string }): ErrorText => ({
    label: "Profile",
    message: e.type === undefined ? `profile '${e.profile}' has no output '${e.target}'` : `output '${e.target}' of profile '${e.profile}' is of type ${e.type}: publishing needs postgres`,
    hint: "add an output of type postgres to profiles.yml and name it with --publish-target or vars: publish: target:",
  }),
  "publish-untested": (e: { tables: readonly { name: string; failed: readonly string[]; missing: number }[] }): ErrorText => ({
    label: "Runtime",
    message: `only tested tables go out, and ${e.tables.length === 1 ? "this one is" : "these are"} not:\n${e.tables
      .map(({ name, failed, missing }) => `${name}: ${[failed.length > 0 ? `failed ${failed.join(", ")}` : "", missing > 0 ? `${missing} ${missing === 1 ? "test" : "tests"} not run since it was built` : ""].filter(Boolean).join("; ")}`)
      .join("\n")}`,
    hint: "tsmodel build runs the tests too; --allow-failed publishes all the same",
  }),
} as const;
