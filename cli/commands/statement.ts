import {
  CATEGORY_SPECIFICATIONS,
  DECISION_VISIBILITIES,
  SOURCE_TYPES,
  STATEMENT_CATEGORIES,
} from "../../schemas/statement-enums.ts";
import { CliError, UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { choiceOption, defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { onePositional } from "../input/positionals.ts";
import { readText } from "../input/read-text.ts";
import { printJson } from "../printing/print-json.ts";

const VISIBILITIES = DECISION_VISIBILITIES.map((name) =>
  name.replace(/^DECISION_VISIBILITY_(CONTENT_)?/, ""),
);
const CATEGORIES = STATEMENT_CATEGORIES.map((name) => name.slice("STATEMENT_CATEGORY_".length));
const KEYWORDS = CATEGORY_SPECIFICATIONS.map((name) => name.slice("KEYWORD_".length));
const SOURCES = SOURCE_TYPES.map((name) => name.slice("SOURCE_".length));

export const statementCommand = defineCommand({
  name: "verdicts statement",
  summary: "Draft a statement of reasons for the EU DSA transparency database",
  usage: "ID [OPTIONS]",
  details:
    "Prints JSON in the format of the database. It contains none of the content; check it, then submit it yourself.\n" +
    `Visibility: ${VISIBILITIES.join(", ")}.\nCategory: ${CATEGORIES.join(", ")}.\nSource: ${SOURCES.join(", ")}.`,
  options: {
    visibility: {
      type: "string",
      multiple: true,
      value: "MEASURE",
      description: "what was done with the content (default: the action of the policy's category)",
    },
    category: { type: "string", value: "NAME", description: "the category (default: OTHER_VIOLATION_TC)" },
    keyword: {
      type: "string",
      multiple: true,
      value: "NAME",
      description: "a specification of the category",
    },
    source: {
      type: "string",
      value: "NAME",
      description: "what led to the decision (default: VOLUNTARY, your own initiative)",
    },
    "content-date": {
      type: "string",
      value: "DAY",
      description: "when the content was published (default: when Gavel received it)",
    },
    territory: {
      type: "string",
      multiple: true,
      value: "CC",
      description: "a country in which the decision applies: DE",
    },
    fields: {
      type: "string",
      value: "FILE",
      description: "a JSON object of other fields, by their names in the database; - is stdin",
    },
    "include-rationale": {
      type: "boolean",
      description: "quote the model's rationale, which may repeat personal data of the content",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel verdicts statement 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d --visibility REMOVED --category SCAMS_AND_FRAUD",
  ],
  async run({ values, positionals }, io) {
    const id = onePositional(positionals, "the id of a verdict");
    if (!/^[0-9a-fA-F-]{36}$/.test(id)) throw new UsageError("a verdict's id is a UUID");
    const { visibility, keyword, territory } = values;
    const category = chosen("category", values.category, CATEGORIES, STATEMENT_CATEGORIES);
    const source = chosen("source", values.source, SOURCES, SOURCE_TYPES);
    const body = {
      ...(values.fields === undefined ? {} : await readFields(values.fields, io)),
      ...(visibility === undefined
        ? {}
        : {
            decision_visibility: visibility.map((name) =>
              chosen("visibility", name, VISIBILITIES, DECISION_VISIBILITIES)!,
            ),
          }),
      ...(category === undefined ? {} : { category }),
      ...(keyword === undefined
        ? {}
        : {
            category_specification: keyword.map((name) =>
              chosen("keyword", name, KEYWORDS, CATEGORY_SPECIFICATIONS)!,
            ),
          }),
      ...(source === undefined ? {} : { source_type: source }),
      ...(values["content-date"] === undefined ? {} : { content_date: values["content-date"] }),
      ...(territory === undefined ? {} : { territorial_scope: territory }),
      ...(values["include-rationale"] === true ? { include_rationale: true } : {}),
    };
    const { data } = await connect(values, io).call("draftStatementOfReasons", {
      path: { verdict_id: id },
      body,
    });
    printJson(io, data);
    return EXIT.ok;
  },
});

/** The database's name for a choice. Choices are given without the prefix that all names of a list share. */
function chosen<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly string[],
  names: readonly T[],
): T | undefined {
  const choice = choiceOption(option, text, choices);
  return choice === undefined ? undefined : names[choices.indexOf(choice)];
}

async function readFields(file: string, io: CliIo): Promise<object> {
  const text = await readText(file, io);
  try {
    return JSON.parse(text) as object;
  } catch (cause) {
    throw new CliError(`${file === "-" ? "the input" : file} is not valid JSON`, { cause });
  }
}
