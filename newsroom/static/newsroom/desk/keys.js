// One key does what the button that carries it would do.
import { cards, current, goTo, queue } from "./cards.js";

const help = queue.querySelector("[data-help]");
const helpButton = queue.querySelector("[data-help-button]");

queue.dataset.keys = "";
helpButton.hidden = false;
helpButton.addEventListener("click", () => help.showModal());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  // A key that is held down decides once.
  else if (event.repeat || !press(event.key)) return;
  event.preventDefault();
});

function move(step) {
  const all = cards();
  const place = all.indexOf(current());
  if (place < 0) goTo(all[0] ?? queue.querySelector("[data-onward]") ?? queue);
  else if (place + step < 0) return;
  else goTo(all[place + step] ?? queue.querySelector("[data-onward]"));
}

function press(key) {
  const target = inCard(current(), key) ?? queue.querySelector(`:scope > * > [data-key="${CSS.escape(key)}"]`);
  if (!target || target.hidden) return false;
  target.click();
  const opened = target.matches("summary") && target.parentElement.open && target.parentElement;
  if (opened) opened.querySelector("button, textarea").focus();
  return true;
}

// Reasons have digits, which mean something only while they are open.
function inCard(card, key) {
  if (!card) return undefined;
  const found = [...card.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return found.find((each) => each.closest("[data-card]") === card && each.offsetParent);
}
