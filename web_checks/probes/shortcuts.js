// What a key does when nothing has the focus.
(() => {
  let mutations = 0;
  let prevented = false;
  let focused = null;
  let value = '';
  let place = '';
  const observer = new MutationObserver((records) => { mutations += records.length; });
  const pressed = (event) => { prevented = prevented || event.defaultPrevented; };
  const entered = (event) => { focused = event.composedPath()[0]; value = focused.value; };
  const where = () => `${location.href} ${Math.round(scrollX)} ${Math.round(scrollY)}`;
  stepfree.shortcuts = {
    begin: () => {
      document.activeElement?.blur();
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      addEventListener('keydown', pressed);
      addEventListener('keypress', pressed);
      addEventListener('focusin', entered, true);
      place = where();
      return null;
    },
    // What has happened since the last look; the focus is put back to nothing.
    look: async (wait) => {
      await new Promise((done) => { setTimeout(done, wait); });
      const seen = { mutations, prevented, focus: focused !== null, moved: where() !== place };
      if (focused) {
        if (typeof value === 'string' && focused.value !== value) focused.value = value;
        focused.blur();
        await new Promise((done) => { setTimeout(done, 10); });
      }
      mutations = 0;
      prevented = false;
      focused = null;
      place = where();
      return seen;
    },
    end: () => {
      observer.disconnect();
      removeEventListener('keydown', pressed);
      removeEventListener('keypress', pressed);
      removeEventListener('focusin', entered, true);
      return stepfree.controls().map(({ name }) => name).filter((name) => name);
    },
    roots: () => stepfree.listening.map((element) => element === document.body || element === document.documentElement),
  };
  return null;
})()
