import { Route, Router } from "preact-iso/router";
import { PageHead } from "../kit/page-head.tsx";
import { PAGES } from "../pages.ts";
import { PageView } from "./page-view.tsx";

/** One component for each page: the router keeps a page while only its query changes. */
const VIEWS = PAGES.map((page) => ({ page, View: () => <PageView page={page} /> }));

export function Routes() {
  return (
    <Router>
      {VIEWS.map(({ page, View }) => (
        <Route key={page.path} path={page.path} component={View} />
      ))}
      <Route default component={NotFound} />
    </Router>
  );
}

function NotFound() {
  return (
    <>
      <PageHead title="This page does not exist" />
      <p>
        The address is misspelt, or the page has moved. Choose a page in the navigation, or press Ctrl-K to
        find one.
      </p>
    </>
  );
}
