// Save articles for later, in this browser alone; and note that one was opened, if the reader wants such a list.
import { keep, recall } from "./device.js";

const SAVED = "newsroom-saved";
const HISTORY = "newsroom-history";
const MOST = 200;
const opened = document.querySelector("[data-keep][data-path]");
const words = opened?.textContent;

// An article's own page says what is to be kept of it; of a card it is read off.
function described(button) {
  const { path, headline, section, language, direction } = button.dataset;
  if (path) return { path, headline, section, language, direction };
  const link = button.closest(".story").querySelector(".story__headline a");
  const [{ lang }, { dir }] = [link.closest("[lang]"), link.closest("[dir]")];
  return { path: link.getAttribute("href"), headline: link.textContent, section, language: lang, direction: dir };
}

function listed(key) {
  const list = recall(key);
  return Array.isArray(list) ? list : null;
}

function put(key, button, list) {
  const entry = { ...described(button), at: new Date().toISOString() };
  keep(key, [entry, ...list.filter((each) => each?.path !== entry.path)].slice(0, MOST));
}

function show() {
  const saved = new Set((listed(SAVED) ?? []).map((each) => each?.path));
  for (const button of document.querySelectorAll("[data-keep]")) {
    const { path, headline } = described(button);
    button.ariaPressed = saved.has(path);
    if (button !== opened) button.ariaLabel = `${button.title}: ${headline}`;
    else button.textContent = saved.has(path) ? button.dataset.done : words;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep]");
  if (!button) return;
  const list = listed(SAVED) ?? [];
  const { path } = described(button);
  if (list.some((each) => each?.path === path)) keep(SAVED, list.filter((each) => each?.path !== path));
  else put(SAVED, button, list);
  show();
});
// Another window may have changed the list.
addEventListener("storage", show);
addEventListener("pageshow", show);
show();
// There is a list only once the reader has asked for one.
const history = listed(HISTORY);
if (opened && history) put(HISTORY, opened, history);
