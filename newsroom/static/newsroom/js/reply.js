// Answer a comment where it stands, without a page in between.
const section = document.querySelector("[data-reply-form]");

if (section?.querySelector("form")) {
  const home = document.createComment("where the form stands");
  section.before(home);

  function answer(pk, name) {
    const to = section.querySelector("[data-reply-to]");
    section.querySelector("[name=parent]").value = pk;
    to.querySelector("[data-reply-name]").textContent = name;
    to.hidden = !pk;
    section.querySelector("textarea").focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.closest(".comment").after(section);
    answer(link.dataset.reply, link.dataset.name);
  });

  section.addEventListener("click", (event) => {
    if (!event.target.closest("[data-reply-cancel]")) return;
    event.preventDefault();
    home.after(section);
    answer("", "");
  });

  section.addEventListener("reply:accepted", () => home.after(section));
}
