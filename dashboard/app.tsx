import { render } from "preact";
import { LocationProvider } from "preact-iso/router";
import { listenToKeys } from "./keys/listen.ts";
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
