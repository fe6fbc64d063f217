import { describe, expect, it } from "vitest";
import { parseWebhookUrl } from "../../../../service/webhooks/receiver-url.ts";

const PUBLIC = { allowPrivate: false };
const PRIVATE = { allowPrivate: true };

describe("parseWebhookUrl", () => {
  it.each([
    ["https://hooks.example.com/gavel?token=x", "https://hooks.example.com/gavel?token=x"],
    ["https://hooks.example.com:8443", "https://hooks.example.com:8443/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    ["HTTPS://Hooks.Example.COM/#fragment", "https://hooks.example.com/"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://notlocalhost/", "https://notlocalhost/"],
  ])("accepts %s", (text, href) => {
    expect(parseWebhookUrl(text, PUBLIC)).toEqual({ url: new URL(href) });
  });

  it.each([
    ["", "is not a URL"],
    ["hooks.example.com", "is not a URL"],
    ["https://", "is not a URL"],
    ["https://[::1", "is not a URL"],
    [`https://example.com/${"x".repeat(2048)}`, "is too long"],
    [`https://example.com/${"ü".repeat(1000)}`, "is too long"],
    ["http://hooks.example.com/", "must start with https://"],
    ["ftp://hooks.example.com/", "must start with https://"],
    ["file:///etc/passwd", "must start with https://"],
    ["javascript:alert(1)", "must start with https://"],
    ["https://user@hooks.example.com/", "user name"],
    ["https://user:password@hooks.example.com/", "user name"],
    ["https://:password@hooks.example.com/", "user name"],
    ["https://8.8.8.8@127.0.0.1/", "user name"],
    ...[
      "127.0.0.1",
      "127.1",
      "0x7f.0.0.1",
      "0177.0.0.1",
      "2130706433",
      "0x7f000001",
      "127.0.0.1.",
      "①②⑦.⓪.⓪.①",
      "0",
      "10.1.2.3",
      "100.64.0.1",
      "169.254.169.254",
      "0xa9fea9fe",
      "172.16.5.4",
      "192.168.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "[::]",
      "[::1]",
      "[0:0:0:0:0:0:0:1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[::127.0.0.1]",
      "[64:ff9b::127.0.0.1]",
      "[2002:7f00:1::]",
      "[fe80::1]",
      "[fd00:ec2::254]",
      "[ff02::1]",
      "localhost",
      "localhost.",
      "LOCALHOST",
      "ｌｏｃａｌｈｏｓｔ",
      "a.localhost",
      "printer.local",
      "metadata.google.internal",
      "metadata.google.internal.",
      "router.home.arpa",
    ].map((host) => [`https://${host}/`, "public address"]),
  ])("refuses %s", (text, reason) => {
    expect(parseWebhookUrl(text, PUBLIC)).toEqual({ refused: expect.stringContaining(reason) });
  });

  it("accepts plain http and any address if private ones are allowed, but no credentials", () => {
    for (const url of ["http://127.0.0.1:9999/x", "https://[::1]/", "http://receiver.internal/"]) {
      expect(parseWebhookUrl(url, PRIVATE)).toEqual({ url: new URL(url) });
    }
    for (const url of ["ftp://127.0.0.1/", "http://user@127.0.0.1/", "127.0.0.1"]) {
      expect(parseWebhookUrl(url, PRIVATE)).toHaveProperty("refused");
    }
  });
});
