import type { ErrorText } from "./error-text.ts";

export const graphMessages = {
  "graph-cycle": (e: { cycle: readonly string[]; places: readonly string[] }): ErrorText => ({
    label: "Runtime",
    message: `Found a cycle: ${e.cycle.join(" --> ")}\n${e.places.map((place) => `- ${place}`).join("\n")}`,
    hint:
      e.places.length === 1
        ? "a model cannot select from itself with ref(): an incremental one reads its own rows with {{ this }}"
        : "nodes cannot depend on each other in a circle: take one of these refs out",
  }),
  "graph-dependency-missing": (e: { node: string; dependency: string }): ErrorText => ({
    label: "Internal",
    message: `'${e.node}' depends on '${e.dependency}' which is not in the graph!`,
  }),
} as const;
