// The scripts that a document loads, and where their elements are.
stepfree.probes.scripts = () => [...document.querySelectorAll('script[src]')].map((element) => ({
  address: element.src,
  // A selector by place would be different on every page: scripts are told apart by what they load.
  selector: `script[src="${CSS.escape(element.getAttribute('src'))}"]`,
  snippet: stepfree.snippet(element),
  path: stepfree.path(element),
}));
