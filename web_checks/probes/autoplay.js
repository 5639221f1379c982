// Sound and film that start by themselves.
async () => {
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const started = [...document.querySelectorAll('audio, video')].filter((media) => media.autoplay || (!media.paused && !media.ended));
  if (started.length === 0) return { media: [], controls: [] };
  for (let turn = 0; turn < 30 && started.some((media) => media.readyState < 1 && !media.error && media.networkState !== 3); turn += 1) await wait(100);
  const rows = [];
  for (const media of started) {
    // Whether there is a sound track shows only while it plays: a moment of it, without sound.
    const heard = () => media.webkitAudioDecodedByteCount > 0;
    if (!heard() && media.readyState > 0 && media.paused) {
      const { muted, currentTime } = media;
      media.muted = true;
      try {
        await Promise.race([media.play(), wait(500)]);
        for (let turn = 0; turn < 10 && !heard(); turn += 1) await wait(50);
      } catch { /* not playable here: whether it sounds stays unknown */ }
      media.pause();
      media.muted = muted;
      if (Number.isFinite(media.duration)) media.currentTime = currentTime;
    } else {
      for (let turn = 0; turn < 10 && !heard(); turn += 1) await wait(50);
    }
    rows.push({ media, sound: heard() });
  }
  const controls = stepfree.controls().map(({ name }) => name).filter((name) => name);
  axe.setup(document.documentElement);
  try {
    return {
      controls,
      media: rows.map(({ media, sound }) => ({
        ...stepfree.target(media), kind: media.localName, silenced: media.muted || media.volume === 0, controls: media.controls
          && media.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !media.closest('[aria-hidden="true"]'),
        loop: media.loop, duration: Number.isFinite(media.duration) ? media.duration : media.duration === Infinity ? 1e9 : -1,
        sound, source: media.currentSrc || media.src || '',
      })),
    };
  } finally { axe.teardown(); }
}
