// Keep what a reader writes on their own device until the server has it.
import { forget, keep, recall } from "./device.js";

const section = document.querySelector("[data-reply-form]");
const KEY = `newsroom-draft:${section?.dataset.replyForm}`;

function text() {
  return section.querySelector("textarea");
}

function save(isSent) {
  if (!text().value.trim()) return forget(KEY);
  const parent = section.querySelector("[name=parent]").value;
  keep(KEY, { text: text().value, parent, name: section.querySelector("[data-reply-name]").textContent, isSent });
}

function restore(draft) {
  text().value = draft.text;
  const parent = section.querySelector("[name=parent]");
  if (draft.parent && !parent.value) {
    parent.value = draft.parent;
    section.querySelector("[data-reply-name]").textContent = draft.name;
    section.querySelector("[data-reply-to]").hidden = false;
  }
  const form = section.querySelector("form");
  form.prepend(form.querySelector("[data-restored]").content.cloneNode(true));
}

if (section?.querySelector("form")) {
  const draft = recall(KEY);
  if (draft?.isSent && document.querySelector("[data-sent], [data-told]")) {
    forget(KEY);
  } else if (draft && !text().value) {
    restore(draft);
  }

  section.addEventListener("input", (event) => {
    if (event.target === text()) save(false);
  });

  // Whether the server has it shows on the page that comes next.
  section.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "preview") save(true);
  });

  section.addEventListener("reply:accepted", () => forget(KEY));

  section.addEventListener("click", (event) => {
    const discard = event.target.closest("[data-discard]");
    if (!discard) return;
    forget(KEY);
    text().value = "";
    text().dispatchEvent(new InputEvent("input", { bubbles: true }));
    text().focus();
    discard.parentElement.remove();
  });
}
