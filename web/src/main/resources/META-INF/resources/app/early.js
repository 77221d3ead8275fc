// Before the first paint: theme and language as this browser has chosen them, so that nothing flashes.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('renderfarm.settings') ?? '{}');
  } catch {
    // a browser that keeps nothing, or something else: as the system says
  }
  const root = document.documentElement;
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  const chinese = kept.language ? kept.language === 'zh' : navigator.language.toLowerCase().startsWith('zh');
  root.lang = chinese ? 'zh-CN' : 'en';
})();
