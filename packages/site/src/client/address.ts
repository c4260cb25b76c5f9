/** Addresses behind the hash: "#!/model/model.shop.orders?at=code", as dbt's documentation has them. */

export interface Address {
  /** e.g. ["model", "model.shop.orders"] */
  readonly path: readonly string[];
  readonly params: URLSearchParams;
}

export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#!?\/?/, "").split(/\?(.*)/s);
  // dbt's own links end in "#columns" and the like.
  const [place, part] = path.split("#");
  const params = new URLSearchParams(query.split("#")[0]);
  const anchor = part ?? query.split("#")[1];
  if (anchor) params.set("at", anchor);
  return { path: place!.split("/").filter(Boolean).map(decode), params };
}

export function formatAddress({ path, params }: Address): string {
  const query = params.toString();
  return `#!/${path.map(encodeURIComponent).join("/")}${query === "" ? "" : `?${query}`}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
