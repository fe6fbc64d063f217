import type { CallOptions, HttpService } from "../service.ts";

/** Requests as a page of the dashboard sends them: with the cookie, and the headers that a browser adds. */
export class Browser {
  readonly http: HttpService;
  /** `name=value`. */
  readonly cookie: string;

  constructor(http: HttpService, cookie: string) {
    this.http = http;
    this.cookie = cookie;
  }

  /** Signs in. */
  static async signIn(
    http: HttpService,
    json: unknown,
    headers: Record<string, string> = {},
  ): Promise<Browser> {
    const response = await signIn(http, json, headers);
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
    return new Browser(http, cookieOf(response));
  }

  call(path: string, options: CallOptions = {}): Promise<Response> {
    return this.http.call(path, {
      key: null,
      ...options,
      headers: { cookie: this.cookie, "sec-fetch-site": "same-origin", ...options.headers },
    });
  }
}

export function signIn(
  http: HttpService,
  json: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return http.call("/session", { key: null, json, headers: { "sec-fetch-site": "same-origin", ...headers } });
}

/** `name=value` of the cookie that a response sets. */
export function cookieOf(response: Response): string {
  const [cookie = ""] = response.headers.getSetCookie();
  return cookie.split(";")[0] ?? "";
}
