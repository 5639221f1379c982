// What the elements with listeners for presses, moves and gestures are, and what stands beside them.
(() => {
  const MOST_DRAGGED = 20;
  const MOST_BESIDE = 600;
  const NATIVE = 'a[href], area[href], input, select, textarea, summary, option, label, iframe, video, audio, object, embed, [contenteditable]';
  const CONTROL = 'button, [role=button], [role=link], [role=tab], [role=menuitem], [role=switch], [role=checkbox], [role=radio], [role=option]';
  const MAPS = '.leaflet-container, .amap-container, .ol-viewport, .mapboxgl-map, .maplibregl-map, .tdt-container, .BMap_mask, .cesium-widget, .esri-view, .gm-style';
  const CAPTCHA = '[class*=captcha i], [id*=captcha i], [class*=verify i], [id*=verify i], [class*=geetest], [class*=yidun], [class*="nc_"], .nc-container';
  // One press instead of a drag or a swipe: arrows, dots, pages, up and down.
  const STEPS = /上一|下一|前一|后一|上移|下移|左移|右移|置顶|向[左右上下]|prev|next|arrow|dot|bullet|pagination|indicator|move[-_ ]?(?:up|down)|thumb|^[<>‹›«»◀▶＜＞↑↓]$/i;
  const ZOOMS = /放大|缩小|zoom|^[+＋\-－−]$/i;
  // Its moves are often heard by the document, from the press on.
  const DRAGGED = /(?:^|[-_\s])(?:slider|swiper|carousel|drag\w*|handle|thumb|resiz\w*|knob|sortable)(?:$|[-_\s])/i;
  const dragged = (element) => !element.matches(CONTROL) && (element.closest('[role=slider], [role=scrollbar], [role=separator]') !== null
    || /^(?:grab|grabbing|move|.*-resize)$/.test(getComputedStyle(element).cursor) || DRAGGED.test(element.getAttribute('class') || ''));
  const words = (element) => [element.childElementCount === 0 ? element.textContent.trim() : '', element.getAttribute('class') || '',
    element.id, element.title, element.getAttribute('aria-label') || ''];
  // In the element, beside it and beside what is around it.
  const beside = (element, pattern) => {
    const scope = element.parentElement && element.parentElement !== document.body ? element.parentElement : element;
    const wider = scope.parentElement && scope.parentElement !== document.body && scope !== element ? scope.parentElement : scope;
    return [...wider.querySelectorAll('*')].slice(0, MOST_BESIDE).some((part) => stepfree.onPage(part) && words(part).some((word) => pattern.test(word)));
  };
  const facts = (element) => {
    const box = element.getBoundingClientRect();
    return {
      ...stepfree.target(element), shown: stepfree.onPage(element), native: element.matches(NATIVE), map: element.closest(MAPS) !== null,
      control: element.matches(CONTROL) || getComputedStyle(element).cursor === 'pointer', share: box.width * box.height / (innerWidth * innerHeight),
      dragged: dragged(element), whole: element === document.body || element === document.documentElement, captcha: element.closest(CAPTCHA) !== null,
      steps: beside(element, STEPS), zooms: beside(element.closest(MAPS) || element, ZOOMS),
    };
  };
  axe.setup(document.documentElement);
  try {
    const draggable = [...document.querySelectorAll('[draggable=true]')].filter(stepfree.onPage);
    const position = new Map(stepfree.listening.map((element, index) => [element, index]));
    const around = (element) => {
      const parents = [];
      for (let parent = element.parentElement; parent; parent = parent.parentElement) if (position.has(parent)) parents.push(position.get(parent));
      return parents;
    };
    return {
      rows: stepfree.listening.map((element) => ({ ...facts(element), parents: around(element) })),
      draggable: draggable.slice(0, MOST_DRAGGED).map(facts),
      left_out: Math.max(0, draggable.length - MOST_DRAGGED),
      maps: [...document.querySelectorAll(MAPS)].filter((map) => stepfree.onPage(map) && !map.parentElement.closest(MAPS)).map(facts),
      // A script that counts fingers.
      fingers: [...document.scripts].some((script) => !script.src && /touches\s*(?:\.length\s*(?:[!=]==?\s*2|>=?\s*[12])|\[\s*1\s*\])/i.test(script.text)),
    };
  } finally { axe.teardown(); }
})()
