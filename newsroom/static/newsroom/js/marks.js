// Make the links to paragraphs one stop for the Tab key, as there are dozens; arrow keys lead from one to the next.
const marks = [...document.querySelectorAll(".copy .mark")];

function move(from, to) {
  if (from) from.tabIndex = -1;
  to.tabIndex = 0;
  return to;
}

if (marks.length) {
  move(null, marks[0]);
  document.querySelector(".copy").addEventListener("keydown", (event) => {
    const at = marks.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (at < 0 || !marks[to]) return;
    event.preventDefault();
    move(marks[at], marks[to]).focus();
  });
}
