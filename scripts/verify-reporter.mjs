import { writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

const MAX_REASON_CHARACTERS = 300;

/**
 * A reporter for vitest. Writes how many tests passed and were skipped, and each failure, as JSON to `--outputFile`:
 * {passed, skipped, failures: {file, test, reason}[]}. A failure is a test, a hook of a suite, a file that cannot be
 * loaded or an error that no test caught; of the latter two `test` is null.
 */
export default class VerifyReporter {
  #vitest;

  onInit(vitest) {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    const failures = [
      ...modules.flatMap((module) => [
        ...module.errors().map((error) => failure(module.relativeModuleId, null, error)),
        ...[...module.children.allSuites()].flatMap((suite) =>
          suite.errors().map((error) => failure(module.relativeModuleId, suite.fullName, error)),
        ),
        ...[...module.children.allTests("failed")].map((test) =>
          failure(module.relativeModuleId, test.fullName, test.result().errors?.[0]),
        ),
      ]),
      ...unhandledErrors.map((error) => failure(this.#fileOf(error), null, error)),
    ];
    const report = { passed: count("passed"), skipped: count("skipped"), failures };
    writeFileSync(this.#vitest.config.outputFile, JSON.stringify(report));
  }

  /** The test file that ran when the error was thrown, as far as vitest knows it. */
  #fileOf(error) {
    const file = error.VITEST_TEST_PATH;
    return file === undefined ? "unhandled error" : path.relative(this.#vitest.config.root, file);
  }
}

function failure(file, test, error) {
  const [line = ""] = stripVTControlCharacters(error?.message ?? "").split("\n");
  const name = error?.name ?? "Error";
  const reason = line === "" ? name : `${name}: ${line}`;
  return { file, test, reason: reason.slice(0, MAX_REASON_CHARACTERS) };
}
