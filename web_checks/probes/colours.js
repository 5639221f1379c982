// Marks that are nothing but a colour: dots and squares beside words, and labels of required fields.
stepfree.probes.colours = () => {
  const MOST = 100;
  const LARGEST = 24; // px: more is an area
  const SMALLEST = 4;
  const COLOURED = 80; // of 255, between the strongest and the weakest primary: less is a grey
  const LONGEST = 30; // characters beside a dot
  const FEW = 4; // elements beside a dot, itself included
  const visible = (element) => { const node = axe.utils.getNodeFromTree(element); return Boolean(node && axe.commons.dom.isVisibleOnScreen(node)); };
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const range = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    return alpha < 0.5 || !/^rgba?\(/.test(colour) ? 0 : Math.max(red, green, blue) - Math.min(red, green, blue);
  };
  // Dots by the list that they stand in: what is above the element that holds a dot and its words.
  const lists = new Map();
  for (const dot of document.querySelectorAll('span:empty, i:empty, em:empty, b:empty, div:empty')) {
    if (dot.closest('a, button, [role=button], [role=img], [aria-hidden=true] *, [aria-label], [title], svg')) continue;
    const holder = dot.parentElement.parentElement;
    if (dot.parentElement.childElementCount > FEW) continue;
    const words = squeeze(dot.parentElement.innerText);
    if (!words || words.length > LONGEST || !holder || dot.parentElement.querySelectorAll(':scope > :empty').length > 1) continue;
    const box = dot.getBoundingClientRect();
    if (box.width < SMALLEST || box.height < SMALLEST || box.width > LARGEST || box.height > LARGEST) continue;
    const style = getComputedStyle(dot);
    const drawn = ['::before', '::after'].some((part) => !/^(?:none|normal)$/.test(getComputedStyle(dot, part).content));
    if (style.backgroundImage !== 'none' || style.maskImage !== 'none' || drawn || range(style.backgroundColor) < COLOURED) continue;
    lists.set(holder, [...(lists.get(holder) || []), { dot, words, colour: style.backgroundColor, shape: `${box.width} ${box.height} ${style.borderRadius} ${style.transform}` }]);
  }
  const dots = [];
  for (const [holder, marks] of lists) {
    const other = marks.find((mark) => mark.colour !== marks[0].colour && mark.shape === marks[0].shape);
    if (!other || !visible(marks[0].dot) || !visible(other.dot)) continue;
    if (dots.length >= MOST) stepfree.leaveOut();
    else dots.push({ ...stepfree.target(holder), first: marks[0].words, second: other.words });
  }

  // Red labels of fields that have to be filled in, without a sign or word for it.
  const SIGN = /[*＊※]|必填|必选|必须|不能为空|required|mandatory|compulsory/i;
  const red = (colour) => {
    const [most, green, blue] = (colour.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    return most - Math.max(green, blue) >= COLOURED;
  };
  const inked = (label) => {
    const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (/[\p{L}\p{N}]/u.test(node.data)) return node.parentElement;
    }
    return null;
  };
  const MUST = 'input[required], select[required], textarea[required], [aria-required=true]';
  const drawnSign = (element) => ['::before', '::after'].some((part) => SIGN.test(getComputedStyle(element, part).content));
  const isRed = (label) => { const ink = inked(label); return Boolean(ink && red(getComputedStyle(ink).color)); };
  const labels = [];
  for (const field of document.querySelectorAll(MUST)) {
    const label = field.labels?.[0];
    if (!label || !isRed(label) || !visible(field) || !visible(label)) continue;
    const ink = inked(label);
    const around = squeeze(label.parentElement.innerText);
    if (SIGN.test(label.textContent) || (around.length <= 100 && SIGN.test(around)) || SIGN.test(field.placeholder || '') || [ink, label].some(drawnSign)) continue;
    // Where all labels are red, red says nothing.
    const free = [...(field.form || document).querySelectorAll('input, select, textarea')].filter((other) => !other.matches(MUST) && other.labels?.length);
    if (free.some((other) => isRed(other.labels[0]))) continue;
    if (labels.length >= MOST) stepfree.leaveOut();
    else labels.push({ ...stepfree.target(field), text: squeeze(ink.textContent).slice(0, 40) });
  }
  return { dots, labels };
};
