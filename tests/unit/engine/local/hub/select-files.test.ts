import { expect, it } from "vitest";
import { selectFiles } from "../../../../../engine/local/hub/select-files.ts";

function select(...paths: readonly string[]) {
  const { selected, skipped } = selectFiles(paths.map((path) => ({ path, size: 10 })));
  return { selected: selected.map(({ path }) => path), skipped };
}

it("selects the files at the root that are used, and groups the rest by folder", () => {
  const needed = [
    "LICENSE",
    "README.md",
    "USAGE_POLICY",
    "chat_template.jinja",
    "config.json",
    "generation_config.json",
    "model-00000-of-00002.safetensors",
    "model.safetensors.index.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
  ];
  expect(
    select(
      ".gitattributes",
      ...needed,
      "metal/model.bin",
      "original/config.json",
      "original/model.safetensors",
    ),
  ).toEqual({
    selected: needed,
    skipped: [
      { name: ".gitattributes", bytes: 10 },
      { name: "metal/", bytes: 10 },
      { name: "original/", bytes: 20 },
    ],
  });
});

it.each([
  "../config.json",
  "/config.json",
  "a\\tokenizer.json",
  "tokenizer/../../x",
  "tokenizer\0.json",
  ".safetensors",
  "gavel-pull.json",
  "config.json/",
  "pytorch_model.bin",
])("skips %j", (path) => {
  expect(select(path).selected).toEqual([]);
});
