import { render } from "preact";
import { LocationProvider } from "preact-iso/router";
import { listenToKeys } from "./keys/listen.ts";
import { preloadPage } from "./shell/preload-page.ts";
import { SessionGate } from "./shell/session-gate.tsx";
import "./styles/main.css";

const root = document.querySelector("#app");
if (root === null) throw new Error("index.html has no element #app");
listenToKeys();
render(
  <LocationProvider scope="/app">
    <SessionGate />
  </LocationProvider>,
  root,
);
preloadPage(location.pathname);
