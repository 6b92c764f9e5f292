// Who comes to report a mistake writes to the newsroom alone: choose so for them. Without scripts they choose it there.
document.querySelector("[data-mistake]")?.addEventListener("click", (event) => {
  const choice = document.querySelector("[name=kind][value=mistake]");
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
});
