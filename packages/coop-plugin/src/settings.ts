import { GavelSignalError } from "./signal-error.ts";

/** The settings of an organisation; the keys are those of the manifest's fields. */
export interface Settings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The policy for conditions that name none. */
  readonly policyId: string | null;
}

/** What is wrong with the settings, in words for the settings page; null if nothing is. */
export function settingsFault(config: Readonly<Record<string, unknown>> | undefined): string | null {
  const baseUrl = text(config?.["baseUrl"]);
  if (baseUrl === null || text(config?.["apiKey"]) === null) {
    return "Enter the address of your Gavel service and an API key in the integration's settings.";
  }
  return isServiceUrl(baseUrl)
    ? null
    : "The address of the Gavel service must start with https:// or http://.";
}

/** Throws GavelSignalError if the settings are incomplete. */
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

/** Refuses credentials and a query, which would end up in links. */
function isServiceUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}
