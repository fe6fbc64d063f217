/** The last step of scripts/quickstart.mjs, from the sources. */
import { runQuickstart } from "../../cli/quickstart/main.ts";

await runQuickstart();
