// Shrinks axe's results inside the page: only what a finding needs crosses to Python, as one JSON string.
(() => {
  const SNIPPET = 300;
  const flat = (selector) => selector.map((part) => (Array.isArray(part) ? part.join(' >>> ') : part)).join(' >>> ');
  const pathOf = (node) => {
    if (node.element && node.element.isConnected) return stepfree.path(node.element);
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
  axe.addReporter('stepfree', (results, _options, done) => {
    done(JSON.stringify(results.filter((rule) => rule.result !== 'inapplicable').map((rule) => ({
      id: rule.id,
      help: rule.help,
      impact: rule.impact,
      tags: rule.tags,
      passed: new Set(rule.passes.map((node) => pathOf(node.node))).size,
      failed: rule.violations.map(kept),
      incomplete: rule.incomplete.map(kept),
    }))));
  });
  stepfree.axe = {
    version: () => axe.version,
    run: (options) => axe.run(document, { ...options, iframes: false, reporter: 'stepfree' }),
    // The pieces for pages with frames: a partial result of each frame, then one judgement in the top frame.
    frames: (context) => JSON.stringify(axe.utils.getFrameContexts(context || document, {})),
    frameElement: (selector) => axe.utils.shadowSelect(selector),
    partial: (context, options) => axe.runPartial(context || document, options).then((part) => JSON.stringify(part)),
    finish: (partials, options) => axe.finishRun(partials, { ...options, reporter: 'stepfree' }),
  };
})();
