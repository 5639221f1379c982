// Joins the other scripts when a WebDriver puts them all into the page's own world, where the page can disturb them.
(() => {
  const run = axe.run;
  // axe-selenium-python would wait for ever for an axe that fails.
  axe.run = (...given) => run(...given).catch((error) => ({ error: String(error) }));

  // Resolves when the DOM is quiet and everything that the page asked for at first has come (true), or after `cap` ms.
  stepfree.atRest = async (quiet, cap) => {
    const end = performance.now() + cap;
    if (!(await stepfree.settled(quiet, cap))) return false;
    while (document.readyState !== 'complete') {
      if (performance.now() >= end) return false;
      await new Promise((done) => { setTimeout(done, 25); });
    }
    return true;
  };
})();
