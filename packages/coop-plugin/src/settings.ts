import { GavelSignalError } from "./signal-error.ts";

/** What an organisation configures; the keys are those of the manifest's fields. */
export interface Settings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Judges where a condition names no policy. */
  readonly policyId: string | null;
}

/** What is wrong with the settings, in words for the page where they are made; null where nothing is. */
export function settingsFault(config: Readonly<Record<string, unknown>> | undefined): string | null {
  const baseUrl = text(config?.["baseUrl"]);
  if (baseUrl === null || text(config?.["apiKey"]) === null) {
    return "Enter the address of your Gavel service and an API key in the integration's settings.";
  }
  return isServiceUrl(baseUrl)
    ? null
    : "The address of the Gavel service must start with https:// or http://.";
}

/** Throws GavelSignalError where the settings are not complete. */
export function readSettings(config: Readonly<Record<string, unknown>> | undefined): Settings {
  const fault = settingsFault(config);
  if (fault !== null) throw new GavelSignalError(fault);
  return {
    baseUrl: (text(config?.["baseUrl"]) ?? "").replace(/(?<!\/)\/+$/, ""),
    apiKey: text(config?.["apiKey"]) ?? "",
    policyId: text(config?.["policyId"]),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Credentials and a query in it would end up in links. */
function isServiceUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}
