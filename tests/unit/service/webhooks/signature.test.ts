import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { generateSecret, signedHeaders } from "../../../../service/webhooks/signature.ts";

const message = { id: "7c6f0a52-9a5e-4c86", payload: '{"type":"webhook.test","ü":"✓"}', sentAt: new Date() };

describe("signedHeaders", () => {
  it("equals what the official library computes and accepts", () => {
    const secret = generateSecret();
    const headers = signedHeaders(message, [secret]);
    const webhook = new Webhook(secret);
    expect(headers["webhook-signature"]).toBe(webhook.sign(message.id, message.sentAt, message.payload));
    expect(webhook.verify(message.payload, headers)).toEqual(JSON.parse(message.payload));
  });

  it("agrees with the test vector of the specification's own libraries", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const sentAt = new Date(1614265330 * 1000);
    const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", payload: '{"test": 2432232314}', sentAt };
    expect(signedHeaders(example, [secret])["webhook-signature"]).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  it("signs with each secret, so that either verifies", () => {
    const secrets = [generateSecret(), generateSecret()];
    const headers = signedHeaders(message, secrets);
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    for (const secret of secrets) {
      expect(() => new Webhook(secret).verify(message.payload, headers)).not.toThrow();
    }
    expect(() => new Webhook(generateSecret()).verify(message.payload, headers)).toThrow();
    expect(() => new Webhook(secrets[0]!).verify(`${message.payload} `, headers)).toThrow();
  });
});

describe("generateSecret", () => {
  it("has the specified form and 256 random bits", () => {
    expect(generateSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(generateSecret()).not.toBe(generateSecret());
  });
});
