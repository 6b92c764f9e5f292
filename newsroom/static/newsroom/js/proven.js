// Write as the confirmed reader that one is: the proof is kept on the reader's own device, if they asked for it.
import { forget, keep, recall } from "./device.js";

const KEY = "newsroom-proof";
const section = document.querySelector("[data-reply-form]");

function use() {
  const email = section.querySelector("[name=email]");
  const token = recall(KEY);
  if (!email || !token) return;
  if (email.closest(".field--wrong")) {
    // It was sent, and proves nothing any more.
    forget(KEY);
    return;
  }
  section.querySelector("[name=proof]").value = token;
  show(email, false);
}

function show(email, isAsked) {
  email.disabled = !isAsked;
  email.closest(".field").hidden = !isAsked;
  section.querySelector("[data-proof-in-use]").hidden = isAsked;
}

if (section) {
  use();
  section.addEventListener("reply:swapped", use);
  section.addEventListener("click", (event) => {
    const email = section.querySelector("[name=email]");
    if (!email || !event.target.closest("[data-proof-drop]")) return;
    event.preventDefault();
    section.querySelector("[name=proof]").value = "";
    show(email, true);
    email.focus();
  });
}
