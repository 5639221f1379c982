// The page as a whole: title, language, links, what kind of page it is, signatures of structure and text.
stepfree.probes.outline = () => {
  const SKETCH = 128;
  const meta = (name) => document.querySelector(`meta[name="${name}" i]`)?.content.trim() || '';
  const fingerprint = (text) => {
    // FNV-1a, 53 bits: only equality matters.
    let high = 0x811c9dc5, low = 0x01000193;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul(low ^ code ^ (high >>> 15), 0x85ebca6b);
    }
    return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
  };
  const components = new Set();
  const structure = new Set();
  for (const element of document.body ? document.body.querySelectorAll('*') : []) {
    // Inline text markup varies from article to article; the page's frame does not.
    if (!/^(?:script|style|p|span|br|b|i|em|strong|font|u|sup|sub|img|a|td|tr|li|h[1-6]|option)$/.test(element.localName)) {
      const path = stepfree.path(element);
      components.add(path);
      // Boxes without a name come with pasted text more often than with the template.
      if (!/(?:^|>)(?:div|section|center)$/.test(path)) structure.add(path);
    }
    // What a form asks for tells it from another in the same frame.
    if (/^(?:input|select|textarea)$/.test(element.localName) && element.type !== 'hidden') {
      structure.add(`${element.type} ${element.name.replace(/\d+/g, '')}`);
    }
  }
  const links = [];
  for (const element of document.querySelectorAll('a[href], area[href]')) links.push(element.href?.animVal ?? element.href);
  for (const element of document.querySelectorAll('iframe[src], frame[src]')) links.push(element.src);
  const fields = document.querySelectorAll('input:not([type=hidden]):not([type=search]), select, textarea');
  return {
    title: document.title,
    lang: document.documentElement.lang || '',
    charset: document.characterSet,
    canonical: document.querySelector('link[rel~=canonical]')?.href || '',
    column: meta('ColumnName'),
    article: meta('ArticleTitle') !== '' || meta('PubDate') !== '',
    fields: fields.length,
    passwords: document.querySelectorAll('input[type=password]').length,
    elements: document.querySelectorAll('*').length,
    template: fingerprint([...components].sort().join('\n')),
    structure: [...new Set([...structure].map((path) => fingerprint(path).slice(8, 14)))].sort().slice(0, SKETCH).join(''),
    content: fingerprint((document.body?.innerText || '').replace(/\s+/g, ' ').trim()),
    links,
  };
};
