import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "project/test/**/*.test.ts"],
    env: { TZ: "UTC" },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
