// plotly.js from our own server, each build once for the page.

function plotly(url) {
  const builds = window.ownPlotly ??= new Map();
  if (!builds.has(url)) builds.set(url, new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = url;
    tag.onload = () => window.Plotly ? done(window.Plotly) : failed(new Error("no Plotly"));
    tag.onerror = () => { tag.remove(); failed(new Error("not loaded")); };
    document.head.append(tag);
  }).catch(error => { builds.delete(url); throw error; }));
  return builds.get(url);
}
