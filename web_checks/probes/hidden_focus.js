async () => {
  const MOST = 50;
  let left_out = 0;
  const found = [];
  const unstyled = stepfree.unstyled();
  const rest = document.activeElement;
  axe.setup(document.documentElement);
  try {
    for (const element of document.querySelectorAll('[aria-hidden=true], [aria-hidden=true] *')) {
      const node = axe.utils.getNodeFromTree(element);
      if (!node || !axe.commons.dom.isInTabOrder(node) || element.localName === 'iframe') continue;
      if (found.length >= MOST) left_out += 1;
      else found.push({ element, ...stepfree.target(element) });
    }
  } finally { axe.teardown(); }
  const pause = () => new Promise((resolve) => { setTimeout(resolve, 60); });
  const seen = [];
  for (const { element, ...target } of found) {
    // A sentinel sends the focus on while focus() still runs: only the event tells that it was here.
    let taken = false;
    element.addEventListener('focus', () => { taken = true; }, { once: true, capture: true });
    element.focus({ preventScroll: true });
    await pause();
    seen.push({ ...target, taken, kept: document.activeElement === element, unstyled });
  }
  if (rest && rest !== document.body) rest.focus({ preventScroll: true });
  else if (document.activeElement) document.activeElement.blur();
  return { seen, left_out };
}
