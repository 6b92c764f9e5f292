// Bring the rest of a thread, or of a branch, onto the page. Without scripts the same links lead to it.
const added = document.querySelector("[data-added]");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-more]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  bring(link).catch(() => location.assign(link.href));
});

async function bring(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const holder = holderIn(page, link.dataset.more);
  const list = holder.querySelector(":scope > .branch");
  const comments = list ? onlyNew(list) : [];
  const rest = link.closest("[data-rest]");
  listBefore(rest).append(...(list?.children ?? []));
  rest.replaceWith(...holder.querySelectorAll(":scope > [data-rest]"));
  added.textContent = `${added.dataset.added} ${comments.length}`;
  comments[0]?.focus({ preventScroll: true });
}

// The link of a branch names the comment that it began with; that of the thread names none.
function holderIn(page, beginning) {
  return beginning ? page.getElementById(beginning).closest("li") : page.getElementById("comments");
}

// Take out what stands on this page already, such as a pick that was shown early; its replies move up.
function onlyNew(list) {
  return [...list.querySelectorAll(".comment")].filter((comment) => {
    if (!document.getElementById(comment.id)) return true;
    const item = comment.closest("li");
    item.replaceWith(...(item.querySelector(":scope > .branch")?.children ?? []));
    return false;
  });
}

function listBefore(rest) {
  if (rest.previousElementSibling?.matches(".branch")) return rest.previousElementSibling;
  const list = document.createElement("ol");
  list.className = "branch";
  rest.before(list);
  return list;
}
