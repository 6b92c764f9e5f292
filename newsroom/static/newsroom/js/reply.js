// Answer a comment where it stands, without a page in between.
const form = document.querySelector("[data-reply-form]");
const parent = form?.querySelector("[name=parent]");

if (parent) {
  const home = document.createComment("where the form stands");
  const to = form.querySelector("[data-reply-to]");
  form.before(home);

  function answer(pk, name) {
    parent.value = pk;
    to.hidden = !pk;
    to.querySelector("[data-reply-name]").textContent = name;
    form.querySelector("textarea").focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.closest(".comment").after(form);
    answer(link.dataset.reply, link.dataset.name);
  });

  form.querySelector("[data-reply-cancel]").addEventListener("click", (event) => {
    event.preventDefault();
    home.after(form);
    answer("", "");
  });
}
