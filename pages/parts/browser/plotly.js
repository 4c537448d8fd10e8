// plotly.js from our own server, once for the page.

function plotly(url) {
  window.ownPlotly ??= new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = url;
    tag.onload = () => window.Plotly ? done(window.Plotly) : failed(new Error("no Plotly"));
    tag.onerror = () => { tag.remove(); failed(new Error("not loaded")); };
    document.head.append(tag);
  }).catch(error => { window.ownPlotly = null; throw error; });
  return window.ownPlotly;
}
