// Set the text in the size that its reader chose, before anything is seen. It stands in the page: no module, and short.
try {
  document.documentElement.dataset.textSize = JSON.parse(localStorage.getItem("newsroom-text-size")) ?? 0;
} catch {
  // The browser keeps nothing, or what it kept is none of ours.
}
