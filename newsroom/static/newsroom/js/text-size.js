// Let readers set the text larger or smaller; early.js remembers it on the next page.
import { forget, keep } from "./device.js";

const KEY = "newsroom-text-size";
const [SMALLEST, LARGEST] = [-1, 3];
const root = document.documentElement;
const buttons = [...document.querySelectorAll("[data-text-step]")];

function size() {
  const chosen = Number(root.dataset.textSize);
  return Math.min(Math.max(Number.isInteger(chosen) ? chosen : 0, SMALLEST), LARGEST);
}

function leadsTo(button) {
  const step = Number(button.dataset.textStep);
  return step ? size() + step : 0;
}

function show() {
  for (const button of buttons) {
    const next = leadsTo(button);
    // Not `disabled`: the focus stays on the button that was pressed last.
    button.ariaDisabled = next < SMALLEST || next > LARGEST || next === size();
  }
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    if (button.ariaDisabled === "true") return;
    root.dataset.textSize = leadsTo(button);
    size() ? keep(KEY, size()) : forget(KEY);
    show();
  });
}
show();
