// Shows which words and which card belong together while either is pointed at or focused; the links work without it.
"use strict";
const found = (event) => event.target.closest?.("[data-claim]");
const show = (claim, on) => {
  for (const one of document.querySelectorAll("[data-claim]")) {
    one.classList.toggle("linked", on && one.dataset.claim === claim);
  }
};
for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(type, (event) => {
    const part = found(event);
    if (part) show(part.dataset.claim, on);
  });
}
