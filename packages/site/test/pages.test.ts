/** Pages as markup: nothing that a project writes becomes markup of ours, every address leads somewhere. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildSite } from "../src/index.ts";
import { buildSiteData } from "../src/data/build-site-data.ts";
import type { EntityChunk, GraphChunk, HealthChunk, Page } from "../src/data/site-data.ts";
import { highlightCode, highlightLines } from "../src/html/highlight-code.ts";
import { embedJson } from "../src/html/html.ts";
import { plainText, renderMarkdown } from "../src/html/markdown.ts";
import { dark, light } from "../src/page/palette.ts";
import { parseAddress } from "../src/client/address.ts";
import { renderEntities } from "../src/view/entities-view.ts";
import { renderHealth } from "../src/view/health-view.ts";
import { findListed, renderList, renderSearchPage } from "../src/view/list-view.ts";
import { renderLineageSvg, subgraph } from "../src/view/lineage-svg.ts";
import { renderOverview } from "../src/view/overview-view.ts";
import { renderPage } from "../src/view/page-view.ts";
import { Site } from "../src/view/site.ts";
import { layered, manifest, resource, shop } from "./support/artifacts.ts";

const CLIENT = 'console.log("</script>")';

function renderAll(artifacts = shop()): { site: Site; pages: [string, string][] } {
  const { index, chunks } = buildSiteData(artifacts, undefined, embedJson);
  const chunk = <T>(name: string): T => JSON.parse(chunks.find(([each]) => each === name)![1]) as T;
  const site = new Site(index);
  const graph = chunk<GraphChunk>("graph");
  const pages = chunks
    .filter(([name]) => name.startsWith("pages-"))
    .flatMap(([, json]) => JSON.parse(json) as Page[]);
  return {
    site,
    pages: [
      ["overview", renderOverview(site).text],
      ["health", renderHealth(site, chunk<HealthChunk>("health")).text],
      [
        "entities",
        renderEntities(site, chunk<EntityChunk>("entities"), { around: null, allColumns: true }).text,
      ],
      ["list", renderList(site, new URLSearchParams("kind=model")).text],
      [
        "search",
        renderSearchPage(
          site,
          "orders",
          index.nodes.id.map((_, node) => ({
            node,
            score: 1,
            where: { what: "column", text: "orders <b>" },
          })),
        ).text,
      ],
      ["lineage", renderLineageSvg(site, subgraph(graph, new Set(graph.nodes.keys()))).text],
      ...pages.map((page): [string, string] => [site.id(page.at), renderPage(site, page).text]),
    ],
  };
}

const EVIL = `"><img src=x onerror=alert(1)><script>alert(1)</script></script><!--'&`;

describe("hostile names", () => {
  const evil = {
    manifest: manifest(
      [
        resource(`model.shop.${EVIL}`, {
          name: EVIL,
          description: `${EVIL}\n\n[click](javascript:alert(1)) [data](data:text/html,x) ![x](https://example.com/x.png) <iframe src=x>`,
          original_file_path: `models/${EVIL}/${EVIL}.sql`,
          raw_code: `select '${EVIL}' {{ ref("${EVIL}") }} -- ${EVIL}`,
          compiled_code: EVIL,
          tags: [EVIL],
          group: EVIL,
          relation_name: EVIL,
          columns: {
            __proto__x: { name: "__proto__", description: EVIL, data_type: EVIL, meta: { [EVIL]: EVIL } },
            [EVIL]: { name: EVIL, constraints: [{ type: "check", expression: EVIL }] },
          },
          meta: { owner: EVIL, ["__proto__"]: EVIL },
        }),
      ],
      {
        exposures: [
          resource("exposure.shop.e", {
            url: "javascript:alert(1)",
            label: EVIL,
            owner: { name: EVIL, email: EVIL },
            depends_on: { nodes: [`model.shop.${EVIL}`], macros: [] },
          }),
        ],
        docs: [{ ...resource("doc.shop.__overview__"), block_contents: EVIL }],
      },
    ),
    history: [
      {
        id: "a",
        command: EVIL,
        at: EVIL,
        elapsed: 1,
        results: [[`model.shop.${EVIL}`, "error", 1, null, null, EVIL] as const],
      },
    ],
  };
  const { pages } = renderAll(evil);
  test.each(pages)("do not become markup: %#", (_, html) => {
    expect(html).not.toMatch(/<(script|img|iframe)\b/i);
    expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/i);
    expect(html).not.toMatch(/href="\s*(javascript|data|vbscript):/i);
    // Tags balance: nothing was closed early.
    const stack: string[] = [];
    for (const [, closes, name, selfClosed] of html.matchAll(
      /<(\/?)([a-zA-Z][\w-]*)(?:"[^"]*"|[^">])*?(\/?)>/g,
    )) {
      if (/^(br|hr|input|img)$/.test(name!) || selfClosed) continue;
      if (closes) expect(stack.pop()).toBe(name);
      else stack.push(name!);
    }
    expect(stack).toEqual([]);
  });
  test("cannot end a script element", () => {
    for (const { path, text } of buildSite(evil, { client: CLIENT, oneFile: true })) {
      const data = path.endsWith(".html")
        ? text.replace(/<script[^>]*>(?:(?!<\/script)[^])*<\/script>/g, "")
        : text;
      expect(data).not.toContain("<script");
      expect(data).not.toContain("<img");
    }
  });
});

describe("addresses", () => {
  const { site, pages } = renderAll();
  test.each(pages)("all lead somewhere: %s", (_, html) => {
    for (const [, href] of html.matchAll(/href="([^"]*)"/g)) {
      const address = href!.replaceAll("&amp;", "&");
      if (/^https?:/.test(address)) continue;
      expect(address).toMatch(/^#!\//);
      const { path, params } = parseAddress(address);
      if (path[0] === "list") expect(findListed(site, params).length, address).toBeGreaterThan(0);
      else if (!["overview", "lineage", "entities", "health", "search"].includes(path[0]!))
        expect(site.find(path[1]!), address).toBeDefined();
    }
  });
  test("of dbt's documentation are understood", () => {
    expect(parseAddress("#!/model/model.shop.orders#columns")).toMatchObject({
      path: ["model", "model.shop.orders"],
    });
    expect(parseAddress("#!/model/model.shop.orders?g_v=1&g_i=%2Borders#code").params.get("at")).toBe("code");
  });
});

describe("what a page says", () => {
  const { pages } = renderAll();
  const text = (id: string): string =>
    pages
      .find(([each]) => each === id)![1]
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");
  test("of a model", () => {
    const page = text("model.shop.orders");
    for (const words of [
      "orders",
      "Every order once.",
      "The key .",
      "Described, but not in the relation.",
      "1 failed, 1 passed, 3 tests without a result",
      "12",
      "Sales",
      "enforced",
      "select amount / 100",
    ])
      expect(page).toContain(words);
  });
  test("of its template's references as links", () =>
    expect(pages.find(([id]) => id === "model.shop.orders")![1]).toContain(
      '<a href="#!/model/model.shop.stg_orders"><span class="t-text">&#39;stg_orders&#39;</span></a>',
    ));
  test("of a source and an exposure", () => {
    expect(text("source.shop.raw.orders")).toContain("2 days old");
    expect(pages.find(([id]) => id === "exposure.shop.board")![1]).toContain(
      'href="https://example.com/board"',
    );
  });
  test("of the project", () =>
    expect(text("overview")).toMatch(/Our shop All about it .*1 source.*3 models.*The board/));
  test("of health", () =>
    expect(text("health")).toMatch(
      /Failing and warning 2 .*no such table &lt;raw&gt;.*Slower than usual 1 /,
    ));
});

describe("files", () => {
  test("the same artifacts give the same bytes", () => {
    expect(buildSite(shop(), { client: CLIENT, oneFile: true })).toEqual(
      buildSite(shop(), { client: CLIENT, oneFile: true }),
    );
    expect(buildSite(layered(300), { client: CLIENT })).toEqual(buildSite(layered(300), { client: CLIENT }));
  });
  test("other contents are asked for under another address", () => {
    const build = (client: string): string =>
      /"build":"(\w+)"/.exec(buildSite(shop(), { client })[0]!.text)![1]!;
    expect(build("a")).not.toBe(build("b"));
  });
  test("the policy allows the page's own scripts and no others", () => {
    const [{ text }] = buildSite(shop(), { client: CLIENT }) as [{ text: string }];
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)![1]!;
    const scripts = [...text.matchAll(/<script>([^]*?)<\/script>/g)].map(([, code]) => code!);
    expect(scripts).toHaveLength(2);
    for (const code of scripts)
      expect(policy).toContain(`'sha256-${createHash("sha256").update(code).digest("base64")}'`);
    expect(policy).not.toMatch(/unsafe-eval|https?:|script-src[^;]*unsafe-inline/);
  });
  test("large projects are cut into chunks whose pages are found", () => {
    const { index, chunks } = buildSiteData(layered(4000), undefined, embedJson);
    const site = new Site(index);
    expect(index.chunkStarts.length).toBeGreaterThan(5);
    for (const node of [0, 1, 1999, 3999]) {
      const chunk = site.chunkOf(node);
      const pages = JSON.parse(chunks.find(([name]) => name === `pages-${chunk}`)![1]) as Page[];
      expect(pages[node - index.chunkStarts[chunk]!]!.at).toBe(node);
    }
  });
  test("an empty project has a site", () =>
    expect(buildSite({ manifest: {}, history: [] }, { client: CLIENT })[0]!.text).toContain("<main"));
});

describe("Markdown", () => {
  test.each([
    ["# A *b*", "<h3>A <em>b</em></h3>"],
    ["one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"],
    ["- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"],
    ["1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"],
    ["`<b>` **x**", "<p><code>&lt;b&gt;</code> <strong>x</strong></p>"],
    ["[a](https://x.y/?a=1&b=2)", '<p><a href="https://x.y/?a=1&amp;b=2" rel="noreferrer">a</a></p>'],
    ["[a](JaVaScRiPt:x)", "<p>[a](JaVaScRiPt:x)</p>"],
    ["[a](//evil.example)", "<p>[a](//evil.example)</p>"],
    ["![p](assets/p.png)", '<p><img src="assets/p.png" alt="p" loading="lazy"></p>'],
    ["![p](https://x.y/p.png)", '<p><a href="https://x.y/p.png" rel="noreferrer">p</a></p>'],
    [
      "| a | b |\n|---|--:|\n| 1 | 2 |",
      '<div class="scroll"><table><thead><tr><th>a</th><th class="n">b</th></tr></thead><tbody><tr><td>1</td><td class="n">2</td></tr></tbody></table></div>',
    ],
    [
      "```sql\nselect 1\n```",
      '<pre><code><span class="t-key">select</span> <span class="t-number">1</span></code></pre>',
    ],
    ["> quoted", "<blockquote><p>quoted</p></blockquote>"],
    ["snake_case_name and 2*3*4", "<p>snake_case_name and 2*3*4</p>"],
  ])("%j", (text, html) => expect(renderMarkdown(text).text).toBe(html));
  test("ends for any text", () => {
    const marks = ["#", "-", "```", "|", "\n", "> ", "*", "[", "](", ")", "`", "  ", "x", "1. ", "\\"];
    let state = 1;
    for (let round = 0; round < 300; round++) {
      let text = "";
      for (let step = 0; step < 40; step++)
        text += marks[(state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % marks.length];
      expect(typeof renderMarkdown(text).text).toBe("string");
    }
  });
  test("in one line for lists", () => expect(plainText("# A\n\n- **b** [c](d)\n```\nx\n```")).toBe("A b c"));
});

describe("code", () => {
  const plain = (html: string): string =>
    html
      .replace(/<[^>]*>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&#39;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&");
  test.each([
    [
      "jinja",
      "select '{{ x }}' /* a\nb */ from {{ ref('a') }} -- it's\n{% if a < 1 %}\"q\"{% endif %}{# c #}",
    ],
    ["python", 'def model(dbt, s):\n    """doc\n    more"""\n    return dbt.ref("a")  # it\'s'],
    ["sql", "select 'open\nstring"],
  ])("every character of %s stays, in whole and in lines", (language, code) => {
    expect(plain(highlightCode(code, language).text)).toBe(code);
    const lines = highlightLines(code, language);
    expect(lines.map(({ text }) => plain(text)).join("\n")).toBe(code);
    for (const { text } of lines)
      expect(text.match(/<span/g)?.length ?? 0).toBe(text.match(/<\/span/g)?.length ?? 0);
  });
});

describe("colours", () => {
  const channel = (hex: string, at: number): number => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (hex: string): number =>
    0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
  const contrast = (a: string, b: string): number => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  test.each([light, dark])("text and marks stand out", (theme) => {
    for (const ground of [theme.page, theme.surface]) {
      for (const ink of [theme.ink, theme.muted, theme.accent, theme.good, theme.fair, theme.bad])
        expect(contrast(ink, ground)).toBeGreaterThan(4.4);
      for (const mark of theme.series) expect(contrast(mark, ground)).toBeGreaterThan(3);
    }
  });
});
