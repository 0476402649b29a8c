// A box that leaves of the page's tables only the rows with all words typed. Parts without such a
// row are hidden, the others opened; when the box is emptied all is folded as it was.
(() => {
  "use strict";
  const place = document.querySelector(".rb-filter");
  if (!place) return;
  const parts = [...document.querySelectorAll("details.rb-found")].map((part) => ({
    part,
    open: part.open,
    rows: [...part.querySelectorAll("tbody > tr")].map((row) => ({
      row,
      // The rules that use a fact are not what a reader looks for here.
      text: [...row.cells]
        .filter((cell) => !cell.querySelector("details"))
        .map((cell) => cell.textContent)
        .join(" ")
        .toLowerCase(),
    })),
    name: part.querySelector("summary").textContent.toLowerCase(),
  }));

  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = place.dataset.hint;
  box.setAttribute("aria-label", place.dataset.hint);
  const told = document.createElement("output");
  place.append(box, told);

  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/u).filter(Boolean);
    let found = 0;
    for (const { part, open, rows, name } of parts) {
      let here = 0;
      for (const { row, text } of rows) {
        const hit = words.every((word) => text.includes(word) || name.includes(word));
        row.hidden = !hit;
        here += hit;
      }
      part.hidden = words.length > 0 && !here;
      part.open = words.length > 0 ? here > 0 : open;
      found += here;
    }
    told.textContent = words.length ? `${found} 项 found` : "";
  };
  let waiting = 0;
  box.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(show);
  });
})();
