// Say that comments have come since the page was made. It moves nothing: who wants to see them follows the link.
const news = document.querySelector("[data-news]");
const OFTEN = 60_000;
const SELDOM = 16 * OFTEN;

if (news) {
  let wait = OFTEN;
  let due = Date.now() + wait;
  let timer;
  let isNear = false;

  function plan() {
    clearTimeout(timer);
    if (isNear && !document.hidden) timer = setTimeout(ask, Math.max(0, due - Date.now()));
  }

  async function ask() {
    try {
      const answer = await fetch(news.dataset.news, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.statusText);
      say((await answer.json()).new);
      wait = OFTEN;
    } catch {
      // The line may be down, or the article withdrawn: ask less and less often.
      wait = Math.min(2 * wait, SELDOM);
    }
    due = Date.now() + wait;
    plan();
  }

  function say(words) {
    if (words === news.textContent) return;
    const link = document.createElement("a");
    link.href = news.dataset.newest;
    link.textContent = words;
    news.replaceChildren(...(words ? [link] : []));
  }

  document.addEventListener("visibilitychange", plan);
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      isNear = true;
      plan();
    },
    { rootMargin: "100%" },
  );
  observer.observe(news.parentElement);
}
