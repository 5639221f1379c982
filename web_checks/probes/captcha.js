// Tests that are to tell people from machines, the help that stands beside them, and other ways to log in.
stepfree.probes.captcha = () => {
  const { isVisibleOnScreen } = axe.commons.dom;
  const shown = (element) => { const node = axe.utils.getNodeFromTree(element); return Boolean(node && isVisibleOnScreen(node)); };
  // Vendors by their script, frame or container. kind: slide (a drag), picture (letters or objects), score (nothing to do).
  const VENDORS = [
    ['geetest', 'slide', 'script[src*="geetest.com"], script[src*="gt.js"], script[src*="gt4.js"], [class*="geetest_"], [id^="geetest"]'],
    ['aliyun', 'slide', 'script[src*="AWSC/awsc.js"], script[src*="awsc.js"], script[src*="AliyunCaptcha"], .nc-container, .nc_wrapper, #nc_1_wrapper, [id^="aliyunCaptcha"]'],
    ['tencent', 'slide', 'script[src*="TCaptcha"], script[src*="captcha.qq.com"], script[src*="turing.captcha"], #TencentCaptcha, #tcaptcha_transform'],
    ['netease', 'slide', 'script[src*="yidun"], script[src*="dun.163.com"], script[src*="NECaptcha"], .yidun, [class^="yidun_"]'],
    ['shumei', 'slide', 'script[src*="fengkongcloud"], script[src*="ishumei"], [class^="shumei_captcha"]'],
    ['dingxiang', 'slide', 'script[src*="dingxiang-inc"], [class^="dx_captcha"]'],
    ['vaptcha', 'slide', 'script[src*="vaptcha"], .vaptcha-container'],
    ['recaptcha', 'picture', 'script[src*="recaptcha"], .g-recaptcha, iframe[src*="recaptcha"]'],
    ['hcaptcha', 'picture', 'script[src*="hcaptcha.com"], .h-captcha, iframe[src*="hcaptcha.com"]'],
    ['turnstile', 'score', 'script[src*="challenges.cloudflare.com/turnstile"], .cf-turnstile'],
  ];
  const scopeOf = (element) => element.closest('form, dialog, [role=dialog], fieldset') || element.parentElement?.parentElement?.parentElement || document.body;
  const HELP = /语音(?:验证|播报|码|播放)|听(?:验证码|不清)|播放(?:验证码|语音)|朗读验证码|音频验证|无障碍验证|人工(?:服务|客服)|audio|listen|spoken/i;
  const OTHER = /短信(?:验证|登录|验证码)|手机验证码|获取验证码|发送验证码|扫码|二维码登录|扫一扫|统一身份认证|CA\s*登录|数字证书|电子证照登录|刷脸|人脸|微信登录|支付宝登录|passkey|one-time|sms code|magic link/i;
  const around = (element) => {
    const scope = scopeOf(element);
    const words = [scope.innerText, ...[...scope.querySelectorAll('[title], [alt], [aria-label], [placeholder]')]
      .flatMap((part) => ['title', 'alt', 'aria-label', 'placeholder'].map((name) => part.getAttribute(name) || ''))].join(' ');
    const sounds = scope.querySelector('audio') !== null
      || [...scope.querySelectorAll('a, button, [onclick], [class*="audio"], [class*="voice"]')].some((part) => /audio|voice|sound|语音/i.test(`${part.className} ${part.id} ${part.getAttribute('href') || ''} ${part.getAttribute('onclick') || ''}`));
    return {
      help: sounds || HELP.test(words),
      other: OTHER.test(words) || OTHER.test(scope.parentElement?.innerText || ''),
      login: scope.querySelector('input[type=password]') !== null,
    };
  };
  const seen = [];
  for (const [vendor, kind, selector] of VENDORS) {
    const found = [...document.querySelectorAll(selector)];
    if (found.length === 0) continue;
    const place = found.find((element) => element.localName !== 'script' && shown(element));
    seen.push({ ...stepfree.target(place || found[0]), vendor, kind, met: Boolean(place), alternative: '', ...(place ? around(place) : { help: false, other: false, login: document.querySelector('input[type=password]') !== null }) });
  }
  // A picture with letters, made by the site itself, beside the field that they are to be typed into.
  const PICTURE = /captcha|kaptcha|verify_?code|verif(?:y|ication)_?(?:img|image|pic)|validate_?(?:code|img|image)|valid_?code|check_?code|auth_?code|rand(?:om)?_?(?:code|img|image)|img_?code|image_?code|code_?img|vcode|yzm|securimage/i;
  const ASKS = /验证码|校验码|附加码|captcha|(?:verification|security) code|characters (?:shown|in the image)/i;
  const fields = [...document.querySelectorAll('input')].filter((field) => shown(field)
    && ASKS.test(`${field.placeholder} ${field.title} ${field.getAttribute('aria-label') || ''} ${[...(field.labels || [])].map((label) => label.innerText).join(' ')} ${field.closest('p, div, li, td, tr')?.innerText.slice(0, 40) || ''}`));
  // A picture that calls itself by no other word needs no label that asks for it.
  const CERTAIN = /[ck]aptcha|securimage/i;
  const typed = [...document.querySelectorAll('input:not([type=hidden], [type=submit], [type=button], [type=checkbox], [type=radio], [type=image], [type=password])')].filter(shown);
  for (const element of document.querySelectorAll('img, canvas, svg, input[type=image]')) {
    if (!shown(element)) continue;
    const words = `${element.getAttribute('src') || ''} ${element.id} ${element.getAttribute('class') || ''}`;
    const alternative = element.getAttribute('alt') || element.getAttribute('title') || '';
    const scope = scopeOf(element);
    const asked = fields.find((field) => scope.contains(field)) || (CERTAIN.test(words) && typed.find((field) => scope.contains(field)));
    if (!asked || !(PICTURE.test(words) || /验证码|看不清|换一张|校验码/.test(alternative))) continue;
    seen.push({ ...stepfree.target(element), vendor: '', kind: 'picture', met: true, alternative: alternative.trim(), ...around(element) });
  }
  // A slider made by the site itself says so: 向右滑动 / 拖动滑块.
  const SLIDE = /(?:按住|拖动|拖拽|滑动|拉动).{0,4}滑块|向右(?:滑动|拖动)|滑动(?:验证|完成|解锁|到最右)|拖动.{0,6}(?:验证|拼图|完成)|(?:slide|drag)\s.{0,20}(?:verify|unlock|puzzle)/i;
  if (!seen.some((entry) => entry.kind === 'slide' && entry.met)) {
    const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (node.data.trim().length > 30 || !SLIDE.test(node.data) || !shown(element) || /^(?:script|style|a)$/.test(element.localName)) continue;
      if (!scopeOf(element).querySelector('input')) continue;
      seen.push({ ...stepfree.target(element), vendor: '', kind: 'slide', met: true, alternative: '', ...around(element) });
      break;
    }
  }
  return seen;
};
