/** The hub's HTTP interface: `api/v1/index.json` and `api/v1/<namespace>/<name>.json` below a base URL. */
import { fail } from "../errors/tsmodel-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { download } from "./download.ts";
import type { DepsEffects } from "./deps-effects.ts";
import type { AvailableVersion } from "./version-choice.ts";

export interface HubVersion extends AvailableVersion {
  /** The project's name: its folder below dbt_packages/. */
  readonly name: string;
  /** As in packages.yml. */
  readonly packages: readonly unknown[];
  readonly tarball: string;
}

type Json = { readonly [key: string]: unknown };

export interface HubPackage {
  readonly versions: ReadonlyMap<string, HubVersion>;
  /** The name it goes by now, where that is another: "dbt-labs/dbt_utils". */
  readonly redirect?: string;
}

/** Asks for each thing once. */
export class HubClient {
  private readonly effects: DepsEffects;
  private readonly baseUrl: string;
  private index: Promise<ReadonlySet<string>> | undefined;
  private readonly packages = new Map<string, Promise<HubPackage>>();

  constructor(effects: DepsEffects, baseUrl: string) {
    this.effects = effects;
    this.baseUrl = baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
  }

  /** @throws TsmodelError package-not-found, download-failed, hub-answer */
  async find(name: string): Promise<HubPackage> {
    this.index ??= this.get("index").then((answer) => readIndex(answer, this.url("index")));
    const index = await this.index;
    if (!index.has(name))
      throw fail("package-not-found", { package: name, nearest: findNearestName(name, [...index]) });
    let found = this.packages.get(name);
    if (found === undefined)
      this.packages.set(name, (found = this.get(name).then((answer) => readPackage(answer, this.url(name)))));
    return found;
  }

  private url(name: string): string {
    return `${this.baseUrl}api/v1/${name}.json`;
  }

  private async get(name: string): Promise<unknown> {
    const url = this.url(name);
    const bytes = await download(url, this.effects);
    try {
      return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
    } catch (error) {
      throw fail("hub-answer", { url, problem: "it is no JSON" }, { cause: error });
    }
  }
}

function readIndex(answer: unknown, url: string): ReadonlySet<string> {
  if (!Array.isArray(answer))
    throw fail("hub-answer", { url, problem: "a list of package names was expected" });
  return new Set(answer.map(String));
}

function readPackage(answer: unknown, url: string): HubPackage {
  return { versions: readVersions(answer, url), redirect: readRedirect(answer as Json) };
}

/** Owner and name can have changed, each by itself. */
function readRedirect({ redirectnamespace, redirectname, namespace, name }: Json): string | undefined {
  if (!redirectnamespace && !redirectname) return undefined;
  return `${String(redirectnamespace || namespace)}/${String(redirectname || name)}`;
}

function readVersions(answer: unknown, url: string): ReadonlyMap<string, HubVersion> {
  const versions = (answer as Json | null)?.["versions"];
  if (typeof versions !== "object" || versions === null)
    throw fail("hub-answer", { url, problem: 'the key "versions" is missing' });
  return new Map(
    Object.entries(versions as { readonly [version: string]: Json }).map(([version, info]) => [
      version,
      readVersion(version, info, url),
    ]),
  );
}

function readVersion(version: string, info: Json, url: string): HubVersion {
  const tarball = (info["downloads"] as Json | undefined)?.["tarball"];
  const { name, packages, require_dbt_version: requires } = info;
  if (typeof name !== "string" || typeof tarball !== "string" || !Array.isArray(packages)) {
    throw fail("hub-answer", {
      url,
      problem: `version ${version} lacks one of name, packages, downloads.tarball`,
    });
  }
  const required = Array.isArray(requires)
    ? requires.map(String)
    : typeof requires === "string" && requires !== ""
      ? [requires]
      : [];
  return { version, name, packages, tarball, requires: required };
}
