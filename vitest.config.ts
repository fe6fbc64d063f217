import { defineConfig } from "vitest/config";

const globalSetup = "tests/helpers/global-setup.ts";

/**
 * Two workers: the machines this runs on have two cores, and integration tests start their own servers. The limits are
 * for tests that hang: a test that takes a second alone takes twenty when something else keeps both cores busy.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    coverage: {
      provider: "v8",
      include: ["{schemas,policies,evaluation,engine,service,cli}/**/*.ts", "packages/*/src/**/*.ts"],
      exclude: ["packages/client/src/api.ts"],
      reporter: ["text-summary", "html"],
    },
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["tests/unit/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup,
        },
      },
      {
        extends: true,
        test: {
          name: "conformance",
          include: ["tests/conformance/**/*.test.ts"],
          globalSetup,
        },
      },
    ],
  },
});
