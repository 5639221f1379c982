// Elements brought into view one after the other, and their pixels in a picture of the viewport.
(() => {
  const PATIENCE = 2000; // ms for a picture to come
  const come = (element) => (element.localName === 'img' && !element.complete
    ? Promise.race([element.decode().catch(() => {}), new Promise((done) => { setTimeout(done, PATIENCE); })]) : null);
  const inView = (box) => box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const NEAR = 200; // characters: a longer text around a picture is not about it alone

  // What is written around an element: the first text of what holds it, or right before and after it.
  stepfree.around = (element) => {
    let at = element;
    for (let steps = 0; at.parentElement && at.parentElement !== document.body && steps < 4; steps += 1) {
      const text = squeeze(at.parentElement.innerText);
      if (text && text.length <= NEAR) return text;
      if (text) break;
      at = at.parentElement;
    }
    return [at.previousElementSibling, at.nextElementSibling].map((other) => squeeze(other?.innerText))
      .filter((text) => text.length <= NEAR).join(' ');
  };
  // Its alternative and its title.
  stepfree.written = (element) => ['alt', 'title', 'aria-label'].map((name) => squeeze(element.getAttribute(name))).filter(Boolean);

  // subjects: [{ element, facts }]; margin: CSS px around each; small: CSS px, smaller ones are given at twice their size.
  stepfree.photographs = (subjects, { margin = 0, small = 0 } = {}) => ({
    // Brings the first one not yet looked at into view; returns the numbers of those that stand there, once they came.
    next: async (done) => {
      const rest = subjects.map((_, index) => index).filter((index) => !done.includes(index));
      if (rest.length === 0) return [];
      subjects[rest[0]].element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      const here = rest.filter((index) => inView(subjects[index].element.getBoundingClientRect()));
      await Promise.all([rest[0], ...here].map((index) => come(subjects[index].element)));
      return here.includes(rest[0]) ? here : [rest[0], ...here];
    },
    // picture: of the viewport (PNG, base64). Returns the grey bytes of what is seen of each.
    pixels: async (numbers, picture) => {
      const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      return numbers.flatMap((index) => {
        const box = subjects[index].element.getBoundingClientRect();
        const left = Math.max(0, Math.floor(box.left) - margin);
        const top = Math.max(0, Math.floor(box.top) - margin);
        const width = Math.min(innerWidth, Math.ceil(box.right) + margin) - left;
        const height = Math.min(innerHeight, Math.ceil(box.bottom) + margin) - top;
        if (Math.min(width, height) <= 2 * margin) return [];
        const scale = Math.max(width, height) < small ? 2 : 1;
        const context = new OffscreenCanvas(width * scale, height * scale).getContext('2d');
        context.drawImage(bitmap, left, top, width, height, 0, 0, width * scale, height * scale);
        const { data } = context.getImageData(0, 0, width * scale, height * scale);
        let grey = '';
        for (let at = 0; at < data.length; at += 4) {
          grey += String.fromCharCode(Math.round(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]));
        }
        return [{ facts: { ...subjects[index].facts, index }, width: width * scale, height: height * scale, grey: btoa(grey) }];
      });
    },
  });
})()
