// Form fields: the label that is seen, what else stands by it, and the messages of the form they stand in.
stepfree.probes.labels = () => {
  const text = (element) => element.textContent.replace(/\s+/g, ' ').trim();
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && axe.commons.dom.isVisibleOnScreen(element);
  const byIds = (element, attribute) => (element.getAttribute(attribute) || '').split(/\s+/).filter(Boolean)
    .map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean);
  const labelsOf = (element) => {
    const referred = byIds(element, 'aria-labelledby');
    return referred.length ? referred : [...(element.labels || [])];
  };
  // A label's own words: not the field inside it.
  const words = (label) => {
    const copy = label.cloneNode(true);
    for (const control of copy.querySelectorAll('input, select, textarea, button, script, style')) control.remove();
    return [text(copy), ...[...label.querySelectorAll('img[alt]')].map((image) => image.alt)].filter(Boolean).join(' ');
  };
  const fields = [...document.querySelectorAll(
    'input:not([type=hidden], [type=submit], [type=reset], [type=button], [type=image]), select, textarea, [role=textbox], [role=searchbox], [role=combobox]')]
    .filter((element) => seen(element) && axe.commons.dom.isVisibleToScreenReaders(element));
  if (fields.length === 0) return { fields: [], messages: [] };
  const labels = new Set(fields.flatMap(labelsOf));
  // What groups fields for the eye: headings and legends, in document order with them.
  const groups = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading], legend, caption, th')].filter(seen);
  const group = (element) => groups.filter((one) => one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .map(text).filter(Boolean).pop() || '';
  const groupNames = (element) => {
    const names = [];
    for (let at = element.closest('fieldset, [role=group], [role=radiogroup], tr, li'); at; at = at.parentElement?.closest('fieldset, [role=group], [role=radiogroup], tr, li')) {
      const legend = at.querySelector(':scope > legend');
      names.push(legend && seen(legend) ? text(legend) : '', at.getAttribute('aria-label') || '', ...byIds(at, 'aria-labelledby').filter(seen).map(text));
      if (at.localName === 'tr') names.push(text(at.cells[0] || at));
      if (at.localName === 'li') names.push(text(at));
    }
    return names.filter(Boolean).join(' ');
  };
  // Words beside a field that no code ties to it; a heading says what the part is about, not what to enter.
  const HEADING = 'h1, h2, h3, h4, h5, h6, [role=heading]';
  const beside = (element) => {
    let around = '';
    for (let at = element, steps = 0; at.parentElement && steps < 3 && !around; at = at.parentElement, steps += 1) {
      // Above the field's own row stand words for several fields, or the heading over all of them.
      if (/^(?:form|body|main|table)$/.test(at.parentElement.localName) || (steps > 0 && fields.some((other) => other !== element && at.parentElement.contains(other)))) break;
      around = [...at.parentElement.childNodes].filter((node) => node !== at && !(node.nodeType === Node.ELEMENT_NODE && node.matches(HEADING)))
        .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : node.nodeType === Node.ELEMENT_NODE
          ? `${node.matches('input[type=submit], input[type=button]') ? node.value : words(node)}` : '')).join(' ').replace(/\s+/g, ' ').trim();
    }
    return around.slice(0, 200);
  };
  const formOf = (element) => element.form || element.closest('[role=form], [role=search], form') || document.body;
  const forms = [];
  const number = (element) => {
    const form = formOf(element);
    if (!forms.includes(form)) forms.push(form);
    return forms.indexOf(form);
  };
  // Text between a field and the one before it that is no label: it may be what tells them apart for the eye.
  let before = null;
  const between = (element) => {
    const range = document.createRange();
    if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_CONTAINED_BY)) range.setStartAfter(before);
    else range.setStart(formOf(element), 0);
    range.setEndBefore(element);
    before = element;
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!range.intersectsNode(node) || !node.data.trim() || /^(?:script|style|option)$/.test(node.parentElement.localName)) continue;
      if ([...labels].some((label) => label.contains(node)) || !seen(node.parentElement)) continue;
      return true;
    }
    return false;
  };
  const answer = fields.map((element) => {
    const shown = labelsOf(element).filter(seen);
    return {
      ...stepfree.target(element),
      kind: element.localName === 'input' ? element.type : element.localName,
      key: element.name || element.id || '',
      form: number(element),
      label: shown.map(words).filter(Boolean).join(' '),
      control: shown.length > 0 && shown.every((label) => label.matches('button, a, input')),
      name: stepfree.name(element).trim(),
      placeholder: element.getAttribute('placeholder')?.trim() || element.getAttribute('aria-placeholder')?.trim() || '',
      group: `${group(element)} | ${groupNames(element)}`.slice(0, 300),
      apart: between(element),
      beside: beside(element),
      described: byIds(element, 'aria-describedby').concat(byIds(element, 'aria-errormessage')).map((one) => one.id),
      invalid: element.getAttribute('aria-invalid') === 'true',
    };
  });
  // What calls itself an error: by role, by being a field's error message, by id or class.
  const ERROR = /(?:^|[-_\s])(?:errors?|errs?|err(?:or)?-?(?:msg|message|text|tips?)|invalid(?:-?feedback)?|alert-danger|alert-error|warning-?text)(?:$|[-_\s])|[a-z](?:Error|Err)(?:$|[A-Z_-])|error(?:Msg|Message|Text|Tip)/;
  const told = new Set(fields.flatMap((element) => byIds(element, 'aria-errormessage')));
  // What a field is described by may be a hint for all times; it is a message when it finds fault.
  const FAULT = /有误|错误|不正确|无效|不合法|非法|\b(?:invalid|incorrect|error|wrong|not valid)\b/i;
  const described = new Set(fields.flatMap((element) => byIds(element, 'aria-describedby')));
  const messages = [];
  for (const form of forms) {
    for (const element of form.querySelectorAll('p, span, div, em, strong, b, i, li, td, label, small, font, output, h1, h2, h3, h4, h5, h6')) {
      const marked = told.has(element) || element.getAttribute('role') === 'alert' || ERROR.test(`${element.id} ${element.className}`)
        || (described.has(element) && FAULT.test(element.innerText));
      if (!marked || element.querySelector('input, select, textarea') || !seen(element)) continue;
      const said = element.innerText.trim();
      if (!said || said.length > 300 || messages.some((other) => other.element.contains(element))) continue;
      messages.push({ element, said, form: forms.indexOf(form) });
    }
  }
  const fieldNear = (element) => {
    const box = element.closest('li, tr, td, p, dd, label, .form-group, .form-item, .field') || element.parentElement;
    const inside = fields.filter((field) => box.contains(field));
    return inside.length === 1 && !/^(?:form|body)$/.test(box.localName) ? fields.indexOf(inside[0]) : -1;
  };
  return {
    fields: answer,
    messages: messages.map(({ element, said, form }) => ({
      ...stepfree.target(element), text: said, form,
      tied: fields.findIndex((field) => byIds(field, 'aria-describedby').concat(byIds(field, 'aria-errormessage')).includes(element)),
      near: fieldNear(element),
      labelled: [...labels].some((label) => label.contains(element)),
    })),
  };
};
