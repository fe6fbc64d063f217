// Loaded before the styles, so that a page never flashes in the other theme.
import { applyTheme, storedTheme } from "./shell/theme.ts";

applyTheme(storedTheme());
