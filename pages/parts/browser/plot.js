// A chart drawn in place: plotly.js changes the marks that differ. While a slider is moved, `live` hands figures over
// before the page's own run brings the same ones; what the run brings for a state already left behind waits.

const CONFIG = { displayModeBar: false, displaylogo: false };
const plots = new WeakMap();
let turn = Promise.resolve(); // charts of a new screen are drawn one a frame, the first ones first

// The layout for a width: from the width that it names on, some of it is another one.
function fitted({ meta, ...layout }, width) {
  return { ...layout, ...(meta && width >= meta.from ? meta.layout : {}), width };
}

class Plot {
  constructor(root) {
    this.stage = root.querySelector(".plot");
    this.failure = root.querySelector(".plot-failure");
    this.listening = new AbortController();
    const signal = this.listening.signal;
    document.addEventListener("live:charts", event => this.follow(event.detail), { signal });
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.stage);
  }

  // What the run says. It stands, unless the reader has moved on since.
  settle(data) {
    this.data = data;
    this.stage.setAttribute("aria-label", data.alt);
    if (data.follows) this.stage.dataset.follows = data.id;
    else delete this.stage.dataset.follows;
    const asked = new CustomEvent("live:settle", { cancelable: true, detail: data.address });
    if (this.drawn === undefined || document.dispatchEvent(asked)) this.draw(data.figure);
  }

  follow(charts) {
    const chart = this.data.follows && charts[this.data.id];
    if (!chart || chart.figure === null) return;
    this.stage.setAttribute("aria-label", chart.alt);
    this.draw(chart.figure);
  }

  async draw(text) {
    if (text === this.drawn) return;
    this.drawn = text;
    const figure = this.figure = JSON.parse(text);
    this.stage.style.height = `${figure.layout.height}px`;
    try {
      const Plotly = this.plotly = await plotly(this.data.plotly);
      if (!this.stage._fullLayout) await (turn = turn.then(() => new Promise(requestAnimationFrame)));
      if (text !== this.drawn || !this.stage.isConnected) return;
      await Plotly.react(this.stage, figure.data, fitted(figure.layout, this.stage.clientWidth), CONFIG);
      this.failure.textContent = "";
    } catch (error) {
      this.drawn = undefined;
      this.failure.textContent = this.data.failed;
    }
  }

  fit() {
    const width = this.stage.clientWidth;
    if (this.stage._fullLayout && width && Math.abs(width - this.stage._fullLayout.width) >= 1)
      this.plotly.react(this.stage, this.figure.data, fitted(this.figure.layout, width), CONFIG);
  }

  leave() {
    this.listening.abort();
    this.resized.disconnect();
    if (this.stage._fullLayout) this.plotly.purge(this.stage);
  }
}

export default function ({ data, parentElement }) {
  let plot = plots.get(parentElement);
  if (!plot) plots.set(parentElement, plot = new Plot(parentElement));
  plot.settle(data);
  return () => { plots.delete(parentElement); plot.leave(); };
}
