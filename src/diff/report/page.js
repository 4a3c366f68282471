"use strict";
const articles = [...document.querySelectorAll("article")];
const boxes = [...document.querySelectorAll("input[type=checkbox]")];
function show() {
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const article of articles) article.hidden = !kinds.has(article.dataset.kind);
}
for (const box of boxes) box.addEventListener("change", show);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !"jk".includes(event.key)) return;
  const seen = articles.filter((article) => !article.hidden);
  const at = seen.indexOf(document.activeElement);
  const next = event.key === "j" ? at + 1 : at < 0 ? seen.length - 1 : at - 1;
  if (seen[next]) seen[next].focus();
});
