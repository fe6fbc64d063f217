import { ENGINE_SETTINGS, LOCAL_ENGINE_SETTINGS, REMOTE_ENGINE_SETTINGS } from "./engine-settings.ts";
import { QUEUE_SETTINGS, RETENTION_SETTINGS, WEBHOOK_SETTINGS } from "./queue-settings.ts";
import { COMPAT_SETTINGS, KEY_SETTINGS, REQUEST_SETTINGS } from "./request-settings.ts";
import { SESSION_SETTINGS } from "./session-settings.ts";
import { SECRET_SETTINGS, SERVER_SETTINGS, STORAGE_SETTINGS } from "./server-settings.ts";

/** The settings as the documentation groups them. docs/configuration.md and .env.example are generated from it. */
export const SETTING_GROUPS = {
  Secrets: SECRET_SETTINGS,
  Server: SERVER_SETTINGS,
  Storage: STORAGE_SETTINGS,
  Engine: ENGINE_SETTINGS,
  "Local engine": LOCAL_ENGINE_SETTINGS,
  "Remote engine": REMOTE_ENGINE_SETTINGS,
  Requests: REQUEST_SETTINGS,
  "Limits of API keys": KEY_SETTINGS,
  "Sessions of the dashboard": SESSION_SETTINGS,
  "Compatible endpoints": COMPAT_SETTINGS,
  "Queue and workers": QUEUE_SETTINGS,
  Retention: RETENTION_SETTINGS,
  Webhooks: WEBHOOK_SETTINGS,
};

/** Every environment variable of the service. */
export const SETTINGS = {
  ...SECRET_SETTINGS,
  ...SERVER_SETTINGS,
  ...STORAGE_SETTINGS,
  ...ENGINE_SETTINGS,
  ...LOCAL_ENGINE_SETTINGS,
  ...REMOTE_ENGINE_SETTINGS,
  ...REQUEST_SETTINGS,
  ...KEY_SETTINGS,
  ...SESSION_SETTINGS,
  ...COMPAT_SETTINGS,
  ...QUEUE_SETTINGS,
  ...RETENTION_SETTINGS,
  ...WEBHOOK_SETTINGS,
};
