// Lets axe remember what a colour's text means. It reads the few colours of a page's style sheets over and over, for every
// text and everything behind it, through a library of colour spaces: three tenths of its time. The same text always means the
// same; what cannot be read is not remembered, so that axe says so each time.
(() => {
  const colour = axe.commons?.color?.Color?.prototype;
  if (typeof colour?.parseString !== 'function') return;
  const read = colour.parseString;
  const known = new Map();
  colour.parseString = function parseString(text) {
    const before = known.get(text);
    if (before) {
      [this.r, this.g, this.b, this.alpha] = before;
      return this;
    }
    read.call(this, text);
    known.set(text, [this.r, this.g, this.b, this.alpha]);
    return this;
  };
})();
