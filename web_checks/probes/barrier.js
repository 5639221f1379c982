// Whether there is a page at all: a page with little on it may be a challenge, a refusal or an empty shell.
stepfree.probes.barrier = () => {
  if (window.top !== window) return null;
  const FEW = 400;    // elements; a real page of a portal has more, and only small pages cross in full
  const HTML = 20000; // characters; signs stand near the start
  const all = document.querySelectorAll('*');
  if (all.length > FEW) return null;
  return {
    // A script in the head that leads away at once leaves no body behind.
    text: (document.body?.innerText || '').replace(/\s+/g, ' ').trim().slice(0, 1000),
    html: document.documentElement.outerHTML.slice(0, HTML),
    links: document.querySelectorAll('a[href], area[href]').length,
    fields: document.querySelectorAll('input:not([type=hidden]), select, textarea').length,
    pictures: document.querySelectorAll('img, svg, canvas, video, audio, object, embed, iframe, frame').length,
    scripts: document.scripts.length,
    buttons: document.querySelectorAll('button, summary, [role=button], [onclick], [tabindex]').length,
    files: document.querySelectorAll('script[src]').length,
  };
};
