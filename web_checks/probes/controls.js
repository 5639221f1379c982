// What people operate: elements that only a mouse works, groups of choices, fields about the user, links that surprise.
stepfree.probes.controls = () => {
  const { isVisibleOnScreen, isVisibleToScreenReaders } = axe.commons.dom;
  const virtual = (element) => axe.utils.getNodeFromTree(element);
  const nameOf = (element) => stepfree.name(element).trim();
  const shown = (element) => { const node = virtual(element); return Boolean(node && isVisibleOnScreen(node)); };
  const WORKS = 'a[href], area[href], button, input, select, textarea, summary, label, option, iframe, video, audio, [tabindex], [contenteditable=true]';

  // A handler in the markup that does something by itself, on an element without a role or a tab stop.
  const ACTS = /location|\.href|open\s*\(|\.submit\s*\(|show|hide|toggle|tab|jump|goto|search|login|play|close|switch|select|click|go\w*\s*\(|\w+\s*\(/i;
  const clickable = [];
  for (const element of document.querySelectorAll('[onclick], [onmousedown], [onmouseup]')) {
    if (element.closest(WORKS) || element.querySelector(WORKS) || !shown(element) || ['body', 'html', 'form', 'dialog'].includes(element.localName)) continue;
    if (element.closest('[aria-hidden=true]')) continue;
    const handler = ['onclick', 'onmousedown', 'onmouseup'].map((name) => element.getAttribute(name) || '').join(';').trim();
    if (!ACTS.test(handler) || /^[;\s]*(?:event\.)?(?:stopPropagation|preventDefault)\s*\(\)|^[;\s]*return\s+(?:false|true)?\s*;*$/.test(handler)) continue;
    clickable.push({
      ...stepfree.target(element),
      role: (element.getAttribute('role') || '').trim(),
      keys: ['onkeydown', 'onkeyup', 'onkeypress'].some((name) => element.hasAttribute(name)),
      text: element.innerText.trim().slice(0, 60) || nameOf(element),
      inline: /location|\.href|open\s*\(|\.submit\s*\(/i.test(handler),
    });
  }

  // Radio buttons and checkboxes that share a name are one question.
  const groups = new Map();
  for (const element of document.querySelectorAll('input[type=radio][name], input[type=checkbox][name]')) {
    const node = virtual(element);
    if (!node || !isVisibleToScreenReaders(node) || !element.name) continue;
    const forms = [...document.forms];
    const key = `${forms.indexOf(element.form)} ${element.type} ${element.name}`;
    groups.set(key, [...(groups.get(key) || []), element]);
  }
  const choices = [];
  for (const members of groups.values()) {
    if (members.length < 2) continue;
    const holder = members[0].closest('fieldset, [role=group], [role=radiogroup]');
    const named = holder !== null && members.every((member) => holder.contains(member)) && nameOf(holder) !== '';
    choices.push({ ...stepfree.target(members[0]), kind: members[0].type, count: members.length, named, name: named ? nameOf(holder).slice(0, 80) : '' });
  }

  const fields = [];
  for (const element of document.querySelectorAll('input, select, textarea')) {
    const type = element.type;
    if (/^(?:hidden|submit|button|reset|image|checkbox|radio|file|range|color|search)$/.test(type) || element.disabled || element.readOnly || !shown(element)) continue;
    fields.push({
      ...stepfree.target(element), type,
      name: nameOf(element) || element.placeholder || '',
      id: `${element.name} ${element.id}`.trim(),
      complete: (element.getAttribute('autocomplete') || '').trim().toLowerCase(),
      pasteStopped: /return\s+false|preventDefault/.test(element.getAttribute('onpaste') || ''),
      form: element.form ? [...document.forms].indexOf(element.form) : -1,
      login: Boolean(element.form && element.form.querySelector('input[type=password]')),
    });
  }

  const FILE = /\.(pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|csv|txt|rtf|mp[34]|m4[av]|mov|avi|wmv|flv|mkv|webm|wav|wma|ogg|apk|exe)$/i;
  const windows = [];
  const files = [];
  for (const element of document.querySelectorAll('a[href], area[href]')) {
    const href = element.href?.animVal ?? element.href;
    if (!/^https?:|^ftp:|^file:/.test(href)) continue;
    let path = '';
    try { path = new URL(href).pathname; } catch { continue; }
    const kind = FILE.exec(path);
    const opens = /^_blank$/i.test(element.target);
    if ((!kind && !opens) || !shown(element)) continue;
    const name = `${nameOf(element)} ${element.title} ${[...element.querySelectorAll('img')].map((img) => img.alt).join(' ')}`;
    if (opens) windows.push({ ...stepfree.target(element), told: /新窗口|新页面|新标签|new (?:window|tab)|external|外部链接|站外/i.test(`${name} ${element.getAttribute('aria-description') || ''}`) });
    if (kind) files.push({ ...stepfree.target(element), kind: kind[1].toLowerCase(), name: name.trim() });
  }
  // Lists whose markup says that a choice leads away at once.
  const LEAVES = /location|\bopen\s*\(|\.submit\s*\(|jump\w*\s*\(/i;
  const jumps = [];
  for (const element of document.querySelectorAll('select[onchange]')) {
    if (element.disabled || !shown(element) || !LEAVES.test(element.getAttribute('onchange'))) continue;
    const said = [...element.parentElement.childNodes].filter((node) => node !== element).map((node) => (node.innerText ?? node.data ?? '').trim());
    jumps.push({ ...stepfree.target(element), around: [nameOf(element), element.title, element.options[0]?.text, ...said].join(' ').slice(0, 400) });
  }
  return { clickable, choices, fields, windows, files, jumps };
};
