/** Runs every question as Metabase runs it, alone and with the page's filters set, and reports those that are wrong. */
import { nameOf } from "../converge/cards.ts";
import type { Applied } from "../converge/converge.ts";
import { findDashboards, readDashboard } from "../converge/dashboards.ts";
import type { DesiredCard, DesiredDashboard, DesiredParameter, Settings } from "../desired/desired.ts";
import type { Client } from "../server/client.ts";
import type { ServerDashboard, ServerResult } from "../server/objects.ts";
import { readTargetTag } from "../server/read-query.ts";

export interface Finding {
  /** Something does not work, or is only worth knowing. */
  readonly level: "wrong" | "note";
  readonly place: string;
  readonly text: string;
}

export interface Verified {
  readonly findings: readonly Finding[];
  /** Runs that were made: of questions, and of tiles with filters. */
  readonly questions: number;
  readonly filtered: number;
}

export async function verify(client: Client, { desired, cards }: Applied): Promise<Verified> {
  const findings: Finding[] = [];
  let [questions, filtered] = [0, 0];
  for (const card of desired.cards) {
    const id = cards.get(card.key);
    if (id === undefined) {
      findings.push({
        level: "wrong",
        place: nameOf(card),
        text: "is not in Metabase: run tsmodel metabase apply",
      });
      continue;
    }
    questions++;
    findings.push(...judge(card, await runQuery(client, `/api/card/${id}/query`, [])));
  }
  const isWanted = (key: string): boolean => desired.dashboards.some((dashboard) => dashboard.key === key);
  const found = await findDashboards({ client }, isWanted, "all");
  for (const dashboard of desired.dashboards) {
    const id = found.get(dashboard.key)?.id;
    if (id === undefined) {
      findings.push({
        level: "wrong",
        place: dashboard.name,
        text: "is not in Metabase: run tsmodel metabase apply",
      });
      continue;
    }
    const checked = await checkFilters(client, dashboard, await readDashboard({ client }, id), {
      desired,
      cards,
    });
    filtered += checked.runs;
    findings.push(...checked.findings);
  }
  return { findings, questions, filtered };
}

async function runQuery(client: Client, path: string, parameters: readonly object[]): Promise<ServerResult> {
  const { status, body } = await client.ask("POST", path, { parameters, ignore_cache: true });
  // A query that fails is answered with 202 all the same.
  if (status < 400) return (body ?? {}) as ServerResult;
  const { error, message } = (typeof body === "object" && body !== null ? body : {}) as {
    error?: string;
    message?: string;
  };
  return {
    status: "failed",
    error: error ?? message ?? (typeof body === "string" ? body : `answer ${status}`),
  };
}

function judge(card: DesiredCard, { status, error, data }: ServerResult, whose = ""): Finding[] {
  const place = nameOf(card);
  if (status !== "completed")
    return [
      { level: "wrong", place, text: `${whose}${(error ?? "no result").trim().replaceAll(/\s+/g, " ")}` },
    ];
  const columns = (data?.cols ?? []).map(({ name }) => name);
  const lacking = columnsOf(card.settings).filter((name) => !columns.includes(name));
  if (lacking.length > 0)
    return [{ level: "wrong", place, text: `the result has no column "${lacking.join('", "')}"` }];
  if (whose === "" && (data?.rows.length ?? 0) === 0) return [{ level: "note", place, text: "has no rows" }];
  return [];
}

/** Columns that the settings name. */
function columnsOf(settings: Settings): string[] {
  const names = [
    "graph.dimensions",
    "graph.metrics",
    "scalar.field",
    "table.pivot_column",
    "table.cell_column",
  ];
  const columns = (settings["table.columns"] ?? []) as readonly { readonly name: string }[];
  return [
    ...names.flatMap((name) => (settings[name] ?? []) as string | string[]),
    ...columns.map(({ name }) => name),
  ];
}

/** Every tile with all its filters at once: ranges as they start, of selects the first value on offer. */
async function checkFilters(
  client: Client,
  wanted: DesiredDashboard,
  stored: ServerDashboard,
  { desired, cards }: Pick<Applied, "desired" | "cards">,
): Promise<{ readonly findings: readonly Finding[]; readonly runs: number }> {
  const findings: Finding[] = [];
  const values = new Map<string, unknown>();
  for (const parameter of wanted.parameters) {
    const value = await readValue(client, parameter, stored.id);
    if (value === undefined)
      findings.push({
        level: "wrong",
        place: `${wanted.name}, filter ${parameter.name}`,
        text: "offers no value",
      });
    else values.set(parameter.id, value);
  }
  let runs = 0;
  for (const tile of wanted.tabs.flatMap(({ tiles }) => tiles)) {
    if (tile.card === undefined || tile.filters.length === 0) continue;
    const card = desired.cards.find(({ key }) => key === tile.card)!;
    const dashcard = stored.dashcards.find(({ card_id }) => card_id === cards.get(tile.card!));
    if (dashcard === undefined) {
      findings.push({
        level: "wrong",
        place: nameOf(card),
        text: `is not on "${wanted.name}": run tsmodel metabase apply`,
      });
      continue;
    }
    const parameters = tile.filters.flatMap((filter) => {
      const mapping = dashcard.parameter_mappings?.find(({ parameter_id }) => parameter_id === filter);
      if (mapping === undefined || readTargetTag(mapping.target) !== filter)
        findings.push({ level: "wrong", place: nameOf(card), text: `filter ${filter} does not reach it` });
      else if (values.has(filter))
        return [
          {
            id: filter,
            type: wanted.parameters.find(({ id }) => id === filter)!.type,
            target: mapping.target,
            value: values.get(filter),
          },
        ];
      return [];
    });
    runs++;
    const path = `/api/dashboard/${stored.id}/dashcard/${dashcard.id}/card/${dashcard.card_id}/query`;
    findings.push(...judge(card, await runQuery(client, path, parameters), "with filters: "));
  }
  return { findings, runs };
}

async function readValue(client: Client, parameter: DesiredParameter, dashboard: number): Promise<unknown> {
  if (parameter.type !== "string/=") return parameter.default ?? "past12months~";
  const answer = (await client.find(
    `/api/dashboard/${dashboard}/params/${encodeURIComponent(parameter.id)}/values`,
  )) as { values?: readonly (readonly unknown[])[] } | undefined;
  const first = answer?.values
    ?.map(([value]) => value)
    .find((value) => value !== null && value !== undefined);
  return first === undefined ? undefined : [first];
}
