/** Writes src/api.ts from the document that the service serves: `npm run generate`. */
import { writeFileSync } from "node:fs";
import { createOpenApiDocument } from "../../../schemas/openapi.ts";
import { ERROR_CATALOGUE } from "../../../service/error-catalogue/catalogue.ts";
import { renderApi } from "./render-api.ts";

const document = createOpenApiDocument({ version: "0", errors: ERROR_CATALOGUE });
writeFileSync(new URL("../src/api.ts", import.meta.url), renderApi(document));
