/** `metabase plan`, `apply`, `verify`, `prune`, `exposures`: the dashboards in a Metabase over the published tables. */
import { fail, TsmodelError, type Workspace } from "@tsmodel/core";
import {
  Client,
  converge,
  findLeftovers,
  lookWithSession,
  MetabaseFailure,
  readApplied,
  readUses,
  removeLeftover,
  renderChange,
  summarize,
  verify,
  type Change,
  type Place,
  type Reporting,
} from "@tsmodel/dashboards/metabase";
import { isTable, publishedName } from "../metabase/published-tables.ts";
import { readMetabaseConfig, secretsOf, type MetabaseConfig } from "../metabase/read-config.ts";
import { readReporting } from "../metabase/read-reporting.ts";
import { renderUses } from "../metabase/render-uses.ts";
import { createSend } from "../metabase/send-http.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { name } = context.command;
  const workspace = openSession(context, { silent: name === "metabase exposures" });
  const config = readMetabaseConfig(workspace, context.effects.env);
  try {
    if (name === "metabase exposures") return await printExposures(context, workspace, config);
    const reporting = await withDatabase(context, workspace, (database) =>
      readReporting(context, workspace, database, config),
    );
    if (name === "metabase verify") return await runVerify(context, config, reporting);
    if (name === "metabase prune") return await runPrune(context, config, reporting);
    return await runConverge(context, config, reporting, name === "metabase plan");
  } catch (error) {
    throw error instanceof MetabaseFailure ? toError(error, workspace, secretsOf(config)) : error;
  }
}

function placeOf({ args, effects }: CommandContext, { url, credentials, site }: MetabaseConfig): Place {
  return {
    client: new Client(url, createSend(url, effects.signal)),
    credentials,
    site,
    seconds: typeof args.wait === "number" ? args.wait : 180,
    pause: (milliseconds) => pause(milliseconds, effects.signal),
  };
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      done();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish);
  });

const print = ({ effects }: CommandContext, text: string, level: "info" | "warn" | "error" = "info"): void =>
  effects.report({ type: "message", level, name: level === "info" ? "PrintEvent" : "Metabase", text });

async function runConverge(
  context: CommandContext,
  config: MetabaseConfig,
  reporting: Reporting,
  dryRun: boolean,
): Promise<ExitCode> {
  const changes: Change[] = [];
  const report = (change: Change): void => {
    changes.push(change);
    print(context, renderChange(change), change.sign === "!" ? "warn" : "info");
  };
  const { version, notes, reads, writes } = await converge(reporting, placeOf(context, config), {
    dryRun,
    reconnect: context.args.reconnect === true,
    report,
    tell: (text) => print(context, `  ${text}`),
  });
  for (const { dashboard, text } of notes) print(context, `  ${dashboard}: ${text}`);
  const requests = `${reads} ${reads === 1 ? "request" : "requests"} to read, ${writes} to write`;
  const next = dryRun && changes.some(({ sign }) => sign !== "!") ? "; tsmodel metabase apply does it" : "";
  print(context, `${config.url} (Metabase ${version}): ${summarize(changes)}${next} (${requests})`);
  return 0;
}

async function runVerify(
  context: CommandContext,
  config: MetabaseConfig,
  reporting: Reporting,
): Promise<ExitCode> {
  const place = placeOf(context, config);
  const { findings, questions, filtered } = await lookWithSession(place, async (properties) =>
    verify(place.client, await readApplied(place, properties, reporting)),
  );
  for (const { level, place: where, text } of findings)
    print(
      context,
      `${level === "wrong" ? "✗" : "!"} ${where}: ${text}`,
      level === "wrong" ? "error" : "info",
    );
  const wrong = findings.filter(({ level }) => level === "wrong").length;
  print(
    context,
    `${questions} questions run, ${filtered} tiles run with filters: ${wrong === 0 ? "all as they should be" : `${wrong} wrong`}`,
  );
  return wrong === 0 ? 0 : 1;
}

async function runPrune(
  context: CommandContext,
  config: MetabaseConfig,
  reporting: Reporting,
): Promise<ExitCode> {
  const place = placeOf(context, config);
  return lookWithSession(place, async (properties): Promise<ExitCode> => {
    const found = await findLeftovers(
      place.client,
      properties.major,
      reporting.project,
      await readApplied(place, properties, reporting),
    );
    for (const { kind, name, kept } of found)
      print(
        context,
        renderChange({
          sign: kept === undefined ? "-" : "!",
          kind,
          name,
          details: kept === undefined ? [] : [`stays: ${kept}`],
        }),
      );
    const gone = found.filter(({ kept }) => kept === undefined);
    if (gone.length === 0) print(context, "nothing of tsmodel's is left over");
    else if (context.args.yes !== true)
      print(context, `${gone.length} would go to the trash: tsmodel metabase prune --yes`);
    else {
      for (const leftover of gone) await removeLeftover(place.client, leftover);
      print(context, `${gone.length} went to the trash, from where Metabase can take them back`);
    }
    return 0;
  });
}

/** Nothing but the file on standard output: it is meant to be redirected. */
async function printExposures(
  { effects, args, command, terminal, ...rest }: CommandContext,
  { manifest }: Workspace,
  config: MetabaseConfig,
): Promise<ExitCode> {
  const place = placeOf({ effects, args, command, terminal, ...rest }, config);
  const { name, schema } = config.connection;
  const uses = await lookWithSession(place, () => readUses(place.client, name, schema));
  const calls = new Map(
    [...manifest.nodes.values()].filter(isTable).map((node) => [publishedName(node), `ref('${node.name}')`]),
  );
  terminal.stdout.write(renderUses(uses, calls));
  return 0;
}

/** The failure in the catalog's words, with names of models to select and nothing secret in it. */
function toError(
  { facts }: MetabaseFailure,
  { manifest }: Workspace,
  secrets: readonly string[],
): TsmodelError {
  const names = new Map(
    [...manifest.nodes.values()].filter(isTable).map((node) => [publishedName(node), node.name]),
  );
  const select = "select" in facts ? facts.select.split(" ").map((table) => names.get(table) ?? table) : [];
  const error = fail(facts.code, { ...facts, select: select.join(" ") } as never);
  const hide = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, "*****"), text);
  return new TsmodelError(error.code, { message: hide(error.message), hint: error.hint, label: error.label });
}
