/** What scripts/quickstart.mjs ends with, from the sources. */
import { runQuickstart } from "../../service/quickstart.ts";

await runQuickstart();
