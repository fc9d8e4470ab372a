// Prodigy's keys for the review queue; without this script the buttons do the same.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = [...document.querySelectorAll("button[data-key]")].find((one) => one.dataset.key === event.key);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
