// Lint rules of our own, for oxlint (ESLint's plugin interface).
import path from "node:path";
import { importFault } from "./import-fault.mjs";

/** Reports imports that the rooms do not allow. Types count, and so do exports of another file's names. */
const rooms = {
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, "/");
    const check = (node, source) => {
      if (typeof source?.value !== "string") return;
      const message = importFault(file, source.value);
      if (message !== null) context.report({ node, message });
    };
    const ofSource = (node) => check(node, node.source);
    return {
      ImportDeclaration: ofSource,
      ExportNamedDeclaration: ofSource,
      ExportAllDeclaration: ofSource,
      ImportExpression: ofSource,
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument),
    };
  },
};

export default { meta: { name: "gavel" }, rules: { rooms } };
