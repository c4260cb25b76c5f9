// How time and memory grow: generated projects of 100 to 20,000 models, and projects that are large in one way each.
// The start-up (the same command on a project of one model) is subtracted where figures are given per node.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECTS } from "./growth-projects.mjs";
import { median } from "./measure.mjs";

const SIZES = [100, 300, 1000, 3000, 10000, 20000];
/** Files of models that are selected by name, as those of a commit are. */
const COMMIT = 400;
const COMMIT_ROW = `growth: ${COMMIT} files of ${SIZES.at(-1).toLocaleString("en")} models: ls --select`;
/** Beyond these the runs of a size would take longer than all the rest. */
const RUN = 3000;

/** Cases in the order of the table: words of a command, `cold` without what was kept; `peers` where they are timed, too. */
const SHAPES = [
  {
    name: "5,000 models that read one",
    make: ["wide out", { models: 5000 }],
    cases: [["parse", { cold: true }], ["ls --select +hub+"], ["ls --select 1+leaf_4999"], ["ls --select @leaf_1"], ["compile"], ["run"]],
  },
  {
    name: "one model that reads 5,000",
    make: ["wide in", { models: 5000 }],
    cases: [["parse", { cold: true }], ["ls --select +collected"], ["ls --select @part_7"], ["compile"], ["run"]],
  },
  {
    name: "a chain of 5,000 models",
    make: ["chain", { models: 5000 }],
    cases: [["parse", { cold: true }], ["ls --select +step_2500+"], ["ls --select @step_2500"], ["ls --select 1+step_2500"], ["compile"], ["run"], ["docs generate"]],
  },
  {
    name: "a chain of 500 ephemeral models",
    make: ["ephemeral chain", { models: 500 }],
    cases: [["parse", { cold: true }], ["compile"], ["run"]],
  },
  {
    name: "100 layers of 50 models, each reading ten",
    make: ["layers", { models: 5000 }],
    cases: [["parse", { cold: true }], ["ls --select +l50_25+"], ["ls --select @l50_25"], ["ls --select 1+l50_25"], ["compile"], ["run"]],
  },
  {
    name: "5,000 macros and 1,000 of a package, 1,000 models",
    make: ["macros", { models: 1000, macros: 5000 }],
    cases: [["parse", { cold: true, peers: true }], ["parse"], ["compile"]],
    deps: true,
  },
  {
    name: "20 packages of 100 files",
    make: ["packages", { files: 2000 }],
    cases: [["parse", { cold: true, peers: true }], ["parse"], ["build"]],
    deps: true,
  },
  {
    name: "one YAML file of 50 MB",
    make: ["yaml", { megabytes: 50 }],
    cases: [["parse", { cold: true, peers: true }], ["parse"], ["ls"]],
  },
  {
    name: "a seed of 200 MB",
    make: ["seed", { megabytes: 200 }],
    cases: [["parse", { cold: true }], ["seed", { peers: true }]],
  },
];

/** Names of the rows in the order of their table. */
export const GROWTH_ORDER = [
  ...SIZES.map((models) => `growth: ${models.toLocaleString("en")} models`),
  COMMIT_ROW,
  ...SHAPES.flatMap(({ name, cases }) => cases.map((words) => rowName(name, words))),
];

function rowName(shape, [words, { cold } = {}]) {
  return `growth: ${shape}: ${words}${words === "parse" ? (cold ? ", cold" : ", nothing changed") : ""}`;
}

/**
 * `run(command, cwd, env)`: a whole process → its figures; `must(command, cwd)`: one that is not measured; `tools`: tsmodel
 * first, then its peers, as bench/peers.mjs gives them; `part`: only the rows whose name has this in it.
 */
export async function measureGrowth({ work, tools, profile, makeProject, prepare, run, must, add, part = "" }) {
  const [own, ...peers] = tools;
  const timed = async (cwd, words, { times = 3, before, tool = own } = {}) => {
    const figures = [];
    for (let i = 0; i < times; i++) {
      before?.();
      figures.push(await run([...tool.command, ...words.split(" ")], cwd, tool.env));
    }
    return Object.fromEntries(["wall", "cpu", "rss"].map((key) => [key, Number(median(figures.map((figure) => figure[key])).toFixed(3))]));
  };
  const inFolder = async (name, fill, measureIn) => {
    const folder = join(work, name.replaceAll(/\W+/g, "-"));
    try {
      fill(folder);
      writeFileSync(join(folder, "profiles.yml"), profile);
      await measureIn(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const forget = (folder) => () => rmSync(join(folder, "target"), { recursive: true, force: true });
  const parses = async (folder, times) => ({
    cold: await timed(folder, "parse", { times, before: forget(folder) }),
    warm: await timed(folder, "parse", { times }),
    ls: await timed(folder, "ls", { times }),
  });

  let start;
  await inFolder("start", (folder) => PROJECTS["one model"](folder, {}), async (folder) => {
    start = await parses(folder, 5);
    start.run = await timed(folder, "run", { times: 5 });
  });
  for (const models of SIZES.filter((size) => `${size.toLocaleString("en")} models`.includes(part))) {
    await inFolder(`curve ${models}`, (folder) => makeProject(models, folder), async (folder) => {
      const row = { name: `growth: ${models.toLocaleString("en")} models`, growth: "curve", models, start, ...(await parses(folder, 3)) };
      row.nodes = nodesOf(await run([...own.command, "ls", "--quiet"], folder, own.env));
      if (models <= RUN) {
        prepare(folder);
        row.run = await timed(folder, "run", { times: models < 1000 ? 3 : 1 });
      }
      add(row);
      if (models !== SIZES.at(-1)) return;
      const files = readdirSync(join(folder, "models/staging"), { recursive: true }).filter((path) => path.endsWith(".sql")).sort().slice(0, COMMIT);
      add({ name: COMMIT_ROW, growth: "shape", nodes: row.nodes, tsmodel: await timed(folder, `ls --select ${files.map((path) => `models/staging/${path}`).join(" ")}`) });
    });
  }
  for (const { name, make: [kind, size], cases, deps } of SHAPES.filter((shape) => shape.name.includes(part))) {
    const measured = new Map(cases.map((each) => [each, {}]));
    let nodes;
    for (const tool of [own, ...(cases.some(([, { peers: also } = {}]) => also) ? peers : [])]) {
      await inFolder(`${name} ${tool.tool}`, (folder) => PROJECTS[kind](folder, size), async (folder) => {
        if (deps) must([...tool.command, "deps"], folder, tool.env);
        for (const each of cases) {
          const [words, { cold, peers: also } = {}] = each;
          if (tool !== own && !also) continue;
          const once = tool !== own || /^(run|build|seed)$/.test(words);
          measured.get(each)[tool.tool] = await timed(folder, words, { tool, times: once ? 1 : 3, before: cold ? forget(folder) : undefined });
        }
        if (tool === own) nodes = nodesOf(await run([...own.command, "ls", "--quiet"], folder, own.env));
      });
    }
    for (const [each, figures] of measured) add({ name: rowName(name, each), growth: "shape", nodes, ...figures });
  }
}

const nodesOf = ({ stdout }) => stdout.split("\n").filter(Boolean).length;
