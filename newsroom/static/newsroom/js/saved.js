// Show what this browser keeps: the stories saved for later, and those that were opened, if their reader wants to know.
import { forget, keep, recall } from "./device.js";

const HISTORY = "newsroom-history";
const template = document.querySelector("[data-entry]");
const told = document.querySelector("[data-told]");
const wanted = document.querySelector("[data-history-switch]");
// As the paper prints them: in English the day comes first.
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" });

function listed(key) {
  const list = recall(key);
  return Array.isArray(list) ? list.filter((each) => isOurs(each?.path)) : [];
}

// What is kept may have been written by an older page of ours, or by hand.
function isOurs(path) {
  return typeof path === "string" && URL.canParse(path, location) && new URL(path, location).origin === location.origin;
}

function item({ path, headline, section, language, direction, at }) {
  const made = template.content.cloneNode(true);
  const link = made.querySelector("a");
  link.href = path;
  link.textContent = made.querySelector("[data-entry-name]").textContent = headline || path;
  link.lang = language ?? "";
  link.dir = direction ?? "auto";
  made.querySelector("[data-entry-section]").textContent = section ?? "";
  const moment = new Date(at);
  if (!Number.isNaN(moment.getTime())) {
    const day = document.createElement("time");
    day.dateTime = moment.toISOString();
    day.textContent = days.format(moment);
    made.querySelector("[data-entry-section]").after(" ", day);
  }
  made.querySelector("li").dataset.path = path;
  return made;
}

function show(section) {
  const list = listed(section.dataset.kept);
  section.querySelector("[data-list]").replaceChildren(...list.map(item));
  section.querySelector("[data-all]").hidden = list.length < 2;
  const isOff = section.dataset.kept === HISTORY && !wanted.checked;
  section.querySelector("[data-nothing]").hidden = list.length > 0 || isOff;
}

function showAll() {
  wanted.checked = Array.isArray(recall(HISTORY));
  for (const section of document.querySelectorAll("[data-kept]")) show(section);
}

function removeOne(section, path) {
  const list = listed(section.dataset.kept);
  const gone = list.find((each) => each.path === path);
  removed(section, list.filter((each) => each.path !== path), `${told.dataset.removed} ${gone?.headline ?? ""}`);
}

function removed(section, rest, words) {
  keep(section.dataset.kept, rest);
  show(section);
  told.textContent = words;
  // The button that was pressed is gone.
  section.querySelector("h2").focus();
}

for (const section of document.querySelectorAll("[data-kept]")) {
  section.addEventListener("click", (event) => {
    if (event.target.closest("[data-remove]")) removeOne(section, event.target.closest("li").dataset.path);
    if (event.target.closest("[data-forget-all]")) removed(section, [], told.dataset.removedAll);
  });
}

wanted.addEventListener("change", () => {
  wanted.checked ? keep(HISTORY, []) : forget(HISTORY);
  showAll();
});
addEventListener("storage", showAll);
addEventListener("pageshow", showAll);
showAll();
