// Say once that this article is being read: its number, and nothing of the reader. No cookie, no referrer, nothing kept.
const article = document.querySelector("[data-read]")?.dataset.read;
// What was before the eyes for less was glanced at.
const LONG_ENOUGH = 10_000;
// Reloading a page, or coming back to it, is not reading it again.
const isFirst = performance.getEntriesByType("navigation")[0]?.type === "navigate";
let seen = 0;
let since;
let timer;

function watch() {
  clearTimeout(timer);
  if (since) seen += performance.now() - since;
  since = document.hidden ? undefined : performance.now();
  if (since) timer = setTimeout(tell, Math.max(0, LONG_ENOUGH - seen));
}

function tell() {
  document.removeEventListener("visibilitychange", watch);
  fetch("/most-read/", { method: "POST", body: article, keepalive: true, credentials: "omit", referrerPolicy: "no-referrer" })
    // The line may be down; then it was not counted.
    .catch(() => {});
}

if (article && isFirst) {
  document.addEventListener("visibilitychange", watch);
  watch();
}
