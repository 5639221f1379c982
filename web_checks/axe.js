// Shrinks axe's results inside the page: only what a finding needs crosses to Python, as one JSON string.
(() => {
  const SNIPPET = 300;
  const flat = (selector) => selector.map((part) => (Array.isArray(part) ? part.join(' >>> ') : part)).join(' >>> ');
  // Of a page with frames axe gives no elements: those of the top frame are found again, so that one component has one
  // path on pages with frames and without.
  const again = new Map();
  const elementAt = (selector) => {
    const key = flat([selector]);
    if (!again.has(key)) again.set(key, axe.utils.shadowSelect(selector));
    return again.get(key);
  };
  const pathOf = (node) => {
    const element = node.element || (node.selector.length === 1 ? elementAt(node.selector[0]) : null);
    if (element && element.isConnected) return stepfree.path(element);
    const ancestry = node.ancestry;
    return ancestry ? flat(ancestry).replace(/:nth-child\(\d+\)/g, '').replace(/ > /g, '>') : '';
  };
  const cut = (text) => (text.length > SNIPPET ? `${text.slice(0, SNIPPET)}…` : text);
  const check = (found) => [found.id, found.message || '', found.data === undefined ? null : found.data];
  const kept = (node) => ({
    selector: flat(node.node.selector),
    snippet: cut(node.node.source || ''),
    path: pathOf(node.node),
    impact: node.impact,
    // Only the checks that speak against the node: "none" checks do so by being true.
    checks: [
      ...[...node.any, ...node.all].filter((found) => found.result !== true),
      ...node.none.filter((found) => found.result !== false),
    ].map(check),
  });
  // The one place where axe's verdict is changed, and only where its own check did not look. Nodes inside frames are
  // judged from afar: there axe is taken at its word, but for the frame itself.
  const words = (element) => [element.textContent, element.shadowRoot?.textContent, element.value, element.placeholder].join('');
  const own = (node) => (node.node.element?.isConnected ? node.node.element : null);
  const contrast = (rule) => rule.id.startsWith('color-contrast');
  // Failed for axe, for a person here: contrast is asked of text, and a row of dashes is none (ACT: text that expresses
  // something in human language).
  const wordless = (node) => own(node) !== null && !/[\p{L}\p{N}]/u.test(words(own(node)));
  // An open modal dialog makes the rest of the page inert: a frame outside it can hold nothing that is in the tab order.
  const inert = (node) => {
    const frame = node.node.selector.length > 1 ? axe.utils.shadowSelect(node.node.selector[0]) : null;
    const modal = document.querySelector('dialog:modal');
    return frame !== null && modal !== null && !modal.contains(frame);
  };
  const doubtful = (rule) => (node) => (
    (contrast(rule) && wordless(node)) || (rule.id === 'frame-focusable-content' && inert(node)));
  // Left open by axe, failed here: one letter may be an icon, but one Chinese character is text (大 中 小).
  const CHARACTER = /^[\s\p{P}]*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}][\s\p{P}]*$/u;
  const clear = (rule) => (node) => {
    const facts = node.any[0]?.data;
    return contrast(rule) && own(node) !== null && facts?.messageKey === 'shortTextContent'
      && facts.contrastRatio < parseFloat(facts.expectedContrastRatio) && CHARACTER.test(words(own(node)));
  };
  const refined = (rule) => ({
    failed: [...rule.violations.filter((node) => !doubtful(rule)(node)), ...rule.incomplete.filter(clear(rule))],
    incomplete: [...rule.violations.filter(doubtful(rule)), ...rule.incomplete.filter((node) => !clear(rule)(node))],
  });
  // One line: axe's results, shrunk.
  const shrunk = (results) => {
    again.clear();
    return JSON.stringify(results.filter((rule) => rule.result !== 'inapplicable').map((rule) => {
      const { failed, incomplete } = refined(rule);
      return {
        id: rule.id,
        help: rule.help,
        impact: rule.impact,
        tags: rule.tags,
        passed: new Set(rule.passes.map((node) => pathOf(node.node))).size,
        failed: failed.map(kept),
        incomplete: incomplete.map(kept),
      };
    }));
  };
  axe.addReporter('stepfree', (results, _options, done) => done(shrunk(results)));
  // Runs while axe's view of the page still stands: the probes share it, and building it is a good part of their cost.
  let asked = [];
  let unchanged = 0;
  axe.addReporter('stepfree-and-probes', (results, _options, done) => {
    const moved = stepfree.lastChange() !== unchanged;
    done([JSON.stringify(moved), shrunk(results), stepfree.answers(asked)].join('\n'));
  });
  stepfree.axe = {
    version: () => axe.version,
    run: (options) => axe.run(document, { ...options, iframes: false, reporter: 'stepfree' }),
    // Says what the next run with that reporter is asked.
    prepare: (names) => {
      asked = names;
      unchanged = stepfree.lastChange();
    },
    // Three lines of JSON: whether the page changed under axe, axe's results, the answers of some probes.
    look: (options, names) => {
      stepfree.axe.prepare(names);
      return axe.run(document, { ...options, iframes: false, reporter: 'stepfree-and-probes' });
    },
    // The pieces for pages with frames: a partial result of each frame, then one judgement in the top frame.
    frames: (context) => JSON.stringify(axe.utils.getFrameContexts(context || document, {})),
    frameElement: (selector) => axe.utils.shadowSelect(selector),
    // Without a view of its own made before: from one, axe leaves frames out that it would count in otherwise.
    partial: (context, options) => axe.runPartial(context || document, options).then((part) => JSON.stringify(part)),
    finish: (partials, options) => axe.finishRun(partials, { ...options, reporter: 'stepfree' }),
  };
})();
