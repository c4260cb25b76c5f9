/** The tree at the side: by project folders or by database schemas. Branches are filled when they are opened. */
import { html, type Html } from "../html/html.ts";
import type { Kind } from "../data/site-data.ts";
import type { Site } from "../view/site.ts";

interface Branch {
  readonly name: string;
  /** Address of the list of what is below. */
  readonly href: string;
  readonly branches: Map<string, Branch>;
  readonly leaves: number[];
}

type TreeName = "project" | "database";

const newBranch = (name: string, href: string): Branch => ({ name, href, branches: new Map(), leaves: [] });

const DATA: ReadonlySet<Kind> = new Set(["model", "seed", "snapshot", "source"]);
/** Shown under a heading of their own instead of among the files. */
const OWN_BRANCH: { readonly [kind in Kind]?: string } = {
  source: "Sources",
  exposure: "Exposures",
  metric: "Metrics",
  semantic_model: "Semantic models",
  saved_query: "Saved queries",
  unit_test: "Unit tests",
};

export function startTree(site: Site): { show(node: number | undefined): void } {
  const box = document.querySelector<HTMLElement>("#tree")!;
  const buttons = [...document.querySelectorAll<HTMLElement>("[data-tree]")];
  const trees: { [name in TreeName]?: Branch } = {};
  let current: TreeName = "project";
  let focus: number | undefined;
  const draw = (): void => {
    const tree = (trees[current] ??= current === "project" ? projectTree(site) : databaseTree(site));
    box.replaceChildren(renderBranchList(site, tree, focus));
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.dataset["tree"] === current));
    const here = box.querySelector<HTMLElement>("[aria-current]");
    here?.scrollIntoView({ block: "nearest" });
  };
  for (const button of buttons)
    button.addEventListener("click", () => {
      current = button.dataset["tree"] as TreeName;
      draw();
    });
  return {
    show: (node) => {
      const known = node !== undefined && box.querySelector(`a[data-node="${node}"]`);
      focus = node;
      if (!known) return draw();
      box.querySelector("[aria-current]")?.removeAttribute("aria-current");
      known.setAttribute("aria-current", "page");
      known.scrollIntoView({ block: "nearest" });
    },
  };
}

function projectTree(site: Site): Branch {
  const root = newBranch("", "");
  for (let node = 0; node < site.size; node++) {
    const kind = site.kind(node);
    const home = branch(root, site.package(node), `package=${encodeURIComponent(site.package(node))}`);
    const own = OWN_BRANCH[kind];
    if (own !== undefined) {
      const group = branch(home, own, `package=${encodeURIComponent(site.package(node))}&kind=${kind}`);
      const source = kind === "source" ? site.name(node).split(".")[0]! : undefined;
      (source === undefined
        ? group
        : branch(group, source, `source=${encodeURIComponent(source)}`)
      ).leaves.push(node);
      continue;
    }
    let at = home;
    let path = "";
    for (const part of site.folder(node).split("/").filter(Boolean)) {
      path = path === "" ? part : `${path}/${part}`;
      at = branch(
        at,
        part,
        `package=${encodeURIComponent(site.package(node))}&folder=${encodeURIComponent(path)}`,
      );
    }
    at.leaves.push(node);
  }
  // A project without packages needs no branch for itself.
  return root.branches.size === 1 ? [...root.branches.values()][0]! : root;
}

function databaseTree(site: Site): Branch {
  const root = newBranch("", "");
  for (let node = 0; node < site.size; node++) {
    const place = site.place(node);
    if (place === "" || !DATA.has(site.kind(node))) continue;
    const [database, schema] = place.includes(".")
      ? [place.slice(0, place.lastIndexOf(".")), place.slice(place.lastIndexOf(".") + 1)]
      : ["", place];
    const above = database === "" ? root : branch(root, database, "");
    branch(above, schema, `place=${encodeURIComponent(place)}`).leaves.push(node);
  }
  return root;
}

function branch(parent: Branch, name: string, query: string): Branch {
  let found = parent.branches.get(name);
  if (found === undefined)
    parent.branches.set(name, (found = newBranch(name, query === "" ? "" : `#!/list?${query}`)));
  return found;
}

const countOf = ({ branches, leaves }: Branch): number =>
  [...branches.values()].reduce((sum, each) => sum + countOf(each), leaves.length);
const holds = ({ branches, leaves }: Branch, node: number): boolean =>
  leaves.includes(node) || [...branches.values()].some((each) => holds(each, node));

function renderBranchList(
  site: Site,
  { branches, leaves }: Branch,
  focus: number | undefined,
): HTMLUListElement {
  const list = document.createElement("ul");
  const only = branches.size === 1 && leaves.length === 0;
  const first = ({ name }: Branch): number => (name === site.index.project ? 0 : 1);
  for (const child of [...branches.values()].sort(
    (a, b) => first(a) - first(b) || (a.name < b.name ? -1 : 1),
  )) {
    const item = document.createElement("li");
    const details = document.createElement("details");
    details.innerHTML = html`<summary>
      <span>${child.name}</span><span class="count">${countOf(child)}</span>
    </summary>`.text;
    const fill = (): void => {
      if (details.childElementCount === 1) details.append(renderBranchList(site, child, focus));
    };
    details.addEventListener("toggle", fill);
    if (
      only ||
      child.name === site.index.project ||
      (focus !== undefined && holds(child, focus)) ||
      ["models"].includes(child.name)
    ) {
      details.open = true;
      fill();
    }
    item.append(details);
    list.append(item);
  }
  const sorted = leaves.toSorted((a, b) => (site.name(a) < site.name(b) ? -1 : 1));
  list.insertAdjacentHTML(
    "beforeend",
    sorted.map((node) => renderLeaf(site, node, node === focus).text).join(""),
  );
  return list;
}

function renderLeaf(site: Site, node: number, here: boolean): Html {
  const name = site.kind(node) === "source" ? site.name(node).split(".").slice(1).join(".") : site.name(node);
  const state = site.state(node);
  const flag =
    state === "bad" || state === "warn"
      ? html`<span class="sign ${state}" role="img" aria-label="${state === "bad" ? "failed" : "warned"}"
          >${state === "bad" ? "✕" : "!"}</span
        >`
      : "";
  return html`<li>
    <a
      href="${site.href(node)}"
      data-node="${node}"
      title="${site.name(node)}"
      ${here ? html` aria-current="page"` : ""}
      ><i class="dot k-${site.kind(node)}"></i><span>${name}</span>${flag}</a
    >
  </li>`;
}
