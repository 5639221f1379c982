// What the page does when somebody chooses, ticks, types or pastes. Only asked on test copies.
(() => {
  const MOST_ALIKE = 2;
  const MOST = { select: 8, check: 8, text: 8 };
  const TYPED = /^(?:text|email|tel|url|number|search|password|textarea)$/;
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const kindOf = (element) => {
    if (element.localName === 'select') return element.multiple || element.options.length < 2 ? '' : 'select';
    if (/^(?:checkbox|radio)$/.test(element.type)) return 'check';
    return TYPED.test(element.type) && !element.readOnly ? 'text' : '';
  };
  // All that stands by a control and may warn: label, description, title, legend, the words in its row.
  const warning = (element) => {
    const described = (element.getAttribute('aria-describedby') || '').split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.innerText);
    const row = element.closest('p, li, tr, label, fieldset, div');
    const legend = element.closest('fieldset')?.querySelector('legend')?.innerText;
    return squeeze([stepfree.label(element), element.title, legend, ...described, row && row.innerText.length < 300 ? row.innerText : ''].join(' ')).slice(0, 500);
  };
  const elements = [];
  const pasted = [];
  const counts = { select: 0, check: 0, text: 0 };
  const alike = new Map();
  const groups = new Set();
  let leftOut = 0;
  for (const element of document.querySelectorAll('input, select, textarea')) {
    const kind = kindOf(element);
    if (!kind || element.disabled || !shown(element) || element.closest('[role=tablist], [role=menu], [role=menubar]')) continue;
    const group = `${element.form ? [...document.forms].indexOf(element.form) : ''} ${element.name}`;
    if (element.type === 'radio' && (element.checked || (element.name && groups.has(group)))) continue;
    if (element.type === 'radio') groups.add(group);
    const path = stepfree.path(element);
    const same = (alike.get(path) || 0) + 1;
    alike.set(path, same);
    if (same > MOST_ALIKE && kind === 'check') continue;
    if (counts[kind] >= MOST[kind]) { leftOut += 1; continue; }
    counts[kind] += 1;
    elements.push(element);
  }
  const login = [...document.forms].filter((form) => form.querySelector('input[type=password]'));
  for (const element of document.querySelectorAll('input')) {
    if (shown(element) && !element.disabled && !element.readOnly && TYPED.test(element.type) && !element.hasAttribute('onpaste') && (element.type === 'password' || login.includes(element.form))) pasted.push(element);
  }
  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const moved = (element) => {
    const at = document.activeElement;
    return Boolean(at && at !== element && at !== document.body && !element.contains(at) && !at.contains(element));
  };

  stepfree.entry = {
    list: () => {
      axe.setup(document.documentElement);
      try {
        return {
          left_out: leftOut,
          controls: elements.map((element) => ({
            ...stepfree.target(element), kind: kindOf(element), label: stepfree.label(element), around: warning(element),
            key: element.type === 'number' || element.type === 'tel' ? '1' : 'a', keys: element.maxLength > 0 && element.maxLength <= 6 ? element.maxLength : 2,
          })),
          pastes: pasted.map((element) => ({ ...stepfree.target(element), password: element.type === 'password' })),
        };
      } finally { axe.teardown(); }
    },
    // Choose another option or tick; whether the focus was sent elsewhere.
    set: async (index) => {
      const element = elements[index];
      element.focus({ preventScroll: true });
      await pause(20);
      if (element.localName === 'select') {
        const others = [...element.options].filter((option) => !option.selected && !option.disabled);
        const other = others.find((option) => option.value) || others[0];
        if (other) {
          element.value = other.value;
          for (const kind of ['input', 'change']) element.dispatchEvent(new Event(kind, { bubbles: true }));
        }
      } else element.click();
      await pause(150);
      return moved(element);
    },
    focus: async (index) => {
      const element = elements[index];
      element.focus({ preventScroll: true });
      await pause(20);
      return document.activeElement === element;
    },
    // After keys were pressed: whether the focus was sent elsewhere ("moved"); leaving the field makes its change known:
    // whether the field is gone, and none like it has taken its place ("gone").
    leave: async (index) => {
      const element = elements[index];
      const path = stepfree.path(element);
      await pause(60);
      if (moved(element)) {
        await pause(150);
        return 'moved';
      }
      element.blur();
      await pause(150);
      const there = [...document.querySelectorAll(element.localName)].some((other) => shown(other) && (other === element || stepfree.path(other) === path));
      return there ? '' : 'gone';
    },
    // Whether a field refuses what is pasted: the event is cancelled and nothing arrives in another way.
    paste: async (index) => {
      const element = pasted[index];
      const before = element.value;
      const data = new DataTransfer();
      data.setData('text/plain', 'stepfree');
      const allowed = element.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true, clipboardData: data }));
      await pause(20);
      return !allowed && element.value === before;
    },
  };
  return null;
})()
