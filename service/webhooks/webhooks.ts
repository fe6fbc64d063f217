import { isIP } from "node:net";
import { v7 as uuidv7 } from "uuid";
import type {
  CreateWebhookRequest,
  UpdateWebhookRequest,
  Webhook,
  WebhookDelivery,
  WebhookWithSecret,
} from "../../schemas/webhook.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { DeliveryListOptions, WebhookStore } from "./webhook-store.ts";
import { ServiceError } from "../errors.ts";
import { resolvesToPublicAddress, type Resolve } from "./guarded-lookup.ts";
import { generateSecret } from "./signature.ts";
import { hostOf, parseWebhookUrl } from "./receiver-url.ts";

/** Each settled record costs a row per endpoint that it is delivered to, and each endpoint has its own sockets. */
const MAX_WEBHOOKS = 100;
/** How long the previous secret still signs after a rotation. */
const ROTATION_MS = 24 * 3600 * 1000;

/** Webhooks, as the routes use them. An unknown id throws webhook_not_found. */
export interface WebhookService {
  /** Throws webhook_url_refused, webhook_limit_reached, policy_not_found. */
  create(request: CreateWebhookRequest): Promise<WebhookWithSecret>;
  get(id: string): Promise<Webhook>;
  list(): Promise<readonly Webhook[]>;
  /** Throws webhook_url_refused, policy_not_found. */
  update(id: string, request: UpdateWebhookRequest): Promise<Webhook>;
  delete(id: string): Promise<void>;
  rotateSecret(id: string): Promise<WebhookWithSecret>;
  sendTest(id: string): Promise<WebhookDelivery>;
  /** Throws invalid_cursor. */
  listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }>;
  /** Throws webhook_delivery_not_found. */
  replay(deliveryId: string): Promise<WebhookDelivery>;
  /** Returns how many dead deliveries are due again. */
  replayDead(id: string): Promise<number>;
}

export interface WebhooksOptions {
  readonly store: WebhookStore;
  readonly policies: Pick<PolicyStore, "get">;
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

/** Manages the endpoints of webhooks, with the rules for their URLs. */
export class Webhooks implements WebhookService {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  async create(request: CreateWebhookRequest): Promise<WebhookWithSecret> {
    await this.#requirePolicies(request.policy_ids);
    const url = await this.#acceptedUrl(request.url);
    const secret = generateSecret();
    const webhook = await this.#options.store.create(
      {
        id: uuidv7(),
        url,
        description: request.description ?? null,
        policyIds: request.policy_ids ?? null,
        violation: request.violation ?? null,
        secret,
      },
      MAX_WEBHOOKS,
    );
    if (webhook !== null) return { ...webhook, secret };
    throw new ServiceError(
      "webhook_limit_reached",
      `There are already ${MAX_WEBHOOKS} webhooks. Delete one that is no longer needed.`,
    );
  }

  async get(id: string): Promise<Webhook> {
    return found(await this.#options.store.get(id));
  }

  list(): Promise<readonly Webhook[]> {
    return this.#options.store.list();
  }

  async update(id: string, request: UpdateWebhookRequest): Promise<Webhook> {
    await this.get(id);
    const { url, description, policy_ids: policyIds, violation, enabled } = request;
    await this.#requirePolicies(policyIds);
    const changed = await this.#options.store.update(id, {
      ...(url === undefined ? {} : { url: await this.#acceptedUrl(url) }),
      ...(description === undefined ? {} : { description }),
      ...(policyIds === undefined ? {} : { policyIds }),
      ...(violation === undefined ? {} : { violation }),
      ...(enabled === undefined ? {} : { enabled }),
    });
    return found(changed);
  }

  async delete(id: string): Promise<void> {
    if (!(await this.#options.store.delete(id))) throw notFound();
  }

  async rotateSecret(id: string): Promise<WebhookWithSecret> {
    const secret = generateSecret();
    const expiresAt = new Date(Date.now() + ROTATION_MS);
    return { ...found(await this.#options.store.rotateSecret(id, secret, expiresAt)), secret };
  }

  async sendTest(id: string): Promise<WebhookDelivery> {
    return found(await this.#options.store.enqueueTest(id));
  }

  async listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }> {
    await this.get(options.webhookId);
    return this.#options.store.listDeliveries(options);
  }

  async replay(deliveryId: string): Promise<WebhookDelivery> {
    const delivery = await this.#options.store.replay(deliveryId);
    if (delivery === null) throw new ServiceError("webhook_delivery_not_found", "");
    return delivery;
  }

  async replayDead(id: string): Promise<number> {
    await this.get(id);
    return this.#options.store.replayDead(id);
  }

  /** An endpoint for an unknown policy would never get a delivery. An archived policy may be restored. */
  async #requirePolicies(ids: readonly string[] | null | undefined): Promise<void> {
    for (const [index, id] of (ids ?? []).entries()) {
      await this.#options.policies.get(id).catch((error: unknown) => {
        if (!(error instanceof ServiceError) || error.code !== "policy_not_found") throw error;
        throw new ServiceError("policy_not_found", error.message, {
          cause: error,
          faults: [{ pointer: `/policy_ids/${index}`, message: "is not the id of a policy" }],
        });
      });
    }
  }

  /** A name that cannot be resolved now is accepted: each connection resolves it again. */
  async #acceptedUrl(text: string): Promise<string> {
    const { allowPrivate, resolve } = this.#options;
    const parsed = parseWebhookUrl(text, { allowPrivate });
    if ("refused" in parsed) throw refused(parsed.refused);
    const host = hostOf(parsed.url);
    if (!allowPrivate && isIP(host) === 0 && (await resolvesToPublicAddress(host, resolve)) === false) {
      throw refused("must resolve to a public address");
    }
    return parsed.url.href;
  }
}

function found<T>(value: T | null): T {
  if (value === null) throw notFound();
  return value;
}

function notFound(): ServiceError {
  return new ServiceError("webhook_not_found", "");
}

function refused(message: string): ServiceError {
  return new ServiceError("webhook_url_refused", `The URL ${message}.`, {
    faults: [{ pointer: "/url", message }],
  });
}
