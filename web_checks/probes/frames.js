// Frames that assistive technology meets, with their names and a look at the documents inside.
stepfree.probes.frames = () => {
  const seen = [];
  const plain = (text) => (text || '').replace(/\s+/g, ' ').trim();
  for (const element of document.querySelectorAll('iframe, frame')) {
    const virtual = axe.utils.getNodeFromTree(element);
    if (!virtual || !axe.commons.dom.isVisibleToScreenReaders(virtual)) continue;
    let inner = null;
    try { inner = element.contentDocument; } catch { /* another origin's document is not ours to read */ }
    const loaded = inner !== null && inner.readyState !== 'loading' && inner.body !== null;
    seen.push({
      ...stepfree.target(element),
      name: plain(stepfree.name(element)),
      // A frame that moved on from about:blank is known by where it is now.
      address: (loaded && inner.URL !== 'about:blank' && inner.URL !== 'about:srcdoc' ? inner.URL : element.src || '').split('#')[0],
      title: loaded ? plain(inner.title) : '',
      text: loaded ? plain(inner.body.innerText).slice(0, 4000) : '',
      known: loaded,
    });
  }
  return seen;
};
