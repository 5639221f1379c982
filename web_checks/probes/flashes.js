// Makes the browser paint every frame, so that a film shows whether it keeps up; reads a film's pictures.
(() => {
  // One pixel, all but transparent, at the edge: what it changes is less than one step of any colour.
  const mark = document.createElement('div');
  mark.style.cssText = 'all: initial !important; position: fixed !important; left: 0; top: 0; width: 1px; height: 1px;'
    + ' background: #808080; opacity: 0.001; pointer-events: none; z-index: 2147483647';
  document.documentElement.append(mark);
  mark.animate([{ opacity: 0.001 }, { opacity: 0.003 }], { duration: 50, direction: 'alternate', iterations: Infinity });
  const decode = async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
    return { data: btoa(text), width, height };
  };
  stepfree.film = {
    end: () => mark.remove(),
    decoded: (pictures) => Promise.all(pictures.map(decode)),
    // The bare tag: style, and what is inside, differ from moment to moment.
    element: (place) => {
      const element = (place && document.elementFromPoint(...place)) || document.documentElement;
      const bare = element.cloneNode(false);
      bare.removeAttribute('style');
      axe.setup(document.documentElement);
      try { return { ...stepfree.target(element), snippet: stepfree.snippet(bare) }; } finally { axe.teardown(); }
    },
  };
})()
