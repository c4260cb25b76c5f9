import { didYouMean, type ErrorText } from "./error-text.ts";

const usage = (message: string, hint?: string): ErrorText => ({ label: "Usage", message, hint });

export const commandMessages = {
  "argument-missing": (e: { command: string; argument: string }): ErrorText => usage(`${e.command} needs ${e.argument}`, `tsmodel ${e.command} --help shows how`),
  "argument-unexpected": (e: { command: string; word: string }): ErrorText =>
    usage(`Got unexpected extra argument (${e.word}): ${e.command} takes none`, `to select nodes, write --select ${e.word}`),
  "clean-outside-project": (e: { path: string }): ErrorText => ({
    label: "Runtime",
    message: `dbt will not clean the following directories outside the project: ['${e.path}']`,
    hint: "--no-clean-project-files-only deletes it all the same",
  }),
  "clean-source-folder": (e: { path: string }): ErrorText => ({ label: "Runtime", message: `dbt will not clean the following source paths: ['${e.path}']`, hint: "take it out of clean-targets in dbt_project.yml" }),
  "clean-install-path": (_: object): ErrorText => ({
    message: "The default package install path has changed from `dbt_modules` to `dbt_packages`.",
    hint: "write dbt_packages in clean-targets, or keep the old folder with packages-install-path: dbt_modules",
  }),
  "clock-invalid": (e: { value: string }): ErrorText => usage(`TSMODEL_NOW is no instant: "${e.value}"`, "write it as 2026-02-26T12:00:00Z"),
  "command-unknown": (e: { command: string; nearest?: string; known?: readonly string[] }): ErrorText =>
    usage(`No such command '${e.command}'`, didYouMean(e.nearest) ?? (e.known ? `there are: ${e.known.join(", ")}` : "tsmodel --help lists the commands")),
  "options-exclusive": (e: { options: readonly [string, string] }): ErrorText => ({
    label: "Runtime",
    message: `"${e.options[0]}" and "${e.options[1]}" are mutually exclusive arguments`,
  }),
  "project-folder-taken": (e: { folder: string }): ErrorText => ({ label: "Runtime", message: `the folder ${e.folder} exists and is not empty`, hint: "choose another name, or run the command somewhere else" }),
  "init-with-profile": (e: { profile: string }): ErrorText => ({ label: "Runtime", message: `there is a project here already: --profile ${e.profile} is for new ones`, hint: `write profile: ${e.profile} into dbt_project.yml` }),
  "option-unknown": (e: { command: string; option: string; nearest?: string }): ErrorText =>
    usage(`No such option: ${e.option} (command ${e.command})`, didYouMean(e.nearest) ?? `tsmodel ${e.command} --help lists the options`),
  "option-value": (e: { option: string; value: string; expected: string; nearest?: string }): ErrorText =>
    usage(e.value === "" ? `${e.option} needs ${e.expected}` : `Invalid value for '${e.option}': '${e.value}' is not ${e.expected}`, didYouMean(e.nearest)),
  "option-without-value": (e: { option: string }): ErrorText => usage(`Option '${e.option}' does not take a value`),
  "docs-missing": (e: { folder: string }): ErrorText => ({ label: "Usage", message: `there is no index.html in ${e.folder}`, hint: "tsmodel docs generate writes the site" }),
  "serve-address": (e: { host: string; port: number; reason: string }): ErrorText => ({
    label: "Usage",
    message: e.reason === "EADDRINUSE" ? `port ${e.port} of ${e.host} is in use` : `cannot listen on port ${e.port} of ${e.host} (${e.reason})`,
    hint: "choose another with --port; --port 0 takes one that is free",
  }),
} as const;
