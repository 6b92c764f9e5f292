// Move the bar that shows how much of an article is read, in browsers whose style sheets cannot do it by themselves.
const bar = document.querySelector("[data-progress]");
const article = document.querySelector(".article");
const isStill = matchMedia("(prefers-reduced-motion: reduce)");
let isPlanned = false;

function move() {
  isPlanned = false;
  const { top, height } = article.getBoundingClientRect();
  const way = height - innerHeight;
  const done = way > 0 ? Math.min(Math.max(-top / way, 0), 1) : 0;
  bar.style.transform = `scaleX(${done})`;
}

function plan() {
  if (isPlanned || isStill.matches) return;
  isPlanned = true;
  requestAnimationFrame(move);
}

if (bar && article && !CSS.supports("animation-timeline: view()")) {
  addEventListener("scroll", plan, { passive: true });
  addEventListener("resize", plan, { passive: true });
  plan();
}
