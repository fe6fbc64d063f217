// Runs in the page before its own scripts, and takes times there.
(() => {
  const rows = () => [...document.querySelectorAll('[role="grid"] [role="row"][aria-selected]')];
  const hasCell = (row, text) =>
    [...row.children].some(
      ({ textContent }) => textContent === text || textContent.split(" ").includes(text),
    );
  const grid = () => document.querySelector('[role="grid"]');

  /** Resolves after the frame that shows it, with what `read` returns then. */
  const when = (isShown, read) =>
    new Promise((resolve) => {
      const look = () => {
        if (isShown()) setTimeout(() => resolve(read()));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });

  /** The next choice of a filter: Enter in a text, or a choice of a list. */
  const chosen = () =>
    new Promise((resolve) => {
      const stop = new AbortController();
      const take = (event) => {
        if (event.type === "keydown" && event.key !== "Enter") return;
        stop.abort();
        resolve(event.timeStamp);
      };
      for (const type of ["keydown", "change"]) {
        addEventListener(type, take, { capture: true, signal: stop.signal });
      }
    });

  const longTasks = [];
  new PerformanceObserver((list) => {
    longTasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask" });

  globalThis.bench = {
    /** Milliseconds from the start of the navigation until the first row is visible. */
    firstRow: when(
      () => rows().length > 0,
      () => performance.now(),
    ),

    firstPaint: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,

    /** When a row with this text is visible, in milliseconds since the epoch. */
    shown: (text) =>
      when(
        () => rows().some((row) => hasCell(row, text)),
        () => Date.now(),
      ),

    /** Milliseconds from the next choice of a filter until only rows with this text in a cell are visible, or that there are none. */
    filtered: async (text) => {
      const start = await chosen();
      const end = await when(
        () => {
          const found = rows();
          if (found.length === 0) return document.body.textContent.includes("No verdict matches");
          return found.every((row) => hasCell(row, text));
        },
        () => performance.now(),
      );
      return end - start;
    },

    /** Scrolls by that many pixels in each frame until the last of `total` rows, or back to the first one. */
    scroll: (pixels, total) =>
      new Promise((resolve) => {
        const frames = [];
        longTasks.length = 0;
        let last = null;
        const next = (now) => {
          if (last !== null) frames.push(now - last);
          last = now;
          const table = grid();
          const isComplete = Number(table.getAttribute("aria-rowcount")) > total;
          const before = table.scrollTop;
          table.scrollTop += pixels;
          if (table.scrollTop === before && (pixels < 0 || isComplete)) {
            return resolve({ frames, longTasks: [...longTasks], rows: rows().length });
          }
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),

    megabytes: () => performance.memory.usedJSHeapSize / 1e6,
  };
})();
