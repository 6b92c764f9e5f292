// Keep a confirmed reader's proof on their own device, if they ask for it; the reply form takes it from there.
import { forget, keep, recall } from "./device.js";

const KEY = "newsroom-proof";
const part = document.querySelector("[data-proof]");

function offer() {
  const [keeping, dropping] = ["keep", "drop"].map((act) => part.querySelector(`[data-proof-${act}]`));

  function show() {
    const isKept = recall(KEY) !== null;
    keeping.hidden = isKept;
    dropping.hidden = !isKept;
    part.querySelector("[data-proof-kept]").hidden = !isKept;
    return isKept ? dropping : keeping;
  }

  keeping.addEventListener("click", () => {
    keep(KEY, part.dataset.proof);
    show().focus();
  });
  dropping.addEventListener("click", () => {
    forget(KEY);
    show().focus();
  });
  show();
  part.querySelector("[data-proof-offer]").hidden = false;
}

if (part) offer();
// The links have just been ended: what was kept proves nothing any more.
if (document.querySelector("[data-proof-ended]")) forget(KEY);
