// Other words in the place of those that the page drew, where that place holds one text and nothing else.

function write(place, words) {
  if (!place) return;
  const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const text = texts.nextNode();
  if (text && !texts.nextNode() && text.data !== words) text.data = words;
}
