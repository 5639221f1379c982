// Sound and moving pictures: their tracks, their controls, how they start, and the players of other sites.
stepfree.probes.media = () => {
  const { isVisibleOnScreen, isVisibleToScreenReaders } = axe.commons.dom;
  const virtual = (element) => axe.utils.getNodeFromTree(element);
  const TRANSCRIPT = /文字(?:稿|版|实录|记录|内容|说明)|实录|文稿|字幕稿|transcript|text version|full text/i;
  const PRESS = /新闻发布会|发布会|记者会|吹风会|press (?:conference|briefing)/i;
  const PLAYERS = /(?:v\.qq\.com|player\.bilibili\.com|player\.youku\.com|tv\.cctv\.com|open\.iqiyi\.com|player\.vimeo\.com|www\.youtube(?:-nocookie)?\.com\/embed|haokan\.baidu\.com|ixigua\.com)/i;
  const scopeOf = (element) => element.closest('article, figure, section, main, [role=main]') || element.parentElement?.parentElement || document.body;
  const names = (element) => `${stepfree.name(element)} ${element.title || ''}`;
  // A named control that is seen and heard: the page's own play, pause, stop or mute button.
  const CONTROL = /播放|暂停|停止|静音|音量|声音|play|pause|stop|mute|volume|sound/i;
  let known = null;
  const controls = () => [...document.querySelectorAll('button, [role=button], [role=switch], a[href], a[onclick], input[type=button], input[type=range], [role=slider], input[type=checkbox]')]
    .filter((element) => { const node = virtual(element); return node && isVisibleToScreenReaders(node) && isVisibleOnScreen(node); });
  const named = () => { known ??= controls().filter((element) => names(element).trim() !== ''); return known; };
  const seen = [];
  for (const element of document.querySelectorAll('video, audio, iframe[src], embed[src], object[data]')) {
    const node = virtual(element);
    const media = element instanceof HTMLMediaElement;
    const address = media ? element.currentSrc || element.src || element.querySelector('source')?.src || '' : element.src || element.data || '';
    const embedded = !media && (PLAYERS.test(address) || /\.(?:mp4|flv|wmv|m3u8|mp3|wav|wma)(?:$|\?)/i.test(address));
    if (!node || (!media && !embedded) || (media && address === '')) continue;
    const starts = media ? element.autoplay : /[?&]auto_?play=(?:1|true)/i.test(address) || /^(?:true|1)$/i.test(element.getAttribute('autostart') || '');
    const heard = isVisibleToScreenReaders(node);
    if (!heard && !starts) continue;
    const scope = scopeOf(element);
    const tracks = media ? [...element.querySelectorAll('track')] : [];
    const kinds = tracks.filter((track) => (track.getAttribute('src') || '').trim() !== '' && track.readyState !== HTMLTrackElement.ERROR).map((track) => track.kind);
    let sound = null;
    if (media && element.readyState >= HTMLMediaElement.HAVE_METADATA) {
      sound = element.localName === 'audio' || (element.webkitAudioDecodedByteCount || 0) > 0 ? true : null;
      try { if (sound === null) sound = element.captureStream().getAudioTracks().length > 0; } catch { /* another origin's */ }
    }
    seen.push({
      ...stepfree.target(element),
      kind: media ? element.localName : /\.(?:mp3|wav|wma)(?:$|\?)/i.test(address) ? 'audio' : 'player',
      visible: heard,
      tracks: kinds,
      transcript: TRANSCRIPT.test(scope.innerText || ''),
      press: PRESS.test(`${document.title} ${(scope.innerText || '').slice(0, 2000)}`),
      starts, sound,
      muted: media ? element.muted || element.defaultMuted || element.volume === 0 : /[?&]muted?=(?:1|true)/i.test(address),
      loops: media && element.loop,
      seconds: media && Number.isFinite(element.duration) ? element.duration : null,
      own: media && element.controls && heard,
      buttons: named().filter((control) => CONTROL.test(names(control))).length,
      near: (element.parentElement?.parentElement || document.body) === document.body
        ? named().length : named().filter((control) => element.parentElement.parentElement.contains(control)).length,
    });
  }
  // Recordings behind a link: the browser or a player opens them, and the page shows no more of them than their name.
  const SOUND = /\.(?:mp3|wav|wma|m4a|aac|ogg|oga|flac|amr)$/i;
  const FILM = /\.(?:mp4|m4v|mov|avi|wmv|flv|mkv|webm|ogv|mpe?g|rm|rmvb|3gp)$/i;
  for (const element of [...document.querySelectorAll('a[href]')].filter((link) => SOUND.test(link.pathname) || FILM.test(link.pathname))) {
    const node = virtual(element);
    if (!node || !isVisibleToScreenReaders(node)) continue;
    seen.push({
      ...stepfree.target(element), kind: SOUND.test(element.pathname) ? 'audio' : 'player', visible: true, tracks: [],
      transcript: TRANSCRIPT.test(scopeOf(element).innerText || ''), press: PRESS.test(`${document.title} ${names(element)}`),
      starts: false, sound: null, muted: false, loops: false, seconds: null, own: false, buttons: 0, near: 0,
    });
  }
  for (const element of document.querySelectorAll('bgsound[src]')) {
    seen.push({ ...stepfree.target(element), kind: 'bgsound', visible: false, tracks: [], transcript: false, press: false, starts: true, sound: true, muted: false, loops: /-1|infinite/i.test(element.getAttribute('loop') || ''), seconds: null, own: false, buttons: 0, near: 0 });
  }
  return seen;
};
