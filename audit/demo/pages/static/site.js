"use strict";

document.querySelector("[data-large]")?.addEventListener("click", (event) => {
  const large = document.body.classList.toggle("large");
  event.currentTarget.setAttribute("aria-pressed", String(large));
});

document.querySelector("[data-close]")?.addEventListener("click", (event) => {
  event.currentTarget.closest(".float").remove();
});

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[role=tab]")) {
      other.setAttribute("aria-selected", String(other === tab));
      document.getElementById(other.dataset.panel).hidden = other !== tab;
    }
  });
}
