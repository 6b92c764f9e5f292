// Remember who writes, on the reader's own device, and only while they want it.
import { forget, keep, recall } from "./device.js";

const KEY = "newsroom-reader";
const FIELDS = ["name", "email", "website"];
const section = document.querySelector("[data-reply-form]");

function field(name) {
  return section.querySelector(`[name=${name}]`);
}

function tick() {
  return section.querySelector("[data-remember-me]");
}

function offer() {
  const template = section.querySelector("[data-remember]");
  if (!template) return;
  const known = recall(KEY);
  template.after(template.content.cloneNode(true));
  tick().checked = known !== null;
  for (const name of FIELDS) {
    if (known && field(name) && !field(name).value) field(name).value = known[name] ?? "";
  }
}

function remember() {
  const known = recall(KEY) ?? {};
  // A field that this page does not have, such as the address of a confirmed reader, stays as it was.
  keep(KEY, Object.fromEntries(FIELDS.map((name) => [name, field(name)?.value ?? known[name] ?? ""])));
}

if (section) {
  offer();
  section.addEventListener("reply:swapped", offer);
  section.addEventListener("input", (event) => {
    if (FIELDS.includes(event.target.name) && tick()?.checked) remember();
  });
  section.addEventListener("change", (event) => {
    if (event.target === tick()) tick().checked ? remember() : forget(KEY);
  });
}
