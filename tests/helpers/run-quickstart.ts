/** What scripts/quickstart.mjs ends with, from the sources. */
import { runQuickstart } from "../../cli/quickstart/main.ts";

await runQuickstart();
