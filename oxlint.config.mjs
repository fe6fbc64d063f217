// Run by `npm run lint`. A program instead of JSON, because the rooms of the source are a table
// (scripts/lint/rooms.mjs); not oxlint.config.ts, which the oldest Node that we support cannot read.

const correctness = {
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-var": "error",
  "prefer-const": "error",
  "no-self-compare": "error",
  "no-throw-literal": "error",
  "no-shadow-restricted-names": "error",
  "promise/no-return-wrap": "error",
  // A service that writes to a terminal at its entry points.
  "no-console": "off",
};

const types = {
  "typescript/consistent-type-imports": "error",
  "typescript/no-explicit-any": "error",
  "typescript/no-floating-promises": "error",
  "typescript/no-misused-promises": "error",
  "typescript/no-misused-spread": ["error", { allow: ["string"] }],
  "typescript/await-thenable": "error",
  "typescript/no-for-in-array": "error",
  "typescript/only-throw-error": "error",
  "typescript/prefer-promise-reject-errors": "error",
  "typescript/return-await": ["error", "in-try-catch"],
  "typescript/switch-exhaustiveness-check": "error",
  "typescript/restrict-template-expressions": "off",
  "typescript/no-redundant-type-constituents": "off",
  "typescript/require-array-sort-compare": "off",
};

const imports = {
  "gavel/rooms": "error",
  "import/no-cycle": ["error", { ignoreTypes: false }],
  "import/no-default-export": "error",
  "unicorn/prefer-node-protocol": "error",
  "node/no-process-env": "error",
  "no-restricted-properties": [
    "error",
    {
      object: "AbortSignal",
      property: "any",
      message:
        "It leaks memory with long-lived signals (nodejs/node#62363): use linkSignals from engine/waiting.",
    },
  ],
  "no-restricted-imports": [
    "error",
    {
      paths: [
        {
          name: "node:process",
          message:
            "Use the global `process`; a program reads its environment in one file, such as service/config/env.ts.",
        },
      ],
    },
  ],
};

/** `if (x) return y;` on one line, or braces; an `else` has braces if its `if` has. */
const style = {
  curly: ["error", "multi-line", "consistent"],
  "unicorn/no-useless-spread": "off",
  "unicorn/no-useless-fallback-in-spread": "off",
};

/** Untrusted input is matched in linear time. */
const regularExpressions = {
  "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
  "regexp/no-super-linear-move": ["error", { report: "potential" }],
};

const tests = {
  "vitest/no-focused-tests": "error",
  "vitest/no-disabled-tests": "error",
  "vitest/valid-expect": ["error", { maxArgs: 2 }],
  "vitest/valid-title": ["error", { ignoreTypeOfDescribeName: true, ignoreTypeOfTestName: true }],
  "vitest/expect-expect": [
    "error",
    { assertFunctionNames: ["expect*", "assert*", "check*", "compare*", "fc.assert"] },
  ],
  "vitest/no-conditional-expect": "off",
  "vitest/require-to-throw-message": "off",
};

export default {
  plugins: ["typescript", "import", "node", "promise", "oxc", "unicorn", "vitest"],
  jsPlugins: ["eslint-plugin-regexp", "./scripts/lint/plugin.mjs"],
  categories: { correctness: "error" },
  env: { node: true, es2023: true },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["dist/**", "coverage/**", "service/storage/migrations/**", "tests/fixtures/**"],
  rules: { ...correctness, ...types, ...imports, ...style, ...regularExpressions, ...tests },
  overrides: [
    {
      files: ["dashboard/**"],
      plugins: ["typescript", "import", "node", "promise", "oxc", "unicorn", "jsx-a11y"],
      env: { browser: true, es2023: true, node: false },
      // Grids, tabs, palette and regions that scroll follow the patterns of ARIA, which axe checks in the browser.
      rules: {
        "jsx-a11y/prefer-tag-over-role": "off",
        "jsx-a11y/click-events-have-key-events": "off",
        "jsx-a11y/interactive-supports-focus": "off",
        "jsx-a11y/no-noninteractive-element-interactions": "off",
        "jsx-a11y/no-noninteractive-element-to-interactive-role": "off",
        "jsx-a11y/no-noninteractive-tabindex": "off",
      },
    },
    {
      files: ["service/config/env.ts", "cli/environment.ts", "scripts/**", "tests/**", "*.config.ts"],
      rules: { "node/no-process-env": "off" },
    },
    {
      files: ["scripts/**", "tests/**", "*.config.ts", "*.config.mjs"],
      rules: {
        "regexp/no-super-linear-backtracking": "off",
        "regexp/no-super-linear-move": "off",
        "no-restricted-imports": "off",
        "import/no-default-export": "off",
        "typescript/no-explicit-any": "off",
        "typescript/unbound-method": "off",
      },
    },
  ],
};
