// Count what is typed against what there is room for. Listeners hear of it near the end, and when they pause.
const section = document.querySelector("[data-reply-form]");
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const NEAR = 500;
const PAUSE = 1000;
let pause;

function offer() {
  const template = section.querySelector("[data-counter]");
  if (!template) return;
  section.querySelector("textarea").after(template.content.cloneNode(true));
  count();
}

function count() {
  const most = Number(section.querySelector("[data-counter]").dataset.counter);
  const shown = section.querySelector(".counter");
  // As the server counts: characters, of which an emoji may be one or several.
  const used = [...section.querySelector("textarea").value].length;
  shown.textContent = `${numbers.format(used)} / ${numbers.format(most)}`;
  shown.classList.toggle("counter--over", used > most);
  clearTimeout(pause);
  pause = setTimeout(() => say(shown.nextElementSibling, most - used), PAUSE);
}

function say(status, left) {
  const words = left < 0 ? `${status.dataset.over} ${numbers.format(-left)}` : `${status.dataset.left} ${numbers.format(left)}`;
  status.textContent = left < NEAR ? words : "";
}

if (section) {
  offer();
  section.addEventListener("reply:swapped", offer);
  section.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) count();
  });
}
