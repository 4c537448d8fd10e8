// Draws the card's chart in the theme that was asked for, or that the reader's system prefers, as wide as the card.

const CONFIG = { displayModeBar: false, displaylogo: false };
const stage = document.getElementById("chart");
const dark = matchMedia("(prefers-color-scheme: dark)");

function theme() {
  const asked = document.documentElement.dataset.theme;
  return asked === "auto" ? (dark.matches ? "dark" : "light") : asked;
}

// The layout for a width: from the width that it names on, some of it is another one.
function fitted({ meta, ...layout }, width) {
  return { ...layout, ...(meta && width >= meta.from ? meta.layout : {}), width };
}

async function draw(figures) {
  const figure = figures[theme()];
  await Plotly.react(stage, figure.data, fitted(figure.layout, stage.clientWidth), CONFIG);
}

function failed() {
  stage.textContent = stage.dataset.failed;
  stage.style.height = "auto";
  const table = document.querySelector("details");
  if (table) table.open = true;
}

if (stage) {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const again = () => draw(figures).catch(failed);
  new ResizeObserver(again).observe(stage);
  dark.addEventListener("change", again);
}
