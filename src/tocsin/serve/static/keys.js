// Prodigy's keys; without this script the buttons do the same.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && event.target.matches("a, button, input, summary")) return;
  const fold = document.querySelector(`details[data-open="${CSS.escape(event.key)}"]`);
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (fold) {
    fold.open = !fold.open;
    if (fold.open) fold.querySelector("input, select, button")?.focus();
  } else if (wanted) {
    if (wanted.matches("input")) wanted.closest("details").open = true;
    wanted.click();
  } else return;
  event.preventDefault();
});
