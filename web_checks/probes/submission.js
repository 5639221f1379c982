// The page's forms, and what becomes of one that is sent off empty or wrongly filled in. Only asked on test copies.
(() => {
  const FIELDS = 'input:not([type=hidden], [type=submit], [type=reset], [type=button], [type=image]), select, textarea';
  const BUTTONS = 'button, input[type=submit], input[type=button], input[type=image], a, [role=button], [onclick]';
  const SENDS = /提交|登录|登陆|注册|保存|确定|确认|查询|搜索|申请|预约|下一步|继续|办理|发送|submit|sign (?:in|up)|log ?in|register|save|search|send|next|continue|apply/i;
  const LIVE = '[role=alert], [role=status], [role=log], [role=alertdialog], [aria-live]:not([aria-live=off]), output';
  const POPUP = 'dialog, [role=dialog], [role=alertdialog], [aria-modal=true]';
  const MOST_HOLDERS = 300;
  const MOST_MESSAGES = 60;
  const MOST_CONTROLS = 40;
  const CALM = new CSSStyleSheet();
  CALM.replaceSync('*, *::before, *::after { transition: none !important; }');

  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const byIds = (element, attribute) => (element.getAttribute(attribute) || '').split(/\s+/).filter(Boolean)
    .map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean);
  const textOf = (element) => squeeze(element.value && element.localName === 'input' ? element.value : element.innerText || element.getAttribute('aria-label') || element.alt || '');
  const inForm = (root, element) => (root === document.body ? !element.form && !element.closest('form') : element.form === root || root.contains(element));
  const fieldsOf = (root) => [...document.querySelectorAll(FIELDS)].filter((element) => inForm(root, element) && !element.disabled);
  const buttonOf = (root) => {
    const near = [...document.querySelectorAll(BUTTONS)].filter((element) => inForm(root, element) && shown(element) && !element.disabled);
    return (root === document.body ? undefined : near.find((element) => /^(?:submit|image)$/.test(element.type)))
      || near.find((element) => SENDS.test(textOf(element)) && textOf(element).length <= 12 && !/^(?:https?:|\/)/.test(element.getAttribute('href') || '')) || null;
  };
  const roots = () => [...document.forms, document.body]
    .filter((root) => fieldsOf(root).some(shown) && (buttonOf(root) || (root !== document.body && root.hasAttribute('action'))));

  const { label } = stepfree;
  // What stands by a field before anything is entered: its format may be told there. A placeholder goes when one types.
  const hint = (element) => [label(element), element.title, ...byIds(element, 'aria-describedby').filter(shown).map((one) => squeeze(one.innerText))].join(' ').slice(0, 300);
  const field = (element) => ({
    ...stepfree.target(element), kind: element.localName === 'input' ? element.type : element.localName,
    key: `${element.name} ${element.id}`.trim(), label: label(element), hint: hint(element), shown: shown(element),
    required: element.required || element.getAttribute('aria-required') === 'true', filled: Boolean(element.value) && !/^(?:checkbox|radio)$/.test(element.type),
    over: element.type === 'number' && Number.isFinite(parseFloat(element.max)) ? String(Math.floor(parseFloat(element.max)) + 1) : '', group: element.name || '', locked: Boolean(element.readOnly),
  });
  const heading = (root) => {
    const all = [...document.querySelectorAll('h1, h2, h3, legend, caption, [role=heading]')].filter(shown);
    const inside = all.filter((one) => root.contains(one));
    const above = all.filter((one) => one.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING);
    return squeeze((root !== document.body && inside[0] ? inside[0] : above.pop() || inside[0])?.innerText).slice(0, 80);
  };
  const within = (work) => {
    axe.setup(document.documentElement);
    try { return work(); } finally { axe.teardown(); }
  };

  const paint = (element) => {
    const style = getComputedStyle(element);
    return [style.borderTopColor, style.borderBottomColor, style.borderTopWidth, style.backgroundColor,
      style.backgroundImage, style.boxShadow, style.color].join('|');
  };
  const painted = (element) => [element, element.parentElement, ...(element.labels || [])].map(paint).join('\n');

  // Texts in view: the element that holds each, and how often it stands in the page.
  const texts = () => {
    const holders = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!holder || /^(?:script|style|noscript|template|option|textarea)$/.test(holder.localName) || !node.data.trim() || !shown(holder)) continue;
      holders.set(holder, squeeze(`${holders.get(holder) || ''} ${node.data}`));
    }
    return holders;
  };
  const counted = (list) => {
    const counts = new Map();
    for (const text of list) counts.set(text, (counts.get(text) || 0) + 1);
    return counts;
  };
  const fresh = (now, old, counts) => {
    const more = counted(now.values());
    return [...now].filter(([holder, text]) => old.get(holder) !== text && more.get(text) > (counts.get(text) || 0)).map(([holder]) => holder);
  };

  let root = null;
  let fields = [];
  let looks = [];
  let marks = [];
  let known = new Map();
  let refused = [];
  let sent = [];
  addEventListener('invalid', (event) => refused.push(event), true);
  addEventListener('submit', (event) => sent.push(event), true);

  // The element that says something new as a whole: a message with a bold word in it is one message.
  const whole = (holder, old) => {
    let top = holder;
    while (top.parentElement && top.parentElement !== document.body && top.parentElement !== root && !top.parentElement.querySelector(FIELDS)
      && squeeze(top.parentElement.innerText).length <= 200 && !old.some((other) => top.parentElement.contains(other))) top = top.parentElement;
    return top;
  };
  const nearField = (element) => {
    for (let at = element, steps = 0; at && at !== root && at !== document.body && steps < 4; at = at.parentElement, steps += 1) {
      const inside = fields.filter((one) => at.contains(one) && shown(one));
      if (inside.length > 1) return -1;
      if (inside.length === 1) return fields.indexOf(inside[0]);
    }
    return -1;
  };
  const messages = (now, holders) => {
    const news = new Set(holders);
    const old = [...now.keys()].filter((holder) => !news.has(holder));
    const tops = [...new Set(holders.slice(0, MOST_HOLDERS).map((holder) => whole(holder, old)))];
    return tops.filter((top) => !tops.some((other) => other !== top && other.contains(top))).slice(0, MOST_MESSAGES).map((element) => {
      const tied = fields.findIndex((one) => [...byIds(one, 'aria-describedby'), ...byIds(one, 'aria-errormessage')].some((by) => by.contains(element)));
      return {
        ...stepfree.target(element), text: squeeze(element.innerText).slice(0, 200), tied, near: tied < 0 ? nearField(element) : tied,
        live: element.closest(LIVE) !== null || element.querySelector(LIVE) !== null,
        focused: document.activeElement !== document.body && (element.contains(document.activeElement) || Boolean(document.activeElement?.closest(POPUP)?.contains(element))),
      };
    });
  };

  stepfree.submission = {
    forms: () => within(() => {
      const seen = new Set();
      return roots().map((form, index) => {
        const list = fieldsOf(form);
        const button = buttonOf(form);
        const kinds = `${stepfree.path(form)} ${list.map((one) => one.name || one.id || one.type).join(' ')}`;
        const twin = seen.has(kinds);
        seen.add(kinds);
        return {
          index, twin, ...stepfree.target(form === document.body && button ? button : form), button: button ? textOf(button) : '', heading: heading(form),
          own: `${form === document.body ? '' : `${form.id} ${form.getAttribute('name') || ''} ${form.getAttribute('aria-label') || ''} ${form.getAttribute('action') || ''}`}`.trim(),
          controls: [...document.querySelectorAll(BUTTONS)].filter((one) => inForm(form, one) && shown(one)).map(textOf).filter(Boolean).slice(0, MOST_CONTROLS),
          said: squeeze(form.innerText).slice(0, 3000), fields: list.map(field),
        };
      });
    }),
    // Fill a form in: entries maps the number of a field to its text, "@choose" or "@tick".
    begin: (index, entries) => {
      root = roots()[index] || null;
      if (!root) return null;
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, CALM];
      fields = fieldsOf(root);
      for (const [number, entry] of Object.entries(entries)) {
        const element = fields[number];
        if (!element) continue;
        if (entry === '@tick') {
          if (!element.checked) element.click();
          continue;
        }
        element.focus({ preventScroll: true });
        if (entry === '@choose') element.value = ([...element.options].find((option) => option.value && !option.disabled) || element).value;
        else element.value = entry;
        for (const kind of ['input', 'change']) element.dispatchEvent(new Event(kind, { bubbles: true }));
        element.blur();
      }
      document.activeElement?.blur();
      looks = fields.map(painted);
      marks = fields.map((element) => element.getAttribute('aria-invalid') === 'true');
      known = texts();
      refused = [];
      sent = [];
      return [...new Set(known.values())];
    },
    send: () => {
      const button = buttonOf(root);
      if (button) button.click();
      else root.requestSubmit();
    },
    // What the page shows after it was asked to send the form off, and stayed.
    look: () => within(() => {
      const at = document.activeElement;
      const now = texts();
      const found = messages(now, fresh(now, known, counted(known.values())));
      const stopped = refused.filter((event) => fields.includes(event.target)).map((event) => event.target);
      // The browser's own bubble stands by the field that it gave the focus to.
      const shows = refused.find((event) => !event.defaultPrevented && event.target === at);
      const bubble = shows ? fields.indexOf(shows.target) : -1;
      const focus = fields.indexOf(at);
      at?.blur?.();
      return {
        messages: found, bubble, focus, held: sent.some((event) => event.defaultPrevented), asked: sent.length > 0,
        fields: fields.map((element, number) => ({
          invalid: stopped.includes(element), marked: element.getAttribute('aria-invalid') === 'true' && !marks[number],
          repainted: painted(element) !== looks[number], bubble: number === bubble ? `${element.validationMessage} ${element.validity.patternMismatch ? element.title : ''}`.trim() : '',
          bare: element.validity.patternMismatch && !element.title,
        })),
      };
    }),
    // The page that came of it: what it says that the one before did not, and the fields it asks for.
    landed: (before) => within(() => {
      root = document.body;
      fields = [...document.querySelectorAll(FIELDS)].filter((element) => !element.disabled && shown(element));
      const now = texts();
      const counts = new Map(before.map((text) => [text, Infinity]));
      return { messages: messages(now, fresh(now, new Map(), counts)), title: document.title, fields: fields.map(field) };
    }),
  };
  return null;
})()
