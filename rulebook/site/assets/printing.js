// The theme opens everything that is folded before it prints. Examples that a reader left closed
// are marked, so that the style can leave them out.
(() => {
  "use strict";
  const mark = (each) => each.classList.toggle("rb-closed", !each.open);
  const printing = window.matchMedia("print");
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("details.rb-example").forEach(mark);
  });
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!printing.matches && target.matches("details.rb-example")) mark(target);
    },
    true,
  );
})();
