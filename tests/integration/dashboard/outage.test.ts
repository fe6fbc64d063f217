import { afterAll, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown, TestBrowser } from "../../helpers/browser.ts";
import { startTcpProxy, type TcpProxy } from "../../helpers/tcp-proxy.ts";
import { ADMIN_KEY, HttpService } from "../http/service.ts";
import { judge, LISTINGS, listingsEngine } from "./listings.ts";

let service: HttpService;
let proxy: TcpProxy;
let browser: TestBrowser;

beforeAll(async () => {
  service = await HttpService.start({}, listingsEngine());
  await service.putVersion("listings", LISTINGS);
  await judge(service, "Used bicycle", { external_id: "before" });
  proxy = await startTcpProxy(service.url);
  browser = await TestBrowser.launch(new URL(proxy.urlOf(service.url)).origin);
});
afterAll(async () => {
  await browser.close();
  await proxy.close();
  await service.stop();
});

it("says that the service is unavailable, keeps what it shows, and catches up when it is back", async () => {
  const { page, faults } = await browser.open("/app/live", { key: ADMIN_KEY });
  await expectShown(page.getByRole("row").filter({ hasText: "before" }));
  await proxy.refuse();
  await expectShown(page.getByText("No connection to the service."));
  expect(await page.getByRole("row").filter({ hasText: "before" }).count()).toBe(1);
  await judge(service, "Used chair", { external_id: "meanwhile" });
  await proxy.restore();
  await expectShown(page.getByRole("row").filter({ hasText: "meanwhile" }));
  await expectGone(page.getByText("No connection to the service."));
  expect(faults).toEqual([]);
});
