/** The site in a real browser, from disk: what a reader does, in both themes, on a wide screen and on a phone's. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite, type Artifacts } from "../src/index.ts";
import { layered, shop } from "./support/artifacts.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
if (CHROMIUM === undefined)
  console.warn("no chromium on this machine: the site is not looked at in a browser");

const folder = mkdtempSync(join(tmpdir(), "tsmodel-site-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function writeSite(name: string, artifacts: Artifacts): Promise<string> {
  const source = resolve(dirname(fileURLToPath(import.meta.url)), "../src/client/main.ts");
  const bundled = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    logLevel: "error",
  });
  for (const { path, text } of buildSite(artifacts, {
    client: bundled.outputFiles[0]!.text,
    oneFile: true,
  })) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return pathToFileURL(join(folder, name, "index.html")).href;
}

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let browser: Browser;
  let page: Page;
  let address: string;
  const problems: string[] = [];

  const open = async (width: number, theme: "light" | "dark", url = address): Promise<void> => {
    page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme: theme });
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(url);
    await ready("");
  };
  const ready = (hash: string): Promise<unknown> =>
    page.waitForFunction(
      (wanted) => document.querySelector("main")!.dataset["ready"]?.startsWith(wanted) === true,
      hash,
    );
  const heading = (): Promise<string | null> => page.textContent("main h1");

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    address = await writeSite("shop", shop());
  });
  afterAll(async () => {
    await browser.close();
    expect(problems).toEqual([]);
  });

  test.each([
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const)("search, model, lineage, back at %i pixels, %s", async (width, theme) => {
    await open(width, theme);
    expect(await heading()).toBe("Our shop");
    await page.keyboard.press("/");
    await page.keyboard.type("orders");
    await page.waitForSelector("#search-results [role=option]");
    expect(await page.textContent("#search-results [aria-selected=true] .hit-name")).toBe("orders");
    await page.keyboard.press("Enter");
    await ready("#!/model/model.shop.orders");
    expect(await heading()).toBe("orders");
    expect(await page.locator("#columns tbody tr").count()).toBe(4);
    await page.click('main svg.lineage a:has-text("stg_orders")');
    await ready("#!/model/model.shop.stg_orders");
    expect(await page.textContent(".failure")).toBe("no such table <raw>");
    await page.goBack();
    await ready("#!/model/model.shop.orders");
    expect(await heading()).toBe("orders");
    for (const place of [
      "lineage",
      "entities",
      "health",
      "list?kind=model",
      "search?q=orders",
      "model/model.shop.nobody",
    ]) {
      await page.evaluate((hash) => (location.hash = hash), `!/${place}`);
      await ready(`#!/${place}`);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond, `${place} is wider than the screen`).toBeLessThanOrEqual(0);
    }
    await page.close();
  });

  test("the code's tabs and the theme's switch", async () => {
    await open(1440, "light", `${address}#!/model/model.shop.orders?at=code`);
    expect(await page.isVisible("#code-source")).toBe(true);
    await page.click("#code-tab-compiled");
    expect([await page.isVisible("#code-source"), await page.textContent("#code-compiled pre")]).toEqual([
      false,
      "select amount / 100 from stg_orders\n",
    ]);
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const before = await ground();
    await page.click("[data-theme-switch]");
    await page.click("[data-theme-switch]");
    expect(await page.textContent("[data-theme-switch]")).toBe("Theme: dark");
    expect(await ground()).not.toBe(before);
    await page.close();
  });

  test("the graph by keys: walk along edges, open a page", async () => {
    await open(1440, "light", `${address}#!/lineage?focus=model.shop.orders`);
    await page.focus("[data-graph]");
    await page.keyboard.press("ArrowRight");
    expect(await page.textContent("[data-chosen] a.node")).toBe("board");
    expect(page.url()).toContain("focus=exposure.shop.board");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await ready("#!/model/model.shop.orders");
    await page.close();
  });

  test("the selector box shows a part, and says what it does not find", async () => {
    await open(1440, "light", `${address}#!/lineage`);
    await page.fill("[name=select]", "+stg_orders");
    await page.press("[name=select]", "Enter");
    await ready("#!/lineage?select");
    expect(await page.textContent("[data-list-title]")).toBe("As a list: 2 nodes, sources first");
    await page.fill("[name=select]", "nobody");
    await page.press("[name=select]", "Enter");
    await page.waitForFunction(() => document.querySelector("[data-problems]")!.textContent !== "");
    expect(await page.textContent("[data-problems]")).toBe('nothing is called "nobody"');
    await page.close();
  });

  test("one file alone shows the same", async () => {
    const alone = join(folder, "alone.html");
    writeFileSync(alone, readFileSync(join(folder, "shop/static_index.html")));
    await open(1440, "light", `${pathToFileURL(alone).href}#!/model/model.shop.orders`);
    expect(await heading()).toBe("orders");
    await page.close();
  });

  test("thousands of nodes are drawn, and a box is chosen by a click", async () => {
    await open(
      1440,
      "light",
      `${await writeSite("layered", layered(3000))}#!/lineage?focus=model.shop.m1500`,
    );
    const at = await page.evaluate(() => {
      const { graph } = document.querySelector("[data-graph]") as unknown as { graph: { busy: boolean } };
      return new Promise<boolean>((done) => {
        const look = (): unknown => (graph.busy ? requestAnimationFrame(look) : done(true));
        look();
      });
    });
    expect(at).toBe(true);
    const box = (await page.locator("[data-graph]").boundingBox())!;
    await page.mouse.click(box.x + 3, box.y + 3);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    expect(await page.textContent("[data-chosen] a.node")).toBe("m1500");
    for (const place of ["entities", "health", "overview", "model/model.shop.m1500"]) {
      await page.evaluate((hash) => (location.hash = hash), `!/${place}`);
      await ready(`#!/${place}`);
      expect(await heading()).not.toContain("could not be shown");
    }
    await page.close();
  });
});
